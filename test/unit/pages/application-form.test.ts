import { describe, expect, test } from 'vitest';
import { fieldId } from '../../../shared/http/fields.ts';
import { type ApplicationFormView, applicationFormPage } from '../../../shared/http/pages/application-form.ts';
import { receiptPage } from '../../../shared/http/pages/receipt.ts';
import { knownValues, readDraft } from '../../../shared/package/draft.ts';
import { formFields } from '../../../shared/package/form.ts';
import { ATTACHMENT_TITLES } from '../../../shared/package/titles.ts';
import { receiptNumber } from '../../../shared/receipts.ts';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import { formsOf, poisoned } from './markup.ts';
import { policy, refusedUpload, slot, taskOf } from './views.ts';

const viewOf = (category: (typeof CATEGORIES)[number], view: Partial<ApplicationFormView> = {}) => ({
  slot: { ...slot, category },
  policy,
  fields: formFields(category, policy),
  draft: null,
  values: {},
  rows: {},
  known: [['认定数字化水平等级', '2 级']] as [string, string][],
  deadline: '2025-11-28T09:00:00.000Z',
  correction: null,
  opinion: null,
  asked: null,
  submitted: [],
  locked: [],
  takesUploads: true,
  problems: null,
  conflict: false,
  hasOther: false,
  tooLarge: false,
  home: '/slots/x',
  csrf: 'token',
  script: '/assets/form-X.js',
  ...view,
});
const rendered = async (...view: Parameters<typeof viewOf>) => (await applicationFormPage(viewOf(...view))).toString();
const idsOf = (page: string) =>
  [...page.replaceAll(/<template>[\s\S]*?<\/template>/g, '').matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);

describe.each(CATEGORIES)('the form of %s', (category) => {
  const fields = formFields(category, policy);
  const problems = readDraft({}, fields, { ...slot, category, policy }, null).problems;

  test('asks for every field once, under a name that is taken back in, and none of what is known', async () => {
    const page = await rendered(category, {});
    const names = (formsOf(page)[0] ?? [])
      .map(({ name }) => name)
      .filter((name) => !['csrf', 'revision'].includes(name));
    const asked = names.filter((name) => !name.includes('[99999]'));
    expect(
      Object.keys(
        knownValues(
          fields,
          asked.map((name) => [name, 'x']),
        ),
      ),
    ).toEqual([...new Set(asked)]);
    expect(page).toContain('认定数字化水平等级');
    expect(page).toContain('2025年11月28日 17:00（北京时间）');
    const ids = idsOf(page);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/<label class="label" for="([^"]+)"/g))
      expect(id?.includes('99999') || ids.includes(id ?? '')).toBe(true);
  });

  test('names everything that is missing at the top, each with a way to a field that is there', async () => {
    const page = await rendered(category, { problems });
    expect(page).toContain(`还有 ${problems.length} 处需要填写或改正`);
    const ids = new Set(idsOf(page));
    for (const { where } of problems) expect(ids, where).toContain(fieldId(where));
  });

  test('wants the attachments that the policy asks for, first', async () => {
    const page = await rendered(category);
    const kinds = [...page.matchAll(/data-kind="([^"]+)" data-required/g)].map(([, kind]) => kind);
    expect(kinds).toEqual(policy.categories[category].attachments.value);
    for (const title of Object.values(ATTACHMENT_TITLES)) expect(page).toContain(title);
  });

  test('shows what people wrote as text', async () => {
    const written = poisoned({ name: '某公司', measures: '举措', 'contact.name': '某人' });
    const page = await rendered(category, {
      values: written,
      opinion: poisoned('请补充发票'),
      correction: { ...taskOf('district-review'), kind: 'correction' },
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('本次只需补正以下内容');
    expect(page).toContain('请补充发票');
  });
});

test('two windows with different drafts are told apart, and what stepped back can be had again', async () => {
  const draft = { revision: 7, savedAt: '2025-11-20T02:00:00.000Z', values: {} };
  const asked = await rendered('chain-case', { draft, conflict: true });
  for (const then of ['mine', 'theirs']) expect(asked).toContain(`name="then" value="${then}"`);
  expect(asked).toContain('2025年11月20日 10:00:00（北京时间）');
  expect(await rendered('chain-case', { draft, hasOther: true })).toContain('name="then" value="swap"');
});

test('nothing can be sent once nothing is taken, and without its script the page has none', async () => {
  const page = await rendered('chain-case', { takesUploads: false, script: null });
  expect(page).toMatch(/id="send" disabled/);
  expect(page).not.toContain('<script');
});

test('a receipt has number, time to the second with its zone, and hash; also while the package is examined', async () => {
  const view = { slot, policy, uploadId: 'u1', receivedAt: '2025-11-28T08:59:59.999Z', home: '/slots/x' };
  const upload = { ...refusedUpload, sha256: 'a'.repeat(64), verdict: 'accepted' as const, version: 2 };
  const page = (await receiptPage({ ...view, upload })).toString();
  for (const text of [receiptNumber(slot.applicationId, 'u1'), '16:59:59（北京时间）', 'a'.repeat(64), '第 2 版'])
    expect(page).toContain(text);
  expect((await receiptPage({ ...view, upload: null })).toString()).toContain('核验中');
  expect(receiptNumber('a', 'bc')).not.toBe(receiptNumber('ab', 'c'));
});
