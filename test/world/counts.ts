import type { Policy } from '../../shared/policy/schema.ts';
import type { Category } from '../../shared/schemas/basics.ts';
import { CATEGORIES } from '../../shared/schemas/basics.ts';

/** Of 300 applications. More than the 100, 10, 40 and 10 places, so that there is something to select. */
const SHARES: Record<Category, number> = {
  'benchmark-enterprise': 175,
  'service-provider': 26,
  'solution-product': 70,
  'chain-case': 29,
};
const REFERENCE = 300;

export interface Counts {
  applications: Record<Category, number>;
  pilots: number;
  providers: number;
  experts: number;
}

/**
 * How many of everything a world of N applications has: at 300 what the city has (530 pilots, 60 providers, 60 experts).
 * Small worlds keep enough experts for panels and enough pilots for every provider.
 * @throws RangeError for fewer applications than categories.
 */
export function countsFor(total: number, policy: Policy): Counts {
  if (!Number.isInteger(total) || total < CATEGORIES.length)
    throw new RangeError(`a world has at least ${CATEGORIES.length} applications, one per category, not ${total}`);
  const scaled = (count: number) => Math.round((count * total) / REFERENCE);
  const [, ...others] = CATEGORIES;
  const applications: Counts['applications'] = {
    'benchmark-enterprise': 0,
    'service-provider': 0,
    'solution-product': 0,
    'chain-case': 0,
  };
  let left = total;
  for (const category of others) {
    applications[category] = Math.max(1, scaled(SHARES[category]));
    left -= applications[category];
  }
  applications['benchmark-enterprise'] = left;
  const served = policy.categories['service-provider'].eligibility.value.minServed ?? 0;
  const providers = Math.max(6, scaled(60), applications['service-provider'] + 3);
  return {
    applications,
    pilots: Math.max(30, scaled(530), (served + 4) * applications['service-provider'] + 3 * providers),
    providers,
    experts: Math.max(20, scaled(60), 4 * policy.panel.value.size),
  };
}
