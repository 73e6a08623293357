import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../shared/policy/check.ts';
import { readRows } from '../../shared/schemas/register-rows.ts';
import { REGISTER_KINDS, type RegisterKind } from '../../shared/schemas/registers.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';
import type { Fault } from './print.ts';

/** Every fault of a policy file, and its hash when there is none. */
export function checkPolicy(path: string): { faults: Fault[]; hash: string | null } {
  const result = parsePolicy(readJson(path));
  return result.ok ? { faults: [], hash: result.hash } : { faults: result.faults, hash: null };
}

export const registerFile = (dir: string, kind: RegisterKind): string => join(dir, `${kind}.json`);

/** All nine registers of a folder: every row that cannot be read, every row that is there twice, and how many there are. */
export function checkRegisters(dir: string): { faults: Fault[]; counts: [RegisterKind, number][] } {
  const results = REGISTER_KINDS.map((kind) => [kind, checkRegister(dir, kind)] as const);
  return {
    faults: results.flatMap(([, { faults }]) => faults),
    counts: results.map(([kind, { count }]) => [kind, count]),
  };
}

function checkRegister(dir: string, kind: RegisterKind): { faults: Fault[]; count: number } {
  const path = registerFile(dir, kind);
  const only = (code: string, message: string) => ({ faults: [{ code, path: kind, message }], count: 0 });
  if (!existsSync(path)) return only('register.missing', `缺少文件 ${path}。`);
  let rows: unknown;
  try {
    rows = readJson(path);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return only('register.not-json', error.message);
  }
  if (!Array.isArray(rows)) return only('register.not-rows', '文件不是 JSON 数组。');
  return { faults: readRows(kind, rows).faults, count: rows.length };
}
