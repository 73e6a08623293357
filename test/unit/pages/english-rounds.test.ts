import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { noticePage } from '../../../shared/http/pages/notice.ts';
import {
  closedObjectionPage,
  filedObjectionPage,
  objectionPage,
  tooManyObjectionsPage,
} from '../../../shared/http/pages/objections/form.ts';
import { objectionStatusPage } from '../../../shared/http/pages/objections/status.ts';
import { awardsPage, roundPage, startPage } from '../../../shared/http/pages/round.ts';
import { formObject } from '../../../shared/schemas/decisions.ts';
import { ObjectionForm } from '../../../shared/schemas/objections.ts';
import type { GateRecord, RoundRecord } from '../../../shared/schemas/records.ts';
import { BACK, inEnglish, unmarked } from './foreign.ts';
import { corrected, listed, notice, noticeVersion, noticeView, roots } from './noticed.ts';
import { award, ID, objection, objector, policy, ROUND } from './views.ts';

const at = '2026-01-05T01:00:00.000Z';
const round: RoundRecord = {
  ...{ entity: 'Round', roundId: ROUND, title: policy.title, policyId: policy.id, policyHash: 'a'.repeat(64) },
  ...{ registers: {} as RoundRecord['registers'], stage: 'intake', openedAt: at, callDate: '2025-11-03' },
  ...{ secretHash: 'a'.repeat(64), secret: 's' },
};
const extension = { by: 'b', reason: '应申报单位请求', at, from: '2025-11-25T09:00:00.000Z', to: at };
const gate: GateRecord = {
  ...{ entity: 'Gate', roundId: ROUND, stage: 'intake', deadline: at, closed: false, extensions: [extension] },
};
const places = [listed('shortlisted')];
const wrongForm = () => {
  const parsed = ObjectionForm.safeParse(formObject([['objectorName', '张三']]));
  const issues = parsed.success ? [] : parsed.error.issues;
  const errors = saidErrors(issues.map(({ path, message }) => ({ field: path.join('.'), message })));
  return objectionPage({
    roundId: ROUND,
    policy,
    places,
    csrf: 'c',
    state: { values: { objectorName: '张三' }, errors },
  });
};
const declined = { reason: '所述事项与名单无关。', by: 'b', at, effect: null };
const statusPage = (changes: Partial<typeof objection>) =>
  objectionStatusPage({
    ...{ policy, objector, against: '某公司', csrf: 'c', state: freshForm },
    objection: { ...objection, ...changes },
  });
const view = { round, policy, intake: gate, district: null, notice: null, announced: false, roots };

const PAGES = {
  start: () => startPage(null),
  'start of a round': () => startPage(ROUND),
  call: () => roundPage(view),
  'call, later': () => roundPage({ ...view, district: gate, notice, announced: true }),
  notice: () => noticePage(noticeView),
  'notice, corrected': () =>
    noticePage({
      ...noticeView,
      ...{ version: corrected, versions: [noticeVersion, corrected], now: '2026-02-01T00:00:00.000Z' },
      places: [listed('removed'), listed('shortlisted', `${ID.slice(0, -1)}0`)],
    }),
  'notice, before its correction': () => noticePage({ ...noticeView, versions: [noticeVersion, corrected] }),
  awards: () => awardsPage(ROUND, policy, [award, { ...award, title: '某项目' }], roots),
  objection: () => objectionPage({ roundId: ROUND, policy, places, csrf: 'c', state: freshForm }),
  'objection with errors': wrongForm,
  'objection closed': () => closedObjectionPage(policy),
  'too many objections': () => tooManyObjectionsPage(policy),
  'objection received': () => filedObjectionPage(policy, { objectionId: 'o-1', dueAt: at, link: '/l/t' }),
  'objection received twice': () => filedObjectionPage(policy, { objectionId: 'o-1', dueAt: null, link: null }),
  'objection open': () => statusPage({}),
  'objection asked for more': () => statusPage({ steps: objection.steps.slice(0, 3) }),
  'objection withdrawn, gone on with': () =>
    statusPage({ steps: [...objection.steps, { kind: 'withdrawn', at, by: 'objector' }] }),
  'objection declined': () => statusPage({ status: 'declined', declined: 'not-about-list', ruling: declined }),
};

describe.each(Object.entries(PAGES))('the public page: %s', (_name, render) => {
  test('is English, but for what people and the policy wrote, and leads back to Chinese', async () => {
    const page = await inEnglish(render);
    expect(unmarked(page)).toEqual([]);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain(BACK);
    expect(page).not.toMatch(/\{\w+\}|undefined/);
  });

  test('stays Chinese for everybody else, with nothing marked', async () => {
    const page = String(await render());
    expect(page).toMatch(/<h1>\p{Script=Han}+<\/h1>/u);
    expect(page.replace('<html lang="zh-CN">', '')).not.toContain('lang="zh-CN"');
  });
});

test('errors of a form are said in English', async () => {
  const page = await inEnglish(wrongForm);
  expect(page).toContain('Please choose the shortlisted entry that you object to.');
  expect(page).toContain('Please give the facts and grounds of the objection (10 to 4,000 characters).');
  expect(page).toContain('<title>Error: File an objection');
});

test('the award is told in figures that need no Chinese', async () => {
  expect(await inEnglish(PAGES.awards)).toContain('CNY 300,000');
});
