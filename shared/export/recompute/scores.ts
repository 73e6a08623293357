import { type AutoInput, autoScores, servedCount } from '../../domain/auto-scores.ts';
import { type Scorer, scorer } from '../../domain/scoring.ts';
import type { Category } from '../../schemas/basics.ts';
import type { PilotRow } from '../../schemas/registers.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index, same } from './differ.ts';

type Score = RoundExport['scores'][number];
type Application = RoundExport['applications'][number];

/** 三, 五(三): formula points from the registers and totals from the sheets, for every scored application. */
export function checkScores(exported: RoundExport, recomputed: Recomputed[]): string[] {
  const recorded = index(exported.scores, ({ applicationId }) => applicationId);
  const known = new Set(recomputed.map(({ applicationId }) => applicationId));
  return [
    ...exported.scores
      .filter(({ applicationId }) => !known.has(applicationId))
      .map(({ applicationId }) => `${applicationId} 有总分，没有评分表`),
    ...recomputed.flatMap((score) => {
      const { applicationId } = score;
      const own = recorded.get(applicationId);
      if ('failure' in score)
        return score.application.status === 'withdrawn' && own === undefined
          ? []
          : [`${applicationId} 的评分表无法合计：${score.failure}`];
      // Before the ranking some panels are still at work, and one who withdrew meanwhile gets no total.
      if (own === undefined)
        return exported.rankings.length === 0 || score.application.status === 'withdrawn'
          ? []
          : [`${applicationId} 有评分表，没有总分`];
      return differences(own, score);
    }),
  ];
}

const FIGURES = {
  auto: '公式得分',
  exactTotal: '总分',
  shown: '公布得分',
  exactByIndicator: '各指标得分',
  sheetTotals: '各席位合计',
  exactSpread: '分差',
  spreadFlag: '分差提示',
  passed: '是否达到合格线',
  exactResults: '成效指标得分',
  exactDigital: '数字化水平得分',
  servedCount: '服务企业数',
  acceptedOn: '验收日期',
} as const;
type Figures = Pick<Score, keyof typeof FIGURES>;

const differences = (recorded: Score, recomputed: Figures): string[] =>
  Object.entries(FIGURES).flatMap(([key, title]) =>
    differ(`${recorded.applicationId} 的${title}`, recorded[key as keyof Figures], recomputed[key as keyof Figures]),
  );

export type Recomputed = { applicationId: string; application: Application } & (Figures | { failure: string });

/** Every application that has sheets, scored anew; where the rules refuse its sheets, why. */
export function recomputedScores(exported: RoundExport): Recomputed[] {
  const sheets = Map.groupBy(exported.sheets, ({ applicationId }) => applicationId);
  const inputOf = formulaInputs(exported);
  const recorded = index(exported.scores, ({ applicationId }) => applicationId);
  const { policy } = exported;
  const scorers: Record<Category, Scorer> = {
    'benchmark-enterprise': scorer(policy, 'benchmark-enterprise'),
    'service-provider': scorer(policy, 'service-provider'),
    'solution-product': scorer(policy, 'solution-product'),
    'chain-case': scorer(policy, 'chain-case'),
  };
  return exported.applications.flatMap((application): Recomputed[] => {
    const { applicationId } = application;
    const own = sheets.get(applicationId);
    if (own === undefined) return [];
    try {
      const made = figures(policy, application, own, inputOf(application), scorers);
      return [{ applicationId, application, ...shared(recorded.get(applicationId), made) }];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ applicationId, application, failure: error.message }];
    }
  });
}

/** Figures that are equal to the recorded ones are those: a round of a million sheets is not held twice. */
function shared(recorded: Figures | undefined, made: Figures): Figures {
  if (recorded === undefined) return made;
  const one = <K extends keyof Figures>(key: K): Figures[K] =>
    same(recorded[key], made[key]) ? recorded[key] : made[key];
  return {
    ...{ auto: one('auto'), exactTotal: one('exactTotal'), shown: one('shown'), passed: made.passed },
    ...{ exactByIndicator: one('exactByIndicator'), sheetTotals: one('sheetTotals'), exactSpread: one('exactSpread') },
    ...{ exactResults: one('exactResults'), exactDigital: one('exactDigital'), spreadFlag: made.spreadFlag },
    ...{ servedCount: made.servedCount, acceptedOn: made.acceptedOn },
  };
}

function figures(
  policy: RoundExport['policy'],
  { category }: Application,
  sheets: RoundExport['sheets'],
  input: AutoInput,
  scorers: Record<Category, Scorer>,
): Figures {
  const auto = autoScores(policy, category, input);
  const result = scorers[category](
    auto,
    sheets.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem })),
  );
  const { indicators, resultsIndicator } = policy.categories[category];
  const rubric = indicators.flatMap(({ items }) => items);
  const digital = rubric.find((item) => item.by === 'auto' && item.formula === 'digital-level');
  return {
    auto: auto.map(({ points, ...item }) => ({ ...item, exact: points })),
    exactTotal: result.total,
    shown: result.shown,
    exactByIndicator: result.byIndicator,
    sheetTotals: result.sheetTotals.map(({ seat, points, dropped }) => ({ seat, exact: points, dropped })),
    exactSpread: result.spread,
    spreadFlag: result.spreadFlag,
    passed: result.passed,
    exactResults: result.byIndicator[resultsIndicator] ?? '0',
    exactDigital: auto.find(({ code }) => code === digital?.code)?.points ?? null,
    servedCount: category === 'benchmark-enterprise' ? null : servedCount(policy, input.servedPilots),
    acceptedOn: input.pilot?.acceptedOn ?? null,
  };
}

/** What the registers hold about an applicant: an enterprise's own row, or the pilots that a provider served. */
function formulaInputs({ registers }: RoundExport): (application: Application) => AutoInput {
  const pilots = index<PilotRow>(registers.pilots, ({ uscc }) => uscc);
  const served = Map.groupBy(registers.pilots, ({ providerUscc }) => providerUscc);
  const participation = index(registers.participation, ({ uscc }) => uscc);
  return ({ category, uscc }) => {
    const enterprise = category === 'benchmark-enterprise';
    return {
      pilot: enterprise ? (pilots.get(uscc) ?? null) : null,
      participation: participation.get(uscc) ?? null,
      servedPilots: enterprise ? [] : (served.get(uscc) ?? []),
    };
  };
}
