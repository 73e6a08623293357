import type { RoundExport } from '../export/schema.ts';
import { type Check, type Invariant, type Outcome, outcomeOf } from './check.ts';
import { acting } from './checks/acting.ts';
import { answers } from './checks/answers.ts';
import { caps } from './checks/caps.ts';
import { formula } from './checks/formula.ts';
import { lost } from './checks/lost.ts';
import { people } from './checks/people.ts';
import { persons } from './checks/persons.ts';
import { recomputed } from './checks/recomputed.ts';
import { system } from './checks/system.ts';
import { twice } from './checks/twice.ts';
import type { LiveFacts } from './live.ts';

/** Every check under its invariant, in the order of the design's last section. */
export const CHECKS: [Invariant, Check][] = [
  ...lost.map((check): [Invariant, Check] => [1, check]),
  ...system.map((check): [Invariant, Check] => [1, check]),
  ...twice.map((check): [Invariant, Check] => [2, check]),
  ...acting.map((check): [Invariant, Check] => [3, check]),
  ...formula.map((check): [Invariant, Check] => [4, check]),
  ...recomputed.map((check): [Invariant, Check] => [5, check]),
  ...caps.map((check): [Invariant, Check] => [6, check]),
  ...people.map((check): [Invariant, Check] => [7, check]),
  ...answers.map((check): [Invariant, Check] => [8, check]),
  ...persons.map((check): [Invariant, Check] => [9, check]),
];

/**
 * Holds a round against what must always hold, as far as that can be read off its export, in whatever state it is; with
 * facts of the running system also what only that can tell. Document and facts are of one moment: an idle system, or a
 * closed round. Never throws for what a document that fits its schema contains.
 */
export function checkRound(exported: RoundExport, live?: LiveFacts): Outcome[] {
  return CHECKS.flatMap(([invariant, check]) => {
    if ('find' in check)
      return [
        outcomeOf(
          invariant,
          check,
          guarded(() => check.find(exported)),
        ),
      ];
    return live === undefined
      ? []
      : [
          outcomeOf(
            invariant,
            check,
            guarded(() => check.findLive(exported, live)),
          ),
        ];
  });
}

/** What a rule refuses outright is a violation like any other. */
function guarded(find: () => string[]): string[] {
  try {
    return find();
  } catch (error) {
    return [`无法检查：${error instanceof Error ? error.message : String(error)}`];
  }
}
