import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../infra/cli/run.ts';
import { following } from '../../../shared/domain/decision-log.ts';
import { checkDecisions, exportDecisions } from '../../../shared/export/decisions.ts';
import { exportRound } from '../../../shared/export/export.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import { DecisionsDocument } from '../../../shared/schemas/decision-log.ts';
import { loadLog, transactLogged } from '../../../shared/store/decision-log.ts';
import { keys } from '../../../shared/store/keys.ts';
import { ConditionFailed } from '../../../shared/store/table.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { accountOf, openFinance } from './money.ts';
import { askForReview, decideAll, INTAKE_OVER, scoreAll, submitAll } from './rounds.ts';

/** One is refused and admitted after a review, one leaves, one wins and is contested, and the next moves up. */
const city = makeCity({
  roundId: 'flow-decided',
  invite: { 'solution-product': 4 },
  policy: ({ categories }) => {
    categories['solution-product'].quota.value = 1;
  },
});
const { roundId } = city;
const [winner, second, refused, leaver] = city.applicants as [Applicant, Applicant, Applicant, Applicant];
const SHARES = new Map([winner, second, refused, leaver].map((one, i) => [one.applicationId, 0.95 - i / 10]));

let flows: Flows;
let finance: ReturnType<typeof openFinance>;
let document: DecisionsDocument;
let exported: RoundExport;
let account: Record<string, string>;

const said = async ({ applicationId }: Applicant) =>
  (await loadLog(flows.table, applicationId)).map(({ about, decision }) => `${about.split(':')[0]} ${decision}`);

beforeAll(async () => {
  flows = await openFlows();
  finance = openFinance(flows, () => ({ outcome: 'paid' }));
  await flows.openRound(city);
  await submitAll(flows, city.applicants);
  await reviewed();
  await flows.jump(INTAKE_OVER);
  await scoreAll(flows, city, ({ applicationId }) => SHARES.get(applicationId) ?? 0.5);
  await flows.decide(`${roundId}~deliberate`, { decision: 'approve', reason: '审议通过。' });
  await contested();
  await paid();
  document = await exportDecisions(flows.table, roundId);
  exported = await exportRound(flows.table, flows.evidence, roundId);
});
afterAll(async () => {
  await finance.close();
  await flows.close();
});

async function reviewed(): Promise<void> {
  await decideAll(flows, [
    [`${winner.applicationId}~district.1`, { decision: 'recommend', opinion: '同意推荐。' }],
    [`${second.applicationId}~district.1`, { decision: 'recommend', opinion: '同意推荐。' }],
    [`${refused.applicationId}~district.1`, { decision: 'not-recommend', opinion: '投入不实。' }],
  ]);
  const slot = await flows.visit(leaver.applicationId, 'slot');
  await slot.post({ confirm: 'yes' });
  await flows.cloud.idle();
  expect((await askForReview(flows, refused.applicationId, '材料属实。')).status).toBe(303);
  await flows.decide(`${refused.applicationId}~review.1`, { decision: 'admit', reason: '经核查属实。' });
}

async function contested(): Promise<void> {
  const url = `${flows.cloud.endpoints.http}/rounds/${roundId}/objections`;
  const form = await fetch(url);
  const cookie = form.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const csrf = /name="csrf" value="([^"]*)"/.exec(await form.text())?.[1] ?? '';
  const objector = { objectorKind: 'person', objectorName: '张三', phone: '19900000000' };
  const grounds = '申报的改造投入与实际情况不符。';
  const body = new URLSearchParams({ csrf, applicationId: winner.applicationId, ...objector, grounds });
  const answer = await (await fetch(url, { method: 'POST', headers: { cookie }, body })).text();
  await flows.cloud.idle();
  const id = /<code>([0-9a-f]{16})<\/code>/.exec(answer)?.[1];
  await flows.decide(`${roundId}~objection.${id}`, { decision: 'uphold', reason: '情况属实。' });
}

