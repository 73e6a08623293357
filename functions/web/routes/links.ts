import type { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { startSession } from '../session.ts';

/** Links from mails. Opening one only leads on: scanners open links too. */
export function linkRoutes(app: Hono, { table }: WebDeps): void {
  app.get('/l/:token', async (c) => c.redirect(await startSession(c, table, c.req.param('token')), 303));
}
