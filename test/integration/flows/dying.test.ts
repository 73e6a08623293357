import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationRecord, GateRecord } from '../../../shared/schemas/records.ts';
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
});
afterAll(() => flows.close());

/** The table of a function that dies as soon as its transaction is written. */
class LastWrite extends Table {
  override async transact(actions: Action[]): Promise<void> {
    await super.transact(actions);
    throw new Error('killed');
  }
}

test('a function that dies right after the last district decision holds up nobody: the stage ends at once', async () => {
  await flows.upload(applicationId, zip());
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
