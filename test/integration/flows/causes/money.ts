/** Accounts and payments. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { expect } from 'vitest';
import { AwardRecord } from '../../../../shared/schemas/records.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { openTaskAction } from '../../../../shared/tasks/open.ts';
import { accountOf, sayPaid } from '../money.ts';
import type { Cause, World } from './cause.ts';

/** Switches the key of accounts, the only one there is, off or on, as whoever has the stage's account can. */
async function switchKey({ flows }: World, Command: typeof DisableKeyCommand | typeof EnableKeyCommand) {
  const [file = ''] = readdirSync(join(flows.dataDir, 'kms'));
  const kms = new KMSClient({ endpoint: flows.cloud.endpoints.kms });
  await kms.send(new Command({ KeyId: file.replace('.json', '') }));
  kms.destroy();
}

/** A winner who is asked for its account. */
async function askForAccount({ flows, roundId, people: { winner }, at }: World): Promise<void> {
  const { applicationId: awardId, uscc, name } = winner;
  const award: AwardRecord = {
    ...{ entity: 'Award', awardId, roundId, category: 'benchmark-enterprise', uscc, name, title: name },
    ...{ rank: 1, listNo: 1, amountFen: 5_000_000, otherReadingFen: 0, steps: [] },
    ...{ status: 'announced', payeeRef: null, planNo: null, attempt: 1, announcedAt: at() },
  };
  await flows.table.put(keys.award(roundId, awardId), award);
  const task = {
    ...{ taskId: `${awardId}~payee.1`, kind: 'payee' as const, roundId, applicationId: awardId, waitId: null },
    assignee: { role: 'applicant' as const, id: awardId },
    ...{ deadline: at(30 * 24 * 60 * 60_000), subject: { listNo: 1 } },
  };
  await flows.table.transact([
    openTaskAction(task, at()),
    { put: keys.open(roundId, 'payee-1', awardId), item: { entity: 'Open', id: awardId } },
  ]);
  await flows.cloud.idle();
}

const fillIn = async ({ flows, people: { winner } }: World) => {
  const { applicationId: awardId } = winner;
  return flows.send(`${awardId}~payee.1`, await accountOf(flows, awardId));
};

export const noKeyForWinner: Cause = {
  title: 'a key that is switched off when a winner gives its account',
  // The page that says so is one that failed.
  rings: ['payee-key', 'api-errors'],
  make: async (world) => {
    await askForAccount(world);
    await switchKey(world, DisableKeyCommand);
    expect((await fillIn(world)).status).toBe(503);
  },
  mend: async (world) => {
    await switchKey(world, EnableKeyCommand);
    expect((await fillIn(world)).status).toBe(303);
    await world.flows.cloud.idle();
    await world.wait(6);
  },
};

/** What finance asks for before it pays. */
async function fetchAccount({ flows, roundId, people: { winner }, at, named }: World): Promise<unknown> {
  const { applicationId: awardId, uscc: payeeUscc } = winner;
  const award = await flows.table.get(keys.award(roundId, awardId), AwardRecord);
  const payeeRef = award?.payeeRef ?? '';
  const disbursementId = `${awardId}.1.1`;
  const record = {
    ...{ entity: 'Disbursement', disbursementId, roundId, awardId, category: 'benchmark-enterprise', planNo: 1 },
    ...{ instalment: 1, attempt: 1, payeeUscc, payeeRef, amountFen: 5_000_000, issuedAt: at(), status: 'issued' },
  };
  await flows.table.put(keys.disbursement(roundId, disbursementId), record, { replace: true });
  const payees = [{ disbursementId, payeeRef }];
  return flows.invoke(named('payee'), { roundId, by: '财政经办', reason: '编制拨付批次', payees });
}

export const noKeyForFinance: Cause = {
  title: 'a key that is switched off when finance asks for an account',
  rings: ['payee-key', 'payee-errors'],
  make: async (world) => {
    await switchKey(world, DisableKeyCommand);
    await expect(fetchAccount(world)).rejects.toThrow('Retryable');
  },
  mend: async (world) => {
    await switchKey(world, EnableKeyCommand);
    expect(await fetchAccount(world)).toMatchObject({ accounts: [{ accountName: world.people.winner.name }] });
    await world.wait(6);
  },
};

const SETTLEMENT = 'Publishing-Settlement-Dead';

export const otherSum: Cause = {
  title: 'a settlement for another sum, which changes nothing and stays to be seen',
  rings: ['settlement-mismatch', `${SETTLEMENT}-not-empty`],
  make: async ({ flows, roundId, issued }) => {
    await sayPaid(flows, [{ disbursementId: await issued(), roundId, amountFen: 4_999_999 }]);
    await flows.cloud.idle();
  },
  mend: async ({ flows, roundId, issued, awards, wait, ringing }) => {
    expect((await awards('redrive', '--dry-run', '--queue', SETTLEMENT)).out).toContain('settlement.amount');
    await wait(6);
    expect(ringing()).toEqual([`${SETTLEMENT}-not-empty`]);
    await flows.seen('PublishingSettlement');
    await sayPaid(flows, [{ disbursementId: await issued(), roundId, amountFen: 5_000_000 }]);
    await flows.cloud.idle();
  },
};
