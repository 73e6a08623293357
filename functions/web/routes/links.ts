import type { Hono } from 'hono';
import type { WebDeps } from '../deps.ts';
import { startChallenge, whoMustShowCode } from '../second-factor.ts';
import { needLink, startSession } from '../session.ts';

/** Links from mails. Opening one only leads on: scanners open links too. */
export function linkRoutes(app: Hono, deps: WebDeps): void {
  app.get('/l/:token', async (c) => {
    const link = await needLink(deps.table, c.req.param('token'));
    const who = await whoMustShowCode(deps, link);
    return c.redirect(
      who === null ? await startSession(c, deps.table, link) : await startChallenge(c, deps.table, link, who),
      303,
    );
  });
}
