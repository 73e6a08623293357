import { TransferRecord } from '../schemas/drafts.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

export const loadTransfer = (table: Table, applicationId: string, uploadId: string): Promise<TransferRecord | null> =>
  table.get(keys.transfer(applicationId, uploadId), TransferRecord);

/**
 * When the server was told that an object which arrived in parts was all there, or null for one that came in one piece.
 * Only such an object has an ETag with the number of its parts: another one put under the same name is not the one that
 * the time is of.
 */
export async function completionTime(
  table: Table,
  applicationId: string,
  uploadId: string,
  etag: string,
): Promise<string | null> {
  if (!/-\d+"?$/.test(etag)) return null;
  return (await loadTransfer(table, applicationId, uploadId))?.completedAt ?? null;
}
