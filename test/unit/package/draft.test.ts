import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DraftValues,
  draftOf,
  fenOf,
  filledRows,
  knownValues,
  readDraft,
  withoutRow,
} from '../../../shared/package/draft.ts';
import { formFields } from '../../../shared/package/form.ts';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import { applicantOf } from '../../world/directory.ts';
import { generateWorld } from '../../world/generate.ts';
import { manifestFor } from '../../world/manifests.ts';
import { attachments, manifest, policy, slot } from './fixture.ts';

const fields = formFields('chain-case', policy);
const listed = manifest(attachments()).attachments;
const whole: DraftValues = {
  name: '青岛某某链主有限公司',
  legalPerson: '张某',
  'contact.name': '某某',
  'contact.phone': '0532-00000000',
  publicSummary: '简介',
  publicityConsent: 'yes',
  title: '链式协同案例',
  'landed[0].uscc': slot.uscc,
  'landed[0].name': '某厂',
  measures: '举措',
  technology: '技术',
  ...{ 'effects.cost': '一', 'effects.efficiency': '二', 'effects.revenue': '三', 'effects.energy': '四' },
  'effects.quality': '五',
  replication: '推广',
};
const read = (values: DraftValues, files: typeof listed | null = listed) => readDraft(values, fields, slot, files);
const places = (values: DraftValues, files: typeof listed | null = null) =>
  read(values, files).problems.map(({ where }) => where);

describe('a draft', () => {
  it('that is complete makes the very manifest that the intake takes', () => {
    expect(read(whole)).toEqual({ manifest: manifest(attachments()), problems: [] });
  });

  it('that is empty lacks every field that must be filled in, and says nothing of attachments until asked', () => {
    expect(places({}).toSorted()).toEqual(
      [
        ...Object.keys(whole).filter((name) => !name.startsWith('landed') && name !== 'publicSummary'),
        'landed',
      ].toSorted(),
    );
    expect(places(whole, [])).toContain('attachments');
  });

  it('leaves rows out in which nothing is written, and names the faults of the others by their own row', () => {
    const values = { ...whole, 'landed[3].uscc': '不是代码', 'landed[3].name': '某厂', 'partners[2].name': '配件厂' };
    expect(places(values).toSorted()).toEqual(['landed[3].uscc', 'partners[2].relation', 'partners[2].uscc']);
    expect(read(values).manifest['landed']).toHaveLength(2);
  });
});

describe('a draft of an enterprise', () => {
  const enterprise = formFields('benchmark-enterprise', policy);
  const problems = (values: DraftValues) =>
    readDraft(values, enterprise, { ...slot, category: 'benchmark-enterprise' }, null).problems;

  it('says once what is wrong with a sum, at its field', () => {
    const found = problems({
      declaredInvestmentFen: '约六十万',
      declaredLevel: '二级',
      'invoices[1].amountFen': '1.234',
    });
    const at = (where: string) => found.filter((problem) => problem.where === where).map(({ code }) => code);
    expect(at('declaredInvestmentFen')).toEqual(['package.amount']);
    expect(at('invoices[1].amountFen')).toEqual(['package.amount']);
    expect(at('declaredLevel')).toEqual(['package.manifest-field']);
  });
});

it('a choice that the format does not have is a fault of the list, not of a position in it', () => {
  const solution = formFields('solution-product', policy);
  const values = { scenarios: 'quality\nnothing', intellectualProperty: '甲\n\n 乙 ' };
  const { manifest: made, problems } = readDraft(values, solution, { ...slot, category: 'solution-product' }, null);
  expect(problems.filter(({ where }) => where.startsWith('scenarios')).map(({ where }) => where)).toEqual([
    'scenarios',
  ]);
  expect(made['intellectualProperty']).toEqual(['甲', '乙']);
});

it.each([
  ['15000', 1_500_000],
  ['１５，０００.5', 1_500_050],
  ['15,000.05 元', 1_500_005],
  ['0', 0],
  ['', null],
  ['-1', null],
  ['1.234', null],
  ['1e3', null],
  ['六十万', null],
])('%s is so many 分: %s', (text, fen) => {
  expect(fenOf(text)).toBe(fen);
});

describe('what is sent', () => {
  it('is taken over where the form asks for it, and nowhere else', () => {
    const sent: [string, string][] = [
      ['name', '甲\r\n乙'],
      ['effects.cost', ''],
      ['landed[0].uscc', 'x'],
      ...[
        ['landed[00].uscc', 'x'],
        ['landed[500].uscc', 'x'],
        ['landed.uscc', 'x'],
        ['name[0]', 'x'],
      ].map(([name = '', value = '']): [string, string] => [name, value]),
      ['__proto__', 'x'],
      ['attachments', 'x'],
      ['csrf', 'x'],
    ];
    expect(knownValues(fields, sent)).toEqual({ name: '甲\n乙', 'landed[0].uscc': 'x' });
  });

  it('keeps all boxes that were ticked under one name', () => {
    const solution = formFields('solution-product', policy);
    const sent: [string, string][] = [
      ['links', 'manufacturing'],
      ['links', 'operations'],
    ];
    expect(knownValues(solution, sent)).toEqual({ links: 'manufacturing\noperations' });
  });

  it('whatever it is, makes a draft that can be read', () => {
    const all = CATEGORIES.map((category) => [category, formFields(category, policy)] as const);
    const name = fc.oneof(
      fc.constantFrom(...Object.keys(whole), 'served[1].uscc', 'invoices[0].amountFen', 'scenarios', 'declaredLevel'),
      fc.string({ maxLength: 12 }),
    );
    const pairs = fc.array(fc.tuple(name, fc.string({ maxLength: 40 })), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...all), pairs, ([category, form], sent) => {
        const values = knownValues(form, sent);
        for (const { where } of readDraft(values, form, { ...slot, category }, null).problems)
          expect(where).not.toMatch(/^attachments/);
        // A second reading changes nothing.
        expect(knownValues(form, Object.entries(values))).toEqual(values);
      }),
      { numRuns: 25 },
    );
  });
});

it('a row taken out lets those below move up', () => {
  const values = { name: 'a', 'landed[0].uscc': '0', 'landed[2].uscc': '2', 'landed[3].name': '3' };
  expect(withoutRow(values, 'landed', 2)).toEqual({ name: 'a', 'landed[0].uscc': '0', 'landed[2].name': '3' });
  expect(filledRows(values, 'landed')).toEqual([0, 2, 3]);
});

describe('a package that was sent before', () => {
  const world = generateWorld({ seed: 'drafts', applications: 12, policy });

  it.each(world.plans.filter((plan) => plan.fault === null).map((plan) => [plan.category, plan] as const))(
    'of %s comes back as the draft that makes it again',
    (category, plan) => {
      const form = formFields(category, policy);
      const sent = manifestFor(world, applicantOf(world, plan.invitation), listed, 1);
      const own = { ...slot, category, uscc: sent.uscc, applicationNo: sent.applicationNo, roundId: sent.roundId };
      expect(readDraft(draftOf(form, sent), form, own, listed)).toEqual({ manifest: sent, problems: [] });
    },
  );
});
