import { type Policy, policyCategories } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';

interface Line {
  uscc: string;
  name: string;
  category: Category;
  amountFen: number;
}

/** What there is to spend. `stated`: by the policy; else the most that the plan can cost stands for it. */
interface Budget {
  budgetFen: number;
  stated: boolean;
}

export interface CategoryTotal extends Budget {
  category: Category;
  /** In this plan, and in the round's other plans that were not rejected. */
  lines: number;
  fen: number;
  earlierFen: number;
}

/** 四: the most a category can cost, 分. */
const mostOf = ({ quota, award }: Policy['categories'][Category]): number =>
  quota.value * (award.value.kind === 'fixed' ? award.value.amountFen : award.value.capFen);

const sum = (lines: readonly { amountFen: number }[]) => lines.reduce((total, { amountFen }) => total + amountFen, 0);

/** 五(五): a plan by category against the budget, beside what earlier plans of the round took of it. */
export const categoryTotals = (policy: Policy, lines: readonly Line[], earlier: readonly Line[]): CategoryTotal[] =>
  policyCategories(policy).map(([category, own]) => {
    const of = (all: readonly Line[]) => all.filter((line) => line.category === category);
    const stated = policy.plan?.value.budgetFen?.[category];
    return {
      category,
      lines: of(lines).length,
      fen: sum(of(lines)),
      earlierFen: sum(of(earlier)),
      budgetFen: stated ?? mostOf(own),
      stated: stated !== undefined,
    };
  });

/** The whole budget: as the policy states it, or its categories' together. */
export function totalBudget(policy: Policy, totals: readonly Budget[]): Budget {
  const stated = policy.plan?.value.totalBudgetFen;
  if (stated !== undefined) return { budgetFen: stated, stated: true };
  return {
    budgetFen: totals.reduce((all, one) => all + one.budgetFen, 0),
    stated: totals.every((one) => one.stated),
  };
}

/** Payees with more than one award in the plan, the largest sum first. */
export function payeeTotals(lines: readonly Line[]): { uscc: string; name: string; awards: number; fen: number }[] {
  return [...Map.groupBy(lines, ({ uscc }) => uscc)]
    .filter(([, own]) => own.length > 1)
    .map(([uscc, own]) => ({ uscc, name: own[0]?.name ?? uscc, awards: own.length, fen: sum(own) }))
    .sort((a, b) => b.fen - a.fen || (a.uscc < b.uscc ? -1 : 1));
}
