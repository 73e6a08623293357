import type { Category } from '../schemas/basics.ts';
import { shown } from './diagnostics-scores.ts';
import { parse } from './rational.ts';

/** What one application's second look (复核打分) came to. Points are for people, two decimals. */
export interface LookedAgain {
  applicationId: string;
  category: Category;
  asked: number;
  revised: number;
  before: { shown: string; spread: string };
  after: { shown: string; spread: string };
  /** Whether the sheets still lie further apart than the policy's mark. */
  stays: boolean;
}

/** The first sheets as they were recorded, beside the total that counts. Nothing of it decides anything. */
export function lookedAgain(
  look: { applicationId: string; seats: readonly number[]; shown: string; spread: string },
  score: { category: Category; shown: string; spread: string; spreadFlag: boolean },
  revised: number,
): LookedAgain {
  return {
    ...{ applicationId: look.applicationId, category: score.category, asked: look.seats.length, revised },
    before: { shown: look.shown, spread: shown(parse(look.spread)) },
    after: { shown: score.shown, spread: shown(parse(score.spread)) },
    stays: score.spreadFlag,
  };
}

/** All of them together; `closer`: whose sheets lie within the mark now. */
export function lookResults(looked: readonly LookedAgain[]) {
  const sum = (of: (one: LookedAgain) => number) => looked.reduce((all, one) => all + of(one), 0);
  return {
    applications: looked.length,
    asked: sum(({ asked }) => asked),
    revised: sum(({ revised }) => revised),
    closer: sum(({ stays }) => (stays ? 0 : 1)),
  };
}
