import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drawRound } from '../../../functions/panels/draw.ts';
import { assemble } from '../../../shared/export/assemble.ts';
import { byApplication } from '../../../shared/export/parts.ts';
import { readRound } from '../../../shared/export/read.ts';
import { panelCheck } from '../../../shared/export/recompute/panels.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import { dryRun } from '../../../shared/panels/dry-run.ts';
import { loadPlan } from '../../../shared/panels/plan.ts';
import { DrawPlanRecord, DrawRecord, OpenRecord, SeatRecord, WaitRecord } from '../../../shared/schemas/records.ts';
import { retractFacts, stateFacts } from '../../../shared/store/flags.ts';
import { keys } from '../../../shared/store/keys.ts';
import { seatWaitId } from '../../../shared/store/seats.ts';
import { type Action, Table } from '../../../shared/store/table.ts';
import { TABLE } from '../../browser/parts.ts';
import { makeRound } from '../../unit/export/round.ts';
import { writeRound } from '../cli/records.ts';
import { startStores } from '../registers/stores.ts';

/** A round that comes to its draw: nobody has a seat, and what was recommended needs no package to be drawn for. */
const made = makeRound();
const applications = made.applications.filter(({ category }) => category !== 'solution-product');
const recommended = applications.filter(({ status }) => status === 'recommended').map((one) => one.applicationId);
const { roundId } = made.round;
const [leaving = ''] = recommended;
const SIZE = made.policy.panel.value.size;
const before = {
  ...made,
  round: { ...made.round, stage: 'district' as const },
  applications,
  ...{ seats: [], autos: [], sheets: [], scores: [], draws: [], tasks: [], rankings: [], places: [], notices: [] },
  ...{ objections: [], lists: [], awards: [], plans: [], disbursements: [], reconciliations: [] },
};

let stores: Awaited<ReturnType<typeof startStores>>;
beforeAll(async () => {
  stores = await startStores();
  await writeRound(stores.table, stores.evidence, before);
  const rows = recommended.map((applicationId) => ({
    key: keys.roster(roundId, applicationId),
    item: { applicationId },
  }));
  await stores.table.putMany(rows);
});
afterAll(() => stores.stop());

const clean = async () => {
  const { table } = stores;
  for (const id of recommended) {
    await table.update(keys.application(id), { set: { status: 'recommended' } });
    for (let seat = 1; seat <= SIZE; seat += 1)
      for (const key of [keys.seat(id, seat), keys.wait(seatWaitId(id, seat, 1))]) await table.delete(key);
    for (const key of [keys.auto(id), keys.open(roundId, 'experts', id)]) await table.delete(key);
  }
  for (const key of [keys.draw(roundId), keys.drawPlan(roundId)]) await table.delete(key);
  await table.update(keys.round(roundId), { set: { stage: 'district' } });
};
beforeEach(clean);

/** The table of a function that dies before its n-th write. */
class FewWrites extends Table {
  left: number;
  constructor(left: number) {
    super(TABLE, stores.database);
    this.left = left;
  }
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
  override async transact(actions: Action[]): Promise<void> {
    this.#count();
    await super.transact(actions);
  }
}

const seats = async () =>
  Object.fromEntries(
    await Promise.all(
      recommended.map(async (id) => {
        const own = await stores.table.all(keys.applicationPk(id), SeatRecord, 'SEAT#');
        return [id, own.map(({ expertId }) => expertId)] as const;
      }),
    ),
  );
const planned = async () =>
  Object.fromEntries(((await loadPlan(stores, roundId))?.panels ?? []).map((one) => [one.applicationId, one.experts]));
const withdrawn = () => stores.table.update(keys.application(leaving), { set: { status: 'withdrawn' } });
const openOf = (id: string) => stores.table.get(keys.open(roundId, 'experts', id), OpenRecord);
const exported = async () => assemble(await readRound(stores.table, stores.evidence, roundId));

