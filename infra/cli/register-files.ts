import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHEETS } from '../../shared/registers/columns.ts';
import { placesOf } from '../../shared/registers/places.ts';
import { readRegisterFile } from '../../shared/registers/read.ts';
import type { Reading } from '../../shared/registers/reading.ts';
import type { RegisterKind } from '../../shared/schemas/registers.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';
import type { Fault } from './print.ts';

/** A file as it is. @throws CliError cli.file-missing */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CliError('cli.file-missing', `无法读取文件 ${path}（${code}）。`, { cause: error });
  }
}

/** The districts and industries by which people write them: of the policy's file, or of the one that comes with the system. */
export const placesIn = (policy: string | undefined) => placesOf(policy === undefined ? undefined : readJson(policy));

/** What a register's file may be called in a folder, the template's own name first. */
export const registerFileNames = (kind: RegisterKind): string[] =>
  [kind, SHEETS[kind].title].flatMap((name) => ['json', 'xlsx', 'csv'].map((end) => `${name}.${end}`));

/** The register's one file in a folder; null without any. @throws CliError cli.file-twice */
export function registerFileIn(dir: string, kind: RegisterKind): string | null {
  const found = registerFileNames(kind).filter((name) => existsSync(join(dir, name)));
  if (found.length > 1)
    throw new CliError('cli.file-twice', `文件夹 ${dir} 中有 ${found.join('、')}，不知道以哪一个为准。`);
  return found[0] === undefined ? null : join(dir, found[0]);
}

/** A register's file, JSON or not, with all that is wrong with it. */
export const readTable = (kind: RegisterKind, path: string, policy: string | undefined): Promise<Reading> =>
  readRegisterFile(kind, readBytes(path), placesIn(policy));

/** Everything that is wrong with a table, as faults of its register. */
export function faultsOf(kind: RegisterKind, reading: Reading): Fault[] {
  if (!reading.ok) return reading.faults.map(({ code, message }) => ({ code, path: kind, message }));
  return reading.refused.map(({ row, column, reason }) => ({
    code: column === '' ? 'register.duplicate' : 'register.row',
    path: `${kind} 第 ${row} 行 ${column}`.trim(),
    message: `${reason}。`,
  }));
}
