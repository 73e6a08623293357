import { expect, test } from 'vitest';
import { NoticeRecord } from '../../../shared/schemas/notice-records.ts';
import { partitionOf } from '../../../shared/store/migrations/bulk.ts';
import { MIGRATIONS, missingOf, upToDate } from '../../../shared/store/migrations/index.ts';
import { OLDER } from './older.ts';

test.each(OLDER)(
  'a $entity of version $version is read as this version writes it, and only once needs anything',
  (older) => {
    const { entity, schema, version, record } = older;
    expect(schema.safeParse(record).success).toBe(false);
    const now = upToDate(record);
    expect(schema.safeParse(now).error).toBeUndefined();
    expect(now).toMatchObject(record);
    expect(missingOf(now)).toBeNull();
    expect(partitionOf(entity, 'qd-2025')).toContain('qd-2025');
    expect(MIGRATIONS.some((one) => one.entity === entity && one.to === version + 1)).toBe(true);
  },
);

test('what has all it needs, and what nobody knows, stays as it is', () => {
  const record = { entity: 'Application', version: 3 };
  expect(upToDate(record)).toBe(record);
  const unknown = { anything: 1 };
  expect(upToDate(unknown)).toBe(unknown);
});

test('a notice from before it could be corrected is the first version of itself', () => {
  const [{ record }] = OLDER;
  expect(NoticeRecord.parse(upToDate(record))).toEqual({ ...record, version: 1, earlier: [] });
});
