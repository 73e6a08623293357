/** A deployment in mid-round, and the way back: what runs goes on by the definition it began with, and nothing is lost or happens twice. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStateMachineForExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { ApplicationRecord } from '../../../shared/schemas/records.ts';
import { executionArnOf } from '../../../shared/store/executions.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadAwards } from '../../../shared/store/lists.ts';
import { assembly } from './assembly.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, uploadForm } from './harness.ts';
import { accountOf, openFinance } from './money.ts';
import { decideAll, INTAKE_OVER, scoreAll, submitAll } from './rounds.ts';
import { postFile } from './visit.ts';

const city = makeCity({
  roundId: 'flow-upgrade',
  invite: { 'benchmark-enterprise': 3 },
  policy: ({ categories }) => {
    categories['benchmark-enterprise'].quota.value = 2;
  },
  registers: (registers) => {
    registers.subsidies = [];
  },
});
const ROUND = city.roundId;
const [first, second, queued] = city.applicants as [Applicant, Applicant, Applicant];
const MARK = 'functions of the next version';
const recommend = { decision: 'recommend', opinion: '同意推荐。' };
const yes = (decision: string) => ({ decision, reason: '经研究同意。' });

interface Template {
  Resources: Record<string, { Type: string; Properties: { DefinitionString?: { 'Fn::Join': [string, unknown[]] } } }>;
}

/** The assembly as it would be of changed sources: every bundle says so when it is loaded, every machine begins with one more state. */
function nextVersion(from: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'awards-next-'));
  cpSync(from, dir, { recursive: true });
  for (const asset of readdirSync(dir).filter((name) => name.startsWith('asset.'))) {
    const file = join(dir, asset, 'index.mjs');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nconsole.log(${JSON.stringify(MARK)});\n`);
  }
  const file = join(dir, 'Awards-local-Service.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const machines = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  for (const { Properties } of machines) {
    const parts = Properties.DefinitionString?.['Fn::Join'][1] ?? [];
    const changed = String(parts[0]).replace(
      /"StartAt":"(\w+)","States":\{/,
      '"StartAt":"Upgraded","States":{"Upgraded":{"Type":"Pass","Next":"$1"},',
    );
    if (changed === parts[0]) throw new Error('a definition does not begin as it did');
    parts[0] = changed;
  }
  writeFileSync(file, JSON.stringify(template));
  return dir;
}

let flows: Flows;
let versions: { old: string; next: string };
beforeAll(async () => {
  const old = await assembly();
  versions = { old, next: nextVersion(old) };
  flows = await openFlows({ assemblyDir: old, bundled: true });
});
afterAll(async () => {
  // What must always hold does, of the round as it ended: nothing lost, nothing twice.
  await flows.close();
  rmSync(versions.next, { recursive: true, force: true });
});

const deploy = async (assemblyDir: string) => {
  const from = await flows.leave();
  flows = await openFlows({ assemblyDir, bundled: true, from });
  await flows.cloud.idle();
};

type Machine = 'Round' | 'Application' | 'Scoring';
/** By which definition an execution goes, and whether it went by it. */
async function definitionOf(machine: Machine, name: string): Promise<'old' | 'next'> {
  const executionArn = executionArnOf(flows.output(`${machine}MachineArn`), name);
  const { definition } = await flows.machines.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  const history = await flows.machines.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  const entered = (history.events ?? []).some((event) => event.stateEnteredEventDetails?.name === 'Upgraded');
  expect(entered).toBe(definition?.includes('Upgraded'));
  return entered ? 'next' : 'old';
}
const marks = () => flows.logs().split(MARK).length - 1;
const statusOf = async ({ applicationId }: Applicant) =>
  (await flows.table.get(keys.application(applicationId), ApplicationRecord))?.status;

test('while applications wait for their districts and an upload stands in the queue, the next version is deployed', async () => {
  await flows.openRound(city);
  await submitAll(flows, [first, second]);
  const form = await uploadForm(await flows.visit(queued.applicationId, 'slot'));
  expect(await postFile(form, queued.zip())).toBe(201);
  expect(marks()).toBe(0);
  await deploy(versions.next);

  // It was taken in by the new functions, and goes by the new definition; the others still by theirs.
  expect(await statusOf(queued)).toBe('in-review');
  expect(marks()).toBeGreaterThan(0);
  expect(await definitionOf('Application', queued.applicationId)).toBe('next');
  for (const { applicationId } of [first, second]) {
    expect(await flows.execution('Application', applicationId)).toBe('RUNNING');
    expect(await definitionOf('Application', applicationId)).toBe('old');
  }
});

test('links from before lead on, and the old executions end with the new functions', async () => {
  await decideAll(
    flows,
    city.applicants.map(({ applicationId }) => [`${applicationId}~district.1`, recommend]),
  );
  for (const applicant of city.applicants) {
    expect(await statusOf(applicant)).toBe('recommended');
    expect(await flows.execution('Application', applicant.applicationId)).toBe('SUCCEEDED');
  }
  await flows.jump(INTAKE_OVER);
  for (const { applicationId } of city.applicants) expect(await definitionOf('Scoring', applicationId)).toBe('next');
  expect(await definitionOf('Round', ROUND)).toBe('old');
});

test('the way back: what the newer version has started ends under the older functions', async () => {
  await deploy(versions.old);
  const before = marks();
  await scoreAll(flows, city, (applicant) => [0.95, 0.85, 0.75][city.applicants.indexOf(applicant)] ?? 0.7);
  for (const { applicationId } of city.applicants) {
    expect(await flows.execution('Scoring', applicationId)).toBe('SUCCEEDED');
    expect(await definitionOf('Scoring', applicationId)).toBe('next');
  }
  await flows.decide(`${ROUND}~deliberate`, yes('approve'));
  await flows.jump('2025-12-20T16:01:00.000Z');
  await flows.decide(`${ROUND}~confirm.1`, yes('confirm'));
  const finance = openFinance(flows, () => ({ outcome: 'paid' }));
  try {
    const awards = await loadAwards(flows.table, ROUND);
    expect(awards).toHaveLength(2);
    for (const { awardId } of awards) await flows.decide(`${awardId}~payee.1`, await accountOf(flows, awardId));
    await flows.send(`${ROUND}~plan.1`, yes('approve'));
    await finance.take();
    await finance.settle();
  } finally {
    await finance.close();
  }
  expect(await flows.call({ op: 'status', roundId: ROUND })).toMatchObject({ stage: 'closed' });
  expect(await flows.execution('Round', ROUND)).toBe('SUCCEEDED');
  expect(marks()).toBe(before);
  expect(await flows.deadLetters()).toEqual({});
  const exported = await exportRound(flows.table, flows.evidence, ROUND);
  expect(recompute(exported).differences).toEqual([]);
});
