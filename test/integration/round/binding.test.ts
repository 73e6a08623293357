import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { overCap } from '../../../shared/domain/ledger.ts';
import { parsePolicy } from '../../../shared/policy/check.ts';
import { ApplicationRecord, type PlaceRecord, type RoundRecord } from '../../../shared/schemas/records.ts';
import { type PilotRow, REGISTER_KINDS } from '../../../shared/schemas/registers.ts';
import { bindAmount } from '../../../shared/store/binding.ts';
import { keys } from '../../../shared/store/keys.ts';
import { endHeldActions, loadLedger, recoverHeldActions } from '../../../shared/store/ledger.ts';
import { amountOf } from '../../../shared/store/lists.ts';
import { policyKey } from '../../../shared/store/policies.ts';
import { registerVersion, writeRegister } from '../../../shared/store/registers.ts';
import { generateWorld } from '../../world/generate.ts';
import { POLICY } from '../cli/desk.ts';
import { startStores } from '../registers/stores.ts';

/** Several rounds that bind one enterprise's awards in the same moment, on a real table. */
const parsed = parsePolicy(JSON.parse(readFileSync(POLICY, 'utf8')));
if (!parsed.ok) throw new Error('the policy does not add up');
const { policy, hash } = parsed;
const [template] = generateWorld({ seed: 'binding', applications: 8, policy }).registers.pilots as [PilotRow];
const USCCS = ['91370200MA3C000000', '91370211MA3F0017X0', '91110000101623741K'];
const pilots = USCCS.map((uscc): PilotRow => ({ ...template, uscc, investmentFen: 80_000_000 }));
const ROUNDS = ['qd-2024', 'qd-2025', 'qd-2026', 'qd-2027'];
const AT = '2025-11-03T01:00:00.000Z';
const idOf = (roundId: string, uscc: string) => `${roundId}.b.${USCCS.indexOf(uscc)}${'0'.repeat(15)}`;

let stores: Awaited<ReturnType<typeof startStores>>;
beforeAll(async () => {
  stores = await startStores();
  const { table, evidence } = stores;
  await evidence.write(policyKey(hash), JSON.stringify(policy), 'application/json');
  await writeRegister(table, 'pilots', registerVersion(pilots), pilots);
  for (const roundId of ROUNDS) await opened(roundId);
});
afterAll(() => stores.stop());

async function opened(roundId: string): Promise<void> {
  const { table } = stores;
  const versions = REGISTER_KINDS.map((kind) => [kind, registerVersion(kind === 'pilots' ? pilots : [])]);
  const round: RoundRecord = {
    ...{ entity: 'Round', roundId, title: '甲', policyId: policy.id, policyHash: hash, stage: 'lists' },
    ...{ registers: Object.fromEntries(versions), openedAt: AT, callDate: '2025-11-03' },
    ...{ secretHash: '0'.repeat(64), secret: 'x' },
  };
  await table.put(keys.round(roundId), round);
  for (const uscc of USCCS) {
    const applicationId = idOf(roundId, uscc);
    const application = ApplicationRecord.parse({
      ...{
        entity: 'Application',
        applicationId,
        roundId,
        category: 'benchmark-enterprise',
        uscc,
        name: '甲',
        title: '甲',
      },
      ...{ applicationNo: 1, status: 'recommended', version: 1, packageSha256: '0'.repeat(64), receivedAt: AT },
      ...{ district: null, attempt: 1, waitId: null, correctedOnce: false, findings: [], conflictUsccs: [] },
    });
    const place: PlaceRecord = {
      ...{ entity: 'Place', roundId, category: 'benchmark-enterprise', applicationId, rank: 1, order: 1 },
      ...{ total: '90', shown: '90.00', decidedBy: null, state: 'shortlisted', noticeEndsAt: AT },
      ...{ openObjections: 0, listNo: null },
    };
    await table.put(keys.application(applicationId), application);
    await table.put(keys.place(roundId, 'benchmark-enterprise', applicationId), place);
  }
}

test('of rounds that bind at once, each twice, one comes after the other and nobody gets more than the cap', async () => {
  const deps = { table: stores.table, evidence: stores.evidence };
  const ids = USCCS.flatMap((uscc) => ROUNDS.flatMap((roundId) => [idOf(roundId, uscc), idOf(roundId, uscc)]));
  const bound = await Promise.all(ids.map(async (id) => [id, await bindAmount(deps, id)] as const));
  for (const uscc of USCCS) {
    const entries = await loadLedger(stores.table, uscc);
    expect(entries.map(({ amountFen }) => amountFen).toSorted((x, y) => y - x)).toEqual([40_000_000, 10_000_000, 0, 0]);
    expect(overCap(entries)).toBeNull();
    for (const { awardId, amountFen } of entries)
      expect(bound.filter(([id]) => id === awardId)).toEqual([
        [awardId, amountFen],
        [awardId, amountFen],
      ]);
  }
});

test('what is bound stays, whatever is freed later; what is bound later finds what is free', async () => {
  const { table, evidence } = stores;
  const deps = { table, evidence };
  const [uscc = ''] = USCCS;
  const entries = await loadLedger(table, uscc);
  const largest = entries.find(({ amountFen }) => amountFen === 40_000_000)?.awardId ?? '';
  const smaller = entries.find(({ amountFen }) => amountFen === 10_000_000)?.awardId ?? '';
  await table.transact(await recoverHeldActions(table, uscc, largest, 15_000_000));
  await table.transact(await endHeldActions(table, uscc, smaller));
  // Ended twice, or something that the ledger does not know: nothing to do.
  expect(await endHeldActions(table, uscc, smaller)).toEqual([]);
  expect(await endHeldActions(table, uscc, 'qd-2030.b.0000000000000000')).toEqual([]);
  expect(await recoverHeldActions(table, uscc, 'qd-2030.b.0000000000000000', 1)).toEqual([]);
  expect((await amountOf(deps, smaller)).amount.amountFen).toBe(10_000_000);
  await opened('qd-2028');
  expect((await amountOf(deps, idOf('qd-2028', uscc))).bound).toBe(false);
  expect(await bindAmount(deps, idOf('qd-2028', uscc))).toBe(25_000_000);
});