async function paid(): Promise<void> {
  await flows.jump('2026-01-05T01:00:00.000Z');
  await flows.decide(`${roundId}~confirm.1`, { decision: 'confirm', reason: '同意。' });
  account = await accountOf(flows, second.applicationId);
  await flows.decide(`${second.applicationId}~payee.1`, account);
  await flows.send(`${roundId}~plan.1`, { decision: 'approve', reason: '同意。' });
  await finance.take();
  await finance.settle();
}

test('every decision about an application stands in its chain, in its order', async () => {
  const panel = ['task submit', 'task submit', 'task submit'];
  expect(await said(winner)).toEqual([
    ...['version accepted', 'task recommend', ...panel],
    ...['objection objection', 'task uphold'],
  ]);
  expect(await said(second)).toEqual([
    ...['version accepted', 'task recommend', ...panel, 'moved-up moved-up', 'award awarded'],
    ...['task account', 'payment issued', 'settlement paid'],
  ]);
  expect(await said(refused)).toEqual([
    ...['version accepted', 'task not-recommend', 'task request', 'task admit', ...panel],
  ]);
  expect(await said(leaver)).toEqual(['version accepted', 'withdrawal withdrawn']);
  const round = (await loadLog(flows.table, roundId)).map(({ about }) => about);
  expect(round).toEqual([`task:${roundId}~deliberate`, `task:${roundId}~confirm.1`, `task:${roundId}~plan.1`]);
});

