import * as z from 'zod';
import { NotFound } from '../../shared/bad-input.ts';
import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { noticePeriod } from '../../shared/domain/notice.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import { NoticeRecord, type PlaceRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadAllPlaces } from '../../shared/store/places.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { loadPinned, setStage } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';

export const NoticeRequest = z.object({ op: z.enum(['publish', 'check']), roundId: RoundId });
type Noticed = { decision: 'wait' | 'ended'; endsAt: string };

/** 五(三): publishes the shortlist for its working days, and says when they are over. */
export const notice = (deps: Deps, { op, roundId }: z.infer<typeof NoticeRequest>): Promise<Noticed> =>
  op === 'publish' ? publish(deps, roundId) : check(deps, roundId);

async function publish(deps: Deps, roundId: string): Promise<Noticed> {
  const { table } = deps;
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  const shortlist = (await loadAllPlaces(table, roundId)).filter((place) => place.state === 'shortlisted');
  const record = await noticeOnce(table, { roundId, shortlist, ...noticePeriod(policy, nowUtc()) });
  const unmarked = new Map(
    shortlist.filter((place) => place.noticeEndsAt === null).map((place) => [place.applicationId, place]),
  );
  await forEachId([...unmarked.keys()], async (id) => {
    const place = unmarked.get(id);
    if (place === undefined) return;
    await table.update(keys.place(roundId, place.category, id), { set: { noticeEndsAt: record.endsAt } });
  });
  await setStage(table, roundId, 'notice');
  return { decision: 'wait', endsAt: record.endsAt };
}

/** The notice as it was published first: a repetition does not move its days. */
async function noticeOnce(
  table: Table,
  input: { roundId: string; shortlist: PlaceRecord[]; firstDay: string; lastDay: string; endsAt: string },
): Promise<NoticeRecord> {
  const { roundId, shortlist, ...period } = input;
  const list = shortlist.map(({ category, rank, applicationId }) => ({ category, rank, applicationId }));
  const record: NoticeRecord = {
    entity: 'Notice',
    roundId,
    ...period,
    publishedAt: nowUtc(),
    places: list.length,
    hash: sha256Hex(canonicalJson(list)),
  };
  try {
    await table.put(keys.notice(roundId), record);
    return record;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return (await table.get(keys.notice(roundId), NoticeRecord)) ?? record;
  }
}

async function check({ table }: Deps, roundId: string): Promise<Noticed> {
  const record = await table.get(keys.notice(roundId), NoticeRecord);
  if (record === null) throw new NotFound(`notice of ${roundId}`);
  if (record.endsAt > nowUtc()) return { decision: 'wait', endsAt: record.endsAt };
  await setStage(table, roundId, 'lists');
  return { decision: 'ended', endsAt: record.endsAt };
}
