import type { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { needLink, startSession } from '../session.ts';

/** Links from mails. Opening one only leads on: scanners open links too. */
export function linkRoutes(app: Hono, { table }: WebDeps): void {
  app.get('/l/:token', async (c) => {
    const token = c.req.param('token');
    const link = await needLink(table, token);
    return c.redirect(startSession(c, token, link), 303);
  });
}
