import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { isUnderNotice } from '../../../shared/domain/notice.ts';
import type { Text as Said } from '../../../shared/http/english/texts.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { consolePath } from '../../../shared/http/pages/console/frame.ts';
import {
  AMENDMENTS,
  calendarDeskPage,
  correctionPreviewPage,
  noticeDeskPage,
} from '../../../shared/http/pages/console/notice.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { addCalendarYear } from '../../../shared/notice/calendar.ts';
import { type Amendment, correctNotice, type NotCorrected, planCorrection } from '../../../shared/notice/correct.ts';
import { ApplicationId, Text } from '../../../shared/schemas/basics.ts';
import { CALENDAR_YEAR } from '../../../shared/schemas/decisions.ts';
import type { NoticeEntry } from '../../../shared/schemas/records.ts';
import { versionsOf } from '../../../shared/store/notices.ts';
import { loadCalendarYears } from '../../../shared/store/rounds.ts';
import { yearErrors } from '../../../shared/tasks/kinds/calendar-year.ts';
import type { WebDeps } from '../deps.ts';
import { loadPeople } from '../load/console-tasks.ts';
import { loadPublicPlaces } from '../load/notice.ts';
import { type Desk, needDesk } from './console.ts';

const csrfFor = ({ session, console }: Desk): string =>
  csrfToken(session.token, ['console', console.roundId, 'notice'].join('|'));

/** Whose words may still be put right, as they are now; null where nobody's notice runs. */
async function openEntries(deps: WebDeps, { facts }: Desk): Promise<NoticeEntry[] | null> {
  if (facts.notice === null) return null;
  const now = nowUtc();
  const places = await loadPublicPlaces(deps, facts.round.roundId, facts.policy);
  const open = places.filter(({ place }) => isUnderNotice(place, now));
  return open.length === 0
    ? null
    : open.map(({ place: { applicationId, category }, name, title, district }) => ({
        ...{ applicationId, category, name, title, district },
      }));
}

async function showDesk(c: Context, deps: WebDeps, desk: Desk, correction: FormState = freshForm): Promise<Response> {
  const { facts, console } = desk;
  const [known, open] = await Promise.all([loadKnown(deps, desk), openEntries(deps, desk)]);
  const versions = facts.notice === null ? [] : versionsOf(facts.notice);
  return c.html(
    noticeDeskPage(console, { ...known, versions, open, correction }),
    correction === freshForm ? 200 : 422,
  );
}

async function showYears(c: Context, deps: WebDeps, desk: Desk, state: FormState = freshForm): Promise<Response> {
  const known = await loadKnown(deps, desk);
  return c.html(calendarDeskPage(desk.console, { ...known, state }), state === freshForm ? 200 : 422);
}

/** What both pages tell. */
async function loadKnown(deps: WebDeps, desk: Desk) {
  const [naming, years] = await Promise.all([
    namingOf(deps, desk),
    loadCalendarYears(deps.table, desk.console.roundId),
  ]);
  return { naming, years, csrf: csrfFor(desk) };
}

const namingOf = async (deps: WebDeps, { facts }: Desk) => ({
  ...(await loadPeople(deps, facts.round)),
  policy: facts.policy,
  firms: new Map(),
});

const Reason = Text(2000).min(1);
const Name = Text(200);

/** The rows that somebody filled in. An empty name or title stays as it is. */
async function amendmentsOf(
  deps: WebDeps,
  desk: Desk,
  values: Record<string, string>,
): Promise<{ amend: Amendment[]; errors: FormState['errors'] }> {
  const errors: FormState['errors'] = [];
  const open = new Map(((await openEntries(deps, desk)) ?? []).map((one) => [one.applicationId, one]));
  const rows = Array.from({ length: AMENDMENTS }, (_, i) => i).flatMap((i): Amendment[] => {
    const who = values[`who.${i}`] ?? '';
    const [name, title] = [values[`name.${i}`] ?? '', values[`title.${i}`] ?? ''].map((text) => Name.safeParse(text));
    const empty = name?.data === '' && title?.data === '';
    if (who === '' && empty) return [];
    const entry = ApplicationId.safeParse(who).success ? open.get(who) : undefined;
    if (entry === undefined) errors.push({ field: `who.${i}`, message: t('请选择要更正的入围对象。') });
    if (empty || name?.success !== true || title?.success !== true)
      errors.push({ field: `name.${i}`, message: t('请填写正确的名称（单位名称或申报名称，不超过 200 字）。') });
    if (entry === undefined || name?.success !== true || title?.success !== true) return [];
    const own = name.data === '' ? entry.name : name.data;
    // An enterprise's application is called as the enterprise.
    const same = entry.title === entry.name && title.data === '';
    return [{ applicationId: entry.applicationId, name: own, title: same ? own : title.data || entry.title }];
  });
  return { amend: rows, errors };
}

