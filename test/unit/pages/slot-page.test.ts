import { describe, expect, test } from 'vitest';
import { type SlotView, slotPage } from '../../../shared/http/pages/slot.ts';
import { ATTACHMENT_TITLES } from '../../../shared/package/titles.ts';
import { formsOf, poisoned } from './markup.ts';
import { application, award, DETAILS, policy, refusedUpload, slot, taskOf } from './views.ts';

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
  upload: form,
  pending: false,
  withdrawal: null,
};
const rendered = async (view: Partial<SlotView>, poison = false) => {
  const whole = { ...fresh, ...view };
  return (await slotPage(poison ? poisoned(whole) : whole)).toString();
};
const place = DETAILS.deliberate.categories[0]?.ranked.shown[0]?.place ?? null;

test('a fresh slot tells what to send, until when, and offers the form; the file goes last', async () => {
  const page = await rendered({});
  for (const kind of policy.categories['benchmark-enterprise'].attachments.value)
    expect(page).toContain(ATTACHMENT_TITLES[kind]);
  expect(page).toContain('2025年11月28日 17:00（北京时间）');
  expect(formsOf(page)[0]?.map((control) => control.name)).toEqual(['key', 'policy', 'file']);
  expect(page).toContain('尚未上传');
});

test('an application can be taken back by a form of its own, which says what it means', async () => {
  const state = { values: {}, errors: [{ field: 'confirm', message: '请先勾选确认。' }] };
  const withdrawal = { action: '/slots/x', csrf: 'token', state };
  const page = await rendered({ application, withdrawal });
  expect(formsOf(page)[1]?.map((control) => control.name)).toEqual(['csrf', 'confirm']);
  expect(page).toContain('撤回后不能恢复');
  expect(page).toContain('请先勾选确认。');
});

test('a refused upload shows every problem with place, mending and code', async () => {
  const page = await rendered({ uploads: [refusedUpload] }, true);
  expect(page).toContain('package.attachment-missing');
  expect(page).toContain('请补充信用报告');
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
