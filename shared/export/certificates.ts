import { type CertificateInput, certificate } from '../domain/certificate.ts';
import { inEach, type Ranking, rankRound } from '../domain/ranking.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import type { Certificate } from '../schemas/certificate.ts';
import type { RoundExport } from './schema.ts';

type Score = RoundExport['scores'][number];
/** What a place and its certificate rest on, recorded or recomputed. */
export type Scored = Pick<
  Score,
  'applicationId' | 'category' | 'uscc' | 'auto' | 'exactTotal' | 'exactResults' | 'exactDigital'
> &
  Pick<Score, 'servedCount' | 'acceptedOn'>;

/** The recorded scores of all who have not withdrawn. */
export function recordedScores({ scores, applications }: Pick<RoundExport, 'scores' | 'applications'>): Scored[] {
  const gone = new Set(
    applications.filter(({ status }) => status === 'withdrawn').map(({ applicationId }) => applicationId),
  );
  return scores.filter(({ applicationId }) => !gone.has(applicationId));
}

/** 五(三): the ranking of these totals by a policy, with the recorded orders of ties. */
export function rankScores(
  { policy, rankings }: Pick<RoundExport, 'policy' | 'rankings'>,
  scored: readonly Scored[],
): Record<Category, Ranking> {
  const inputs = Map.groupBy(scored, ({ category }) => category);
  const of = (category: Category) =>
    (inputs.get(category) ?? []).map(({ applicationId, uscc, servedCount, acceptedOn, ...exact }) => ({
      ...{ applicationId, uscc, servedCount, acceptedOn },
      ...{ total: exact.exactTotal, resultsPoints: exact.exactResults, digitalPoints: exact.exactDigital },
    }));
  return rankRound({
    policy,
    categories: inEach(of),
    decisions: Object.fromEntries(rankings.map(({ category, panelOrder }) => [category, panelOrder])),
  });
}

/** The certificate of every category that is ranked, in the plan's order. */
export function certificatesOf(
  { round, policy, rankings, sheets }: Pick<RoundExport, 'round' | 'policy' | 'rankings' | 'sheets'>,
  scored: readonly Scored[],
  ranked: Record<Category, Ranking>,
): Certificate[] {
  const bySheets = Map.groupBy(sheets, ({ applicationId }) => applicationId);
  const inputs = Map.groupBy(scored, ({ category }) => category);
  const inputOf = ({
    auto,
    exactTotal,
    exactResults,
    exactDigital,
    category: _,
    ...facts
  }: Scored): CertificateInput => ({
    ...{ applicationId: facts.applicationId, uscc: facts.uscc },
    ...{ servedCount: facts.servedCount, acceptedOn: facts.acceptedOn },
    ...{ total: exactTotal, resultsPoints: exactResults, digitalPoints: exactDigital },
    auto: auto.map(({ code, exact }) => ({ code, points: exact })),
    sheets: bySheets.get(facts.applicationId) ?? [],
  });
  return CATEGORIES.flatMap((category) => {
    const recorded = rankings.find((one) => one.category === category);
    if (recorded === undefined) return [];
    const { roundId, policyHash, registers } = round;
    return certificate({
      ...{ roundId, policy, policyHash, registers, category },
      inputs: (inputs.get(category) ?? []).map(inputOf),
      ranking: ranked[category],
      panelOrder: recorded.panelOrder,
    });
  });
}
