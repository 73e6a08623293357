import { afterAll, beforeAll, expect, test } from 'vitest';
import { escalate } from '../../../functions/task-escalate/handler.ts';
import { ApplicationRecord, GateRecord, TaskRecord, WaitRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Action, Table } from '../../../shared/store/table.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { INTAKE_OVER } from './rounds.ts';

const city = makeCity({ roundId: 'flow-dying', invite: { 'benchmark-enterprise': 1 } });
const [{ applicationId, zip }] = city.applicants as [Applicant];

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
  await flows.upload(applicationId, zip());
});
afterAll(() => flows.close());

/** The table of a function that dies as soon as its transaction is written. */
class LastWrite extends Table {
  override async transact(actions: Action[]): Promise<void> {
    await super.transact(actions);
    throw new Error('killed');
  }
}

/** The table of a function that dies before its n-th write. */
class FewWrites extends Table {
  left = 0;

  #count(): void {
    if (this.left === 0) throw new Error('killed');
    this.left -= 1;
  }

  override async put(...args: Parameters<Table['put']>): Promise<void> {
    this.#count();
    await super.put(...args);
  }

  override async update(...args: Parameters<Table['update']>): ReturnType<Table['update']> {
    this.#count();
    return super.update(...args);
  }
}

test('a function that dies at any write while it reminds is repeated, and whoever is late was reminded once', async () => {
  const waitId = `${applicationId}~district.1`;
  const past = new Date(flows.cloud.clock.now() - 60_000).toISOString();
  const request = {
    kind: 'district-review',
    roundId: city.roundId,
    applicationId,
    waitId,
    version: 1,
    attempt: 1,
  } as const;
  const dying = new FewWrites(flows.table.name, flows.database);
  const before = await flows.table.get(keys.task(waitId), TaskRecord);
  for (const writes of [0, 1, 2, 3, 4]) {
    await flows.table.update(keys.task(waitId), { set: { deadline: past, reminders: 0 } });
    await flows.table.update(keys.wait(waitId), { set: { deadline: past } });
    dying.left = writes;
    await escalate({ table: dying, evidence: flows.evidence }, request).catch((error: Error) => {
      expect(error.message).toBe('killed');
    });
    const answer = await escalate({ table: flows.table, evidence: flows.evidence }, request);
    const [task, wait] = await Promise.all([
      flows.table.get(keys.task(waitId), TaskRecord),
      flows.table.get(keys.wait(waitId), WaitRecord),
    ]);
    expect(task?.reminders, `after ${writes} writes`).toBe(1);
    expect((task?.deadline ?? '') > past).toBe(true);
    expect([wait?.deadline, answer.deadline]).toEqual([task?.deadline, task?.deadline]);
  }
  const back = { deadline: before?.deadline ?? '', reminders: 0 };
  await flows.table.update(keys.task(waitId), { set: back });
  await flows.table.update(keys.wait(waitId), { set: { deadline: back.deadline } });
  await flows.cloud.idle();
});

test('a function that dies right after the last district decision holds up nobody: the stage ends at once', async () => {
  await flows.jump(INTAKE_OVER);
  const taskId = `${applicationId}~district.1`;
  const personId = flows.mailAbout(taskId).to;
  const deps = { table: new LastWrite(flows.table.name, flows.database), evidence: flows.evidence };
  const form = { decision: 'recommend', opinion: '同意推荐。' };
  const staff = city.registers.staff.find(({ email }) => email === personId)?.staffId ?? '';
  await expect(decideTask(deps, { taskId, personId: staff, form })).rejects.toThrow('killed');
  await flows.cloud.idle();
  expect(await flows.table.get(keys.application(applicationId), ApplicationRecord)).toMatchObject({
    status: 'recommended',
  });
  expect(await flows.table.get(keys.gate(city.roundId, 'district'), GateRecord)).toMatchObject({
    closed: true,
    passedAt: INTAKE_OVER,
  });
});
