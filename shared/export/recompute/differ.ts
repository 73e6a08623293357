import { canonicalJson } from '../../canonical.ts';

/** One sentence where a recorded value is not the recomputed one; none where they are equal. */
export const differ = (what: string, recorded: unknown, recomputed: unknown): string[] =>
  same(recorded, recomputed) || canonicalJson(recorded) === canonicalJson(recomputed)
    ? []
    : [`${what}记录为 ${text(recorded)}，重算为 ${text(recomputed)}`];

/** Whether two values are surely the same JSON: looks at the members and writes nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

const MAX = 200;
function text(value: unknown): string {
  if (value === null) return '无';
  const whole = typeof value === 'string' ? value : canonicalJson(value);
  return whole.length > MAX ? `${whole.slice(0, MAX)}…` : whole;
}

/** The first one by a key. */
export const index = <T>(items: T[], keyOf: (item: T) => string): Map<string, T> =>
  new Map(items.map((item) => [keyOf(item), item]));
