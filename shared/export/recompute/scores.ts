import { type AutoInput, autoScorer, servedCount } from '../../domain/auto-scores.ts';
import { scorer } from '../../domain/scoring.ts';
import type { Category } from '../../schemas/basics.ts';
import type { PilotRow } from '../../schemas/registers.ts';
import { type Scored, scoredBy } from '../certificates.ts';
import { byApplication, type Head, type OfApplication } from '../parts.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index, same } from './differ.ts';

type Score = RoundExport['scores'][number];
type Application = RoundExport['applications'][number];

/** 三, 五(三): formula points from the registers and totals from the sheets, application by application. */
export function scoreCheck(head: Pick<Head, 'policy' | 'registers'>) {
  const rescore = rescorer(head);
  const scored: Scored[] = [];
  const unscored: string[] = [];
  return {
    /** What the recomputation made, of all who have a total and have not withdrawn. */
    scored,
    application(own: OfApplication): string[] {
      const recomputed = rescore(own);
      const known = new Set(recomputed.map(({ applicationId }) => applicationId));
      scored.push(...scoredOf(recomputed));
      return [
        ...own.scores
          .filter(({ applicationId }) => !known.has(applicationId))
          .map(({ applicationId }) => `${applicationId} 有总分，没有评分表`),
        ...recomputed.flatMap((score) => {
          const recorded = own.scores.findLast(({ applicationId }) => applicationId === score.applicationId);
          if (recorded === undefined && !('failure' in score) && score.status !== 'withdrawn')
            unscored.push(score.applicationId);
          return againstRecorded(recorded, score);
        }),
      ];
    },
    /** Before the ranking some panels are still at work. */
    end: ({ rankings }: Pick<RoundExport, 'rankings'>): string[] =>
      rankings.length === 0 ? [] : unscored.map((applicationId) => `${applicationId} 有评分表，没有总分`),
  };
}

/** One who withdrew meanwhile gets no total. */
function againstRecorded(recorded: Score | undefined, score: Recomputed): string[] {
  if ('failure' in score)
    return score.status === 'withdrawn' && recorded === undefined
      ? []
      : [`${score.applicationId} 的评分表无法合计：${score.failure}`];
  return recorded === undefined ? [] : differences(recorded, score);
}

/** Who has a total by the recomputation and has not withdrawn. */
export const scoredOf = (scores: readonly Recomputed[]): Scored[] =>
  scores.flatMap((score) =>
    'failure' in score || score.status === 'withdrawn' ? [] : [scoredBy(score, score.sheets)],
  );

const FIGURES = {
  category: '类别',
  uscc: '统一社会信用代码',
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
const NAMES = Object.keys(FIGURES) as (keyof Figures)[];

const differences = (recorded: Score, recomputed: Figures): string[] =>
  NAMES.flatMap((key) =>
    same(recorded[key], recomputed[key])
      ? []
      : differ(`${recorded.applicationId} 的${FIGURES[key]}`, recorded[key], recomputed[key]),
  );

export type Recomputed = Pick<Application, 'applicationId' | 'category' | 'uscc' | 'status'> &
  ((Figures & { sheets: RoundExport['sheets'] }) | { failure: string });

/** Every application that has sheets, scored anew; where the rules refuse its sheets, why. */
export function recomputedScores(exported: RoundExport): Recomputed[] {
  return byApplication(exported).flatMap(rescorer(exported));
}

type Figuring = (input: AutoInput, sheets: RoundExport['sheets']) => Omit<Figures, 'category' | 'uscc'>;

/** What an application's sheets come to, by the policy and the registers. */
export function rescorer(head: Pick<Head, 'policy' | 'registers'>): (own: OfApplication) => Recomputed[] {
  const inputOf = formulaInputs(head);
  const figures: Record<Category, Figuring> = {
    'benchmark-enterprise': figuring(head.policy, 'benchmark-enterprise'),
    'service-provider': figuring(head.policy, 'service-provider'),
    'solution-product': figuring(head.policy, 'solution-product'),
    'chain-case': figuring(head.policy, 'chain-case'),
  };
  return ({ applications, sheets }) => {
    if (sheets.length === 0) return [];
    return applications.map(({ applicationId, category, uscc, status }) => {
      const facts = { applicationId, category, uscc, status };
      try {
        return { ...facts, ...figures[category](inputOf(facts), sheets), sheets };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return { ...facts, failure: error.message };
      }
    });
  };
}

/** What is the same for all applications of a category is looked up once. */
function figuring(policy: RoundExport['policy'], category: Category): Figuring {
  const { indicators, resultsIndicator } = policy.categories[category];
  const rubric = indicators.flatMap(({ items }) => items);
  const digital = rubric.find((item) => item.by === 'auto' && item.formula === 'digital-level');
  const [autoOf, score] = [autoScorer(policy, category), scorer(policy, category)];
  return (input, sheets) => {
    const auto = autoOf(input);
    const result = score(
      auto,
      sheets.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem })),
    );
    return {
      auto: auto.map(({ code, points, working, register }) => ({ code, exact: points, working, register })),
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
  };
}

/** What the registers hold about an applicant: an enterprise's own row, or the pilots that a provider served. */
function formulaInputs({
  registers,
}: Pick<Head, 'registers'>): (application: Pick<Application, 'category' | 'uscc'>) => AutoInput {
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
