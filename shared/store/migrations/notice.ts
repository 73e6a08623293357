import type { Migration } from './migration.ts';

/** Before a notice could be corrected there was one version of it; what it showed was put together whenever somebody looked. */
export const noticeVersions: Migration = {
  entity: 'Notice',
  to: 2,
  missing: (record) => (record['version'] === undefined ? { version: 1, earlier: [] } : null),
};
