import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueLink } from '../../../shared/links.ts';
import {
  AwardRecord,
  DisbursementRecord,
  ObjectionRecord,
  PlaceRecord,
  PlanRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { loadAwards, loadLists, loadPlans } from '../../../shared/store/lists.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { accountOf, openFinance, sayPaid } from './money.ts';
import { decideAll, scoreAll, toExperts } from './rounds.ts';
import { follow } from './visit.ts';

const city = makeCity({
  roundId: 'flow-round',
  invite: { 'benchmark-enterprise': 3, 'service-provider': 1, 'solution-product': 3, 'chain-case': 2 },
  policy: ({ categories }) => {
    categories['benchmark-enterprise'].quota.value = 2;
    categories['service-provider'].quota.value = 1;
    categories['solution-product'].quota.value = 2;
    categories['chain-case'].quota.value = 1;
  },
  registers: (registers) => {
    registers.subsidies = [];
  },
});
const ROUND = city.roundId;
const PLACE_SHARES = [0.95, 0.85, 0.75];
const shareOf = (applicant: Applicant) =>
  PLACE_SHARES[city.applicants.filter((one) => one.category === applicant.category).indexOf(applicant)] ?? 0.7;

let flows: Flows;
let finance: ReturnType<typeof openFinance>;
let ranked: Record<string, string[]>;
beforeAll(async () => {
  flows = await openFlows({ bundled: true });
  await toExperts(flows, [city]);
  await scoreAll(flows, city, shareOf);
  const entries = (['benchmark-enterprise', 'service-provider', 'solution-product', 'chain-case'] as const).map(
    async (category) => {
      const places = await flows.table.all(keys.placesPk(ROUND, category), PlaceRecord);
      return [category, places.toSorted((a, b) => a.order - b.order).map((one) => one.applicationId)] as const;
    },
  );
  ranked = Object.fromEntries(await Promise.all(entries));
  // The bank sends back the first payment to the second solution.
  finance = openFinance(flows, ({ awardId, attempt }) =>
    awardId === of('solution-product', 1) && attempt === 1
      ? { outcome: 'failed', reason: '户名与账号不符' }
      : { outcome: 'paid' },
  );
});
afterAll(async () => {
  await finance.close();
  // Answers of finance that nobody can act on.
  await flows.close({ [ROUND]: { 'nothing-is-parked': [/SettlementDead.* 3 条/] } });
});

const of = (category: string, n: number): string => {
  const id = ranked[category]?.[n];
  if (id === undefined) throw new RangeError(`no ${category} no. ${n}`);
  return id;
};
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const place = (id: string) => flows.table.get(keys.place(ROUND, categoryOf(id), id), PlaceRecord);
const award = (id: string) => flows.table.get(keys.award(ROUND, id), AwardRecord);
const disbursements = () => flows.table.all(keys.disbursementsPk(ROUND), DisbursementRecord);
const lists = async () => (await loadLists(flows.table, ROUND)).map((list) => list.applicationIds);
const yes = (decision: string) => ({ decision, reason: '经研究同意。' });
const approve = async (planNo: number) => {
  expect((await flows.send(`${ROUND}~plan.${planNo}`, yes('approve'))).status).toBe(303);
  await finance.take();
};
const confirm = (no: number) => flows.decide(`${ROUND}~confirm.${no}`, yes('confirm'));

/** Files an objection as a citizen does; returns its id. */
async function object(applicationId: string, changes: Record<string, string> = {}) {
  const url = `${flows.cloud.endpoints.http}/rounds/${ROUND}/objections`;
  const page = await fetch(url);
  const cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const csrf = /name="csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const who = { objectorKind: 'person', objectorName: '赵一', phone: '13900000000' };
  const form = { csrf, applicationId, ...who, grounds: '申报的改造投入与实际不符，发票为其他项目。', ...changes };
  const answer = await fetch(url, { method: 'POST', headers: { cookie }, body: new URLSearchParams(form) });
  const html = await answer.text();
  await flows.cloud.idle();
  return { status: answer.status, words: wordsOf(html), id: /<code>([0-9a-f]{16})<\/code>/.exec(html)?.[1] ?? '' };
}
const rule = (objectionId: string, decision: 'uphold' | 'reject') =>
  flows.decide(`${ROUND}~objection.${objectionId}`, { decision, reason: '经核查。' });

let open = '';

test('the approved ranking is published for its working days, and nobody can object before', async () => {
  const early = await fetch(`${flows.cloud.endpoints.http}/rounds/${ROUND}/objections`);
  expect(await early.text()).toContain('只有在公示期内');
  await flows.decide(`${ROUND}~deliberate`, yes('approve'));
  expect(await place(of('solution-product', 0))).toMatchObject({
    state: 'shortlisted',
    noticeEndsAt: '2025-12-05T15:59:59.999Z',
  });
  const page = await fetch(`${flows.cloud.endpoints.http}/rounds/${ROUND}/notice`);
  expect(await page.text()).toContain('入围名单');
});

test('an objection freezes a place; rejected, the place is as before', async () => {
  const id = of('chain-case', 0);
  const filed = await object(id);
  expect(filed.status).toBe(200);
  expect((await object(id)).words).toContain('之前已经提交过');
  expect(await place(id)).toMatchObject({ openObjections: 1 });
  expect(flows.mailAbout(`${ROUND}~objection.${filed.id}`).to).toBe('bureau-2@gov.example.test');
  await rule(filed.id, 'reject');
  expect(await place(id)).toMatchObject({ state: 'shortlisted', openObjections: 0 });
  const record = await flows.table.get(keys.objection(ROUND, filed.id), ObjectionRecord);
  expect(record).toMatchObject({ status: 'rejected', ruling: { by: 'bureau-2', effect: null } });
});

test('an objection that is upheld removes the holder, and the next moves up with a notice of its own', async () => {
  const [out, next] = [of('solution-product', 0), of('solution-product', 2)];
  await flows.jump('2025-12-02T01:00:00.000Z');
  const filed = await object(out);
  const second = await object(out, { objectorName: '钱二' });
  await rule(filed.id, 'uphold');
  expect(await place(out)).toMatchObject({ state: 'removed' });
  expect(await place(next)).toMatchObject({ state: 'shortlisted', noticeEndsAt: '2025-12-09T15:59:59.999Z' });
  // The second one finds the place gone, and removes nobody else.
  await rule(second.id, 'uphold');
  expect(await place(out)).toMatchObject({ state: 'removed', openObjections: 0 });
  expect(await place(of('solution-product', 1))).toMatchObject({ state: 'shortlisted' });
});

test('what is uncontested when the notice ends goes on as list no. 1, as it was shown', async () => {
  const frozen = of('benchmark-enterprise', 1);
  open = (await object(frozen)).id;
  await flows.jump('2025-12-05T16:01:00.000Z');
  const uncontested = [
    of('benchmark-enterprise', 0),
    of('service-provider', 0),
    of('solution-product', 1),
    of('chain-case', 0),
  ];
  expect(await lists()).toEqual([uncontested.toSorted()]);
  expect((await object(of('chain-case', 0))).words).toContain('只有在公示期内');
  await confirm(1);
  for (const id of uncontested) expect(await award(id)).toMatchObject({ status: 'announced', listNo: 1 });
  expect(await award(frozen)).toBeNull();
  const page = await fetch(`${flows.cloud.endpoints.http}/rounds/${ROUND}/awards`);
  expect(await page.text()).not.toContain(city.applicants.find((one) => one.applicationId === frozen)?.name);
});

test('an account must be in the winner’s name; who gives none waits alone', async () => {
  const [late, ...punctual] = [
    of('service-provider', 0),
    of('benchmark-enterprise', 0),
    of('solution-product', 1),
    of('chain-case', 0),
  ] as [string, string, string, string];
  const desk = await flows.visit(`${punctual[0]}~payee.1`);
  const form = await accountOf(flows, punctual[0] ?? '');
  expect((await desk.post({ ...form, accountName: '别家公司' })).status).toBe(422);
  const accounts = punctual.map(async (id) => [`${id}~payee.1`, await accountOf(flows, id)]);
  await decideAll(flows, (await Promise.all(accounts)) as [string, Record<string, string>][]);
  expect(await task(`${ROUND}~plan.1`)).toBeNull();
  await flows.jump('2025-12-20T16:02:00.000Z');
  const plan = await flows.table.get(keys.plan(ROUND, 1), PlanRecord);
  expect(plan?.awardIds).toEqual(punctual.toSorted());
  expect(flows.mailsAbout(`${late}~payee.1`).map((mail) => mail.subject.includes('提醒'))).toEqual([false, true]);
});

test('a plan that is rejected is proposed again; approved by somebody else than the list, it is issued', async () => {
  expect(flows.mailAbout(`${ROUND}~plan.1`).to).toBe('bureau-3@gov.example.test');
  await flows.decide(`${ROUND}~plan.1`, yes('reject'));
  expect(await flows.table.get(keys.plan(ROUND, 1), PlanRecord)).toMatchObject({ status: 'rejected' });
  expect(await disbursements()).toHaveLength(0);
  // Two windows at the same moment, each with a double click: one plan, issued once.
  const windows = [await flows.visit(`${ROUND}~plan.2`), await flows.visit(`${ROUND}~plan.2`)];
  const clicks = windows.flatMap((one) => ['approve', 'approve'].map((choice) => one.post(yes(choice))));
  expect((await Promise.all(clicks)).map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  await finance.take();
  expect(await loadPlans(flows.table, ROUND)).toHaveLength(2);
  expect(await flows.table.get(keys.plan(ROUND, 2), PlanRecord)).toMatchObject({ status: 'issued' });
  expect(await disbursements()).toHaveLength(3);
  expect((await disbursements()).every((one) => one.publishedAt !== undefined)).toBe(true);
});

test('finance is told an account by its reference; it stands nowhere in the clear, in no record and no instruction', async () => {
  const [one] = await disbursements();
  const { disbursementId = '', payeeRef = '', awardId = '' } = one ?? {};
  const request = { roundId: ROUND, by: '财政经办', reason: '编制批次', payees: [{ disbursementId, payeeRef }] };
  const answer = await flows.invoke(flows.output('PayeeFunctionName'), request);
  const { accountName, bank } = await accountOf(flows, awardId);
  const account = { disbursementId, payeeRef, accountName, bank, accountNumber: '629900000000000' };
  expect(answer).toEqual({ accounts: [account], unknown: [] });
  const { Items } = await flows.database.send(new ScanCommand({ TableName: flows.table.name }));
  expect(JSON.stringify(Items)).toContain('PAYEELOOKUPS#');
  const texts = [JSON.stringify(Items), JSON.stringify(finance.received())];
  for (const secret of ['629900000000000', '6299 0000 0000 000', '示例银行'])
    expect([secret, texts.some((text) => text.includes(secret))]).toEqual([secret, false]);
});

test('a payment that fails asks for the account again and is paid at the second attempt', async () => {
  const failing = of('solution-product', 1);
  await finance.settle();
  expect(finance.received()).toHaveLength(3);
  expect(await award(failing)).toMatchObject({ status: 'announced', attempt: 2, payeeRef: null });
  expect(await award(of('chain-case', 0))).toMatchObject({ status: 'paid' });
  expect(await task(`${failing}~payee.2`)).toMatchObject({ status: 'open' });
  // The newcomer's notice is long over: list no. 2 waits for its confirmation.
  await confirm(2);
  expect((await lists())[1]).toEqual([of('solution-product', 2)]);
  await flows.decide(`${failing}~payee.2`, await accountOf(flows, failing));
  await flows.decide(`${of('solution-product', 2)}~payee.1`, await accountOf(flows, of('solution-product', 2)));
  await approve(3);
  await finance.settle();
  expect(await award(failing)).toMatchObject({ status: 'paid', attempt: 2 });
  expect(finance.received().filter((one) => one.awardId === failing)).toHaveLength(2);
});

test('an answer to something unknown, over another sum or against an earlier one is parked and changes nothing', async () => {
  const [paid] = (await disbursements()).filter((one) => one.status === 'paid');
  const before = await disbursements();
  const { disbursementId = '', amountFen = 0 } = paid ?? {};
  const said = { disbursementId, roundId: ROUND, amountFen };
  await sayPaid(flows, [said]);
  expect(await flows.deadLetters()).toEqual({});
  await sayPaid(flows, [
    { ...said, outcome: 'failed', reason: '退票' },
    { ...said, amountFen: amountFen + 1 },
    { ...said, disbursementId: disbursementId.replace(/.1$/, '.9') },
  ]);
  const [parked = []] = Object.values(await flows.deadLetters());
  expect(parked).toHaveLength(3);
  expect(await disbursements()).toEqual(before);
});

test('a late account makes a later plan, a frozen place a later list', async () => {
  const [late, frozen] = [of('service-provider', 0), of('benchmark-enterprise', 1)];
  await flows.decide(`${late}~payee.1`, await accountOf(flows, late));
  await approve(4);
  await finance.settle();
  expect(await award(late)).toMatchObject({ status: 'paid', planNo: 4 });
  expect(await flows.execution('Round', ROUND)).toBe('RUNNING');
  // The ruling is weeks overdue; the officer was reminded, with links that work.
  expect(flows.mailsAbout(`${ROUND}~objection.${open}`).length).toBeGreaterThan(1);
  await rule(open, 'reject');
  await confirm(3);
  expect((await lists())[2]).toEqual([frozen]);
  await flows.decide(`${frozen}~payee.1`, await accountOf(flows, frozen));
  await approve(5);
  await finance.settle();
});

test('the round closes when list, plan, events, received and settled agree', async () => {
  expect(await flows.execution('Round', ROUND)).toBe('SUCCEEDED');
  expect(await flows.call({ op: 'status', roundId: ROUND })).toMatchObject({ stage: 'closed' });
  const awards = await loadAwards(flows.table, ROUND);
  expect(awards.map((one) => one.status)).toEqual(awards.map(() => 'paid'));
  expect(awards).toHaveLength(6);
  const paid = finance
    .received()
    .filter(({ awardId, attempt }) => !(awardId === of('solution-product', 1) && attempt === 1));
  const sum = (all: { amountFen: number }[]) => all.reduce((total, one) => total + one.amountFen, 0);
  expect(sum(paid)).toBe(sum(awards));
});

test('the bureau’s console has the whole round in figures that agree with the records, and no expert by name', async () => {
  const officer = city.registers.staff.find(({ role }) => role === 'bureau');
  const token = await issueLink(flows.table, {
    roundId: ROUND,
    opens: { kind: 'console', roundId: ROUND },
    assigneeId: officer?.staffId ?? '',
    validUntil: '2027-01-01T00:00:00.000Z',
  });
  const person = await follow(`${flows.cloud.endpoints.http}/l/${token}`);
  const read = async (path: string) => {
    const { status, html } = await person.get(`${person.path}${path}`);
    expect([path, status]).toEqual([path, 200]);
    return html;
  };
  const rows = async (name: string) => (await read(`/tables/${name}.csv`)).trim().split('\r\n').slice(1);
  expect((await rows('funnel-categories')).at(-1)).toBe('合计,9,9,9,9,9,6,6,6');
  expect((await rows('stages')).map((row) => row.split(',')[1])).toEqual([...Array(8).fill('已完成'), '进行中']);
  const counts = (await rows('distribution')).flatMap((row) => row.split(',').slice(1).map(Number));
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(city.applicants.length);
  const sheets = (await rows('strictness')).map((row) => Number(row.split(',')[1]));
  expect(sheets.reduce((sum, n) => sum + n, 0)).toBe(city.applicants.length * city.policy.panel.value.size);
  expect(await rows('cut-line')).toHaveLength(city.applicants.length);
  const pages = ['', '/funnel', '/tasks', '/scores', '/audit?of=round', '/audit?of=applications'];
  const stories = city.applicants.map(({ applicationId }) => `/applications/${applicationId}`);
  const all = (await Promise.all([...pages, ...stories].map(read))).join('');
  for (const { expertId, name } of city.registers.experts) {
    expect(all).not.toContain(`>${expertId}<`);
    expect(all).not.toContain(name);
  }
  expect(all).toContain('户名与账号不符');
});

test('the logs say nothing of who objected, nor what, nor of accounts', () => {
  const logs = flows.logs();
  expect(logs).toContain('/rounds/:roundId/objections');
  for (const secret of ['赵一', '钱二', '13900000000', '发票为其他项目', '629900000000', '6299 0000', '示例银行'])
    expect(logs).not.toContain(secret);
});

test('one application can be followed by its id through every function, from its upload to its settlement', () => {
  const applicationId = of('benchmark-enterprise', 0);
  const told = linesOf(flows.dataDir).filter((line) => line.applicationId === applicationId);
  const functions = new Set(told.map((line) => line.fn));
  expect([...functions].sort()).toEqual(
    expect.arrayContaining([
      ...['aggregate', 'eligibility', 'intake', 'notify', 'publisher', 'settlement', 'starter'],
      ...['taskopen', 'tasksettle', 'web'],
    ]),
  );
  const handled = told.filter(({ message }) => message === 'handled').map(({ fn }) => fn);
  const at = (fn: string) => handled.indexOf(fn);
  expect(at('intake')).toBeGreaterThanOrEqual(0);
  expect(at('eligibility')).toBeGreaterThan(at('intake'));
  expect(at('aggregate')).toBeGreaterThan(at('starter'));
  expect(at('settlement')).toBeGreaterThan(at('aggregate'));
  // The instruction left, and its answer came: under the payment's own number as well.
  const paid = told.filter((line) => line.disbursementId !== undefined).map(({ fn }) => fn);
  expect(new Set(paid)).toEqual(new Set(['publisher', 'settlement']));
});

interface Line {
  /** Which function said it, without dashes. */
  fn: string;
  message: string;
  applicationId?: string;
  disbursementId?: string;
}

const FUNCTION_NAMES = readdirSync(join(import.meta.dirname, '../../../functions')).map((name) =>
  name.replaceAll('-', ''),
);

/** All structured lines of the logs, in the order of their times. */
function linesOf(dataDir: string): Line[] {
  const dir = join(dataDir, 'logs');
  const lines = readdirSync(dir).flatMap((file) => {
    const fn =
      FUNCTION_NAMES.toSorted((a, b) => b.length - a.length).find((name) => file.includes(`${name}Function`)) ?? '';
    const texts = readFileSync(join(dir, file), 'utf8').split('\n');
    return texts
      .filter((text) => text.startsWith('{"level"'))
      .map((text) => ({ ...(JSON.parse(text) as Omit<Line, 'fn'> & { timestamp: string }), fn }));
  });
  return lines.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
}
