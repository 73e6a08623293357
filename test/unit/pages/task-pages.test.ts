import { describe, expect, test } from 'vitest';
import { freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import { endedTaskPage, taskPage } from '../../../shared/http/pages/task.ts';
import { DECISIONS, type DecidableKind, formObject } from '../../../shared/schemas/decisions.ts';
import { type Control, formsOf, poisoned } from './markup.ts';
import { askedItems, taskOf, viewOf } from './views.ts';

const KINDS = Object.keys(DECISIONS) as DecidableKind[];
const NOW = '2025-12-01T00:00:00.000Z';

/** A scan is uploaded before the form that sends it in is there. */
const SCANNED = { values: { scan: `${'a'.repeat(64)}.pdf` }, errors: [] };
const startOf = (kind: DecidableKind) => (kind === 'district-sheet' ? SCANNED : freshForm);

/** 联签: another officer's opinion, to be signed. */
const PROPOSED = {
  ...{ by: 'district-2', byName: '赵六', at: NOW },
  opinion: { decision: 'recommend' as const, opinion: '同意推荐。', checks: ['pilot'] },
};
async function cosigned(): Promise<string> {
  const view = viewOf('district-review');
  const form = { action: '/tasks/x', csrf: 'secret', state: freshForm, draft: null, script: null, work: null };
  return (await taskPage({ ...view, details: { ...view.details, proposal: PROPOSED } }, form, NOW)).toString();
}

/** Before a payment came back the winner may decline. */
async function firstAsked(): Promise<string> {
  const view = viewOf('payee');
  const form = { action: '/tasks/x', csrf: 'secret', state: freshForm, draft: null, script: null, work: null };
  const award = { ...view.details.award, attempt: 1 };
  return (await taskPage({ ...view, details: { award } }, form, NOW)).toString();
}

async function rendered(kind: DecidableKind, state = startOf(kind), poison = false): Promise<string> {
  const view = poison ? poisoned(viewOf(kind)) : viewOf(kind);
  return (
    await taskPage(view, { action: '/tasks/x', csrf: 'secret', state, draft: null, script: null, work: null }, NOW)
  ).toString();
}

/** What a person would type into a control. */
function typed({ name, type, value }: Control, n: number): string {
  if (type === 'hidden') return value;
  if (name.startsWith('order.')) return String(n);
  if (type === 'number') return '2.5';
  if (name === 'accountNumber') return '6222 0000 1111';
  if (name === 'off' || name === 'worked') return '2027-01-01\n2027-01-04';
  // Nothing is chosen from a list that opens.
  if (type === 'checkbox' || type === 'select') return value;
  return '已核实，情况属实。';
}

/** Every way to fill a form in: once per radio button, or once. */
function fillings(controls: Control[]): Record<string, string>[] {
  const radios = controls.filter((control) => control.type === 'radio');
  const others = controls.filter((control) => control.type !== 'radio' && control.name !== 'csrf');
  let n = 0;
  const base = Object.fromEntries(
    others.map((control) => {
      if (control.name.startsWith('order.')) n += 1;
      return [control.name, typed(control, n)];
    }),
  );
  return radios.length === 0 ? [base] : radios.map((radio) => ({ ...base, [radio.name]: radio.value }));
}

test('an expert sees who applies, and nothing of what it applies with, before the declaration', async () => {
  const view = viewOf('score');
  const { declaredAt: _, ...task } = view.task;
  const context = { action: '/tasks/x', csrf: 'secret', state: freshForm, draft: null, script: null, work: null };
  const page = (await taskPage({ ...view, task }, context, NOW)).toString();
  expect(page).toContain(view.details.application.name);
  expect(page).toContain('某服务商');
  expect(page).not.toContain('points.');
  expect(page).not.toContain('/attachments/');
  expect(page).not.toContain(view.details.manifest.publicSummary);
  expect(formsOf(page).map((form) => form.map(({ name }) => name))).toEqual([
    ['csrf', 'noConflict'],
    ['csrf', 'decision', 'reason'],
  ]);
});

describe.each(KINDS)('the page of a %s task', (kind) => {
  test('asks for exactly what its decision needs, whichever way it is answered', async () => {
    const also = { 'district-review': cosigned, payee: firstAsked } as Partial<Record<DecidableKind, typeof cosigned>>;
    const pages = [await rendered(kind), ...(await Promise.all([also[kind]?.() ?? []]))].flat();
    // What goes before the decision has forms of its own.
    const apart = ({ type, name }: Control) => type === 'file' || name === 'step';
    const forms = pages.flatMap(formsOf).filter((form) => !form.some(apart));
    expect(forms.length).toBeGreaterThan(0);
    const seen = new Set<string>();
    for (const form of forms) {
      expect(form.find((control) => control.name === 'csrf')?.value).toBe('secret');
      for (const filled of fillings(form)) {
        const parsed = DECISIONS[kind].safeParse(formObject(Object.entries(filled)));
        expect(parsed.error?.issues ?? []).toEqual([]);
        if (parsed.success) seen.add(parsed.data.decision);
      }
    }
    expect([...seen].toSorted()).toEqual(decisionsOf(kind).toSorted());
  });

  test('escapes whatever people wrote', async () => {
    const page = await rendered(kind, startOf(kind), true);
    expect(page).not.toMatch(/<script/i);
    expect(page).toContain('&lt;script&gt;');
    expect(page.match(/<script|"x"/g)).toBeNull();
  });

  test('names the deadline with its zone, and has one heading of the first order', async () => {
    const page = await rendered(kind);
    expect(page).toContain('2025年12月12日 17:00（北京时间）');
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  test('keeps what was typed and leads from each error to its field', async () => {
    const fields = formsOf(await rendered(kind)).flat();
    const written = fields.find(({ type }) => ['textarea', 'text'].includes(type));
    const wrong = (written ?? fields.find(({ type }) => type === 'checkbox'))?.name ?? '';
    const values = { ...startOf(kind).values, [wrong]: '原来写的<b>内容</b>' };
    const page = await rendered(kind, { values, errors: [{ field: wrong, message: '请重新填写' }] });
    // What was ticked wrongly is ticked anew.
    if (kind !== 'district-sheet') expect(page).toContain('原来写的&lt;b&gt;内容&lt;/b&gt;');
    const target = /<li><a href="#([^"]+)">请重新填写/.exec(page)?.[1];
    expect(page).toContain(`id="${target}"`);
    expect(page).toContain('<title>有误：');
  });
});

/** The decisions that a kind's schema knows. */
function decisionsOf(kind: DecidableKind): string[] {
  const schema = DECISIONS[kind];
  const options = 'options' in schema ? schema.options : [schema];
  return options.flatMap((option) => {
    const { decision } = option.shape;
    return 'options' in decision ? [...decision.options] : [...decision.values];
  });
}

test('the score form asks for the items no formula decides, each with its range', async () => {
  const page = await rendered('score');
  const names = formsOf(page)
    .flat()
    .flatMap((control) => (control.type === 'number' ? [control.name] : []));
  expect(names).toEqual(askedItems.map((code) => `points.${code}`));
  expect(page).toContain('评测得分80分，场景12个');
});

test('a district that has had its correction is not offered another', async () => {
  const view = viewOf('district-review');
  const corrected = {
    ...view,
    details: { ...view.details, application: { ...view.details.application, correctedOnce: true } },
  };
  const page = (
    await taskPage(corrected, { action: '/t', csrf: 'c', state: freshForm, draft: null, script: null, work: null }, NOW)
  ).toString();
  expect(
    formsOf(page)
      .flat()
      .map((control) => control.value),
  ).not.toContain('return');
});

test('experts do not see the contact, districts do', async () => {
  const { phone } = viewOf('score').details.manifest.contact;
  expect(await rendered('district-review')).toContain(phone);
  expect(await rendered('score')).not.toContain(phone);
});

test.each(['decided', 'superseded', 'reassigned', 'expired'] as const)(
  'a task that is %s says so and has no form',
  async (status) => {
    const decision = { decision: 'recommend', opinion: '同意<推荐>' };
    const task = {
      ...taskOf('district-review'),
      status,
      ...(status === 'decided' ? { decision, decidedAt: NOW } : {}),
    };
    const page = (await endedTaskPage(task)).toString();
    expect(formsOf(page)).toEqual([]);
    if (status === 'decided') {
      expect(page).toContain('同意&lt;推荐&gt;');
      expect(page).toContain('2025年12月1日 08:00（北京时间）');
    }
  },
);

describe('what is posted', () => {
  const posted = (body: string) => {
    const request = new Request('http://h/', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const c = { req: { header: (name: string) => request.headers.get(name) ?? undefined, text: () => request.text() } };
    return readForm(c);
  };

  test('points as people type them', async () => {
    expect(await posted('points.a=%EF%BC%98.50&points.b=7.0&points.c=10')).toEqual({
      'points.a': '8.5',
      'points.b': '7',
      'points.c': '10',
    });
  });

  test('names that are none of ours are left out', async () => {
    const values = await posted('__proto__.x=1&constructor=2&decision=a&points.__proto__=3&a+b=4');
    expect(Object.entries(values)).toEqual([
      ['constructor', '2'],
      ['decision', 'a'],
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

test('the schema has no words for people: every field has its own in Chinese', () => {
  for (const kind of KINDS) {
    const issues = DECISIONS[kind].safeParse({}).error?.issues ?? [];
    const errors = saidErrors(issues.map(({ path, message }) => ({ field: path.join('.'), message })));
    expect(errors.length).toBeGreaterThan(0);
    for (const { message } of errors) expect(message).toMatch(/^[^a-zA-Z]*$/);
  }
});
