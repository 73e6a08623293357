import type { Context } from 'hono';

/** Anybody may see and find these; they may be kept, if asked for again each time. */
export const open = (c: Context): void => {
  c.header('Cache-Control', 'no-cache');
  c.header('X-Robots-Tag', 'all');
};
