import { sha256Hex } from '../canonical.ts';
import { nowUtc } from '../clock.ts';
import type { Deps } from '../deps.ts';
import type { RegisterImportRecord } from '../schemas/register-versions.ts';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import { currentImport, importedRows, keepRegisterFile, writeImport } from '../store/register-versions.ts';
import { registerVersion } from '../store/registers.ts';
import type { Places } from './column.ts';
import { type Differences, differences } from './differences.ts';
import type { FileFault, Refusal } from './reading.ts';

/** What an import would do, and to which import it compares. Looking changes nothing. */
export interface Preview<K extends RegisterKind = RegisterKind> {
  kind: K;
  fileSha256: string;
  rows: RegisterRow<K>[];
  version: string;
  refused: Refusal[];
  refusedRows: number;
  notes: string[];
  current: RegisterImportRecord | null;
  differences: Differences<K>;
}

/** Reads a file and compares it with the register's current rows. */
export async function previewImport<K extends RegisterKind>(
  { table }: Pick<Deps, 'table'>,
  kind: K,
  bytes: Uint8Array,
  places: Places,
): Promise<{ ok: true; preview: Preview<K> } | { ok: false; faults: FileFault[] }> {
  // What reads workbooks and CSV is loaded with the first file.
  const { readRegisterFile } = await import('./read.ts');
  const reading = await readRegisterFile(kind, bytes, places);
  if (!reading.ok) return reading;
  const current = await currentImport(table, kind);
  const before = await importedRows(table, kind, current?.version ?? null);
  const { rows, refused, refusedRows, notes } = reading;
  const preview: Preview<K> = {
    ...{ kind, rows, refused, refusedRows, notes, current },
    fileSha256: sha256Hex(bytes),
    version: registerVersion(rows),
    differences: differences(kind, before, rows),
  };
  return { ok: true, preview };
}

export interface Order {
  by: string;
  via: RegisterImportRecord['via'];
  reason: string;
  /** Leave out the rows that cannot be read. Their number must be the one that the person saw. */
  skip: number;
  /** Number of the import that the person compared with; 0 before the first. */
  expected: number;
}

export type Outcome =
  | { status: 'applied'; record: RegisterImportRecord }
  /** The current rows are these already: a second click, the same file again. */
  | { status: 'unchanged'; current: RegisterImportRecord }
  /** Rows were refused, and nobody said to leave out exactly these; or none is left. */
  | { status: 'refused' }
  /** Somebody else imported meanwhile: the differences are not the ones that the person saw. */
  | { status: 'stale'; current: RegisterImportRecord | null };

/** Makes the previewed rows the current ones. Repeating it does no harm; of two at once one is told that it came second. */
export async function applyImport<K extends RegisterKind>(
  { table, evidence }: Deps,
  preview: Preview<K>,
  bytes: Uint8Array,
  order: Order,
): Promise<Outcome> {
  const { kind, rows, version, refusedRows, current, fileSha256 } = preview;
  if (refusedRows !== order.skip || (rows.length === 0 && refusedRows > 0)) return { status: 'refused' };
  if (current?.version === version) return { status: 'unchanged', current };
  if ((current?.no ?? 0) !== order.expected) return { status: 'stale', current };
  await keepRegisterFile(evidence, fileSha256, bytes);
  const { added, changed, removed } = preview.differences;
  const record: RegisterImportRecord & { kind: K } = {
    ...{ entity: 'RegisterImport', kind, no: order.expected + 1, version, previous: current?.version ?? null },
    ...{ rows: rows.length, added: added.length, changed: changed.length, removed: removed.length },
    ...{ skipped: refusedRows, fileSha256, at: nowUtc(), by: order.by, via: order.via, reason: order.reason },
  };
  if (await writeImport(table, record, rows)) return { status: 'applied', record };
  const latest = await currentImport(table, kind);
  return latest?.version === version ? { status: 'unchanged', current: latest } : { status: 'stale', current: latest };
}
