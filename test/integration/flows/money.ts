/** The finance office and the people behind the money, as they act in these tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type FinanceOptions, startFinanceOffice } from '../../../infra/local/finance/office.ts';
import { ApplicationRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import type { Flows } from './harness.ts';

export function openFinance(flows: Flows, outcome: FinanceOptions['outcome']) {
  const dir = mkdtempSync(join(tmpdir(), 'awards-finance-'));
  const office = startFinanceOffice({
    queueUrl: flows.output('FinanceQueueUrl'),
    deadLetterUrl: flows.output('FinanceDeadLetterUrl'),
    busName: flows.output('BusName'),
    sqs: flows.sqs,
    events: flows.events,
    dbPath: join(dir, 'ledger.sqlite'),
    now: () => flows.cloud.clock.now(),
    outcome,
    waitSeconds: 0,
  });
  /** Takes instructions in as they come, until nothing is in flight: one that nobody took would still be. */
  const take = async (): Promise<void> => {
    let busy = true;
    const idle = flows.cloud.idle().finally(() => {
      busy = false;
    });
    while (busy) {
      await office.poll();
      await sleep(20);
    }
    await idle;
  };
  return {
    received: office.received,
    recoveries: office.recoveries,
    /** Notes a part that came back; it is told of with the next settling. */
    recovered: office.recovered,
    take,
    /** Answers everything that was not answered yet. */
    settle: async (): Promise<void> => {
      await office.settleAll();
      await take();
    },
    close: async () => {
      await office.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Answers of finance as somebody else might send them. */
export async function sayPaid(flows: Flows, details: Record<string, unknown>[]): Promise<void> {
  const now = new Date(flows.cloud.clock.now()).toISOString();
  const Entry = { EventBusName: flows.output('BusName'), Source: 'finance', DetailType: 'DisbursementSettled' };
  const answers = details.map((detail) => ({ outcome: 'paid', receivedAt: now, settledAt: now, ...detail }));
  const Entries = answers.map((answer) => ({ ...Entry, Detail: JSON.stringify(answer) }));
  await flows.events.send(new PutEventsCommand({ Entries }));
  await flows.cloud.idle();
}

/** A winner's account in the winner's own name. */
export async function accountOf(flows: Flows, awardId: string): Promise<Record<string, string>> {
  const application = await flows.table.get(keys.application(awardId), ApplicationRecord);
  const bank = { bank: '示例银行第一支行', accountNumber: '6299 0000 0000 000' };
  return { decision: 'account', accountName: application?.name ?? '', ...bank, consent: 'yes' };
}
