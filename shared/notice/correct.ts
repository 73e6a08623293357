import { canonicalJson, sha256Hex } from '../canonical.ts';
import { nowUtc } from '../clock.ts';
import type { Deps } from '../deps.ts';
import { CalendarYearMissing } from '../domain/calendar.ts';
import { LOG_FACTS } from '../domain/decision-log.ts';
import { correctedPeriod, daysOfNotice, isUnderNotice, type NoticePeriod, noticeHash } from '../domain/notice.ts';
import { rulingDueAt } from '../domain/objections.ts';
import type { Policy } from '../policy/schema.ts';
import type { NoticeEntry, NoticeRecord, NoticeVersion, PlaceRecord } from '../schemas/records.ts';
import { type Logged, transactLogged } from '../store/decision-log.ts';
import { keys } from '../store/keys.ts';
import { keepDocument, loadDocument, loadNotice, noticeEntries, versionsOf } from '../store/notices.ts';
import { loadAllPlaces } from '../store/places.ts';
import { forEachId } from '../store/roster.ts';
import { loadPinnedDays } from '../store/rounds.ts';
import { ABSENT, type Action, ConditionFailed, type Table } from '../store/table.ts';

/** A name or title as it should have been. */
export interface Amendment {
  applicationId: string;
  name: string;
  title: string;
}

/** What a correction (更正公示) would do, as somebody sees it before it is done. */
export interface CorrectionPlan {
  before: NoticeRecord;
  policy: Policy;
  period: NoticePeriod;
  /** Who is on the list of the new version, in the order of the ranking; and what it says of them. */
  list: PlaceRecord[];
  entries: NoticeEntry[];
  out: NoticeEntry[];
  in: NoticeEntry[];
  amended: { from: NoticeEntry; to: NoticeEntry }[];
  /** Whose notice ends later by it. */
  moving: PlaceRecord[];
  /** Names all of it: who confirms one plan confirms no other. */
  seen: string;
}

/** Why a notice cannot be corrected; `over`: nobody of the list can be objected to any more. */
export type NotCorrected =
  | { status: 'not-published' | 'over' | 'nothing' }
  | { status: 'unknown' | 'settled'; applicationId: string }
  | { status: 'calendar'; year: string };
export type Planned = { status: 'planned'; plan: CorrectionPlan } | NotCorrected;
export type Corrected = { status: 'corrected'; version: number } | { status: 'changed' } | NotCorrected;

/** @param amend names and titles that were wrong; the list itself follows from rulings and from whoever left it */
export async function planCorrection(deps: Deps, roundId: string, amend: readonly Amendment[]): Promise<Planned> {
  const before = await loadNotice(deps.table, roundId);
  if (before === null) return { status: 'not-published' };
  const now = nowUtc();
  const [places, { policy }] = await Promise.all([
    loadAllPlaces(deps.table, roundId),
    loadPinnedDays(deps.table, deps.evidence, roundId),
  ]);
  const shown = await loadDocument(deps, policy, before);
  const current = places.filter((place) => place.noticeEndsAt !== null);
  if (!current.some((place) => isUnderNotice(place, now))) return { status: 'over' };
  const refused = refusedAmendment(amend, current);
  if (refused !== null) return refused;
  const list = current.filter(({ state }) => state === 'shortlisted' || state === 'confirmed');
  const entries = amendedEntries(await noticeEntries(deps.table, policy, list), amend);
  const changes = changesOf(shown.entries, entries);
  if (changes.out.length + changes.in.length + changes.amended.length === 0) return { status: 'nothing' };
  try {
    const period = correctedPeriod(policy, before, now);
    rulingDueAt(policy, period.endsAt);
    const moving = list.filter((place) => isUnderNotice(place, now) && (place.noticeEndsAt ?? '') < period.endsAt);
    const plan = { before, policy, period, list, entries, ...changes, moving };
    return { status: 'planned', plan: { ...plan, seen: seenOf(plan) } };
  } catch (error) {
    if (error instanceof CalendarYearMissing) return { status: 'calendar', year: error.year };
    throw error;
  }
}

/** What is on a list already, or taken off, keeps its words. */
function refusedAmendment(amend: readonly Amendment[], places: readonly PlaceRecord[]): NotCorrected | null {
  for (const { applicationId } of amend) {
    const place = places.find((one) => one.applicationId === applicationId);
    if (place === undefined) return { status: 'unknown', applicationId };
    if (place.state !== 'shortlisted' || place.proposedIn !== undefined) return { status: 'settled', applicationId };
  }
  return null;
}

const amendedEntries = (entries: NoticeEntry[], amend: readonly Amendment[]): NoticeEntry[] =>
  entries.map((entry) => {
    const own = amend.find(({ applicationId }) => applicationId === entry.applicationId);
    return own === undefined ? entry : { ...entry, name: own.name, title: own.title };
  });

function changesOf(shown: readonly NoticeEntry[], entries: readonly NoticeEntry[]) {
  const [was, is] = [shown, entries].map((list) => new Map(list.map((one) => [one.applicationId, one])));
  return {
    out: shown.filter(({ applicationId }) => is?.has(applicationId) !== true),
    in: entries.filter(({ applicationId }) => was?.has(applicationId) !== true),
    amended: entries.flatMap((to) => {
      const from = was?.get(to.applicationId);
      return from === undefined || (from.name === to.name && from.title === to.title) ? [] : [{ from, to }];
    }),
  };
}