test('a trial writes nothing, says nothing of who sits where, and is the same whatever the secret is', async () => {
  const { table, evidence, desk } = stores;
  const look = async () => JSON.stringify(await readRound(table, evidence, roundId));
  const [untouched, trial] = [await look(), await dryRun({ table: new FewWrites(0), evidence }, roundId)];
  expect(await look()).toBe(untouched);
  expect(trial).toMatchObject({ drawn: false, applications: recommended.length, shortages: [] });
  await table.update(keys.round(roundId), { set: { secret: 'another secret of the round' } });
  expect(await dryRun(stores, roundId)).toEqual(trial);
  await table.update(keys.round(roundId), { set: { secret: made.round.secret } });
  await drawRound(stores, roundId);
  const loads = Object.values((await table.get(keys.draw(roundId), DrawRecord))?.loads ?? {});
  expect([trial.loads[0]?.panels, trial.loads.at(-1)?.panels]).toEqual([Math.min(...loads), Math.max(...loads)]);
  expect(await dryRun(stores, roundId)).toEqual({ ...trial, drawn: true });
  const said = await desk.awards(['panels', '--round', roundId, '--outputs', desk.path('outputs.json')]);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(said.out).toContain(`推荐 ${recommended.length} 件`);
  expect(said.out).toContain('不是承诺的抽取密钥');
});

test('an expert with the name of an applicant’s representative is shown, until the ids can be compared', async () => {
  const { table } = stores;
  const [application] = applications.filter(({ status }) => status === 'recommended');
  const [expert] = made.registers.experts;
  if (application === undefined || expert === undefined) throw new Error('too small a round');
  const { applicationId, uscc, category, version } = application;
  const owner = { roundId, applicationId, uscc, category, version, related: [] };
  const fact = { kind: 'legal-person' as const, value: expert.name, labels: ['法定代表人'] };
  await stateFacts(table, owner, [fact], made.round.secret);
  const trial = await dryRun(stores, roundId);
  expect(trial.sameNames).toContainEqual({ applicationId, expertId: expert.expertId, uscc });
  await retractFacts(table, owner);
  expect((await dryRun(stores, roundId)).sameNames).toEqual([]);
});

function panelFaults(round: RoundExport): string[] {
  const check = panelCheck(round);
  return [...byApplication(round).flatMap(check.application), ...check.end()];
}

test('what is seated is the plan, and the plan is what its hash says', async () => {
  expect(await drawRound(stores, roundId)).toEqual({ decision: 'drawn' });
  expect(await seats()).toEqual(await planned());
  expect(panelFaults(await exported())).toEqual([]);
  const record = await stores.table.get(keys.drawPlan(roundId), DrawPlanRecord);
  await stores.table.update(keys.drawPlan(roundId), { set: { sha256: 'f'.repeat(64) } });
  await expect(loadPlan(stores, roundId)).rejects.toThrow();
  await stores.table.update(keys.drawPlan(roundId), { set: { sha256: record?.sha256 } });
});

test('a draw that dies at any write, and is gone on with after somebody has left, is the draw that was planned', async () => {
  const { evidence, table } = stores;
  const writes = recommended.length + 3;
  for (const left of [1, 2, 3, Math.floor(recommended.length / 2), recommended.length, writes - 2, writes - 1]) {
    for (const id of recommended) await table.update(keys.application(id), { set: { status: 'recommended' } });
    await expect(drawRound({ table: new FewWrites(left), evidence }, roundId)).rejects.toThrow('killed');
    expect(await table.get(keys.draw(roundId), DrawRecord), `after ${left} writes`).toBeNull();
    const plan = await planned();
    expect(Object.keys(plan).sort()).toEqual([...recommended].sort());
    await withdrawn();
    expect(await drawRound(stores, roundId)).toEqual({ decision: 'drawn' });
    expect(await seats(), `after ${left} writes`).toEqual(plan);
    expect(await planned()).toEqual(plan);
    expect(panelFaults(await exported())).toEqual([]);
    // Whoever was seated before it left is withdrawn as after any draw; who was not waits for nobody.
    const wait = await table.get(keys.wait(seatWaitId(leaving, 1, 1)), WaitRecord);
    expect((await openOf(leaving)) === null).toBe(wait === null);
    for (const id of recommended.filter((one) => one !== leaving)) expect(await openOf(id)).not.toBeNull();
    await clean();
  }
});

test('before there is a plan, whoever leaves is not drawn for', async () => {
  const { evidence } = stores;
  await expect(drawRound({ table: new FewWrites(0), evidence }, roundId)).rejects.toThrow('killed');
  expect(await loadPlan(stores, roundId)).toBeNull();
  await withdrawn();
  await drawRound(stores, roundId);
  expect(Object.keys(await planned())).not.toContain(leaving);
  expect((await seats())[leaving]).toEqual([]);
  expect(panelFaults(await exported())).toEqual([]);
});

test('of several who draw at once, all seat by one plan', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => drawRound(stores, roundId)));
  expect(answers).toEqual(Array(3).fill({ decision: 'drawn' }));
  expect(await seats()).toEqual(await planned());
});
