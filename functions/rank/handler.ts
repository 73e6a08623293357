import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { type RankInput, type Ranking, rankRound } from '../../shared/domain/ranking.ts';
import { CATEGORIES, type Category } from '../../shared/schemas/basics.ts';
import { type PlaceRecord, RankingRecord, ScoreRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { forEachId, rosterIds } from '../../shared/store/roster.ts';
import { loadPinned, setStage } from '../../shared/store/rounds.ts';
import type { Table } from '../../shared/store/table.ts';
import { decidedOrder, type TieRecord, tieWaitId } from '../../shared/store/ties.ts';
import { ensureWait } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;
type Ranked = { decision: 'ranked' } | { decision: 'tie'; waitId: string; deadline: string; category: Category };

/** 五(三): ranks each category by exact totals and the policy's chain of ties; a tie across the cut line stops for a person. */
export async function rankApplications(deps: Deps, { roundId }: { roundId: string }): Promise<Ranked> {
  const { table } = deps;
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  await setStage(table, roundId, 'ranking');
  const unranked = await unrankedOf(table, roundId);
  if (unranked.length === 0) return { decision: 'ranked' };
  const scores = (
    await forEachId(await rosterIds(table, roundId), (id) => table.get(keys.score(id), ScoreRecord))
  ).filter((score) => score !== null);
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
  for (const category of unranked)
    await writeRanking(table, roundId, category, rankings[category], decisions[category] ?? []);
  return { decision: 'ranked' };
}

/** A ranking that is written stays: notice, objections and lists have changed its places since. */
async function unrankedOf(table: Table, roundId: string): Promise<Category[]> {
  const ranked = await Promise.all(
    CATEGORIES.map((category) => table.get(keys.ranking(roundId, category), RankingRecord)),
  );
  return CATEGORIES.filter((_, i) => ranked[i] === null);
}

async function stopForTie(
  table: Table,
  roundId: string,
  category: Category,
  tie: { applicationIds: string[]; placesLeft: number },
  deadline: string,
): Promise<Ranked> {
  const record: TieRecord = { entity: 'Tie', roundId, category, ...tie };
  const waitId = tieWaitId(roundId, category);
  await table.put(keys.tie(roundId, category), record, { replace: true });
  await ensureWait(table, waitId, roundId, deadline);
  return { decision: 'tie', waitId, deadline, category };
}

/** Writes the places first and the ranking last; done again it writes the same. */
async function writeRanking(
  table: Table,
  roundId: string,
  category: Category,
  ranking: Ranking,
  panelOrder: string[],
): Promise<void> {
  const places = ranking.places.flatMap(({ state, ...place }, i): PlaceRecord[] => {
    if (state === 'tied-across-cut') return [];
    return [
      {
        entity: 'Place',
        roundId,
        category,
        ...place,
        order: i + 1,
        state,
        noticeEndsAt: null,
        openObjections: 0,
        listNo: null,
      },
    ];
  });
  await table.putMany(
    places.map((place) => ({ key: keys.place(roundId, category, place.applicationId), item: { ...place } })),
  );
  const count = (state: PlaceRecord['state']) => places.filter((place) => place.state === state).length;
  const record: RankingRecord = {
    entity: 'Ranking',
    roundId,
    category,
    quota: ranking.quota,
    cutOff: ranking.cutOff,
    shortlisted: count('shortlisted'),
    reserve: count('reserve'),
    belowPass: count('below-pass'),
    panelOrder,
    rankedAt: nowUtc(),
  };
  await table.put(keys.ranking(roundId, category), record, { replace: true });
}
