import type { Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { declineAward } from '../../../shared/declines/decline.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { DECISIONS } from '../../../shared/schemas/decisions.ts';
import type { WebDeps } from '../deps.ts';
import { needSlot } from '../need-slot.ts';
import { pathOf } from '../session.ts';
import { showSlot } from './slots.ts';

/** 放弃 after the account was given. A second click, or one that comes too late, meets the page as it is then. */
export function declineRoutes(app: Hono, deps: WebDeps): void {
  app.post('/slots/:applicationId/decline', async (c) => {
    const { slot, session } = await needSlot(c, deps);
    const { roundId, applicationId: awardId } = slot;
    const { csrf = '', ...values } = await readForm(c);
    if (!sameToken(csrf, csrfToken(session.token, awardId))) throw new HttpProblem('form.stale');
    const parsed = DECISIONS.payee.safeParse({ ...values, decision: 'decline' });
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
      return showSlot(c, deps, { values, errors: saidErrors(errors) }, 422);
    }
    if (parsed.data.decision === 'decline')
      await declineAward(deps, { roundId, awardId, reason: parsed.data.reason, at: nowUtc() });
    return c.redirect(pathOf(session.link.opens), 303);
  });
}
