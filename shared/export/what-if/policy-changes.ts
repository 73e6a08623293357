import { canonicalJson } from '../../canonical.ts';
import { pathText } from '../../policy/faults.ts';
import type { Policy } from '../../policy/schema.ts';

/** One value that a draft has otherwise; null where one of the two has none. Values as JSON. */
export interface PolicyChange {
  path: string;
  before: string | null;
  after: string | null;
}

/** Where two policies differ, in the order of the first; lists of different lengths are told as a whole. */
export const policyChanges = (before: Policy, after: Policy): PolicyChange[] => changesAt(before, after, []);

function changesAt(before: unknown, after: unknown, path: PropertyKey[]): PolicyChange[] {
  if (text(before) === text(after)) return [];
  const keys = keysOf(before, after);
  if (keys === null) return [{ path: pathText(path), before: text(before), after: text(after) }];
  return keys.flatMap((key) => changesAt(member(before, key), member(after, key), [...path, key]));
}

/** What both have members by; null where they are no two objects, or no two lists of one length. */
function keysOf(before: unknown, after: unknown): PropertyKey[] | null {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length ? before.map((_, i) => i) : null;
  if (!isObject(before) || !isObject(after)) return null;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const member = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

const text = (value: unknown): string | null => (value === undefined ? null : canonicalJson(value));
