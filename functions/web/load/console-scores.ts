import * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import { cutLine } from '../../../shared/domain/diagnostics.ts';
import { cutStability, type Stability } from '../../../shared/domain/diagnostics-cut.ts';
import { type LookedAgain, lookedAgain } from '../../../shared/domain/diagnostics-looks.ts';
import type { Panel } from '../../../shared/domain/diagnostics-scores.ts';
import { compare, parse } from '../../../shared/domain/rational.ts';
import type { CategoryScores, ScoresView } from '../../../shared/http/pages/console/scores.ts';
import { listedUnsteady, MOST_NAMED } from '../../../shared/http/pages/console/stability.ts';
import { type Policy, policyCategories } from '../../../shared/policy/schema.ts';
import {
  type PlaceRecord,
  type RankingRecord,
  ScoreRecord,
  SeatRecord,
  SecondLookRecord,
  SheetRecord,
} from '../../../shared/schemas/records.ts';
import { keys, shards } from '../../../shared/store/keys.ts';
import { getMany, upTo } from '../../../shared/store/many.ts';
import { loadPlaces } from '../../../shared/store/places.ts';
import { MOST_APPLICATIONS, type RoundFacts, scoresAreOut } from './console.ts';
import { loadNames, loadPeople } from './console-tasks.ts';

const Scored = ScoreRecord.pick({
  applicationId: true,
  category: true,
  total: true,
  shown: true,
  sheetTotals: true,
  spread: true,
  spreadFlag: true,
  uscc: true,
  resultsPoints: true,
  digitalPoints: true,
  servedCount: true,
  acceptedOn: true,
});
type Scored = z.infer<typeof Scored>;
const Seated = SeatRecord.pick({ applicationId: true, seat: true, expertId: true });
const WithId = z.object({ applicationId: z.string() });

const AROUND = 5;

/** Scores and places; `early` before all experts are done, `many` where there are more than a page works out. */
export async function loadScores(deps: Deps, facts: RoundFacts): Promise<ScoresView | 'early' | 'many'> {
  const { round, policy } = facts;
  if (!scoresAreOut(round.stage)) return 'early';
  const rows = await upTo(
    deps.table,
    shards.map((shard) => keys.rosterPk(round.roundId, shard)),
    WithId,
    MOST_APPLICATIONS,
  );
  if (rows.length > MOST_APPLICATIONS) return 'many';
  const ids = rows.map(({ applicationId }) => applicationId).toSorted();
  const scores = (await getMany(deps.table, ids.map(keys.score), Scored)).toSorted((a, b) =>
    a.applicationId < b.applicationId ? -1 : 1,
  );
  const people = await loadPeople(deps, round);
  const panels = await panelsOf(deps, scores, people.expert);
  const panelOf = new Map(scores.map(({ applicationId }, i) => [applicationId, panels[i] ?? []]));
  const looked = await lookedOf(deps, facts, scores);
  const categories = await Promise.all(
    policyCategories(policy).map(async ([category]): Promise<CategoryScores> => {
      const ranking = facts.rankings.find((one) => one.category === category) ?? null;
      const places = ranking === null ? [] : await loadPlaces(deps.table, round.roundId, category);
      const totals = scores.filter((one) => one.category === category);
      const stability = ranking === null ? null : stabilityOf(policy, ranking, places, totals, panelOf);
      return { category, ranking, cut: cutLine(places, AROUND), stability, totals };
    }),
  );
  const named = [
    ...categories.flatMap(({ cut }) => [...cut.above, ...cut.below].map(({ applicationId }) => applicationId)),
    ...widest(scores).map(({ applicationId }) => applicationId),
    ...looked.map(({ applicationId }) => applicationId),
    ...categories.flatMap(({ stability }) => (stability === null ? [] : namedBy(stability))),
  ];
  return { policy, categories, panels, widest: widest(scores), looked, names: await loadNames(deps, named) };
}

/** By everybody who was ranked and could win: objections come later, and say nothing of the scores. */
function stabilityOf(
  policy: Policy,
  { category, panelOrder }: RankingRecord,
  places: readonly PlaceRecord[],
  totals: readonly Scored[],
  panelOf: ReadonlyMap<string, Panel>,
): Stability {
  const could = new Set(places.filter(({ state }) => state !== 'excluded').map(({ applicationId }) => applicationId));
  const candidates = totals
    .filter(({ applicationId }) => could.has(applicationId))
    .map((score) => ({ ...score, sheets: panelOf.get(score.applicationId) ?? [] }));
  return cutStability(policy, category, candidates, panelOrder);
}

const namedBy = (stability: Stability): string[] => [
  ...stability.changes.flatMap((change) => [...change.in.slice(0, MOST_NAMED), ...change.out.slice(0, MOST_NAMED)]),
  ...listedUnsteady(stability).map(({ applicationId }) => applicationId),
];

const SPREADS = 20;
/** Where experts differ most; equal ones by id. */
const widest = (scores: Scored[]) =>
  scores.toSorted((a, b) => compare(parse(b.spread), parse(a.spread))).slice(0, SPREADS);

const Revised = SheetRecord.pick({ applicationId: true, seat: true, first: true });

/** 复核打分: before and after, where the policy asks for it. */
export async function lookedOf(
  { table }: Pick<Deps, 'table'>,
  { policy }: Pick<RoundFacts, 'policy'>,
  scores: Pick<Scored, 'applicationId' | 'category' | 'shown' | 'spread' | 'spreadFlag'>[],
): Promise<LookedAgain[]> {
  if (policy.scoring.value.secondLook === undefined) return [];
  const looks = await getMany(
    table,
    scores.map(({ applicationId }) => keys.secondLook(applicationId)),
    SecondLookRecord,
  );
  const wanted = looks.flatMap(({ applicationId, seats }) => seats.map((seat) => keys.sheet(applicationId, seat)));
  const sheets = (await getMany(table, wanted, Revised)).filter(({ first }) => first !== undefined);
  const revised = Map.groupBy(sheets, ({ applicationId }) => applicationId);
  const byId = new Map(looks.map((look) => [look.applicationId, look]));
  return scores.flatMap((score) => {
    const look = byId.get(score.applicationId);
    return look === undefined ? [] : [lookedAgain(look, score, revised.get(score.applicationId)?.length ?? 0)];
  });
}

/** Each application's sheets by the experts' numbers. Who had the seat before left no sheet. */
async function panelsOf({ table }: Deps, scores: Scored[], numberOf: (expertId: string) => string): Promise<Panel[]> {
  const wanted = scores.flatMap(({ applicationId, sheetTotals }) =>
    sheetTotals.map(({ seat }) => keys.seat(applicationId, seat)),
  );
  const seats = await getMany(table, wanted, Seated);
  const experts = new Map(seats.map(({ applicationId, seat, expertId }) => [`${applicationId} ${seat}`, expertId]));
  return scores.map(({ applicationId, sheetTotals }) =>
    sheetTotals.flatMap((sheet) => {
      const expertId = experts.get(`${applicationId} ${sheet.seat}`);
      return expertId == null ? [] : [{ expert: numberOf(expertId), points: sheet.points }];
    }),
  );
}
