import type { RoundExport } from '../export/schema.ts';
import type { LiveFacts } from './live.ts';

/** The nine of what must always hold, by number, in a word. */
export const INVARIANTS = {
  1: '不丢失',
  2: '不重复',
  3: '不越权',
  4: '依方案',
  5: '可重算',
  6: '不超限',
  7: '人决定',
  8: '说得清',
  9: '不泄露',
} as const;
export type Invariant = keyof typeof INVARIANTS;

/** One thing that can be read off a round. What it finds are Chinese sentences with ids, one for each violation. */
export type Check = {
  /** Stable, kebab-case. */
  name: string;
  /** What holds when nothing is found, in Chinese and in English, without the full stop. */
  says: string;
  saysEn: string;
} & (
  | { find: (exported: RoundExport) => string[] }
  /** Asks the running system, too; left out where only the document is there. */
  | { findLive: (exported: RoundExport, live: LiveFacts) => string[] }
);

export interface Outcome {
  name: string;
  invariant: Invariant;
  holds: boolean;
  sentence: string;
  sentenceEn: string;
  violations: string[];
}

export function outcomeOf(
  invariant: Invariant,
  { name, says, saysEn }: Pick<Check, 'name' | 'says' | 'saysEn'>,
  violations: string[],
): Outcome {
  const holds = violations.length === 0;
  return {
    name,
    invariant,
    holds,
    sentence: holds ? `${says}。` : `不成立（${violations.length} 处）：${says}。`,
    sentenceEn: holds ? `${saysEn}.` : `Does not hold (${violations.length}): ${saysEn}.`,
    violations,
  };
}
