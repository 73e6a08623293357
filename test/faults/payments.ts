/** The way of money on its own: from a plan over to finance and back, in a local cloud on a folder. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { issue } from '../../functions/issue/handler.ts';
import { propose } from '../../functions/plan/handler.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../infra/local/cloud.ts';
import type { Instruction } from '../../infra/local/finance/ledger.ts';
import { type FinanceOffice, startFinanceOffice } from '../../infra/local/finance/office.ts';
import { caughtMails } from '../../infra/local/start/awards-cloud.ts';
import { outputOf } from '../../infra/local/start/outputs.ts';
import { DisbursementRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadAwards, loadPlan } from '../../shared/store/lists.ts';
import { decideTask } from '../../shared/tasks/decide.ts';
import { openTaskAction } from '../../shared/tasks/open.ts';
import { clientSettings, storesOf } from '../demo/stage.ts';
import { payableAwards, roundToPlan } from '../world/awards.ts';

export const ROUND = 'payments';
/** Nine in the morning in the city, long after the notice. */
const START = Date.parse('2025-12-22T01:00:00.000Z');
const TASK = `${ROUND}~plan.1`;
const OFFICER = 'bureau-3';

export interface Payments {
  cloud: LocalCloud;
  stores: ReturnType<typeof storesOf>;
  office: FinanceOffice;
  /** Writes the round with its awards, once. */
  prepare(awards: number): Promise<void>;
  plan(): Promise<void>;
  approve(): Promise<void>;
  /** Issues the whole plan, page by page, as its execution does. */
  issue(): Promise<void>;
  /** Takes in what comes, until nothing is in flight. */
  take(): Promise<void>;
  /** Answers all that has no answer, and waits until everything has come of it. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the cloud, or goes on where an earlier process was when it ended, however it did. */
export async function startPayments(
  options: Pick<LocalCloudOptions, 'assemblyDir' | 'dataDir' | 'load' | 'retryCapMs'>,
): Promise<Payments> {
  const cloud = await startLocalCloud({
    ...options,
    clock: { mode: 'still', start: START },
    secrets: caughtMails,
    parameters: { MailFrom: 'awards@example.test' },
  });
  Object.assign(globalThis, { [Symbol.for('awards.clock')]: () => cloud.clock.now() });
  const stores = storesOf(cloud);
  const { table } = stores;
  const events = new EventBridgeClient({ ...clientSettings(cloud), endpoint: cloud.endpoints.eventbridge });
  const office = startFinanceOffice({
    queueUrl: outputOf(cloud, 'FinanceQueueUrl'),
    deadLetterUrl: outputOf(cloud, 'FinanceDeadLetterUrl'),
    busName: outputOf(cloud, 'BusName'),
    ...{ sqs: stores.sqs, events, waitSeconds: 0 },
    dbPath: join(options.dataDir, 'finance.sqlite'),
    now: () => cloud.clock.now(),
    outcome: () => ({ outcome: 'paid' }),
  });
  const take = () => until(cloud.idle(), office.poll);
  return {
    cloud,
    stores,
    office,
    prepare: (awards) => roundToPlan(stores, ROUND, payableAwards(ROUND, awards)),
    plan: async () => void (await propose(stores, { roundId: ROUND })),
    approve: () => approved(stores),
    issue: async () => {
      let cursor: string | null = null;
      do ({ cursor } = await issue(table, { roundId: ROUND, planNo: 1, cursor }));
      while (cursor !== null);
    },
    take,
    settle: async () => {
      await office.settleAll();
      await take();
    },
    stop: async () => {
      await office.stop();
      events.destroy();
      stores.close();
      await cloud.stop();
    },
  };
}

const POLL_MS = 5;

/** Polls until the work is done: as long as a message lies in the queue, it is not. */
async function until(work: Promise<void>, poll: () => Promise<number>): Promise<void> {
  let busy = true;
  const ending = work.finally(() => {
    busy = false;
  });
  while (busy) if ((await poll()) === 0) await sleep(POLL_MS);
  await ending;
}

/** A person approves the plan on its task. */
async function approved(stores: ReturnType<typeof storesOf>): Promise<void> {
  const task = {
    ...{ taskId: TASK, kind: 'approve-plan' as const, roundId: ROUND, applicationId: null, waitId: null },
    ...{
      assignee: { role: 'bureau' as const, id: OFFICER },
      deadline: '2026-01-31T16:00:00.000Z',
      subject: { planNo: 1 },
    },
  };
  if ((await stores.table.get(keys.task(TASK), TaskRecord)) === null)
    await stores.table.transact([openTaskAction(task, new Date(START).toISOString())]);
  await decideTask(stores, { taskId: TASK, personId: OFFICER, form: { decision: 'approve', reason: '同意。' } });
}

/** What came of it, held against what there should be. */
export interface Outcome {
  /** Awards that are not in the plan, not instructed and settled, not received, or not paid. */
  lost: number;
  /** What stands at a station more than once; and instructions beside those that were paid. */
  twice: number;
  /** Sum that finance was told to pay, less the plan's. */
  differenceFen: number;
  parked: number;
}

export async function outcomeOf({ stores, office, cloud }: Payments, expected: number): Promise<Outcome> {
  const [plan, awards, disbursements] = await Promise.all([
    loadPlan(stores.table, ROUND, 1),
    loadAwards(stores.table, ROUND),
    stores.table.all(keys.disbursementsPk(ROUND), DisbursementRecord),
  ]);
  const received = office.received();
  const settled = disbursements.filter(({ status }) => status === 'paid');
  const paid = awards.filter(({ status }) => status === 'paid');
  const stations = [plan?.awardIds ?? [], ...[settled, received, paid].map((all) => all.map(({ awardId }) => awardId))];
  const sum = (all: Pick<Instruction, 'amountFen'>[]) => all.reduce((total, { amountFen }) => total + amountFen, 0);
  return {
    lost: stations.reduce((lost, ids) => lost + Math.max(0, expected - new Set(ids).size), 0),
    twice:
      stations.reduce((twice, ids) => twice + ids.length - new Set(ids).size, 0) +
      disbursements.length -
      settled.length,
    differenceFen: sum(received) - (plan?.totalFen ?? 0),
    parked: cloud.parked(),
  };
}
