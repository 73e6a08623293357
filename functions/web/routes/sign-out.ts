import type { Context, Hono } from 'hono';
import { endSessions } from '../../../shared/access/end.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { signedInAt } from '../../../shared/http/language.ts';
import { signedOutPage, signOutPage } from '../../../shared/http/pages/sign-out.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import type { LinkRecord } from '../../../shared/schemas/records.ts';
import { endSession } from '../../../shared/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { forgetSession, needSession, pathOf } from '../session.ts';

const id = (c: Context, name: string): string => c.req.param(name) ?? '';

/** What a link opens, by its address: a cookie goes to that path and below, so each has its own sign-out. */
const DOORS: readonly [path: string, opens: (c: Context) => LinkRecord['opens']][] = [
  ['/tasks/:taskId', (c) => ({ kind: 'task', taskId: id(c, 'taskId') })],
  ['/slots/:applicationId', (c) => ({ kind: 'slot', applicationId: id(c, 'applicationId') })],
  ['/registers', () => ({ kind: 'registers' })],
  ['/console/:roundId', (c) => ({ kind: 'console', roundId: id(c, 'roundId') })],
  ['/work/:roundId', (c) => ({ kind: 'work', roundId: id(c, 'roundId'), role: 'district' })],
  ['/objections/:objectionId', (c) => ({ kind: 'objection', roundId: 'any', objectionId: id(c, 'objectionId') })],
];

const csrfOf = (token: string): string => csrfToken(token, 'sign-out');

/** Leaving: on this device, or wherever the link was opened. */
export function signOutRoutes(app: Hono, deps: WebDeps): void {
  for (const [path, opens] of DOORS) {
    app.get(`${path}/sign-out`, async (c) => {
      const { token, link } = await needSession(c, deps, opens(c));
      return c.html(signOutPage({ home: pathOf(link.opens), csrf: csrfOf(token) }));
    });
    app.post(`${path}/sign-out`, async (c) => {
      const { token, link } = await needSession(c, deps, opens(c));
      const { csrf = '', where } = await readForm(c);
      if (!sameToken(csrf, csrfOf(token))) throw new HttpProblem('form.stale');
      const everywhere = where === 'everywhere';
      if (everywhere) await endSessions(deps.table, link);
      else await endSession(deps.table, token);
      forgetSession(c, pathOf(link.opens));
      signedInAt(null);
      return c.html(signedOutPage(everywhere));
    });
  }
}
