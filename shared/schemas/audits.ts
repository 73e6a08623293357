import * as z from 'zod';
import { Instant, RoundId, Sha256, Text } from './basics.ts';

/** Somebody had the persons of a round written to a file for auditors: who, when, why, and which file by its hash. */
export const AuditExportRecord = z.object({
  entity: z.literal('AuditExport'),
  roundId: RoundId,
  by: Text(50).min(1),
  reason: Text(500).min(1),
  at: Instant,
  sha256: Sha256,
});
export type AuditExportRecord = z.infer<typeof AuditExportRecord>;
