import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import { objectionHearingPage, STEP_FIELDS } from '../../../shared/http/pages/objections/handling.ts';
import { objectionStatusPage } from '../../../shared/http/pages/objections/status.ts';
import { taskPage } from '../../../shared/http/pages/task.ts';
import { HandlingForm, type ObjectionStep } from '../../../shared/schemas/objections.ts';
import { formsOf } from './markup.ts';
import { DETAILS, objection, objector, policy, viewOf } from './views.ts';

const FILED = objection.steps.slice(0, 1);
const at = objection.filedAt;
const form = { action: '/tasks/x', csrf: 'secret', state: freshForm, draft: null, script: null, work: null };
const ruling = async (changes: Partial<typeof objection>) => {
  const view = viewOf('objection-ruling');
  const details = { ...DETAILS['objection-ruling'], objection: { ...objection, ...changes } };
  return String(await taskPage({ ...view, details }, form, at));
};

describe('the page of an objection’s handler', () => {
  test('offers each step that may be taken by a form that its schema takes', async () => {
    const steps = formsOf(await ruling({ steps: [...FILED, { kind: 'accepted', at, by: 'b' }] })).filter((one) =>
      one.some(({ name }) => name === 'step'),
    );
    const offered = steps.map((controls) => {
      const step = controls.find(({ name }) => name === 'step')?.value ?? '';
      const field = STEP_FIELDS[step as keyof typeof STEP_FIELDS];
      expect(controls.map(({ name }) => name)).toEqual(['csrf', 'step', ...(field === null ? [] : [field])]);
      return HandlingForm.parse(field === null ? { step } : { step, text: '请补充合同。' }).step;
    });
    expect(offered).toEqual(['ask', 'hear', 'ex-officio']);
  });

  test('says that nobody was left who had not decided, where that is so', async () => {
    expect(await ruling({ handlerDecided: 2 })).toContain('参与 2 次');
    expect(await ruling({ handlerDecided: 0 })).not.toContain('没有未参与过');
  });

  test('warns of upholding without an answer of the applicant', async () => {
    const warning = '认定异议成立前，应当听取申报单位的意见';
    expect(await ruling({ steps: FILED })).toContain(warning);
    expect(await ruling({})).not.toContain(warning);
  });

  test('tells who leaves and who moves up, with sums, the change and the new notice', async () => {
    const page = await ruling({});
    for (const words of ['300,000', '200,000', '减少', '递补对象另行公示']) expect(page).toContain(words);
  });
});

test('the applicant is shown what is objected, and nothing of the objector', async () => {
  const page = String(await objectionHearingPage(viewOf('objection-hearing'), form));
  expect(page).toContain(DETAILS['objection-hearing'].asked);
  for (const secret of [objector.name, objector.phone, objector.grounds]) expect(page).not.toContain(secret);
});

describe('the page of who objects', () => {
  const shown = async (steps: ObjectionStep[], changes: Partial<typeof objection> = {}) => {
    const view = { policy, objector, against: '某公司', csrf: 'c', state: freshForm };
    return String(await objectionStatusPage({ ...view, objection: { ...objection, steps, ...changes } }));
  };
  const names = (page: string) => formsOf(page).map((controls) => controls.map(({ name }) => name));

  test('asks for words only where they were asked for', async () => {
    expect(names(await shown(FILED))).toEqual([
      ['csrf', 'evidence'],
      ['csrf', 'sure'],
    ]);
    const asked = await shown(objection.steps.slice(0, 3));
    expect(names(asked)[0]).toEqual(['csrf', 'text', 'evidence']);
    expect(asked).toContain('请补充发票复印件。');
  });

  test('has no form once it has ended, and says why', async () => {
    const ruled = { reason: '所述事项与名单无关。', by: 'b', at, effect: null };
    const page = await shown(FILED, { status: 'declined', declined: 'not-about-list', ruling: ruled });
    expect(names(page)).toEqual([]);
    for (const words of ['不予受理', '与入围名单无关', ruled.reason]) expect(page).toContain(words);
  });

  test('shows neither the applicant’s answer nor what the applicant was told', async () => {
    const page = await shown(objection.steps);
    expect(page).not.toContain('投入属实');
    expect(page).not.toContain('请说明');
  });
});
