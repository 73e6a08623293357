import type { Assignment, Prices } from '../../domain/panels/assignment.ts';
import { costsWith, employerNumbers, seatOrder } from '../../domain/panels/assignment-of.ts';
import { isCheapest, notAsked } from '../../domain/panels/proof.ts';
import type { Head, OfApplication } from '../parts.ts';
import { differ } from './differ.ts';

type Draw = NonNullable<Head['draw']>;

/**
 * 五(三): no panels would have been better, by the seed and what the register says; proved by the prices of the draw, application
 * by application. A panel that is not full says nothing about the loads, which then are left alone: its seats are told elsewhere.
 */
export function drawProof({ policy, registers }: Pick<Head, 'policy' | 'registers'>, { seed, prices }: Draw) {
  const { size, distinctEmployers } = policy.panel.value;
  const number = new Map(registers.experts.map(({ expert }, e) => [expert, e]));
  const experts = registers.experts.map(({ expert, employer, industries, fields, maxPanels }) => ({
    employer: distinctEmployers ? employer : expert,
    industries: new Set(industries),
    fields: new Set(fields),
    maxPanels: maxPanels ?? Number.POSITIVE_INFINITY,
  }));
  const at = pricesOf(registers.experts, prices);
  const weigh = costsWith({ seed, experts });
  // One application at a time: the costs of all would grow with applications times experts.
  const row = new Float64Array(experts.length);
  const problem: Assignment = {
    ...{ size, applications: 1, experts: experts.length, costs: row },
    ...{ employer: employerNumbers(experts), atMost: new Int32Array(experts.length) },
  };
  const best = new Int32Array(size);
  const loads = new Int32Array(experts.length);
  const counts = { panels: 0, unfilled: 0 };
  return {
    application({ applicationId, criteria, barredFrom }: OfApplication, drawn: readonly (string | null)[]): string[] {
      counts.panels += 1;
      const panel = drawn.map((expert) => number.get(expert ?? '') ?? -1);
      if (panel.length !== size) {
        counts.unfilled += 1;
        return [];
      }
      for (const e of panel) if (e >= 0) loads[e] = (loads[e] ?? 0) + 1;
      const [matched] = criteria;
      const barred = new Set(barredFrom.flatMap((expert) => number.get(expert) ?? []));
      weigh(row, { applicationId, industry: matched?.industry ?? null, fields: matched?.fields ?? [], barred });
      const cheapest = isCheapest(problem, at, 0, Int32Array.from(panel), best);
      return [
        ...(cheapest ? [] : [`${applicationId} 的专家组不是按种子抽取的最优结果`]),
        ...differ(`${applicationId} 的席位次序`, panel, seatOrder(seed, applicationId, experts.length, panel)),
      ];
    },
    end(): string[] {
      if (counts.unfilled > 0) return [];
      const atMost = Int32Array.from(experts, ({ maxPanels }) => Math.min(maxPanels, counts.panels));
      return notAsked({ atMost }, at, loads).map(
        (e) => `${registers.experts[e]?.expert} 的件数不是按种子抽取的最优结果`,
      );
    },
  };
}

function pricesOf(experts: readonly { expert: string }[], prices: Draw['prices']): Prices {
  const of = (expert: string) => prices[expert] ?? { level: Number.NaN, fine: Number.NaN };
  return {
    level: Float64Array.from(experts, ({ expert }) => of(expert).level),
    fine: Float64Array.from(experts, ({ expert }) => of(expert).fine),
  };
}
