import type { Bucket } from '../store/buckets.ts';
import type { Table } from '../store/table.ts';
import { assemble } from './assemble.ts';
import { readRound } from './read.ts';
import type { RoundExport } from './schema.ts';

/**
 * Everything of a round in one document (`awards-export/2`, see `schema.ts` and README.md), in whatever state it is.
 * The same round gives the same document. @throws NotFound without such a round
 */
export const exportRound = async (table: Table, evidence: Bucket, roundId: string): Promise<RoundExport> =>
  assemble(await readRound(table, evidence, roundId));