const idsOf = (entries: readonly { applicationId: string }[]): string[] =>
  entries.map(({ applicationId }) => applicationId).sort();

function seenOf({ before, period, entries, moving }: Omit<CorrectionPlan, 'seen'>): string {
  const digest = sha256Hex(canonicalJson({ period, entries, moving: idsOf(moving) }));
  return `${before.version} ${digest.slice(0, 32)}`;
}

export interface CorrectionOrder {
  roundId: string;
  amend: readonly Amendment[];
  /** Of the plan that was looked at. */
  seen: string;
  by: string;
  reason: string;
}

/**
 * Publishes a corrected version: once, whoever clicks twice; and only what was looked at. With it, or not at all: names are put right
 * on record, and as many places as a transaction takes get their new end. The others follow, at the latest when the end is looked at.
 */
export async function correctNotice(deps: Deps, order: CorrectionOrder): Promise<Corrected> {
  const done = await doneBefore(deps.table, order);
  if (done !== null) return done;
  const planned = await planCorrection(deps, order.roundId, order.amend);
  if (planned.status !== 'planned') return planned;
  const { plan } = planned;
  if (plan.seen !== order.seen) return { status: 'changed' };
  const record = await recordOf(deps, plan, order);
  try {
    const actions = [replaceAction(record, plan.before), ...amendActions(plan), ...moveActions(plan)];
    await transactLogged(deps.table, order.roundId, [logged(record, order)], actions);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // Another click, or another correction, a ruling or a list was first.
    return (await doneBefore(deps.table, order)) ?? { status: 'changed' };
  }
  await moveDays(deps.table, record);
  return { status: 'corrected', version: record.version };
}

/** Whether this very order was carried out: the version after the one that was looked at is this person's, for this reason. */
async function doneBefore(table: Table, { roundId, seen, by, reason }: CorrectionOrder): Promise<Corrected | null> {
  const record = await loadNotice(table, roundId);
  if (record === null) return null;
  const next = versionsOf(record).find(({ version }) => `${version - 1}` === seen.split(' ')[0]);
  if (next?.correction?.by !== by || next.correction.reason !== reason) return null;
  await moveDays(table, record);
  return { status: 'corrected', version: next.version };
}

async function recordOf(deps: Deps, plan: CorrectionPlan, { roundId, by, reason }: CorrectionOrder) {
  const { before, period, policy, list, entries } = plan;
  const publishedAt = nowUtc();
  const version = before.version + 1;
  const document = await keepDocument(deps.evidence, {
    ...{ schema: 'awards-notice/1', round: roundId, version, publishedAt, endsAt: period.endsAt, reason },
    ...{ days: daysOfNotice(policy, period), entries },
  });
  const correction = {
    by,
    reason,
    out: idsOf(plan.out),
    in: idsOf(plan.in),
    amended: idsOf(plan.amended.map(({ to }) => to)),
  };
  const record: NoticeRecord = {
    ...{ entity: 'Notice', roundId, version, ...period, publishedAt },
    ...{ places: list.length, hash: noticeHash(list), document, correction, earlier: versionsOf(before) },
  };
  return record;
}

const replaceAction = ({ entity: _, roundId, ...set }: NoticeRecord, { publishedAt }: NoticeRecord): Action => ({
  update: keys.notice(roundId),
  // Every version has a time of its own; a number only those have that were written since there are several.
  change: { set, when: { publishedAt } },
});

/** What is put right on the notice is right everywhere from now on: lists, letters, awards. */
const amendActions = ({ amended }: CorrectionPlan): Action[] =>
  amended.map(({ to: { applicationId, name, title } }) => ({
    update: keys.application(applicationId),
    change: { set: { name, title } },
  }));

/** A transaction takes a hundred actions. */
const MOST_MOVED_AT_ONCE = 60;

const moveAction = ({ roundId, category, applicationId, noticeEndsAt }: PlaceRecord, endsAt: string): Action => ({
  update: keys.place(roundId, category, applicationId),
  change: { set: { noticeEndsAt: endsAt }, when: { state: 'shortlisted', noticeEndsAt, proposedIn: ABSENT } },
});

const moveActions = ({ moving, period }: CorrectionPlan): Action[] =>
  moving.slice(0, MOST_MOVED_AT_ONCE).map((place) => moveAction(place, period.endsAt));

const logged = (record: NoticeVersion, { roundId, by }: CorrectionOrder): Logged => ({
  ...{ owner: roundId, about: `notice:${record.version}`, decision: 'corrected', at: record.publishedAt, by },
  facts: LOG_FACTS.notice(record),
});

/** Moves the ends that a correction has not come to: of who was under notice when it was published. Done again it changes nothing. */
export async function moveDays(table: Table, record: NoticeRecord): Promise<void> {
  if (record.correction === undefined) return;
  const { roundId, publishedAt, endsAt } = record;
  const left = (await loadAllPlaces(table, roundId)).filter(
    (place) => isUnderNotice(place, publishedAt) && (place.noticeEndsAt ?? endsAt) < endsAt,
  );
  const byId = new Map(left.map((place) => [place.applicationId, place]));
  await forEachId([...byId.keys()], async (id) => {
    const place = byId.get(id);
    if (place === undefined) return;
    try {
      await table.transact([moveAction(place, endsAt)]);
    } catch (error) {
      // A ruling was first.
      if (!(error instanceof ConditionFailed)) throw error;
    }
  });
}
