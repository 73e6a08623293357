import * as z from 'zod';
import { BadInput } from '../bad-input.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { ApplicationId } from '../schemas/basics.ts';
import type { PagedIds } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** An id is some sixty bytes, an item holds four hundred thousand. */
export const IDS_A_PAGE = 1000;

const IdsRecord = z.object({ entity: z.literal('Ids'), ids: z.array(ApplicationId).max(IDS_A_PAGE) });

const hashOf = (ids: readonly string[]): string => sha256Hex(canonicalJson(ids));

/**
 * Writes ids in pages under their own hash, so that whoever writes the same again changes nothing, and what was broken off
 * is in nobody's way. They count for nothing until a record names them.
 * @param of what they are the ids of, such as a plan
 */
export async function writeIds(table: Table, of: string, ids: readonly string[]): Promise<PagedIds> {
  const sha256 = hashOf(ids);
  const pages = Math.ceil(ids.length / IDS_A_PAGE);
  const rows = Array.from({ length: pages }, (_, page) => ({
    key: keys.ids(of, sha256, page),
    item: { entity: 'Ids', ids: ids.slice(page * IDS_A_PAGE, (page + 1) * IDS_A_PAGE) },
  }));
  await table.putMany(rows);
  return { count: ids.length, sha256 };
}

/** The ids that a record names, in their order. @throws BadInput record.malformed where a page is missing or was changed */
export async function readIds(table: Table, of: string, { count, sha256 }: PagedIds): Promise<string[]> {
  const pages = await table.all(keys.idsPk(of, sha256), IdsRecord);
  const ids = pages.flatMap((page) => page.ids);
  if (ids.length !== count || hashOf(ids) !== sha256)
    throw new BadInput('record.malformed', `the pages of ${of} are not what it names`);
  return ids;
}
