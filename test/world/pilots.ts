import { addDays } from '../../shared/domain/calendar.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import type { Scenario } from '../../shared/schemas/basics.ts';
import { SCENARIOS } from '../../shared/schemas/basics.ts';
import type { PilotRow } from '../../shared/schemas/registers.ts';
import type { Names } from './names.ts';
import { creditCode } from './names.ts';
import type { Random } from './random.ts';

type Acceptance = Pick<PilotRow, 'level' | 'pointsScore' | 'grades'>;

/**
 * Score and grades that make exactly this level by the policy's thresholds: enough scenarios at the level, too few above
 * it. The score may reach the next level's, as it does in life: 75 points can be level 2.
 */
function acceptanceOf(random: Random, policy: Policy, level: number): Acceptance {
  const { thresholds, mandatoryScenarios } = policy.digitalLevels.value;
  const own = thresholds.find((threshold) => threshold.level === level);
  const above = thresholds.find((threshold) => threshold.level === level + 1);
  const mandatory = random.sample(mandatoryScenarios, own ? own.minMandatory : 0);
  const others = random.shuffle(SCENARIOS.filter((scenario) => !mandatory.includes(scenario)));
  const wanted = own ? Math.min(SCENARIOS.length, own.minScenarios + random.int(0, 4)) : 0;
  const reached = [...mandatory, ...others.slice(0, wanted - mandatory.length)];
  const higher = new Set(above ? random.sample(reached, random.int(0, Math.min(above.minScenarios - 1, 4))) : []);
  const grades: Record<Scenario, number> = Object.fromEntries(
    SCENARIOS.map((scenario) => {
      if (higher.has(scenario)) return [scenario, level + 1];
      return [scenario, reached.includes(scenario) ? level : random.int(0, Math.max(0, level - 1))];
    }),
  ) as Record<Scenario, number>;
  const least = own ? own.minPoints * 10 : 50;
  const most = above ? above.minPoints * 10 + (own ? 80 : -10) : 985;
  return { level, pointsScore: random.int(least, most), grades };
}

/** Batches of the acceptance, evenly over the part of the period from its half year on that lies before the call. */
function acceptedOn(random: Random, policy: Policy): Pick<PilotRow, 'batch' | 'acceptedOn'> {
  const batches = 4;
  const start = addDays(policy.implementationPeriod.value.from, 180);
  const call = policy.timeline.value.callAt.slice(0, 10);
  const days = (Date.parse(call) - Date.parse(start)) / 86_400_000 - 30;
  const day = random.int(0, Math.max(0, days - 1));
  return {
    batch: Math.min(batches, 1 + Math.floor((day * batches) / Math.max(1, days))),
    acceptedOn: addDays(start, day),
  };
}

/** 200,000 to about 3,000,000 yuan, small sums more often than large ones; whole yuan. */
function investment(random: Random): number {
  const share = random.next() * random.next();
  return Math.round(200_000 + share * 2_800_000) * 100;
}

export type PilotRole = 'applies' | 'level-one' | 'other';

/** One pilot enterprise. Applicants passed at level 2 or above; `level-one` passed at 1; others as they come. */
export function pilot(random: Random, policy: Policy, names: Names, n: number, role: PilotRole): PilotRow {
  const industry = random.pick(policy.industries).code;
  const passed = role !== 'other' || random.chance(0.7);
  const level = role === 'level-one' ? 1 : role === 'applies' ? random.pick([2, 2, 2, 3, 3, 4]) : random.int(0, 3);
  const accepted = acceptanceOf(random, policy, level);
  return {
    uscc: creditCode(n),
    name: names.enterprise(industry),
    district: random.pick(policy.districts).code,
    industry,
    levelBefore: Math.min(level, random.pick([0, 0, 1, 1, 1, 2])),
    passed,
    ...accepted,
    investmentFen: investment(random),
    ...acceptedOn(random, policy),
    providerUscc: null,
  };
}
