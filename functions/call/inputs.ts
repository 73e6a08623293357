import { NoSuchKey } from '@aws-sdk/client-s3';
import { parsePolicy } from '../../shared/policy/check.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import type { RoundRecord } from '../../shared/schemas/records.ts';
import { readRows } from '../../shared/schemas/register-rows.ts';
import { REGISTER_KINDS, REGISTERS, type RegisterKind, type RegisterRow } from '../../shared/schemas/registers.ts';
import type { Bucket } from '../../shared/store/buckets.ts';
import { currentImports } from '../../shared/store/register-versions.ts';
import { registerVersion } from '../../shared/store/registers.ts';
import type { Table } from '../../shared/store/table.ts';

export interface Fault {
  code: string;
  /** Where: a path in the policy, or register and row number. */
  path: string;
  message: string;
}

export type CallAnswer = { ok: true; [key: string]: unknown } | { ok: false; faults: Fault[] };

export async function readPolicy(
  evidence: Bucket,
  key: string,
): Promise<{ ok: true; policy: Policy; hash: string } | { ok: false; faults: Fault[] }> {
  const json = await readJson(evidence, key);
  return json.ok
    ? parsePolicy(json.value)
    : { ok: false, faults: [{ code: 'policy.not-json', path: key, message: '没有这个方案文件，或文件不是 JSON。' }] };
}

type Rows = { [K in RegisterKind]: { kind: K; rows: RegisterRow<K>[] } }[RegisterKind];
type Registers =
  | {
      ok: true;
      /** Rows that have still to be written. */
      list: Rows[];
      versions: Record<RegisterKind, string>;
    }
  | { ok: false; faults: Fault[] };

/** Reads all nine registers; a row that cannot be read is named by its number and what is wrong with it. */
export async function readRegisters(evidence: Bucket, files: Record<string, string>): Promise<Registers> {
  const faults: Fault[] = Object.keys(files)
    .filter((kind) => !(kind in REGISTERS))
    .map((kind) => ({ code: 'register.unknown', path: kind, message: `没有名为 ${kind} 的台账。` }));
  const list: Rows[] = [];
  for (const kind of REGISTER_KINDS) {
    const key = files[kind];
    const json = key === undefined ? null : await readJson(evidence, key);
    if (json === null || !json.ok || !Array.isArray(json.value)) {
      faults.push({
        code: json === null ? 'register.missing' : 'register.not-rows',
        path: kind,
        message: '缺少该台账，没有这个文件，或文件不是 JSON 数组。',
      });
      continue;
    }
    const read = readRows(kind, json.value);
    faults.push(...read.faults);
    list.push({ kind, rows: read.rows } as Rows);
  }
  if (faults.length > 0) return { ok: false, faults };
  const versions = Object.fromEntries(list.map(({ kind, rows }) => [kind, registerVersion(rows)])) as Record<
    RegisterKind,
    string
  >;
  return { ok: true, list, versions };
}

/** The versions that are current now; their rows stand in the table already. A register that was never imported is a fault. */
export async function currentRegisters(table: Table, pinned: RoundRecord['registers'] | undefined): Promise<Registers> {
  if (pinned !== undefined) return { ok: true, list: [], versions: pinned };
  const current = await currentImports(table);
  const faults = current
    .filter(([, found]) => found === null)
    .map(([kind]) => ({ code: 'register.never-imported', path: kind, message: '该台账尚未导入过，没有现行版本。' }));
  if (faults.length > 0) return { ok: false, faults };
  const versions = current.map(([kind, found]) => [kind, found?.version]);
  return { ok: true, list: [], versions: Object.fromEntries(versions) as Record<RegisterKind, string> };
}

async function readJson(evidence: Bucket, key: string): Promise<{ ok: true; value: unknown } | { ok: false }> {
  try {
    return { ok: true, value: await evidence.readJson(key) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NoSuchKey) return { ok: false };
    throw error;
  }
}
