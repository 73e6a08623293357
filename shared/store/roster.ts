import * as z from 'zod';
import { ApplicationId } from '../schemas/basics.ts';
import { ApplicationRecord } from '../schemas/records.ts';
import { keys, shards } from './keys.ts';
import type { Table } from './table.ts';

const RosterEntry = z.object({ applicationId: ApplicationId });
const AT_ONCE = 25;

/** Ids of all applications of a round, sorted: the order in which they came has no say in anything. */
export async function rosterIds(table: Table, roundId: string): Promise<string[]> {
  const pages = await Promise.all(shards.map((shard) => table.all(keys.rosterPk(roundId, shard), RosterEntry)));
  return pages
    .flat()
    .map((entry) => entry.applicationId)
    .toSorted();
}

/** Does `each` for many ids, a few at a time, and keeps their order. */
export async function forEachId<T>(ids: string[], each: (id: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE)
    results.push(...(await Promise.all(ids.slice(i, i + AT_ONCE).map(each))));
  return results;
}

/** All applications of a round, by id. */
export async function loadApplications(table: Table, roundId: string): Promise<ApplicationRecord[]> {
  const ids = await rosterIds(table, roundId);
  const found = await forEachId(ids, (id) => table.get(keys.application(id), ApplicationRecord));
  return found.filter((application) => application !== null);
}