test('the chains are whole, agree with the export, and name nobody', () => {
  expect(DecisionsDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  expect(checkDecisions(document, exported)).toEqual([]);
  const text = JSON.stringify(document);
  for (const { staffId } of city.registers.staff) expect(text).not.toContain(staffId);
  for (const { expertId } of city.registers.experts) expect(text).not.toContain(expertId);
  for (const word of ['张三', '投入不实', ...Object.values(account).slice(1, 4)]) expect(text).not.toContain(word);
  expect(text).not.toContain(account.accountNumber?.replaceAll(' ', ''));
});

test('whoever has the two files checks them at a console', async () => {
  const files = Object.entries({ decisions: document, exported, cut: changed((entries) => entries.slice(0, -1)) });
  for (const [name, content] of files) writeFileSync(join(flows.dataDir, `${name}.json`), JSON.stringify(content));
  const file = (name: string) => join(flows.dataDir, `${name}.json`);
  const said: string[] = [];
  const io = { out: (text: string) => said.push(text), err: (text: string) => said.push(text), environment: {} };
  const check = (name: string) => run(['decisions', 'check', file(name), '--export', file('exported')], io);
  expect([await check('decisions'), await check('cut'), await check('exported')]).toEqual([0, 1, 2]);
  expect(said).toEqual([
    expect.stringContaining('决定记录完整'),
    expect.stringContaining('决定记录有 1 处问题'),
    expect.stringMatching(/^cli\.not-decisions: /),
  ]);
});

type Chain = DecisionsDocument['chains'][number];
const changed = (change: (entries: Chain['entries']) => Chain['entries'], owner = winner.applicationId) => ({
  ...document,
  chains: document.chains.map((chain) => (chain.owner === owner ? { owner, entries: change(chain.entries) } : chain)),
});
function first<T>(values: readonly T[]): T {
  const [value] = values;
  if (value === undefined) throw new RangeError('nothing there');
  return value;
}
/** What a forger makes who knows how chains are made. */
function rechained(entries: Chain['entries']): Chain['entries'] {
  const made: Chain['entries'] = [];
  for (const entry of entries) made.push(following(winner.applicationId, made.at(-1) ?? null, entry));
  return made;
}

describe('is found', () => {
  const FORGERIES: [what: string, change: (entries: Chain['entries']) => Chain['entries'], says: RegExp][] = [
    [
      'an entry changed',
      (entries) => entries.with(1, { ...first(entries.slice(1)), decision: 'not-recommend' }),
      /内容与其校验值不符/,
    ],
    ['an entry left out', (entries) => entries.toSpliced(1, 1), /不衔接/],
    ['two exchanged', (entries) => entries.toSpliced(0, 2, ...entries.slice(0, 2).toReversed()), /不连续/],
    ['the last left out', (entries) => entries.slice(0, -1), /有记录，决定记录中没有/],
    ['one written twice', (entries) => rechained([...entries, ...entries.slice(-1)]), /重复记载/],
    [
      'one made up',
      (entries) => rechained([...entries, { ...first(entries), about: 'award', decision: 'awarded' }]),
      /没有相应的记录/,
    ],
    [
      'a chain written anew with another decision',
      (entries) =>
        rechained(entries.map((entry) => (entry.no === 2 ? { ...entry, decision: 'not-recommend' } : entry))),
      /与记录不一致/,
    ],
    [
      'a chain written anew with another person',
      (entries) => rechained(entries.with(3, { ...first(entries.slice(3)), by: first(entries.slice(2)).by })),
      /办理人与记录不一致/,
    ],
  ];
  test.each(FORGERIES)('%s', (_what, change, says) => {
    expect(checkDecisions(changed(change), exported).join('\n')).toMatch(says);
  });

  test('a record changed after the decision', () => {
    const tasks = exported.tasks.map((task) =>
      task.taskId === `${winner.applicationId}~district.1` && task.decision !== null
        ? { ...task, decision: { ...task.decision, reason: '另有理由。' } }
        : task,
    );
    expect(checkDecisions(document, { ...exported, tasks })).toEqual([expect.stringMatching(/与记录不一致$/)]);
    const sheets = exported.sheets.map((sheet, i) => (i === 0 ? { ...sheet, pointsByItem: {} } : sheet));
    expect(checkDecisions(document, { ...exported, sheets })).toEqual([expect.stringMatching(/与记录不一致$/)]);
    expect(checkDecisions({ ...document, round: 'other' }, exported)).toEqual([expect.stringMatching(/不是同一批次/)]);
  });
});

describe('two who decide at the same moment', () => {
  const at = '2026-01-05T02:00:00.000Z';
  const decided = (n: number) => ({
    ...{ owner: leaver.applicationId, about: `test:${n}`, decision: 'noted', at, by: `p-${n}`, facts: { n } },
  });
  const record = (n: number) => ({
    put: { pk: `APP#${leaver.applicationId}`, sk: `TEST#${n}` },
    item: { entity: 'Test' },
  });
  afterAll(async () => {
    for (const n of Array.from({ length: 9 }, (_, i) => i)) await flows.table.delete(record(n).put);
    for (const { no, about } of await loadLog(flows.table, leaver.applicationId))
      if (about.startsWith('test:')) await flows.table.delete(keys.logEntry(leaver.applicationId, no));
  });

  test('follow one another: the chain does not fork and loses nobody', async () => {
    const before = await loadLog(flows.table, leaver.applicationId);
    const all = Array.from({ length: 8 }, (_, n) => n);
    await Promise.all(all.map((n) => transactLogged(flows.table, roundId, [decided(n)], [record(n)])));
    const log = await loadLog(flows.table, leaver.applicationId);
    expect(log.slice(0, before.length)).toEqual(before);
    expect(log.map(({ no }) => no)).toEqual(log.map((_, i) => i + 1));
    expect(new Set(log.slice(before.length).map(({ about }) => about))).toEqual(new Set(all.map((n) => `test:${n}`)));
    for (const [i, { previous }] of log.entries()) if (i > 0) expect(previous).toBe(log[i - 1]?.hash);
  });

  test('and whose decision was taken already has none in the chain', async () => {
    const before = await loadLog(flows.table, leaver.applicationId);
    const again = transactLogged(flows.table, roundId, [decided(8)], [record(0)]);
    await expect(again).rejects.toThrow(ConditionFailed);
    expect(await loadLog(flows.table, leaver.applicationId)).toEqual(before);
  });
});
