import { relative } from 'node:path';
import { expect } from 'vitest';
import type { PermissionReport } from '../../infra/local/iam/access.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { plain } from './plain.ts';

const ROOT = `${import.meta.dirname}/../..`;

/**
 * That nothing was denied in this file's cloud, and that it used what the round does not and it is named for.
 * @param named whether this play is the one that the file is named for
 */
export function expectPermissions({ used, denied }: PermissionReport, named: boolean): void {
  expect(denied.map(plain)).toEqual([]);
  if (!named) return;
  const file = relative(ROOT, expect.getState().testPath ?? '');
  expect(used.map(plain)).toEqual(expect.arrayContaining(ELSEWHERE[file] ?? []));
}
