import type * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import { certificate, inputOf } from '../../../shared/domain/certificate.ts';
import { inEach, type RankInput, rankRound } from '../../../shared/domain/ranking.ts';
import { type CertificateView, MOST_LISTED } from '../../../shared/http/pages/console/certificate.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import type { Certificate } from '../../../shared/schemas/certificate.ts';
import { ScoreRecord, SheetRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { loadAllPlaces } from '../../../shared/store/places.ts';
import { MOST_APPLICATIONS, type RoundFacts } from './console.ts';
import { loadNames } from './console-tasks.ts';

const Scored = ScoreRecord.pick({
  applicationId: true,
  category: true,
  uscc: true,
  auto: true,
  total: true,
  sheetTotals: true,
  resultsPoints: true,
  digitalPoints: true,
  servedCount: true,
  acceptedOn: true,
});
type Scored = z.infer<typeof Scored>;
const Sheet = SheetRecord.pick({ applicationId: true, seat: true, pointsByItem: true });

/** The certificate of a category, made from the records as the export makes it; `many` where a page does not read them all. */
export async function loadCertificate(
  deps: Deps,
  facts: RoundFacts,
  category: Category,
): Promise<CertificateView | 'many'> {
  const { policy } = facts;
  if (facts.rankings.every((one) => one.category !== category))
    return { policy, category, certificate: null, names: new Map() };
  const places = await loadAllPlaces(deps.table, facts.round.roundId);
  if (places.length > MOST_APPLICATIONS) return 'many';
  const ids = places.map(({ applicationId }) => applicationId);
  const scores = await getMany(deps.table, ids.map(keys.score), Scored);
  const own = scores.filter((score) => score.category === category);
  const sheets = await getMany(
    deps.table,
    own.flatMap(({ applicationId, sheetTotals }) => sheetTotals.map(({ seat }) => keys.sheet(applicationId, seat))),
    Sheet,
  );
  const made = certified(facts, category, scores, sheets);
  const listed = made.places.slice(0, MOST_LISTED).map(({ applicationId }) => applicationId);
  const ends = [made.cut.lastIn, made.cut.firstOut].flatMap((id) => id ?? []);
  return { policy, category, certificate: made, names: await loadNames(deps, [...listed, ...ends]) };
}

function certified(
  { round, policy, rankings }: RoundFacts,
  category: Category,
  scores: readonly Scored[],
  sheets: readonly z.infer<typeof Sheet>[],
): Certificate {
  const of = (wanted: Category): RankInput[] => scores.filter((score) => score.category === wanted);
  const orders = Object.fromEntries(rankings.map((ranking) => [ranking.category, ranking.panelOrder]));
  const ranked = rankRound({
    policy,
    categories: inEach(of),
    decisions: orders,
  });
  const byId = Map.groupBy(sheets, ({ applicationId }) => applicationId);
  const { roundId, policyHash, registers } = round;
  return certificate({
    ...{ roundId, policy, policyHash, registers, category },
    inputs: scores
      .filter((score) => score.category === category)
      .map((score) => inputOf({ ...score, sheets: byId.get(score.applicationId) ?? [] })),
    ranking: ranked[category],
    panelOrder: orders[category] ?? [],
  });
}
