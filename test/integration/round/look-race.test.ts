import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAgain } from '../../../functions/aggregate/second-look.ts';
import type { Aggregate } from '../../../shared/domain/scoring.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { Retryable } from '../../../shared/runtime/handler.ts';
import { ApplicationRecord, SecondLookRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { Table } from '../../../shared/store/table.ts';
import { startTable, TABLE } from '../../browser/parts.ts';
import { POLICY } from '../cli/desk.ts';

/** Sheets that lie far apart, and an application that changes between their being read and the panel's being asked. */
const roundId = 'r-look';
const applicationId = `${roundId}.c.0000000000000001`;
const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
const first: Aggregate = {
  ...{ total: '80', shown: '80.00', byIndicator: {}, spread: '40', spreadFlag: true, passed: true },
  sheetTotals: [1, 2, 3].map((seat) => ({ seat, points: '80', dropped: false })),
};
const seen: ApplicationRecord = ApplicationRecord.parse({
  ...{ entity: 'Application', applicationId, roundId, category: 'chain-case', uscc: '91330100MA27XL0K4Q' },
  ...{ name: '甲', title: '乙', applicationNo: 1, status: 'recommended', version: 1, packageSha256: '0'.repeat(64) },
  ...{ receivedAt: '2026-01-01T00:00:00.000Z', district: null, attempt: 1, waitId: null, correctedOnce: false },
  ...{ findings: [], conflictUsccs: [] },
});
const dir = mkdtempSync(join(tmpdir(), 'look-'));
let database: Awaited<ReturnType<typeof startTable>>;
let table: Table;
beforeAll(async () => {
  database = await startTable(dir);
  table = new Table(TABLE, database.dynamo);
});
afterAll(async () => {
  await database.stop();
  rmSync(dir, { recursive: true });
});
const changedTo = (change: object) =>
  table.put(keys.application(applicationId), { ...seen, ...change }, { replace: true });
const looks = () => table.get(keys.secondLook(applicationId), SecondLookRecord);

test('nobody is asked about sheets of which one was just struck: they are added up again', async () => {
  await changedTo({ conflicts: 1 });
  await expect(askAgain(table, policy, seen, first)).rejects.toThrow(Retryable);
  expect(await looks()).toBeNull();
});

test('nobody is asked about an application that was just taken back', async () => {
  await changedTo({ status: 'withdrawn' });
  expect(await askAgain(table, policy, seen, first)).toEqual({ decision: 'withdrawn' });
  expect(await looks()).toBeNull();
});

test('else everybody is, and asking again asks the same', async () => {
  await changedTo({});
  const asked = await askAgain(table, policy, seen, first);
  expect(asked).toMatchObject({ decision: 'spread', looks: [{ seat: 1 }, { seat: 2 }, { seat: 3 }] });
  expect(await askAgain(table, policy, seen, first)).toEqual(asked);
});
