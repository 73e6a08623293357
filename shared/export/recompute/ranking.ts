import { mergedOrder, orderOf } from '../../domain/panel-order.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import { rankScores } from '../certificates.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';
import { type Recomputed, scoredOf } from './scores.ts';

type Place = RoundExport['places'][number];

/** The ranking anew, from the recomputed totals of all who have not withdrawn, and the recorded orders of ties. */
export const recomputedRanking = (exported: RoundExport, scores: readonly Recomputed[]): Record<Category, Ranking> =>
  rankScores(exported, scoredOf(scores));

type Ranked = Pick<RoundExport, 'rankings' | 'places' | 'tasks' | 'policy'>;

/** 五(三), 四: order, ranks and who is in, by category; and the panel's order where a tie lay across the cut. */
export function checkRankings(exported: Ranked, recomputed: Record<Category, Ranking>): string[] {
  if (exported.rankings.length === 0) return exported.places.length === 0 ? [] : ['有名次，没有排名记录'];
  const places = Map.groupBy(exported.places, ({ category }) => category);
  return CATEGORIES.flatMap((category) => [
    ...checkRanking(exported, category, recomputed[category]),
    ...checkPlaces(places.get(category) ?? [], category, recomputed[category]),
  ]);
}

function checkRanking({ rankings, tasks, policy }: Ranked, category: Category, recomputed: Ranking): string[] {
  const { title } = policy.categories[category];
  const recorded = rankings.find((ranking) => ranking.category === category);
  if (recorded === undefined) return [`${title}没有排名记录`];
  const count = (state: string) => recomputed.places.filter((place) => place.state === state).length;
  const order = mergedOrder(
    tasks
      .filter(
        ({ kind, subject, status }) => kind === 'tie-break' && subject['category'] === category && status === 'decided',
      )
      // A later question has its number behind the id of the first.
      .sort((a, b) => a.taskId.length - b.taskId.length || (a.taskId < b.taskId ? -1 : 1))
      .map(({ decision }) => orderOf(decision?.order)),
  );
  return [
    ...(recomputed.tie === null ? [] : [`${title}有跨入围线的并列未经评审组排序`]),
    ...differ(`${title}并列次序`, recorded.panelOrder, order),
    ...differ(`${title}名额`, recorded.quota, recomputed.quota),
    ...differ(`${title}入围线`, recorded.cutOff, recomputed.cutOff),
    ...differ(`${title}入围数`, recorded.shortlisted, count('shortlisted')),
    ...differ(`${title}候补数`, recorded.reserve, count('reserve')),
    ...differ(`${title}未达合格线数`, recorded.belowPass, count('below-pass')),
  ];
}

function checkPlaces(recorded: Place[], category: Category, recomputed: Ranking): string[] {
  const own = index(recorded, ({ applicationId }) => applicationId);
  const known = new Set(recomputed.places.map(({ applicationId }) => applicationId));
  return [
    ...recorded
      .filter(({ applicationId }) => !known.has(applicationId))
      .map(({ applicationId }) => `${applicationId} 有名次，没有总分`),
    ...recomputed.places.flatMap(({ applicationId, rank, total, shown, decidedBy }, i) => {
      const place = own.get(applicationId);
      if (place === undefined) return [`${applicationId} 有总分，没有名次`];
      return [
        ...differ(`${applicationId} 的类别`, place.category, category),
        ...differ(`${applicationId} 的名次`, place.rank, rank),
        ...differ(`${applicationId} 的次序`, place.order, i + 1),
        ...differ(`${applicationId} 的排名总分`, place.exactTotal, total),
        ...differ(`${applicationId} 的排名得分`, place.shown, shown),
        ...differ(`${applicationId} 的并列判定`, place.decidedBy, decidedBy),
      ];
    }),
  ];
}
