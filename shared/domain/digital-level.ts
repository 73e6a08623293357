import type { Policy } from '../policy/schema.ts';
import { SCENARIOS, type Scenario } from '../schemas/basics.ts';

/** Grade (0–4) of each of the 16 scenarios of 数字化经营. */
export type Grades = Readonly<Record<Scenario, number>>;

/** How many scenarios are graded `least` or above. */
export const scenariosAt = (grades: Grades, least: number, among: readonly Scenario[] = SCENARIOS): number =>
  among.filter((scenario) => grades[scenario] >= least).length;

/**
 * Digital level that score and grades add up to under the policy's thresholds: the highest level whose score, number of
 * scenarios at that level and number of mandatory ones among them are all reached; 0 below the first.
 * The level that counts for a decision is the one the on-site acceptance found (三(一)1), which this one only checks.
 * @param pointsScoreTenths score of 100, in tenths
 */
export function levelFor(policy: Policy, pointsScoreTenths: number, grades: Grades): number {
  const { thresholds, mandatoryScenarios } = policy.digitalLevels.value;
  const reached = thresholds.filter(
    ({ level, minPoints, minScenarios, minMandatory }) =>
      pointsScoreTenths >= minPoints * 10 &&
      scenariosAt(grades, level) >= minScenarios &&
      scenariosAt(grades, level, mandatoryScenarios) >= minMandatory,
  );
  return Math.max(0, ...reached.map(({ level }) => level));
}
