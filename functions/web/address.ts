import type { Context } from 'hono';
import * as z from 'zod';
import { RequestEvent, sourceOf } from './event.ts';
import { isSecure } from './session.ts';

const Env = z.object({ event: RequestEvent });

/** Where a request came from, as the API saw it. Never kept or logged as it is. */
export function addressOfVisitor(c: Context): string {
  const known = Env.safeParse(c.env);
  return known.success ? sourceOf(known.data.event) : '';
}

/** What an address of ours begins with, as whoever asked typed it. */
export const originOf = (c: Context): string => `${isSecure(c) ? 'https' : 'http'}://${new URL(c.req.url).host}`;