/** What is said where nothing is published. */
const REFUSALS: Record<Exclude<NotCorrected['status'], 'calendar'>, Said> = {
  'not-published': '入围名单还没有公示。',
  over: '所有入围对象都已公示期满，不能再更正；名单进入确认和公布。',
  nothing: '没有需要更正的内容：名单没有变动，也没有填写名称更正。',
  unknown: '所选对象不在公示名单中。',
  settled: '所选对象已取消入围，或者已进入确认名单，不能再更正。',
};

const refusalOf = (refused: NotCorrected): string =>
  refused.status === 'calendar'
    ? t('公示期要用到 {year} 年的工作日，系统中还没有该年的放假安排，请先录入。', { year: refused.year })
    : t(REFUSALS[refused.status]);

/** First what it would change is shown; then, confirmed, it is published. */
async function correct(c: Context, deps: WebDeps): Promise<Response> {
  const desk = await needDesk(c, deps);
  const { csrf = '', seen, ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk))) throw new HttpProblem('form.stale');
  const { roundId } = desk.console;
  const done = () => c.redirect(`${consolePath(roundId)}/notice`, 303);
  const refused = (errors: FormState['errors']) => showDesk(c, deps, desk, { values, errors });
  const { amend, errors } = await amendmentsOf(deps, desk, values);
  const reason = Reason.safeParse(values['reason'] ?? '');
  if (!reason.success) errors.push({ field: 'reason', message: t('请填写理由（不超过 2000 字）。') });
  if (!reason.success || errors.length > 0) return refused(errors);
  if (seen !== undefined) {
    const order = { roundId, amend, seen, by: desk.session.link.assigneeId, reason: reason.data };
    const outcome = await correctNotice(deps, order);
    if (outcome.status === 'corrected') return done();
    if (outcome.status !== 'changed') return refused([{ field: 'who.0', message: refusalOf(outcome) }]);
  }
  const planned = await planCorrection(deps, roundId, amend);
  if (planned.status !== 'planned') return refused([{ field: 'who.0', message: refusalOf(planned) }]);
  const naming = await namingOf(deps, desk);
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  return c.html(
    correctionPreviewPage(desk.console, { plan: planned.plan, naming, csrf, values: filled }),
    seen === undefined ? 200 : 409,
  );
}

const YearForm = z.strictObject({ year: z.string().regex(/^20\d{2}$/), ...CALENDAR_YEAR });

/** A year's days off, put in by an officer as the State Council published them. */
async function addYear(c: Context, deps: WebDeps): Promise<Response> {
  const desk = await needDesk(c, deps);
  const { csrf = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk))) throw new HttpProblem('form.stale');
  const refused = (errors: FormState['errors']) => showYears(c, deps, desk, { values, errors });
  const form = YearForm.safeParse(values);
  if (!form.success) {
    const fields = [...new Set(form.error.issues.map(({ path }) => String(path[0])))];
    return refused(saidErrors(fields.map((field) => ({ field, message: '' }))));
  }
  const { year, source, off, worked, reason } = form.data;
  const errors = yearErrors(year, { off, worked });
  if (errors.length > 0) return refused(saidErrors(errors));
  const { roundId } = desk.console;
  const by = desk.session.link.assigneeId;
  const outcome = await addCalendarYear(deps.table, desk.facts.policy, {
    roundId,
    year,
    source,
    off,
    worked,
    by,
    reason,
  });
  if (outcome === 'added') return c.redirect(`${consolePath(roundId)}/calendar`, 303);
  return refused([{ field: 'year', message: t('{year} 年的放假安排已经录入，不能修改。', { year }) }]);
}

/** 公示 on the console: its versions, a correction, and the days off that periods rest on. */
export function consoleNoticeRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId/notice', async (c) => showDesk(c, deps, await needDesk(c, deps)));
  app.post('/console/:roundId/notice', (c) => correct(c, deps));
  app.get('/console/:roundId/calendar', async (c) => showYears(c, deps, await needDesk(c, deps)));
  app.post('/console/:roundId/calendar', (c) => addYear(c, deps));
}
