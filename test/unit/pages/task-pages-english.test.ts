import { describe, expect, test } from 'vitest';
import { checkSheet } from '../../../shared/domain/scoring.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readBy } from '../../../shared/http/language.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { scoreSummaryPage } from '../../../shared/http/pages/score-summary.ts';
import { endedTaskPage, taskPage } from '../../../shared/http/pages/task.ts';
import type { TaskView } from '../../../shared/http/pages/task-view.ts';
import { DECISIONS, type DecidableKind } from '../../../shared/schemas/decisions.ts';
import { unmarkedHan } from './markup.ts';
import { askedItems, policy, refused, taskOf, viewOf } from './views.ts';

const KINDS = Object.keys(DECISIONS) as DecidableKind[];
const NOW = '2025-12-01T00:00:00.000Z';
const LATE = '2026-12-01T00:00:00.000Z';
const draft = { taskId: 'x', revision: 1, savedAt: NOW, hasOther: true, conflict: false };

const english = (render: () => unknown): string => readBy({ language: 'en', query: '?done=x' }, () => String(render()));

function pageOf<K extends DecidableKind>(view: TaskView<K>, state: FormState = freshForm, now = NOW): string {
  const inquiry = { action: '/t', csrf: 'c', inquiryId: '0', state: freshForm };
  const entry = { taskId: 'x', kind: view.kind, title: '甲项目', name: '甲公司' } as const;
  const one = { ...entry, applicationId: null, deadline: NOW, openedAt: NOW, status: 'open', category: null } as const;
  const work = { ...one, decision: null, decidedAt: null, sheets: 0, state: 'waiting' } as const;
  return english(() =>
    taskPage(
      view,
      { action: '/t', csrf: 'c', state, draft, script: null, inquiry, work: { roundId: 'r', now: work, done: work } },
      now,
    ),
  );
}

function expectEnglish(page: string): void {
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('<a href="?done=x&amp;lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>');
  expect(unmarkedHan(page)).toEqual([]);
  expect(page).not.toMatch(/undefined|\{\w+\}/);
}

describe.each(KINDS)('the page of a %s task, to an English reader', (kind) => {
  test('has no Chinese but what people and the policy wrote, which says that it is', () => {
    expectEnglish(pageOf(viewOf(kind)));
    expectEnglish(pageOf(viewOf(kind), freshForm, LATE));
  });

  test('says in English what is wrong with an empty form, and where', () => {
    const issues = DECISIONS[kind].safeParse({}).error?.issues ?? [];
    const page = english(() => {
      const errors = saidErrors(issues.map(({ path, message }) => ({ field: path.join('.'), message })));
      return taskPage(
        viewOf(kind),
        { action: '/t', csrf: 'c', state: { values: {}, errors }, draft, script: null, work: null },
        NOW,
      );
    });
    expectEnglish(page);
    expect(page).toContain('<title>Error: ');
    expect(page).toContain(`Please correct the following (${new Set(issues.map(({ path }) => path.join('.'))).size})`);
    expect(page).toMatch(/<li><a href="#f-[^"]+">[A-Z]/);
  });

  test.each(['decided', 'superseded', 'reassigned', 'expired'] as const)('says that it is %s', (status) => {
    const [decision = ''] = decisionsOf(kind);
    const decided = { decision: { decision, opinion: '同意。', points: { a: 25 } }, decidedAt: NOW };
    expectEnglish(english(() => endedTaskPage({ ...taskOf(kind), status, ...(status === 'decided' ? decided : {}) })));
  });
});

function decisionsOf(kind: DecidableKind): string[] {
  const schema = DECISIONS[kind];
  const [first] = 'options' in schema ? schema.options : [schema];
  const { decision } = first.shape;
  return 'options' in decision ? [...decision.options] : [...decision.values];
}

describe('what only some of them show', () => {
  test('before an expert declares that there are no interests', () => {
    const { declaredAt: _, ...task } = viewOf('score').task;
    expectEnglish(pageOf({ ...viewOf('score'), task }));
  });

  test('the sheet once more before it is handed in', () => {
    const values = Object.fromEntries(askedItems.map((code) => [`points.${code}`, '2.5']));
    const view = {
      view: viewOf('score'),
      values: { ...values, comment: '很好' },
      action: '/t',
      csrf: 'c',
      next: true,
      now: '2025-12-01T00:00:00.000Z',
    };
    expectEnglish(english(() => scoreSummaryPage(view)));
  });

  test('a district’s application that was corrected, or is to be looked at for its credit code', () => {
    const view = viewOf('district-review');
    const correction = { asked: ['invoices', 'foundation.planning', 'attachments.vouchers'], by: 'd', at: NOW };
    const application = {
      ...refused,
      correctedOnce: true,
      correction: { ...correction, version: 1, packageSha256: 'a'.repeat(64) },
      findings: [
        { rule: 'common.credit-code', clause: '二', title: '统一社会信用代码校验', evidence: 'X 校验码不符' },
      ].map((one) => ({ ...one, outcome: 'needs-person' as const, register: null })),
    };
    const task = { ...view.task, subject: { unanswered: 1 } };
    const details = { ...view.details, application, flags: [], inquiries: [], scan: 'unsupported' as const };
    const page = pageOf({ ...view, task, details });
    expectEnglish(page);
    for (const said of ['Details', 'Foundation: Planning, team and funds', 'X: the check character is wrong'])
      expect(page).toContain(said === 'Details' ? 'Attachments that are required: Contracts' : said);
  });

  test('a sheet with points that are none', () => {
    const wrong = Object.fromEntries(askedItems.map((code, i) => [code, [undefined, 0.5, 9999, 1][i % 4]]));
    const points = Object.fromEntries(
      Object.entries(wrong).flatMap(([code, n]) => (n === undefined ? [] : [[code, n]])),
    );
    const faults = checkSheet(policy, 'benchmark-enterprise', [], { ...points, unknown: 1 });
    expect(new Set(faults.map(({ code }) => code)).size).toBe(5);
    const page = english(() => {
      const errors = saidErrors(faults.map(({ item, message }) => ({ field: `points.${item}`, message })));
      const form = { action: '/t', csrf: 'c', state: { values: {}, errors }, draft, script: null, work: null };
      return taskPage(viewOf('score'), form, NOW);
    });
    expectEnglish(page);
    for (const said of ['has no points yet', 'are no number', 'takes 0 to', 'go in steps of', 'has no item'])
      expect(page).toContain(said);
  });

  test('a list whose plan does not add up, a ruling with nobody in reserve, a shortage of a whole round', () => {
    const plan = viewOf('approve-plan');
    expectEnglish(pageOf({ ...plan, details: { ...plan.details, totalFen: 1 } }));
    const ruling = viewOf('objection-ruling');
    const gone = { against: null, effect: null, leaves: null, movesUp: null };
    for (const changes of [{ movesUp: null }, gone])
      expectEnglish(pageOf({ ...ruling, details: { ...ruling.details, ...changes } }));
    expectEnglish(pageOf({ ...viewOf('panel-shortage'), details: { application: null, reasons: ['甲'] } }));
    expectEnglish(pageOf({ ...viewOf('district-late'), details: { district: null, applications: [] } }));
  });
});
