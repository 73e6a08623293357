import type { Category } from '../../shared/schemas/basics.ts';
import { CATEGORIES } from '../../shared/schemas/basics.ts';
import type { Counts } from './counts.ts';
import type { Random } from './random.ts';
import type { Fault, UploadStep, Variant } from './types.ts';
import { FAULTS } from './types.ts';

/** Faults that only one category can have; dishonesty and accidents stay with firms that have one application. */
const ONLY: Partial<Record<Fault, Category>> = {
  'level-one': 'benchmark-enterprise',
  'not-in-pilots': 'benchmark-enterprise',
  dishonest: 'benchmark-enterprise',
  'major-accident': 'benchmark-enterprise',
  'too-few-served': 'service-provider',
};

/** Applications of each category that stay clean however small the world is. */
const KEPT_CLEAN = 2;

/** About 18% faulty, six in a small world; every kind from 100 applications on. */
function faultyCount(total: number): number {
  return total < 20 ? Math.floor(total * 0.3) : Math.max(6, Math.round(total * 0.18));
}

/** Which application of which category has which fault: by category, index within it → fault. */
export function assignFaults(random: Random, counts: Counts['applications']): Record<Category, Map<number, Fault>> {
  const total = CATEGORIES.reduce((sum, category) => sum + counts[category], 0);
  const free: Record<Category, number[]> = {
    'benchmark-enterprise': [],
    'service-provider': [],
    'solution-product': [],
    'chain-case': [],
  };
  for (const category of CATEGORIES) {
    const order = random.shuffle([...Array(counts[category]).keys()]);
    free[category] = order.slice(0, Math.max(0, counts[category] - KEPT_CLEAN));
  }
  const faults: Record<Category, Map<number, Fault>> = {
    'benchmark-enterprise': new Map(),
    'service-provider': new Map(),
    'solution-product': new Map(),
    'chain-case': new Map(),
  };
  for (let i = 0; i < faultyCount(total); i++) {
    const fault = random.pick(FAULTS.slice(i % FAULTS.length, (i % FAULTS.length) + 1));
    const weighted = CATEGORIES.flatMap((category) => free[category].map(() => category));
    const category = ONLY[fault] ?? (weighted.length > 0 ? random.pick(weighted) : 'benchmark-enterprise');
    const index = free[category].pop();
    if (index !== undefined) faults[category].set(index, fault);
  }
  return faults;
}

const step = (variant: Variant, outcome: UploadStep['outcome'], ...problems: string[]): UploadStep => ({
  variant,
  when: outcome === 'too-late' ? 'after-deadline' : 'before-deadline',
  outcome,
  problems: problems.map((code) => `package.${code}`).sort(),
});

/** What the applicant uploads, in order. Faults that lie in the registers come with a package that has none. */
export function uploadsFor(fault: Fault | null): UploadStep[] {
  switch (fault) {
    case 'missing-attachment':
      return [step('missing-attachment', 'refused', 'attachment-missing')];
    case 'wrong-content':
      return [step('wrong-content', 'refused', 'attachment-content')];
    case 'broken-zip':
      return [step('broken-zip', 'refused', 'zip-truncated')];
    case 'wrong-credit-code':
      return [step('wrong-credit-code', 'refused', 'uscc-mismatch')];
    case 'somebody-elses-slot':
      return [step('somebody-else', 'refused', 'uscc-mismatch')];
    case 'gbk-names':
      return [step('gbk-names', 'accepted')];
    case 'second-version':
      return [step('good', 'accepted'), step('revised', 'accepted')];
    case 'same-file-twice':
      return [step('good', 'accepted'), step('good', 'unchanged')];
    case 'corrected-later':
      return [
        step('several-faults', 'refused', 'attachment-missing', 'attachment-missing', 'manifest-field'),
        step('good', 'accepted'),
      ];
    case 'after-deadline':
      return [step('good', 'too-late')];
    default:
      return [step('good', 'accepted')];
  }
}

const INELIGIBLE: readonly Fault[] = ['level-one', 'not-in-pilots', 'dishonest', 'major-accident', 'too-few-served'];

/** Whether the registers show that a condition of the plan is not met, so that a district does not recommend. */
export const isIneligible = (fault: Fault | null): boolean => fault !== null && INELIGIBLE.includes(fault);
