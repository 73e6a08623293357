import * as z from 'zod';
import { Instant, Sha256, Text } from './basics.ts';
import { REGISTER_KINDS } from './registers.ts';

const counted = z.int().min(0);

/** One import of a register, for good: which rows became the current ones, out of which file, by whom and why. */
export const RegisterImportRecord = z.object({
  entity: z.literal('RegisterImport'),
  kind: z.enum(REGISTER_KINDS),
  /** Counts the register's imports from 1. */
  no: z.int().min(1),
  /** Hash of the rows. A register that comes back to earlier rows comes back to their version. */
  version: Sha256,
  previous: Sha256.nullable(),
  rows: counted,
  added: counted,
  changed: counted,
  removed: counted,
  /** Rows of the file that could not be read and were left out, because the person said so. */
  skipped: counted,
  /** The file lies under its hash in the evidence bucket. */
  fileSha256: Sha256,
  at: Instant,
  /** The officer's reference, or who sat at the command line. */
  by: Text(50).min(1),
  via: z.enum(['page', 'command-line']),
  reason: Text(500).min(1),
});
export type RegisterImportRecord = z.infer<typeof RegisterImportRecord>;

/** Which import is the current one. Rounds that open pin its version; rounds that are open keep theirs. */
export const RegisterCurrentRecord = z.object({
  entity: z.literal('RegisterCurrent'),
  kind: z.enum(REGISTER_KINDS),
  no: z.int().min(1),
  version: Sha256,
});
