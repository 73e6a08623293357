/** Work that stands still, and letters that do not arrive. */
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import { keys, outboxIndex } from '../../../../shared/store/keys.ts';
import { makeCity } from '../city.ts';
import type { Cause, World } from './cause.ts';

const MINUTES = 60_000;

const stop = ({ flows }: World, name: string) => {
  const executionArn = `${flows.output('ApplicationMachineArn').replace(':stateMachine:', ':execution:')}:${name}`;
  return flows.machines.send(new StopExecutionCommand({ executionArn }));
};

export const stopped: Cause = {
  title: 'an execution that ends without a decision, until the reconciler starts it again',
  rings: ['application-failed'],
  make: (world) => stop(world, world.people.paid.applicationId),
  mend: async ({ flows, people, awards, wait }) => {
    await wait(16);
    expect((await awards('reconcile')).out).toMatch(/流程已中断，事项未办结 +1\n/);
    await flows.cloud.idle();
    expect(await flows.execution('Application', `${people.paid.applicationId}.r1`)).toBe('RUNNING');
  },
};

export const hopeless: Cause = {
  title: 'an execution that ends again and again, until a person starts it',
  rings: ['stuck'],
  make: async (world) => {
    const { applicationId } = world.people.hopeless;
    for (const name of ['', '.r1', '.r2', '.r3']) {
      await stop(world, `${applicationId}${name}`);
      await world.wait(16);
      await world.awards('reconcile');
      await world.flows.cloud.idle();
    }
    // Past the hourly run's next one, too: it is as stuck as before.
    await world.wait(59);
  },
  mend: async ({ flows, people, roundId, awards, wait }) => {
    const { applicationId } = people.hopeless;
    expect(await awards('reconcile')).toMatchObject({ code: 1 });
    const input = JSON.stringify({ roundId, applicationId });
    const stateMachineArn = flows.output('ApplicationMachineArn');
    await flows.machines.send(new StartExecutionCommand({ stateMachineArn, name: `${applicationId}.r4`, input }));
    await flows.cloud.idle();
    expect(await awards('reconcile')).toMatchObject({ code: 0 });
    await wait(61);
  },
};

export const overdue: Cause = {
  title: 'a task that nobody does in time, until its next deadline',
  rings: ['tasks-overdue'],
  make: async ({ flows, people, at, awards }) => {
    const taskId = `${people.paid.applicationId}~district.1`;
    await flows.table.update(keys.task(taskId), { set: { deadline: at(-20 * MINUTES) } });
    expect((await awards('reconcile')).out).toMatch(/任务逾期 +1\n/);
  },
  mend: ({ wait }) => wait(61),
};

const HELD = { pk: 'HELD', sk: '1' };

export const held: Cause = {
  title: 'a letter that does not leave for a quarter of an hour',
  rings: ['outbox-lag'],
  make: async ({ flows, people, roundId, at, wait, ringing }) => {
    // Its application has no slot, so that its mail cannot be written.
    const applicationId = `${roundId}.c.0123456789abcdef`;
    const { uscc } = people.poisoned;
    const words = { category: 'chain-case', uscc, applicationNo: 9, name: '甲', contactName: '乙' };
    const slot = { entity: 'Slot', applicationId, roundId, outbox: 'mail', ...words, email: 'yi@example.test' };
    await flows.table.put(HELD, { ...slot, issuedAt: at(), ...outboxIndex(applicationId, at()) });
    await flows.cloud.idle();
    await flows.seen('PublishingMail');
    await wait(5);
    expect(ringing()).toEqual([]);
    await wait(16);
    await flows.seen('PublishingMail');
  },
  mend: async ({ flows, wait }) => {
    await flows.table.delete(HELD);
    await wait(11);
  },
};

export const refusedLetter: Cause = {
  title: 'a letter that its reader’s server refuses for good',
  rings: ['undelivered'],
  make: async ({ flows }) => {
    const elsewhere = makeCity({
      roundId: 'flow-nowhere',
      invite: { 'chain-case': 1 },
      registers: ({ invitations }) => {
        for (const row of invitations) row.email = 'nobody@firm.invalid';
      },
    });
    await flows.openRound(elsewhere);
  },
  mend: async ({ awards, wait }) => {
    const told = await awards('mail', 'undelivered', '--round', 'flow-nowhere');
    expect(told.out).toMatch(/550/);
    await wait(6);
  },
};
