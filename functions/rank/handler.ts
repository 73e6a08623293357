import { canonicalJson } from '../../shared/canonical.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { type RankInput, type Ranking, rankRound } from '../../shared/domain/ranking.ts';
import { CATEGORIES, type Category } from '../../shared/schemas/basics.ts';
import {
  ApplicationRecord,
  NoticeRecord,
  type PlaceRecord,
  RankingRecord,
  ScoreRecord,
} from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPlaces } from '../../shared/store/places.ts';
import { forEachId, rosterIds } from '../../shared/store/roster.ts';
import { loadPinned, setStage } from '../../shared/store/rounds.ts';
import type { Table } from '../../shared/store/table.ts';
import { decidedOrder, type TieRecord, tieWaitId } from '../../shared/store/ties.ts';
import { turnId, turnsOf } from '../../shared/store/turns.ts';
import { ensureWait } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;
type Ranked = { decision: 'ranked' } | { decision: 'tie'; waitId: string; deadline: string; category: Category };

/**
 * 五(三): ranks each category by exact totals and the policy's chain of ties; a tie across the cut line stops for a person.
 * Until the notice it is done anew whenever somebody withdraws; from then on objections and lists change the places.
 */
export async function rankApplications(deps: Deps, { roundId }: { roundId: string }): Promise<Ranked> {
  const { table } = deps;
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  await setStage(table, roundId, 'ranking');
  if ((await table.get(keys.notice(roundId), NoticeRecord)) !== null) return { decision: 'ranked' };
  const scores = await loadScores(table, roundId);
  const orders = await Promise.all(
    CATEGORIES.map(async (category) => [category, await decidedOrder(table, roundId, category)] as const),
  );
  const decisions = Object.fromEntries(orders.filter(([, order]) => order !== null)) as Partial<
    Record<Category, string[]>
  >;
  const of = (category: Category): RankInput[] => scores.filter((score) => score.category === category);
  const categories = Object.fromEntries(CATEGORIES.map((category) => [category, of(category)])) as Record<
    Category,
    RankInput[]
  >;
  const rankings = rankRound({ policy, categories, decisions });

  for (const category of CATEGORIES) {
    const { tie } = rankings[category];
    if (tie !== null)
      return stopForTie(
        table,
        roundId,
        category,
        tie,
        new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString(),
      );
  }
  for (const category of CATEGORIES)
    await writeRanking(table, roundId, category, rankings[category], decisions[category] ?? []);
  return { decision: 'ranked' };
}

/** Of all who have not withdrawn. */
async function loadScores(table: Table, roundId: string): Promise<ScoreRecord[]> {
  const found = await forEachId(await rosterIds(table, roundId), async (id) => {
    const score = await table.get(keys.score(id), ScoreRecord);
    if (score === null) return [];
    const application = await table.get(keys.application(id), ApplicationRecord);
    return application?.status === 'withdrawn' ? [] : [score];
  });
  return found.flat();
}

async function stopForTie(
  table: Table,
  roundId: string,
  category: Category,
  tie: { applicationIds: string[]; placesLeft: number },
  deadline: string,
): Promise<Ranked> {
  const record: TieRecord = { entity: 'Tie', roundId, category, ...tie };
  const turns = await turnsOf(table, tieWaitId(roundId, category));
  // Who are tied has changed since the last question, if that one was settled.
  const turn = turns.at(-1)?.outcome === undefined ? Math.max(1, turns.length) : turns.length + 1;
  const waitId = turnId(tieWaitId(roundId, category), turn);
  await table.put(keys.tie(roundId, category), record, { replace: true });
  await ensureWait(table, waitId, roundId, deadline);
  return { decision: 'tie', waitId, deadline, category };
}

/** Writes the places first and the ranking last; what stands there already is left as it is. */
async function writeRanking(
  table: Table,
  roundId: string,
  category: Category,
  ranking: Ranking,
  panelOrder: string[],
): Promise<void> {
  const places = placesOf(roundId, category, ranking);
  const known = await loadPlaces(table, roundId, category);
  const gone = known.filter((old) => !places.some((place) => place.applicationId === old.applicationId));
  for (const place of gone) await table.delete(keys.place(roundId, category, place.applicationId));
  const same = canonicalJson(known) === canonicalJson(places);
  if (!same)
    await table.putMany(
      places.map((place) => ({ key: keys.place(roundId, category, place.applicationId), item: { ...place } })),
    );
  const count = (state: PlaceRecord['state']) => places.filter((place) => place.state === state).length;
  const record: Omit<RankingRecord, 'rankedAt'> = {
    entity: 'Ranking',
    roundId,
    category,
    quota: ranking.quota,
    cutOff: ranking.cutOff,
    shortlisted: count('shortlisted'),
    reserve: count('reserve'),
    belowPass: count('below-pass'),
    panelOrder,
  };
  const { rankedAt, ...old } = (await table.get(keys.ranking(roundId, category), RankingRecord)) ?? {};
  if (same && rankedAt !== undefined && canonicalJson(old) === canonicalJson(record)) return;
  await table.put(keys.ranking(roundId, category), { ...record, rankedAt: nowUtc() }, { replace: true });
}

const placesOf = (roundId: string, category: Category, ranking: Ranking): PlaceRecord[] =>
  ranking.places.flatMap(({ state, ...place }, i): PlaceRecord[] => {
    if (state === 'tied-across-cut') return [];
    const untouched = { noticeEndsAt: null, openObjections: 0, listNo: null };
    return [{ entity: 'Place', roundId, category, ...place, order: i + 1, state, ...untouched }];
  });
