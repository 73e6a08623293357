import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { sha256Hex } from '../../shared/canonical.ts';
import { nowUtc } from '../../shared/clock.ts';
import { exportAudit } from '../../shared/export/audit.ts';
import type { AuditExportRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { CliError } from './errors.ts';
import type { Place } from './place.ts';

interface Asked {
  round: string;
  out: string;
  by: string;
  reason: string;
}

/** Nobody but who runs the command may read it. */
const OWNER_ONLY = 0o600;

/**
 * Writes the persons of a round for auditors, and puts on record who did and why. The record comes before the first byte, so that
 * there is no such file without one; a file that is there already is never written over.
 * @throws CliError cli.file-exists, cli.file-not-written
 */
export async function writeAudit({ table }: Place, { round: roundId, out, by, reason }: Asked): Promise<string> {
  const at = nowUtc();
  const text = `${JSON.stringify(await exportAudit(table, roundId, { by, reason, at }), null, 1)}\n`;
  const sha256 = sha256Hex(text);
  const file = created(out);
  try {
    const record: AuditExportRecord = { entity: 'AuditExport', roundId, by, reason, at, sha256 };
    await table.put(keys.auditExport(roundId, at, sha256), record);
    writeSync(file, text);
  } catch (error) {
    rmSync(out, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return `已写出 ${out}，只有本账户可读；由谁、何时、为何已记入批次 ${roundId}。\n含个人信息，请勿公开或转发。SHA-256 ${sha256}\n`;
}

function created(path: string): number {
  try {
    return openSync(path, 'wx', OWNER_ONLY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new CliError('cli.file-exists', `文件 ${path} 已存在，审计导出不覆盖任何文件。`, { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('cli.file-not-written', `无法写入 ${path}：${why}`, { cause: error });
  }
}
