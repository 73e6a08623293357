import type { Context } from 'hono';
import * as z from 'zod';
import { isSecure } from './session.ts';

const Env = z.object({
  event: z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) }),
});

/** Where a request came from, as the API saw it. Never kept or logged as it is. */
export function addressOfVisitor(c: Context): string {
  const known = Env.safeParse(c.env);
  return known.success ? known.data.event.requestContext.http.sourceIp : '';
}

/** What an address of ours begins with, as whoever asked typed it. */
export const originOf = (c: Context): string => `${isSecure(c) ? 'https' : 'http'}://${new URL(c.req.url).host}`;
