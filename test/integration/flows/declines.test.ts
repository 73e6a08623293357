import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declineActions, declineAward } from '../../../shared/declines/decline.ts';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { csrfToken, issueLink } from '../../../shared/links.ts';
import { PublicityRecord } from '../../../shared/schemas/publicity.ts';
import {
  ApplicationRecord,
  AwardRecord,
  PayeeRecord,
  PlaceRecord,
  PlanRecord,
  ScoreRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { loadManifest } from '../../../shared/store/evidence.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadLedgerEntry } from '../../../shared/store/ledger.ts';
import { loadLists } from '../../../shared/store/lists.ts';
import { reconcileRound } from '../../../shared/store/reconciliation.ts';
import { ConditionFailed } from '../../../shared/store/table.ts';
import { makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { accountOf, openFinance } from './money.ts';
import { scoreAll, toExperts } from './rounds.ts';
import { follow } from './visit.ts';

const CATEGORY = 'benchmark-enterprise';
const city = makeCity({
  roundId: 'flow-declines',
  invite: { [CATEGORY]: 5, 'service-provider': 0, 'solution-product': 0, 'chain-case': 0 },
  policy: ({ categories }) => {
    categories[CATEGORY].quota.value = 2;
  },
});
const ROUND = city.roundId;

let flows: Flows;
let finance: ReturnType<typeof openFinance>;
let ranked: string[];
beforeAll(async () => {
  flows = await openFlows();
  finance = openFinance(flows, () => ({ outcome: 'paid' }));
  await toExperts(flows, [city]);
  // The last one stays below the pass mark.
  const shares = [0.98, 0.94, 0.9, 0.86, 0.2];
  await scoreAll(flows, city, (applicant) => shares[city.applicants.indexOf(applicant)] ?? 0);
  const places = await flows.table.all(keys.placesPk(ROUND, CATEGORY), PlaceRecord);
  ranked = places.toSorted((a, b) => a.order - b.order).map(({ applicationId }) => applicationId);
  await flows.decide(`${ROUND}~deliberate`, yes('approve'));
  await flows.jump('2025-12-05T16:01:00.000Z');
  await flows.decide(`${ROUND}~confirm.1`, yes('confirm'));
});
afterAll(async () => {
  await finance.close();
  await flows.close();
});

const of = (n: number): string => {
  const id = ranked[n];
  if (id === undefined) throw new RangeError(`no place ${n}`);
  return id;
};
const yes = (decision: string) => ({ decision, reason: '经研究同意。' });
const place = (n: number) => flows.table.get(keys.place(ROUND, CATEGORY, of(n)), PlaceRecord);
const award = (n: number) => flows.table.get(keys.award(ROUND, of(n)), AwardRecord);
const plan = (no: number) => flows.table.get(keys.plan(ROUND, no), PlanRecord);
const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const fillOf = (n: number) => `${ROUND}~fill-place.${of(n).slice(ROUND.length + 1)}`;
const lists = async () => (await loadLists(flows.table, ROUND)).map(({ applicationIds }) => applicationIds);

/** Posts the form of the slot's page, whether it still has it or not. */
async function declineOnSlot(n: number, form: Record<string, string>) {
  const visit = await flows.visit(of(n), 'slot');
  const csrf = csrfToken(visit.cookie.slice(visit.cookie.indexOf('=') + 1), of(n));
  const answer = await visit.postRaw({ csrf, ...form }, `${visit.path}/decline`);
  await flows.cloud.idle();
  return answer;
}

const declining = { decision: 'decline', reason: '项目已另有资助。', confirm: 'yes' };

test('a winner declines instead of giving an account, must mean it, and does so once however often it is sent', async () => {
  await flows.decide(`${of(0)}~payee.1`, await accountOf(flows, of(0)));
  const page = await flows.visit(`${of(1)}~payee.1`);
  expect(wordsOf((await page.get()).html)).toContain('放弃奖补');
  for (const missing of ['reason', 'confirm']) {
    const { status, html } = await page.post({ ...declining, [missing]: '' });
    expect([status, wordsOf(html)]).toEqual([
      422,
      expect.stringContaining(missing === 'reason' ? '请填写理由' : '请先勾选确认'),
    ]);
  }
  const answers = await Promise.all([page.post(declining), page.post(declining)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  await flows.cloud.idle();
  expect(await award(1)).toMatchObject({ status: 'declined', declined: { reason: declining.reason, filled: null } });
  expect(await place(1)).toMatchObject({ state: 'declined', listNo: 1 });
  // What it held of its cap is free for another round, once.
  const given = await loadLedgerEntry(flows.table, (await award(1))?.uscc ?? '', of(1));
  expect(given?.endedAt).toBe((await award(1))?.declined?.at);
  expect(wordsOf((await page.get()).html)).toContain('已放弃奖补');
  expect(flows.mailsAbout(fillOf(1))).toHaveLength(1);
  // Nobody else is waited for: the other one goes on to be paid.
  expect(await plan(1)).toMatchObject({ status: 'proposed', awardIds: [of(0)] });
});

test('while the plan waits for approval a winner may still go: the plan comes back without it', async () => {
  const account = keys.payee((await award(0))?.payeeRef ?? '');
  expect(await flows.table.get(account, PayeeRecord)).not.toBeNull();
  expect((await declineOnSlot(0, { reason: '' })).status).toBe(422);
  const sent = await Promise.all([0, 0].map((n) => declineOnSlot(n, declining)));
  expect(sent.map(({ status }) => status)).toEqual([303, 303]);
  expect(await award(0)).toMatchObject({ status: 'declined', planNo: 1, payeeRef: null });
  expect(await flows.table.get(account, PayeeRecord)).toBeNull();
  expect(await plan(1)).toMatchObject({ status: 'rejected' });
  expect(await task(`${ROUND}~plan.1`)).toMatchObject({ status: 'superseded' });
  expect(await plan(2)).toBeNull();
  expect(await flows.execution('Round', ROUND)).toBe('RUNNING');
  const slot = await flows.visit(of(0), 'slot');
  expect(wordsOf((await slot.get()).html)).toContain('本单位已放弃这项奖补');
});

test('the bureau decides about each place by what it saw: the next moves up with a notice of its own, or it stays empty', async () => {
  const [first, second] = [await flows.visit(fillOf(0)), await flows.visit(fillOf(1))];
  const seenOn = (html: string) => /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const stale = seenOn((await second.get()).html);
  const shown = (await first.get()).html;
  expect(wordsOf(shown)).toMatch(/第 3 名.*另行公示/);
  await flows.decide(fillOf(0), { ...yes('move-up'), seen: seenOn(shown) });
  expect(await place(2)).toMatchObject({ state: 'shortlisted', noticeEndsAt: '2025-12-12T15:59:59.999Z' });
  expect((await second.post({ ...yes('move-up'), seen: stale })).status).toBe(422);
  expect(await place(3)).toMatchObject({ state: 'reserve' });
  await flows.decide(fillOf(1), { ...yes('leave-empty'), seen: seenOn((await second.get()).html) });
  expect(await award(1)).toMatchObject({ declined: { filled: { in: null } } });
  expect(recompute(await exportRound(flows.table, flows.evidence, ROUND)).differences).toEqual([]);
});

test('who moved up goes on a supplementary list, and may not go any more once its plan is approved', async () => {
  await flows.jump('2025-12-12T16:01:00.000Z');
  expect(await lists()).toEqual([[of(0), of(1)].toSorted(), [of(2)]]);
  await flows.decide(`${ROUND}~confirm.2`, yes('confirm'));
  await flows.decide(`${of(2)}~payee.1`, await accountOf(flows, of(2)));
  const planned = await award(2);
  if (planned === null) throw new Error('no award');
  const late = await declineActions(flows.deps, { award: planned, reason: '迟了', at: '2025-12-12T17:00:00.000Z' });
  if (late === null) throw new Error('it could not be declined before');
  expect((await flows.send(`${ROUND}~plan.2`, yes('approve'))).status).toBe(303);
  await finance.take();
  // It was looked at before the approval, and comes after it.
  await expect(flows.table.transact(late)).rejects.toThrow(ConditionFailed);
  expect(
    await declineAward(flows.deps, { roundId: ROUND, awardId: of(2), reason: '迟了', at: '2025-12-12T17:00:00.000Z' }),
  ).toBe('closed');
  expect((await declineOnSlot(2, declining)).status).toBe(303);
  await finance.settle();
  expect(await award(2)).toMatchObject({ status: 'paid' });
});

test('the round closes: what was declined was announced and never paid, and anybody’s recomputation agrees', async () => {
  expect(await flows.execution('Round', ROUND)).toBe('SUCCEEDED');
  const { agrees, rows } = await reconcileRound(flows.table, ROUND);
  expect(agrees).toBe(true);
  const count = (name: string) => rows.find((row) => row.name === name)?.count;
  expect([count('公布名单'), count('放弃的奖项'), count('已支付')]).toEqual([3, 2, 1]);
  expect(recompute(await exportRound(flows.table, flows.evidence, ROUND)).differences).toEqual([]);
  const published = await fetch(`${flows.cloud.endpoints.http}/rounds/${ROUND}/awards`);
  expect(wordsOf(await published.text())).toContain('已放弃');
});

describe('letters to all', () => {
  /** The console of the bureau, as its officer sees it. */
  async function console() {
    const officer = city.registers.staff.find(({ role }) => role === 'bureau');
    const opens = { kind: 'console' as const, roundId: ROUND };
    const token = await issueLink(flows.table, {
      ...{ roundId: ROUND, opens, assigneeId: officer?.staffId ?? '', validUntil: '2027-01-01T00:00:00.000Z' },
    });
    const person = await follow(`${flows.cloud.endpoints.http}/l/${token}`);
    const path = `${person.path}/letters`;
    const page = async (at = '') => wordsOf((await person.get(`${path}${at}`)).html);
    const csrf = async () => /name="csrf" value="([^"]*)"/.exec((await person.get(path)).html)?.[1] ?? '';
    const post = async (form: Record<string, string>) => {
      const names = Object.entries(form).map(([name, value]) => [`${name}.${CATEGORY}`, value]);
      return person.postRaw({ csrf: token_, looked: '0', ...Object.fromEntries(names) }, `${path}/${CATEGORY}`);
    };
    const token_ = await csrf();
    return { page, post };
  }
  const result = (n: number) => flows.mailsAbout(of(n), 'result');

  test('are pending until an officer, who can look at each, has them sent; then each is sent once', async () => {
    const desk = await console();
    expect(await desk.page()).toMatch(/待发送 1 · 已发出 0.*待发送 1 · 已发出 0/);
    expect(await desk.page(`/${of(3)}`)).toMatch(/候补第 1 位.*尚未发送|尚未发送.*候补第 1 位/);
    expect(await desk.page(`/${of(1)}`)).toContain('没有结果通知');
    expect((await flows.visit(of(3), 'slot').then((visit) => visit.get())).html).not.toContain('评选结果');
    expect([0, 1, 2, 3, 4].flatMap(result)).toEqual([]);
    for (const missing of ['reason', 'confirm'])
      expect((await desk.post({ reason: '会议纪要第 3 号', confirm: 'yes', [missing]: '' })).status).toBe(422);
    const form = { reason: '会议纪要第 3 号', confirm: 'yes' };
    const twice = await Promise.all([desk.post(form), desk.post(form)]);
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    await flows.cloud.idle();
    expect([0, 1, 2, 3, 4].map((n) => result(n).length)).toEqual([0, 0, 0, 1, 1]);
    expect(await desk.page()).toMatch(/待发送 0 · 已发出 1.*会议纪要第 3 号/);
  });

  test('tell each applicant of itself, as the preview and its own page do, and of nobody else', async () => {
    const [reserve, below] = [result(3)[0], result(4)[0]];
    expect(reserve?.subject).toContain('候补第 1 位');
    expect(below?.text).toContain('得分未达到合格线');
    const names = city.applicants.map(({ name }) => name);
    for (const [n, mail] of [
      [3, reserve],
      [4, below],
    ] as const) {
      const own = city.applicants.find(({ applicationId }) => applicationId === of(n))?.name;
      const score = await flows.table.get(keys.score(of(n)), ScoreRecord);
      expect(mail?.text).toContain(`得分 ${score?.shown} 分`);
      for (const name of names.filter((one) => one !== own)) expect(mail?.text).not.toContain(name);
      const preview = await (await console()).page(`/${of(n)}`);
      expect(preview).toContain('已于');
      expect(preview).toContain(wordsOf(mail?.subject ?? ''));
      const page = wordsOf((await flows.visit(of(n), 'slot').then((visit) => visit.get())).html);
      expect(page).toContain('评选结果');
      expect(page).toContain(String(score?.shown));
      for (const name of names.filter((one) => one !== own)) expect(page).not.toContain(name);
    }
    // A winner's page says it without a letter.
    expect(wordsOf((await flows.visit(of(2), 'slot').then((visit) => visit.get())).html)).toContain('评选结果');
  });
});

describe('publicity', () => {
  const showcase = (ending = '') => fetch(`${flows.cloud.endpoints.http}/rounds/${ROUND}/showcase${ending}`);
  const say = async (n: number, form: Record<string, string>) => {
    const visit = await flows.visit(of(n), 'slot');
    const csrf = csrfToken(visit.cookie.slice(visit.cookie.indexOf('=') + 1), of(n));
    return visit.postRaw({ csrf, ...form }, `${visit.path}/publicity`);
  };
  const asks = async (n: number) => wordsOf((await (await flows.visit(of(n), 'slot')).get()).html).includes('获奖宣传');

  test('shows a winner once it agrees, on the page and as a document, and not any more when it takes that back', async () => {
    const application = await flows.table.get(keys.application(of(2)), ApplicationRecord);
    if (application === null) throw new Error('no application');
    const { publicSummary } = await loadManifest(flows.evidence, application);
    expect([await asks(1), await asks(2), await asks(3)]).toEqual([false, true, false]);
    expect(await (await showcase()).text()).not.toContain(application.name);
    expect((await say(2, {})).status).toBe(422);
    // Who gave its award back agrees to nothing.
    expect((await say(1, { publicity: 'yes' })).status).toBe(303);
    expect((await say(2, { publicity: 'yes' })).status).toBe(303);
    const page = wordsOf(await (await showcase()).text());
    expect(page).toContain(application.title);
    expect(page).toContain(publicSummary);
    const document = await showcase('.docx');
    expect(document.headers.get('content-type')).toContain('wordprocessingml');
    const parts = unzipSync(new Uint8Array(await document.arrayBuffer()));
    const text = strFromU8(parts['word/document.xml'] ?? new Uint8Array()).replaceAll(/<[^>]+>/g, '');
    expect(text).toContain(application.title);
    expect(text).toContain(publicSummary);
    expect((await say(2, { publicity: 'no' })).status).toBe(303);
    expect(await (await showcase()).text()).not.toContain(publicSummary);
    const kept = await flows.table.get(keys.publicity(ROUND, of(2)), PublicityRecord);
    expect(kept).toMatchObject({ consent: false });
    expect(kept?.summary).toBeUndefined();
    expect(await flows.table.get(keys.publicity(ROUND, of(1)), PublicityRecord)).toBeNull();
  });
});
