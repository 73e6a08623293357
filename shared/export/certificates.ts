import { type CertificateInput, certificate, inputOf } from '../domain/certificate.ts';
import { inEach, type Ranking, rankRound } from '../domain/ranking.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import type { Certificate } from '../schemas/certificate.ts';
import type { RoundExport } from './schema.ts';

/** What a place and its certificate rest on, recorded or recomputed; sheets and formula points by hash alone. */
export interface Scored extends CertificateInput {
  category: Category;
}

type Score = Pick<
  RoundExport['scores'][number],
  | 'applicationId'
  | 'category'
  | 'uscc'
  | 'auto'
  | 'exactTotal'
  | 'exactResults'
  | 'exactDigital'
  | 'servedCount'
  | 'acceptedOn'
>;
type Sheets = Pick<RoundExport['sheets'][number], 'seat' | 'pointsByItem'>[];

export function scoredBy(score: Score, sheets: Sheets): Scored {
  const { applicationId, category, uscc, servedCount, acceptedOn, auto } = score;
  const facts = { applicationId, category, uscc, servedCount, acceptedOn };
  const exact = {
    total: score.exactTotal,
    resultsPoints: score.exactResults,
    digitalPoints: score.exactDigital,
  };
  return inputOf({ ...facts, ...exact, auto: auto.map(({ code, exact: points }) => ({ code, points })), sheets });
}

/** The recorded scores of all who have not withdrawn. */
export function recordedScores({
  scores,
  applications,
  sheets,
}: Pick<RoundExport, 'scores' | 'applications' | 'sheets'>): Scored[] {
  const gone = new Set(
    applications.filter(({ status }) => status === 'withdrawn').map(({ applicationId }) => applicationId),
  );
  const bySheets = Map.groupBy(sheets, ({ applicationId }) => applicationId);
  return scores
    .filter(({ applicationId }) => !gone.has(applicationId))
    .map((score) => scoredBy(score, bySheets.get(score.applicationId) ?? []));
}

/** 五(三): the ranking of these totals by a policy, with the recorded orders of ties. */
export function rankScores(
  { policy, rankings }: Pick<RoundExport, 'policy' | 'rankings'>,
  scored: readonly Scored[],
): Record<Category, Ranking> {
  const inputs = Map.groupBy(scored, ({ category }) => category);
  return rankRound({
    policy,
    categories: inEach((category) => inputs.get(category) ?? []),
    decisions: Object.fromEntries(rankings.map(({ category, panelOrder }) => [category, panelOrder])),
  });
}

/** The certificate of every category that is ranked, in the plan's order. */
export function certificatesOf(
  { round, policy, rankings }: Pick<RoundExport, 'round' | 'policy' | 'rankings'>,
  scored: readonly Scored[],
  ranked: Record<Category, Ranking>,
): Certificate[] {
  const inputs = Map.groupBy(scored, ({ category }) => category);
  return CATEGORIES.flatMap((category) => {
    const recorded = rankings.find((one) => one.category === category);
    if (recorded === undefined) return [];
    const { roundId, policyHash, registers } = round;
    return certificate({
      ...{ roundId, policy, policyHash, registers, category },
      inputs: inputs.get(category) ?? [],
      ranking: ranked[category],
      panelOrder: recorded.panelOrder,
    });
  });
}
