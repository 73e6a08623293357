import type { Place } from '../place.ts';

/** `not-here`: the local cloud has no such thing to look at. It is no fault, and no assurance either. */
export interface Check {
  area: string;
  name: string;
  state: 'good' | 'bad' | 'not-here';
  /** What was found. */
  says: string;
  /** What to do about it; only of bad ones. */
  todo?: string;
}

/** What a look found: all is well and how it is, or what is wrong. */
export type Finding = { good: string } | { bad: string; todo?: string };

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

const DENIED = /AccessDenied|NotAuthorized|Forbidden|^403$/i;
export const isDenied = (error: unknown): boolean => DENIED.test(nameOf(error)) || statusOf(error) === 403;

export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
}

/**
 * Looks at one thing of the place. What cannot be looked at is bad, and says why; but the local cloud answers only for what it has.
 * @param todo what to do when it is not as it should be
 */
export async function look(
  { local }: Place,
  [area, name, todo]: [area: string, name: string, todo: string],
  work: () => Promise<Finding>,
): Promise<Check> {
  try {
    const found = await work();
    return 'good' in found
      ? { area, name, state: 'good', says: found.good }
      : { area, name, state: 'bad', says: found.bad, todo: found.todo ?? todo };
  } catch (error) {
    if (local) return { area, name, state: 'not-here', says: '本机系统没有这一项' };
    const says = isDenied(error) ? `没有查看的权限（${nameOf(error)}）` : `无法查看（${nameOf(error)}）`;
    return { area, name, state: 'bad', says, todo: isDenied(error) ? '给当前身份加上只读权限后再查。' : todo };
  }
}
