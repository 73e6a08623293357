import type { Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import type { WebDeps } from '../deps.ts';
import { findRefusalTask } from '../load/refusal.ts';
import { needSlot } from '../need-slot.ts';
import { pathOf } from '../session.ts';
import { showSlot } from './slots.ts';

/** 复核: whoever was refused asks for another look. A second click, or one that comes too late, meets the page as it is then. */
export function reviewRoutes(app: Hono, deps: WebDeps): void {
  app.post('/slots/:applicationId/review', async (c) => {
    const { slot, session } = await needSlot(c, deps);
    const { applicationId } = slot;
    const { csrf = '', reason = '' } = await readForm(c);
    if (!sameToken(csrf, csrfToken(session.token, applicationId))) throw new HttpProblem('form.stale');
    const task = await findRefusalTask(deps, applicationId);
    // Whoever is a moment too late finds the page without the form.
    if (task !== null && nowUtc() <= task.deadline) {
      const form = { decision: 'request', reason };
      const result = await decideTask(deps, { taskId: task.taskId, personId: applicationId, form });
      if (result.status === 'invalid')
        return showSlot(c, deps, { values: { reason }, errors: saidErrors(result.errors) }, 422);
    }
    return c.redirect(pathOf(session.link.opens), 303);
  });
}
