import { describe, expect, test } from 'vitest';
import { type SlotView, slotPage } from '../../../shared/http/pages/slot.ts';
import { ATTACHMENT_TITLES } from '../../../shared/package/titles.ts';
import { formsOf, poisoned } from './markup.ts';
import { application, award, DETAILS, policy, refused, refusedUpload, slot, taskOf } from './views.ts';

const form = { url: 'http://127.0.0.1:9/inbox', fields: { key: 'inbox/a/b/c.zip', policy: 'p' } };
const fresh: SlotView = {
  slot,
  policy,
  application: null,
  uploads: [],
  deadline: '2025-11-28T09:00:00.000Z',
  districtDeadline: '2025-12-12T09:00:00.000Z',
  arrived: [],
  correction: null,
  place: null,
  award: null,
  proofs: [],
  upload: form,
  pending: false,
  withdrawal: null,
  review: null,
  decline: null,
  result: null,
  publicity: null,
};
const rendered = async (view: Partial<SlotView>, poison = false) => {
  const whole = { ...fresh, ...view };
  return (await slotPage(poison ? poisoned(whole) : whole)).toString();
};
const place = DETAILS.deliberate.categories[0]?.ranked.shown[0]?.place ?? null;

test('a fresh slot tells what to send, until when, and offers the form; the file goes last', async () => {
  const page = await rendered({});
  expect(page).toContain(`href="/slots/${slot.applicationId}/form.xlsx"`);
  for (const kind of policy.categories['benchmark-enterprise'].attachments.value)
    expect(page).toContain(ATTACHMENT_TITLES[kind]);
  expect(page).toContain('2025年11月28日 17:00（北京时间）');
  expect(formsOf(page)[0]?.map((control) => control.name)).toEqual(['key', 'policy', 'file']);
  expect(page).toContain('尚未上传');
});

test('an applicant finds its proofs by gate, and hears when there will be one; who did not apply has none', async () => {
  expect(await rendered({})).not.toContain('存证凭证');
  expect(await rendered({ application })).toContain('现在还没有凭证');
  const page = await rendered({ application, proofs: ['intake', 'notice'] });
  for (const gate of ['intake', 'notice'])
    for (const ending of ['', '.json'])
      expect(page).toContain(`href="/slots/${slot.applicationId}/proofs/${gate}${ending}"`);
  expect(page).not.toContain('/proofs/awards');
});

test('an application can be taken back by a form of its own, which says what it means', async () => {
  const state = { values: {}, errors: [{ field: 'confirm', message: '请先勾选确认。' }] };
  const withdrawal = { action: '/slots/x', csrf: 'token', state };
  const page = await rendered({ application, withdrawal });
  expect(formsOf(page)[1]?.map((control) => control.name)).toEqual(['csrf', 'confirm']);
  expect(page).toContain('撤回后不能恢复');
  expect(page).toContain('请先勾选确认。');
});

test('a refusal tells its reason, the clauses that were not met, and how to ask for a review until when', async () => {
  const finding = { rule: 'enterprise.level', title: '达 2 级及以上', clause: '二(一)', evidence: '', register: null };
  const { review: _, ...open } = refused;
  const own = { ...open, waitId: 'x~refusal.1', findings: [{ ...finding, outcome: 'fail' as const }] };
  const state = {
    values: { reason: '请再核' },
    errors: [{ field: 'reason', message: '请填写理由（不超过 2000 字）。' }],
  };
  const review = { action: '/slots/x/review', csrf: 'token', state, draft: null, deadline: '2025-12-01T15:59:59.999Z' };
  const page = await rendered({ application: own, upload: null, review });
  expect(page).toContain('<strong>未获推荐</strong>');
  expect(page).toContain('投入与实际不符。');
  expect(page).toContain('达 2 级及以上（方案二(一)）');
  expect(page).toContain('可在 2025年12月1日 23:59（北京时间） 前在本页申请复核');
  expect(formsOf(page)[0]?.map((control) => control.name)).toEqual(['csrf', 'reason']);
  expect(page).toContain('请填写理由');
});

test.each([
  ['under review', undefined, '未获推荐，复核中', '办理中'],
  ['upheld', 'uphold', '未获推荐，复核维持原决定', '维持原决定'],
  ['admitted', 'admit', '已推荐', '撤销原决定，予以推荐'],
] as const)('a review that is %s', async (_, decision, standing, says) => {
  const at = '2025-11-25T02:00:00.000Z';
  const review = { requestedAt: at, grounds: '发票齐全，请再核。' };
  const ruling = decision === undefined ? {} : { ruling: { decision, reason: '核查属实。', by: 'bureau-1', at } };
  const status = decision === 'admit' ? 'recommended' : 'not-recommended';
  const waitId = decision === undefined ? 'x~review.1' : null;
  const page = await rendered({
    application: { ...refused, status, waitId, review: { ...review, ...ruling } },
    upload: null,
  });
  expect(page).toContain(`<strong>${standing}</strong>`);
  expect(page).toContain(says);
  expect(page).toContain('发票齐全，请再核。');
  expect(formsOf(page)).toEqual([]);
});

test('a refused upload shows every problem with place, mending and code, in both languages', async () => {
  const page = await rendered({ uploads: [refusedUpload] }, true);
  expect(page).toContain('package.attachment-missing');
  expect(page).toContain('请补充信用报告');
  expect(page).toMatch(/lang="en">The credit report is missing\.<\/span>/);
  expect(page).toMatch(/lang="en">Add the credit report\.<\/span>/);
  expect(page).not.toMatch(/<script/);
});

describe('what the holder reads about where the application stands', () => {
  const correction = { ...taskOf('district-review'), kind: 'correction' as const };
  test.each<[string, Partial<SlotView>, string]>([
    ['an upload still being examined', { pending: true }, '核验中'],
    ['under review', { application }, '审查中'],
    ['returned', { application: { ...application, status: 'returned' }, correction }, '待补正'],
    ['recommended', { application: { ...application, status: 'recommended' }, upload: null }, '已推荐'],
    ['not recommended', { application: { ...application, status: 'not-recommended' }, upload: null }, '未获推荐'],
    ['withdrawn', { application: { ...application, status: 'withdrawn' }, upload: null }, '已撤回'],
    ['shortlisted', { application, place, upload: null }, '已入围，公示中'],
    [
      'in reserve',
      { application, place: place && { ...place, state: 'reserve', noticeEndsAt: null }, upload: null },
      '未入围',
    ],
    ['announced', { application, award, upload: null }, '已正式公布'],
    ['too late', { upload: null }, '未申报'],
  ])('%s', async (_name, view, says) => {
    const page = await rendered(view);
    expect(page).toContain(`<strong>${says}</strong>`);
    if (view.upload === null) expect(formsOf(page)).toEqual([]);
  });

  test('the amount with each step of how it came about', async () => {
    const page = await rendered({ application, award, upload: null });
    expect(page).toContain('300,000 元');
    expect(page).toContain('两者取低：300,000 元');
  });
});
