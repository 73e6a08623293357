import { join } from 'node:path';
import { parsePolicy } from '../../shared/policy/check.ts';
import { readRows } from '../../shared/schemas/register-rows.ts';
import { REGISTER_KINDS, type RegisterKind } from '../../shared/schemas/registers.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';
import type { Fault } from './print.ts';
import { faultsOf, readTable, registerFileIn } from './register-files.ts';

/** Every fault of a policy file, and its hash when there is none. */
export function checkPolicy(path: string): { faults: Fault[]; hash: string | null } {
  const result = parsePolicy(readJson(path));
  return result.ok ? { faults: [], hash: result.hash } : { faults: result.faults, hash: null };
}

/** All nine registers of a folder: every row that cannot be read, every row that is there twice, and how many there are. */
export async function checkRegisters(
  dir: string,
  policy: string | undefined,
): Promise<{ faults: Fault[]; counts: [RegisterKind, number][] }> {
  const results: [RegisterKind, { faults: Fault[]; count: number }][] = [];
  for (const kind of REGISTER_KINDS) results.push([kind, await checkRegister(dir, kind, policy)]);
  return {
    faults: results.flatMap(([, { faults }]) => faults),
    counts: results.map(([kind, { count }]) => [kind, count]),
  };
}

async function checkRegister(
  dir: string,
  kind: RegisterKind,
  policy: string | undefined,
): Promise<{ faults: Fault[]; count: number }> {
  const only = (code: string, message: string) => ({ faults: [{ code, path: kind, message }], count: 0 });
  const path = registerFileIn(dir, kind);
  if (path === null) return only('register.missing', `缺少文件 ${join(dir, kind)}.json（或 .xlsx、.csv）。`);
  if (!path.endsWith('.json')) {
    const reading = await readTable(kind, path, policy);
    return { faults: faultsOf(kind, reading), count: reading.ok ? reading.rows.length : 0 };
  }
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
