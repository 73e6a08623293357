import { Bucket } from './store/buckets.ts';
import { Table } from './store/table.ts';

/** What nearly every function needs: the table and the evidence bucket. */
export interface Deps {
  table: Table;
  evidence: Bucket;
}

export const makeDeps = (env: { TABLE_NAME: string; EVIDENCE_BUCKET: string }): Deps => ({
  table: new Table(env.TABLE_NAME),
  evidence: new Bucket(env.EVIDENCE_BUCKET),
});
