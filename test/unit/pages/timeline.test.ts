import { describe, expect, test } from 'vitest';
import { readBy } from '../../../shared/http/language.ts';
import { type TimelineFacts, timelineOf } from '../../../shared/http/pages/timeline.ts';
import { APPLICATION_STATUSES } from '../../../shared/schemas/records.ts';
import { application, award, DETAILS, policy, refusedUpload, taskOf } from './views.ts';

const at = '2026-01-20T09:00:00.000Z';
const fresh: TimelineFacts = {
  policy,
  application: null,
  uploads: [],
  deadline: '2025-11-28T09:00:00.000Z',
  districtDeadline: '2025-12-12T09:00:00.000Z',
  correction: null,
  place: null,
  award: null,
  takesUploads: true,
  pending: false,
};
const ranked = DETAILS.deliberate.categories[0]?.ranked.shown[0]?.place;
if (ranked === undefined) throw new Error('nobody is ranked');
const place = { ...ranked, state: 'shortlisted' as const, noticeEndsAt: at, openObjections: 0 };
const recommended = { ...application, status: 'recommended' as const };
const correction = { ...taskOf('district-review'), kind: 'correction' as const, deadline: '2025-12-05T09:00:00.000Z' };

const when = (facts: Partial<TimelineFacts>) => timelineOf({ ...fresh, ...facts });
/** The step where it stands, as title and text. */
const stands = (facts: Partial<TimelineFacts>) => {
  const steps = when(facts).filter(({ state }) => state === 'current' || state === 'ended');
  expect(steps).toHaveLength(1);
  return `${steps[0]?.title}：${steps[0]?.text}`;
};

describe('what happens next, and by when', () => {
  test.each<[string, Partial<TimelineFacts>, string, string]>([
    ['nothing sent', {}, '提交材料', '2025年11月28日 17:00（北京时间）前'],
    ['refused', { uploads: [refusedUpload] }, '提交材料', '2025年11月28日 17:00（北京时间）前'],
    ['being examined', { pending: true }, '提交材料', '几分钟内'],
    ['nothing sent in time', { takesUploads: false }, '提交材料', '没有受理'],
    ['in review', { application }, '区（市）审查', '2025年12月12日 17:00（北京时间）前完成'],
    [
      'to be corrected',
      { application: { ...application, status: 'returned' }, correction },
      '区（市）审查',
      '2025年12月5日 17:00（北京时间）前一次完成',
    ],
    ['recommended', { application: recommended }, '专家评审', `后 ${policy.expertStage.value.days} 日内`],
    ['on the shortlist', { application: recommended, place }, '入围公示', '公示至 2026年1月20日 17:00（北京时间）'],
    ['objected to', { application: recommended, place: { ...place, openObjections: 1 } }, '入围公示', '收到异议'],
    ['in reserve', { place: { ...place, state: 'reserve', noticeEndsAt: null } }, '入围公示', '未进入入围名单'],
    ['confirmed', { application: recommended, place: { ...place, state: 'confirmed' } }, '正式公布', '等待正式公布'],
    ['announced', { application: recommended, place, award }, '资金拨付', `${policy.payee.value.days} 日内`],
  ])('%s', (name, facts, title, text) => {
    const known = name === 'in reserve' ? { ...facts, application: recommended } : facts;
    expect(stands(known)).toContain(`${title}：`);
    expect(stands(known)).toContain(text);
  });

  test('paid: all is done', () => {
    const steps = when({ application: recommended, place, award: { ...award, status: 'paid' } });
    expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['done']));
  });

  test.each(APPLICATION_STATUSES)(
    'an application that is %s stands at one step, and nothing follows an end',
    (status) => {
      const steps = when({ application: { ...application, status } });
      expect(steps.filter(({ state }) => state === 'current' || state === 'ended')).toHaveLength(1);
      expect(steps.findIndex(({ state }) => state === 'ended')).toBeOneOf([-1, steps.length - 1]);
    },
  );
});

test('is in English for who reads English', () => {
  const all: Partial<TimelineFacts>[] = [
    ...[{}, { uploads: [refusedUpload] }, { pending: true }, { takesUploads: false }],
    ...APPLICATION_STATUSES.flatMap((status) =>
      [null, correction].map((asked) => ({
        application: { ...application, status, decidedAt: at },
        correction: asked,
        districtDeadline: null,
      })),
    ),
    ...(['shortlisted', 'reserve', 'removed', 'confirmed'] as const).flatMap((state) =>
      [null, at].map((noticeEndsAt) => ({
        application: recommended,
        place: { ...place, state, noticeEndsAt, openObjections: 1 },
      })),
    ),
    ...(['announced', 'payable', 'planned', 'issued', 'paid'] as const).map((status) => ({
      application: recommended,
      place,
      award: { ...award, status },
    })),
  ];
  for (const facts of all) {
    const steps = readBy({ language: 'en' }, () => when(facts));
    for (const { title, text } of steps) {
      expect(`${title} ${text}`).not.toMatch(/\p{Script=Han}|\{/u);
      expect(text).toMatch(/^[A-Z].*\.$/);
    }
  }
});
