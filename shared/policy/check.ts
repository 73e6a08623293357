import { canonicalJson, sha256Hex } from '../canonical.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import { type CategoryParts, checkCategory } from './check-category.ts';
import { checkProcess, type PolicyParts } from './check-process.ts';
import { type Fault, schemaFaults } from './faults.ts';
import { CategoryPolicy, Indicator, Policy } from './schema.ts';

export type PolicyResult = { ok: true; policy: Policy; hash: string } | { ok: false; faults: Fault[] };

/**
 * Reads a policy file, or refuses it with every fault listed at once: a part that has a wrong shape is reported as that,
 * and whatever else can be read is still checked for whether it adds up.
 * `hash` is the SHA-256 of the policy's canonical JSON: what a round pins when it opens.
 */
export function parsePolicy(json: unknown): PolicyResult {
  const whole = Policy.safeParse(json, { reportInput: true });
  const parts: PolicyParts = whole.success ? whole.data : readableParts(json);
  const faults = [
    ...(whole.success ? [] : schemaFaults(whole.error.issues)),
    ...checkProcess(parts),
    ...CATEGORIES.flatMap((category) => {
      const found = categoryParts(json, category);
      return found === null ? [] : checkCategory(category, found, parts);
    }),
  ];
  if (!whole.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, policy: whole.data, hash: sha256Hex(canonicalJson(whole.data)) };
}

function readableParts(json: unknown): PolicyParts {
  const known = pick(json, Object.keys(Policy.shape));
  const result = Policy.partial().safeParse(known);
  if (result.success) return result.data;
  return Policy.partial().parse(without(known, result.error.issues));
}

function categoryParts(json: unknown, category: Category): CategoryParts | null {
  const raw = member(member(json, 'categories'), category);
  if (raw === undefined) return null;
  const known = pick(raw, Object.keys(CategoryPolicy.shape));
  const result = CategoryPolicy.partial().safeParse(known);
  const fields = result.success ? result.data : CategoryPolicy.partial().parse(without(known, result.error.issues));
  const listed = member(raw, 'indicators');
  const indicators = (Array.isArray(listed) ? listed : []).flatMap((each: unknown, index) => {
    const read = Indicator.safeParse(each);
    return read.success ? [[index, read.data] as const] : [];
  });
  return { fields, indicators, complete: fields.indicators !== undefined };
}

/** Own member of a JSON object; undefined where there is none or it is no object. */
function member(json: unknown, key: string): unknown {
  const found = typeof json === 'object' && json !== null && Object.hasOwn(json, key);
  return found ? (json as Record<string, unknown>)[key] : undefined;
}

const pick = (json: unknown, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.flatMap((key) => (member(json, key) === undefined ? [] : [[key, member(json, key)]])));

const without = (json: Record<string, unknown>, issues: readonly { path: readonly PropertyKey[] }[]) => {
  const failing = new Set(issues.map((issue) => issue.path[0]));
  return Object.fromEntries(Object.entries(json).filter(([key]) => !failing.has(key)));
};
