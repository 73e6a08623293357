import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import { objectionPage } from '../../../shared/http/pages/objections/form.ts';
import { awardsPage, roundPage, startPage } from '../../../shared/http/pages/round.ts';
import { PROBLEMS, type ProblemCode, problemPage } from '../../../shared/http/problems.ts';
import { formObject } from '../../../shared/schemas/decisions.ts';
import { ObjectionForm } from '../../../shared/schemas/objections.ts';
import type { RoundRecord } from '../../../shared/schemas/records.ts';
import { formsOf, poisoned } from './markup.ts';
import { listed, roots } from './noticed.ts';
import { award, ID, policy, ROUND } from './views.ts';

const at = '2026-01-05T01:00:00.000Z';
test('the call tells quotas and deadlines, and marks what is still to be confirmed', async () => {
  const round: RoundRecord = {
    entity: 'Round',
    roundId: ROUND,
    title: policy.title,
    policyId: policy.id,
    policyHash: 'a'.repeat(64),
    registers: {} as RoundRecord['registers'],
    stage: 'intake',
    openedAt: at,
    callDate: '2025-11-03',
    secretHash: 'a'.repeat(64),
    secret: 'the-secret-of-the-draw',
  };
  const intake = {
    entity: 'Gate' as const,
    roundId: ROUND,
    stage: 'intake',
    deadline: '2025-11-28T09:00:00.000Z',
    closed: false,
    extensions: [
      {
        by: 'bureau-1',
        reason: '应申报单位请求',
        at,
        from: '2025-11-25T09:00:00.000Z',
        to: '2025-11-28T09:00:00.000Z',
      },
    ],
  };
  const view = { round, policy, intake, district: null, notice: null, announced: false, roots };
  const page = (await roundPage(poisoned(view))).toString();
  expect(page).toContain('2025年11月28日 17:00（北京时间）');
  expect(page).toContain('由 2025年11月25日 17:00（北京时间） 延至');
  expect(page).toContain('待主管部门确认');
  expect(page).not.toContain('the-secret-of-the-draw');
  expect(page).not.toContain('bureau-1');
  expect(page).not.toMatch(/<script/);
});

test('announced lists show sums and escape names', async () => {
  const page = (await awardsPage(ROUND, policy, [poisoned(award)], roots)).toString();
  expect(page).toContain('300,000 元');
  expect(page).not.toMatch(/<script/);
});

test('an award list names the project only where there is one beside the firm', async () => {
  const headings = async (awards: (typeof award)[]) =>
    [...(await awardsPage(ROUND, policy, awards, [])).toString().matchAll(/<th[^>]*>([^<]+)/g)].map(
      ([, title]) => title,
    );
  const own = { ...award, name: '某公司', title: '某公司' };
  const project = { ...award, awardId: `${award.awardId}x`, name: '某公司', title: '某项目' };
  expect(await headings([own])).toEqual(['名次', '单位名称', '奖补金额', '名单']);
  expect(await headings([own, project])).toEqual(['名次', '单位名称', '项目名称', '奖补金额', '名单']);
});

describe('the objection form', () => {
  const page = async () =>
    (
      await objectionPage({
        roundId: ROUND,
        policy,
        places: [poisoned(listed('shortlisted'))],
        csrf: 'c',
        state: freshForm,
      })
    ).toString();

  test('asks for what an objection needs', async () => {
    const [controls = []] = formsOf(await page());
    const names = new Set(controls.map((control) => control.name));
    const filled: Record<string, string> = {
      applicationId: ID,
      objectorKind: 'person',
      objectorName: '张三',
      phone: '19900000000',
      grounds: '申报的改造投入与实际情况不符。',
    };
    const optional = ['email', 'evidence', 'seal'];
    expect([...names].toSorted()).toEqual(['csrf', ...optional, ...Object.keys(filled)].toSorted());
    expect(ObjectionForm.safeParse(formObject(Object.entries(filled))).success).toBe(true);
  });

  test('escapes names, and is closed where nothing is under notice', async () => {
    expect(await page()).not.toMatch(/<script/);
    const closed = await objectionPage({ roundId: ROUND, policy, places: [], csrf: 'c', state: freshForm });
    expect(formsOf(closed.toString())).toEqual([]);
  });
});

test('the start page leads to a round', async () => {
  expect((await startPage(ROUND)).toString()).toContain(`href="/rounds/${ROUND}"`);
  expect(formsOf((await startPage(null)).toString())).toHaveLength(1);
});

test.each(Object.keys(PROBLEMS) as ProblemCode[])(
  'the error page %s says what to do and names its code',
  async (code) => {
    const page = (await problemPage(code, 'r-1')).toString();
    expect(page).toContain(`<code>${code}</code>`);
    expect(page).toContain('<code>r-1</code>');
    expect(PROBLEMS[code].says.length).toBeGreaterThan(0);
  },
);
