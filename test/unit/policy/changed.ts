import { parsePolicy } from '../../../shared/policy/check.ts';

/** Copy of a policy with one place changed; `undefined` removes it. */
export function changed(policy: object, place: string, value: unknown): object {
  const copy: object = structuredClone(policy);
  const parts = place.split(/[.[\]]+/).filter((part) => part !== '');
  const last = parts.pop() ?? '';
  const holder = parts.reduce<object>((at, part) => Reflect.get(at, part) as object, copy);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, value);
  return copy;
}

export function faultsOf(policy: unknown): string[] {
  const result = parsePolicy(policy);
  return result.ok ? [] : result.faults.map(({ path, code }) => `${code} @ ${path}`);
}
