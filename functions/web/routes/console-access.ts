import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { type Ended, endLink, endPerson, holderOf } from '../../../shared/access/end.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { type AccessView, accessPage } from '../../../shared/http/pages/console/access.ts';
import { consolePath } from '../../../shared/http/pages/console/frame.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken, timesEnded } from '../../../shared/links.ts';
import { Text } from '../../../shared/schemas/basics.ts';
import type { WebDeps } from '../deps.ts';
import { loadNames, loadPeople } from '../load/console-tasks.ts';
import { type Desk, needDesk } from './console.ts';

const csrfFor = ({ session, console }: Desk): string =>
  csrfToken(session.token, ['console', console.roundId, 'access'].join('|'));

async function show(
  c: Context,
  deps: WebDeps,
  desk: Desk,
  who: string | undefined,
  state: AccessView['state'] = { of: 'person', state: freshForm },
): Promise<Response> {
  const { facts, console } = desk;
  const asked = who?.trim().slice(0, 200) ?? '';
  const { roundId } = console;
  const holder = asked === '' ? null : await holderOf(deps.table, roundId, asked);
  const [people, firms, times] = await Promise.all([
    loadPeople(deps, facts.round),
    loadNames(deps, holder?.role === 'applicant' ? [holder.id] : []),
    timesEnded(deps.table, { roundId, assigneeId: asked }),
  ]);
  const view = {
    ...{ asked: asked === '' ? null : asked, found: holder === null ? null : { holder, times } },
    ...{ naming: { ...people, policy: facts.policy, firms }, csrf: csrfFor(desk), state },
  };
  return c.html(accessPage(console, view), state.state.errors.length > 0 ? 422 : 200);
}

const Reason = Text(2000).min(1);
const noReason = (field: string) => ({ field, message: t('请填写理由（不超过 2000 字）。') });

/** Where it is on record; a second click finds what the first one did. */
const done = (c: Context, { console }: Desk, { status }: Ended) =>
  c.redirect(`${consolePath(console.roundId)}/audit?of=access&ended=${status}`, 303);

async function posted(c: Context, deps: WebDeps): Promise<{ desk: Desk; values: Record<string, string> }> {
  const desk = await needDesk(c, deps);
  const { csrf = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk))) throw new HttpProblem('form.stale');
  return { desk, values };
}

const Times = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

async function endOfPerson(c: Context, deps: WebDeps): Promise<Response> {
  const { desk, values } = await posted(c, deps);
  const { who = '' } = values;
  const seen = Times.safeParse(values['times']);
  if (!seen.success) throw new HttpProblem('form.stale');
  const reason = Reason.safeParse(values['reason'] ?? '');
  if (!reason.success)
    return show(c, deps, desk, who, { of: 'person', state: { values, errors: [noReason('reason')] } });
  const order = { roundId: desk.console.roundId, by: desk.session.link.assigneeId, reason: reason.data };
  const ended = await endPerson(deps.table, who, order, seen.data);
  return ended.status === 'unknown' ? show(c, deps, desk, who) : done(c, desk, ended);
}

async function endOfLink(c: Context, deps: WebDeps): Promise<Response> {
  const { desk, values } = await posted(c, deps);
  const reason = Reason.safeParse(values['linkReason'] ?? '');
  const again = (field: string, message: string) =>
    show(c, deps, desk, undefined, { of: 'link', state: { values, errors: [{ field, message }] } });
  if (!reason.success) return again('linkReason', noReason('linkReason').message);
  const order = { roundId: desk.console.roundId, by: desk.session.link.assigneeId, reason: reason.data };
  const ended = await endLink(deps.table, values['link'] ?? '', order);
  return ended.status === 'unknown' ? again('link', t('没有找到这个链接，或不属于本批次。')) : done(c, desk, ended);
}

/** Ends somebody's way in: all links of a person, or one link. */
export function consoleAccessRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId/access', async (c) => show(c, deps, await needDesk(c, deps), c.req.query('who')));
  app.post('/console/:roundId/access/person', (c) => endOfPerson(c, deps));
  app.post('/console/:roundId/access/link', (c) => endOfLink(c, deps));
}
