/**
 * How records that an older version has written become what this one reads. Rules, and when one is needed:
 * `docs/upgrading.md`. Nothing runs at a deployment: a record is completed whenever it is read, and written so by
 * `awards migrate`, or with the next change of it.
 */
import type { Item, Migration } from './migration.ts';
import { noticeVersions } from './notice.ts';

/** The older first. */
export const MIGRATIONS: readonly Migration[] = [noticeVersions];

/** What all migrations together would add to a record; null when it is as this version writes it. */
export function missingOf(record: Item): Item | null {
  const added: Item = {};
  for (const { entity, missing } of MIGRATIONS)
    if (entity === record['entity']) Object.assign(added, missing({ ...record, ...added }));
  return Object.keys(added).length === 0 ? null : added;
}

/** The record as this version would have written it. */
export function upToDate(record: Item): Item {
  const added = missingOf(record);
  return added === null ? record : { ...record, ...added };
}
