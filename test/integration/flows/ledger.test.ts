import { afterAll, beforeAll, expect, test } from 'vitest';
import { direct, proposeRevocation } from '../../../shared/finance/direct.ts';
import { issueLink } from '../../../shared/links.ts';
import { readWorkbook } from '../../../shared/registers/workbook.ts';
import {
  AwardRecord,
  NoticeRecord,
  PlanRecord,
  type RegisterImportRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { bindAmount } from '../../../shared/store/binding.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadLedger } from '../../../shared/store/ledger.ts';
import { loadList, loadPlan } from '../../../shared/store/lists.ts';
import { writeImport } from '../../../shared/store/register-versions.ts';
import { registerVersion } from '../../../shared/store/registers.ts';
import { decideTask } from '../../../shared/tasks/decide.ts';
import { payableAwards, roundToList, roundToPlan } from '../../world/awards.ts';
import { functionNames, resources } from '../garbage/senders.ts';
import { makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { accountOf, openFinance } from './money.ts';
import { decideAll, scoreAll, toExperts } from './rounds.ts';
import { follow } from './visit.ts';

/** 历次奖补: one enterprise in two rounds at once, each of which would give it 400,000; and a plan that two persons approve. */
const CAP = 50_000_000;
const city = (roundId: string, coApproval: boolean) =>
  makeCity({
    roundId,
    invite: { 'benchmark-enterprise': 1, 'chain-case': 1 },
    policy: (policy) => {
      if (policy.plan !== undefined) policy.plan.value.coApproval = coApproval;
    },
    registers: (registers) => {
      registers.subsidies = [];
      for (const pilot of registers.pilots) pilot.investmentFen = 80_000_000;
    },
  });
const cities = [city('flow-ledger-a', true), city('flow-ledger-b', false)] as const;
const [a, b] = cities;
const [A, B] = [a.roundId, b.roundId];
const { uscc } = a.one('benchmark-enterprise', 0);
const idOf = (one: (typeof cities)[number]) => one.one('benchmark-enterprise', 0).applicationId;
const officers = a.registers.staff.filter(({ role }) => role === 'bureau').map(({ staffId }) => staffId);

let flows: Flows;
let finance: ReturnType<typeof openFinance>;
beforeAll(async () => {
  flows = await openFlows();
  finance = openFinance(flows, () => ({ outcome: 'paid' }));
  await toExperts(flows, [...cities]);
  for (const one of cities) await scoreAll(flows, one, () => 0.9);
  for (const one of cities) await flows.decide(`${one.roundId}~deliberate`, yes('approve'));
});
afterAll(async () => {
  await finance.close();
  await flows.close();
});

const yes = (decision: string) => ({ decision, reason: '经研究同意。' });
const award = (one: (typeof cities)[number]) => flows.table.get(keys.award(one.roundId, idOf(one)), AwardRecord);
const plan = (no = 1) => flows.table.get(keys.plan(A, no), PlanRecord);
const task = (no = 1) => flows.table.get(keys.task(`${A}~plan.${no}`), TaskRecord);
const held = async () =>
  (await loadLedger(flows.table, uscc)).map(({ amountFen }) => amountFen).toSorted((x, y) => x - y);

test('two rounds that draw up their lists at once give one enterprise no more than the cap together, and say why', async () => {
  const notice = await flows.table.get(keys.notice(A), NoticeRecord);
  await flows.jump(Date.parse(notice?.endsAt ?? '') + 60_000);
  expect(await held()).toEqual([10_000_000, 40_000_000]);
  const again = await Promise.all(cities.flatMap((one) => [1, 2].map(() => bindAmount(flows.deps, idOf(one)))));
  expect(again.reduce((sum, fen) => sum + fen, 0)).toBe(2 * CAP);
  expect(await held()).toEqual([10_000_000, 40_000_000]);
  for (const { roundId } of cities) await flows.decide(`${roundId}~confirm.1`, yes('confirm'));
  const [first, second] = [await award(a), await award(b)].toSorted(
    (x, y) => (y?.amountFen ?? 0) - (x?.amountFen ?? 0),
  );
  expect([first?.amountFen, second?.amountFen]).toEqual([40_000_000, 10_000_000]);
  expect(first?.ownAwards).toBeUndefined();
  expect(second?.ownAwards).toMatchObject([{ awardId: first?.awardId, kind: 'share', amountFen: 40_000_000 }]);
  expect(second?.steps.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(new RegExp(`本系统奖补 400,000 元（${first?.awardId}），计入累计$`)),
  );
});

/** The enterprise comes onto the newest dishonesty list, which the round has not pinned. */
async function listed(): Promise<void> {
  const rows = [{ uscc, listedOn: '2025-12-01', removedOn: null, authority: '示例市中级人民法院' }];
  const version = registerVersion(rows);
  const counts = { rows: 1, added: 1, changed: 0, removed: 0, skipped: 0 };
  const record: RegisterImportRecord & { kind: 'dishonesty' } = {
    ...{ entity: 'RegisterImport', kind: 'dishonesty', no: 1, version, previous: null, fileSha256: version, ...counts },
    ...{ at: '2025-12-02T00:00:00.000Z', by: 'bureau-1', via: 'command-line', reason: '更新' },
  };
  expect(await writeImport(flows.table, record, rows)).toBe(true);
}

test('the plan says what it rests on and what is to be seen of its payees today; its workbook says the same', async () => {
  const ids = cities.flatMap((one) => one.applicants.map(({ applicationId }) => applicationId));
  const accounts = ids.map(
    async (id) => [`${id}~payee.1`, await accountOf(flows, id)] as [string, Record<string, string>],
  );
  await decideAll(flows, await Promise.all(accounts));
  const person = await flows.visit(`${A}~plan.1`);
  const before = wordsOf((await person.get()).html);
  expect(before).toContain('没有需要提示的事项');
  const stale = await person.csrf();
  const seen = /name="seen" value="([0-9a-f]{16})"/.exec((await person.get()).html)?.[1] ?? '';
  await listed();
  const late = await person.postRaw({ ...yes('approve'), csrf: stale, seen });
  expect(late.status).toBe(422);
  expect(wordsOf(late.html)).toContain('提示事项刚刚有变化');
  const words = wordsOf((await person.get()).html);
  for (const said of [
    '列入失信名单',
    '2025-12-01起列入失信名单（示例市中级人民法院）',
    '须由两人先后审批',
    '试点企业及验收结果',
  ])
    expect(words).toContain(said);
  const { origin } = new URL(flows.mailAbout(`${A}~plan.1`).link);
  const file = await fetch(`${origin}${person.path}/plan.xlsx`, { headers: { cookie: person.cookie } });
  const [sheet] = await readWorkbook(new Uint8Array(await file.arrayBuffer()));
  const cells = (sheet?.rows ?? []).flat().map(String);
  expect(cells).toContainEqual(expect.stringContaining('列入失信名单：2025-12-01'));
  expect(cells).toContain(uscc);
  expect(cells.join(' ').replace(/(?<=\d) (?=\d)/g, '')).not.toContain('629900000000000');
  const token = await issueLink(flows.table, {
    ...{ roundId: A, opens: { kind: 'console', roundId: A }, assigneeId: officers[0] ?? '' },
    validUntil: '2026-12-31T00:00:00.000Z',
  });
  const desk = await follow(`${origin}/l/${token}`);
  expect((await desk.get(`/console/${A}/money`)).html).toContain(`/console/${A}/plans/1.xlsx`);
  expect((await desk.get(`/console/${A}/plans/1.xlsx`)).status).toBe(200);
  expect((await desk.get(`/console/${A}/plans/9.xlsx`)).status).toBe(404);
});

test('a plan that two have to approve waits for the second; the first one’s second click and second try change nothing', async () => {
  const first = await flows.visit(`${A}~plan.1`);
  const author = (await task())?.assignee.id ?? '';
  const clicks = await Promise.all([first.post(yes('approve')), first.post(yes('approve'))]);
  expect(clicks.map(({ status }) => status)).toContain(303);
  await flows.cloud.idle();
  expect(await plan()).toMatchObject({ status: 'proposed' });
  expect(wordsOf((await first.get()).html)).toContain('正在等待另一位工作人员审批');
  const again = await first.postRaw({ csrf: 'x', ...yes('approve') });
  expect([again.status, wordsOf(again.html)]).toEqual([403, expect.stringContaining('您已经审批过')]);
  const moved = await task();
  expect(moved).toMatchObject({ status: 'open', approval: { by: author } });
  const confirmer = (await flows.table.get(keys.task(`${A}~confirm.1`), TaskRecord))?.assignee.id;
  expect([author, confirmer]).not.toContain(moved?.assignee.id);

  // Handed back by hand to whoever approved first, or to who confirmed the list.
  for (const [personId, said] of [
    [author, /第一审批人以外/],
    [confirmer ?? '', /确认所涉名单/],
  ] as const) {
    await flows.table.update(keys.task(`${A}~plan.1`), { set: { assignee: { role: 'bureau', id: personId } } });
    const own = await decideTask(flows.deps, { taskId: `${A}~plan.1`, personId, form: yes('approve') });
    expect(own).toMatchObject({ status: 'invalid', errors: [{ message: expect.stringMatching(said) }] });
  }
  await flows.table.update(keys.task(`${A}~plan.1`), { set: { assignee: moved?.assignee } });

  const second = await flows.visit(`${A}~plan.1`);
  expect(wordsOf((await second.get()).html)).toContain('现由您作第二审批');
  expect((await second.post(yes('reject'))).status).toBe(303);
  await flows.cloud.idle();
  expect(await plan(1)).toMatchObject({ status: 'rejected', decidedBy: moved?.assignee.id });
  expect((await plan(1))?.firstApprovedBy).toBeUndefined();

  // Made anew, it needs both again.
  for (const by of [author, moved?.assignee.id]) {
    expect((await task(2))?.assignee.id).toBe(by);
    expect(await plan(2)).toMatchObject({ status: 'proposed' });
    expect((await flows.send(`${A}~plan.2`, yes('approve'))).status).toBe(303);
    await finance.take();
  }
  expect(await plan(2)).toMatchObject({
    ...{ status: 'issued', firstApprovedBy: author, decidedBy: moved?.assignee.id },
    seen: { flags: [{ awardId: idOf(a), code: 'dishonest' }], all: 1 },
  });
});

test('what ends unpaid or comes back is free for the enterprise again', async () => {
  expect((await flows.send(`${B}~plan.1`, yes('approve'))).status).toBe(303);
  await finance.take();
  const order = (one: (typeof cities)[number]) => ({
    ...{ roundId: one.roundId, disbursementId: `${idOf(one)}.1.1`, by: officers[0] ?? '' },
    ...{ reason: '核查', at: new Date(flows.cloud.clock.now()).toISOString() },
  });
  expect(await direct(flows.table, { ...order(a), kind: 'cancel', next: 'end' })).toMatchObject({ ok: true });
  await finance.take();
  await finance.settle();
  const entryOf = async (one: (typeof cities)[number]) =>
    (await loadLedger(flows.table, uscc)).find(({ awardId }) => awardId === idOf(one));
  expect(await award(a)).toMatchObject({ status: 'cancelled' });
  expect((await entryOf(a))?.endedAt).toBeDefined();
  expect(await proposeRevocation(flows.deps, order(b))).toEqual({ ok: true, no: 1 });
  await flows.cloud.idle();
  const taskId = `${idOf(b)}~revocation.1.1`;
  expect((await flows.send(taskId, { decision: 'revoke', reason: '核查属实' })).status).toBe(303);
  await finance.take();
  expect(await award(b)).toMatchObject({ status: 'revoked' });
  finance.recovered(`${idOf(b)}.1.1.d1`, 4_000_000);
  await finance.settle();
  expect(await entryOf(b)).toMatchObject({ recoveredFen: 4_000_000 });
  expect((await entryOf(b))?.endedAt).toBeUndefined();
});

test('a list and a plan of more than one item holds are drawn up in pages', async () => {
  const functions = functionNames(await resources());
  const listed = await roundToList(flows.deps, 'many-places', 1001);
  const answer = await flows.invoke(functions['confirm'] ?? '', { op: 'collect', roundId: 'many-places' });
  expect(answer).toMatchObject({ decision: 'list', listNo: 1 });
  expect((await loadList(flows.table, 'many-places', 1))?.applicationIds).toEqual(listed);

  const awards = payableAwards('many-awards', 1001);
  await roundToPlan(flows.deps, 'many-awards', awards);
  expect(await flows.invoke(functions['plan'] ?? '', { roundId: 'many-awards' })).toMatchObject({ planNo: 1 });
  const payable = awards.map(({ awardId }) => awardId).toSorted();
  expect((await loadPlan(flows.table, 'many-awards', 1))?.awardIds).toEqual(payable);
});
