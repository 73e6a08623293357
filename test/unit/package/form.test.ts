import { describe, expect, it } from 'vitest';
import { type FormField, fieldTitle, formFields, jsonSchema } from '../../../shared/package/form.ts';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import { policy } from './fixture.ts';

const inner = (fields: FormField[]): FormField[] => fields.flatMap((one) => [one, ...inner(one.fields ?? [])]);
const find = (fields: FormField[], path: string) => inner(fields).find((one) => one.path.join('.') === path);

describe.each(CATEGORIES)('the form of %s', (category) => {
  const fields = formFields(category, policy);

  it('has Chinese and English titles for everything that is asked', () => {
    const untitled = inner(fields).filter(
      (one) => !/\p{Script=Han}|SHA-256/u.test(one.title) || !/^[\x20-\x7e]+$/.test(one.titleEn),
    );
    expect(untitled.map(({ path }) => path.join('.'))).toEqual([]);
  });

  it('does not ask for what the slot says, nor for figures that only the registers hold', () => {
    const asked = fields.map(({ path }) => path[0]);
    for (const name of ['format', 'roundId', 'category', 'uscc', 'applicationNo', 'pointsScore', 'grades'])
      expect(asked).not.toContain(name);
  });

  it('explains every choice in Chinese', () => {
    const options = inner(fields).flatMap((one) => (one.input === 'attachments' ? [] : (one.options ?? [])));
    expect(options.filter(({ title }) => !/\p{Script=Han}/u.test(title))).toEqual([]);
  });
});

describe('the form of an enterprise', () => {
  const fields = formFields('benchmark-enterprise', policy);

  it.each([
    ['name', { input: 'text', required: true, min: 1, max: 100 }],
    ['publicSummary', { input: 'long-text', required: false, max: 500 }],
    ['publicityConsent', { input: 'yes-no' }],
    ['declaredInvestmentFen', { input: 'money', unit: '元', min: 0 }],
    ['declaredLevel', { input: 'integer', min: 0, max: 4 }],
    ['foundation.planning', { input: 'long-text', required: true, max: 4000 }],
    ['foundation.honours', { input: 'table', required: false, max: 50 }],
    ['contact.phone', { input: 'text', required: true }],
    ['attachments', { input: 'attachments', required: true }],
  ])('%s', (path, expected) => {
    expect(find(fields, path)).toMatchObject(expected);
  });

  it('asks for invoices row by row', () => {
    const columns = find(fields, 'invoices')?.fields?.map(({ path, input }) => [path.join('.'), input]);
    expect(columns).toEqual([
      ['number', 'text'],
      ['issuedOn', 'date'],
      ['amountFen', 'money'],
    ]);
  });
});

it('a solution chooses scenarios of the national list and industries of the policy', () => {
  const fields = formFields('solution-product', policy);
  expect(find(fields, 'scenarios')?.options).toHaveLength(16);
  expect(find(fields, 'industries')?.options).toEqual(
    policy.industries.map(({ code, name }) => ({ value: code, title: name })),
  );
  expect(find(fields, 'intellectualProperty')?.input).toBe('lines');
});

it.each([
  ['benchmark-enterprise', ['foundation', 'honours', 2, 'level'], '级别'],
  ['chain-case', ['partners', 0, 'relation'], '关系'],
  ['chain-case', ['effects', 'quality'], '产品质量'],
  ['chain-case', ['nothing'], null],
  ['chain-case', ['title', 'more'], null],
] as const)('names the field of %s at %s', (category, path, title) => {
  expect(fieldTitle(category, path)).toBe(title);
});

it('the JSON Schema of a category says what a program needs to know', () => {
  expect(jsonSchema('chain-case')).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { title: { title: '案例名称', titleEn: 'Case', minLength: 1, maxLength: 100 } },
  });
});
