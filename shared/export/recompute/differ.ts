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
  if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b);
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) if (!Object.hasOwn(b, key) || !same(Reflect.get(a, key), Reflect.get(b, key))) return false;
  return true;
}

/** A hole is as a member that is undefined. */
function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (!same(a[i], b[i])) return false;
  return true;
}

const MAX = 200;
function text(value: unknown): string {
  if (value === null) return '无';
  const whole = typeof value === 'string' ? value : canonicalJson(value);
  return whole.length > MAX ? `${whole.slice(0, MAX)}…` : whole;
}

/** The last one by a key. */
export function index<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const known = new Map<string, T>();
  for (const item of items) known.set(keyOf(item), item);
  return known;
}
