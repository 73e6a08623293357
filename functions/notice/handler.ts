import * as z from 'zod';
import { NotFound } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { CalendarYearMissing } from '../../shared/domain/calendar.ts';
import { daysOfNotice, noticeHash } from '../../shared/domain/notice.ts';
import { publishablePeriod } from '../../shared/domain/objections.ts';
import { moveDays } from '../../shared/notice/correct.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import type { NoticeRecord, PlaceRecord } from '../../shared/schemas/records.ts';
import { calendarWaitId } from '../../shared/store/calendar-years.ts';
import { keys } from '../../shared/store/keys.ts';
import { keepDocument, loadNotice, noticeEntries } from '../../shared/store/notices.ts';
import { loadAllPlaces } from '../../shared/store/places.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { loadPinnedDays, setStage } from '../../shared/store/rounds.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { ensureWait } from '../../shared/store/waits.ts';

export const NoticeRequest = z.object({ op: z.enum(['publish', 'check']), roundId: RoundId });
type Noticed =
  | { decision: 'wait' | 'ended'; endsAt: string }
  /** Nobody knows this year's working days yet: the bureau has to put them in. */
  | { decision: 'calendar'; year: string; waitId: string; deadline: string };

/** 五(三): publishes the shortlist for its working days, and says when they are over. */
export const notice = (deps: Deps, { op, roundId }: z.infer<typeof NoticeRequest>): Promise<Noticed> =>
  op === 'publish' ? publish(deps, roundId) : check(deps, roundId);

async function publish(deps: Deps, roundId: string): Promise<Noticed> {
  const { table } = deps;
  const { policy } = await loadPinnedDays(table, deps.evidence, roundId);
  const shortlist = (await loadAllPlaces(table, roundId)).filter((place) => place.state === 'shortlisted');
  try {
    const record = (await loadNotice(table, roundId)) ?? (await noticeOnce(deps, { roundId, policy, shortlist }));
    await markPlaces(deps, record, shortlist);
    await setStage(table, roundId, 'notice');
    return { decision: 'wait', endsAt: record.endsAt };
  } catch (error) {
    if (!(error instanceof CalendarYearMissing)) throw error;
    return askForCalendar(deps, { roundId, policy, year: error.year });
  }
}

async function markPlaces({ table }: Deps, { roundId, endsAt }: NoticeRecord, shortlist: PlaceRecord[]): Promise<void> {
  const unmarked = new Map(
    shortlist.filter((place) => place.noticeEndsAt === null).map((place) => [place.applicationId, place]),
  );
  await forEachId([...unmarked.keys()], async (id) => {
    const place = unmarked.get(id);
    if (place === undefined) return;
    await table.update(keys.place(roundId, place.category, id), { set: { noticeEndsAt: endsAt } });
  });
}

/** The notice as it was published first: a repetition does not move its days. @throws CalendarYearMissing */
async function noticeOnce(
  deps: Deps,
  { roundId, policy, shortlist }: { roundId: string; policy: Policy; shortlist: PlaceRecord[] },
): Promise<NoticeRecord> {
  const { table } = deps;
  const publishedAt = nowUtc();
  const period = publishablePeriod(policy, publishedAt);
  const document = await keepDocument(deps.evidence, {
    ...{ schema: 'awards-notice/1', round: roundId, version: 1, publishedAt, endsAt: period.endsAt, reason: null },
    days: daysOfNotice(policy, period),
    entries: await noticeEntries(table, policy, shortlist),
  });
  const record: NoticeRecord = {
    ...{ entity: 'Notice', roundId, version: 1, ...period, publishedAt },
    ...{ places: shortlist.length, hash: noticeHash(shortlist), document, earlier: [] },
  };
  try {
    await table.put(keys.notice(roundId), record);
    return record;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return (await loadNotice(table, roundId)) ?? record;
  }
}

/** Days off are never guessed: the bureau is asked for them, and the round waits until they are on record. */
async function askForCalendar(
  { table }: Deps,
  { roundId, policy, year }: { roundId: string; policy: Policy; year: string },
): Promise<Noticed> {
  const waitId = calendarWaitId(roundId, year);
  const deadline = new Date(nowMs() + policy.bureauTask.value.days * 86_400_000).toISOString();
  await ensureWait(table, waitId, roundId, deadline);
  return { decision: 'calendar', year, waitId, deadline };
}

/** Looks at the end anew each time: a correction may have moved it. */
async function check({ table }: Deps, roundId: string): Promise<Noticed> {
  const record = await loadNotice(table, roundId);
  if (record === null) throw new NotFound(`notice of ${roundId}`);
  await moveDays(table, record);
  if (record.endsAt > nowUtc()) return { decision: 'wait', endsAt: record.endsAt };
  await setStage(table, roundId, 'lists');
  return { decision: 'ended', endsAt: record.endsAt };
}
