/** What waits, or was given up. */
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { keys } from '../../../../shared/store/keys.ts';
import { queueUrl } from '../../garbage/senders.ts';
import type { Cause, World } from './cause.ts';

const START_DEAD = 'Workflow-Start-Dead';

export const poisoned: Cause = {
  title: 'a poisoned message, until it was mended and put back',
  rings: [`${START_DEAD}-not-empty`],
  make: async ({ flows, people: { poisoned }, roundId }) => {
    const { applicationId } = poisoned;
    await flows.tell(await queueUrl(flows, 'WorkflowStart'), { roundId, applicationId });
    await flows.cloud.idle();
  },
  mend: async ({ flows, people, roundId, awards, ringing }) => {
    const { applicationId } = people.poisoned;
    const told = await awards('doctor');
    expect(told.code).toBe(1);
    expect(told.out).toMatch(/^死信 +Workflow-Start-Dead +有问题 +1 条$/m);
    expect(told.out).toMatch(/^告警 +正在告警 +有问题 +awards-local-Workflow-Start-Dead-not-empty$/m);
    expect(told.out).toContain(`npm run awards -- redrive --dry-run --queue ${START_DEAD}`);
    // Nothing was mended yet: it comes back.
    expect(await awards('redrive', '--queue', START_DEAD)).toMatchObject({ code: 0 });
    await flows.cloud.idle();
    expect(ringing()).toEqual([`${START_DEAD}-not-empty`]);
    const seat = { entity: 'Seat', applicationId, roundId, seat: 1, status: 'scored', turn: 1, past: [] };
    await flows.table.put(keys.seat(applicationId, 1), { ...seat, expertId: 'expert-1' });
    expect(await awards('redrive', '--queue', START_DEAD)).toMatchObject({ code: 0 });
    await flows.cloud.idle();
  },
};

const BROKEN = { pk: keys.activePk, sk: 'broken' };

export const failedSchedule: Cause = {
  title: 'a scheduled run that fails three times',
  rings: ['FailedInvocations-not-empty', 'reconciler-errors'],
  make: async ({ flows, wait }) => {
    // A round that nobody can read is in the way of all.
    await flows.table.put(BROKEN, { entity: 'ActiveRound' });
    await wait(60);
  },
  mend: async ({ flows, awards, wait }) => {
    await flows.table.delete(BROKEN);
    expect(await awards('redrive', '--queue', 'FailedInvocations')).toMatchObject({ code: 0 });
    await flows.cloud.idle();
    await wait(6);
  },
};

export const unfedIntake: Cause = {
  title: 'an upload that waits because the intake’s mapping is switched off',
  rings: ['Intake-Inbox-age'],
  make: async ({ flows, people: { late }, unplug, wait, ringing }) => {
    await unplug('intake');
    await flows.upload(late.applicationId, late.zip());
    await wait(15);
    expect(ringing()).toEqual([]);
    await wait(1);
  },
  mend: async ({ flows, people: { late }, plug }) => {
    await plug('intake');
    await flows.cloud.idle();
    expect(await flows.execution('Application', late.applicationId)).toBe('RUNNING');
  },
};

let finance: (() => void) | undefined;
const financeQueue = ({ flows }: World) => flows.output('FinanceQueueUrl');

export const financeAway: Cause = {
  title: 'an instruction that finance does not fetch for a day',
  rings: ['finance-age'],
  make: async (world) => {
    const { flows, roundId, awards, wait, issued, at, ringing } = world;
    finance = flows.cloud.unattended(financeQueue(world).split('/').at(-1) ?? '');
    const hour = 60 * 60_000;
    const day = (ms: number) => at(ms + 8 * hour).slice(0, 16);
    // It left once, and finance says that it has nothing.
    await flows.table.update(keys.disbursement(roundId, await issued()), { set: { publishedAt: at() } });
    const range = ['--from', day(-hour), '--to', day(hour), '--by', '王处长', '--reason', '财政没有收到'];
    expect(await awards('replay', '--round', roundId, ...range)).toMatchObject({ code: 0 });
    await wait(24 * 60);
    expect(ringing()).toEqual([]);
    await wait(1);
  },
  mend: async (world) => {
    const { flows } = world;
    const QueueUrl = financeQueue(world);
    const { Messages = [] } = await flows.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    // Taken is not yet done: who dies now gets it again.
    expect(world.ringing()).toEqual(['finance-age']);
    for (const { ReceiptHandle } of Messages)
      await flows.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect(Messages).toHaveLength(1);
    finance?.();
  },
};
