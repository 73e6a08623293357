import type { Outcome } from './check.ts';

/** One line when all nine hold; else each check that does not, with every violation. */
export function verdictText(outcomes: Outcome[]): string {
  const broken = outcomes.filter(({ holds }) => !holds);
  if (broken.length === 0) return '九项不变量：全部成立';
  return [
    `九项不变量：${broken.length} 项检查不成立`,
    ...broken.flatMap(({ invariant, name, sentence, violations }) => [
      `不变量 ${invariant}，${name}：${sentence}`,
      ...violations.map((violation) => `- ${violation}`),
    ]),
  ].join('\n');
}
