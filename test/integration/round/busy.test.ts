import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApplicationRecord } from '../../../shared/schemas/records.ts';
import { ensureGate } from '../../../shared/store/gates.ts';
import { keys } from '../../../shared/store/keys.ts';
import { Table } from '../../../shared/store/table.ts';
import { withdraw } from '../../../shared/withdrawal/withdraw.ts';
import { startTable, TABLE } from '../../browser/parts.ts';

/** Panels are being drawn: nobody waits for anything that a withdrawal could settle. */
const roundId = 'r-busy';
const applicationId = `${roundId}.c.0000000000000001`;
const dir = mkdtempSync(join(tmpdir(), 'busy-'));
let database: Awaited<ReturnType<typeof startTable>>;
let table: Table;
beforeAll(async () => {
  database = await startTable(dir);
  table = new Table(TABLE, database.dynamo);
  await ensureGate(table, roundId, 'district', '2026-01-01T00:00:00.000Z', true);
  await table.update(keys.gate(roundId, 'district'), { set: { passedAt: '2026-01-01T00:00:00.000Z' } });
  await table.put(keys.application(applicationId), application);
});
afterAll(async () => {
  await database.stop();
  rmSync(dir, { recursive: true });
});

const application: ApplicationRecord = {
  ...{ entity: 'Application', applicationId, roundId, category: 'chain-case', uscc: '91330100MA27XL0K4Q' },
  ...{ name: '甲', title: '乙', applicationNo: 1, status: 'recommended', version: 1, packageSha256: '0'.repeat(64) },
  ...{ receivedAt: '2026-01-01T00:00:00.000Z', district: null, attempt: 1, waitId: null, correctedOnce: false },
  ...{ findings: [], conflictUsccs: [] },
};
test('whoever withdraws while panels are drawn is told to try again', async () => {
  expect(await withdraw(table, { applicationId })).toBe('busy');
});

test('a second click, which saw the application before the first was done with it, finds it withdrawn', async () => {
  // The first click ends between the second one's looks.
  const get: Table['get'] = async (key, schema) => {
    const seen = await table.get(key, schema);
    await table.update(keys.application(applicationId), { set: { status: 'withdrawn' } });
    return seen;
  };
  const second = new Proxy(table, {
    get(target, name: keyof Table) {
      const own = target[name];
      if (name === 'get') return get;
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
  expect(await withdraw(second, { applicationId })).toBe('closed');
});
