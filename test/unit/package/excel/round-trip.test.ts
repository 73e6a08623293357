import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankForm, fillForm } from '../../../../shared/package/excel/fill.ts';
import { layoutOf, sameLabel } from '../../../../shared/package/excel/layout.ts';
import { openWorkbook } from '../../../../shared/package/excel/open.ts';
import { HASH_TO_COME, isBlankForm, readForm } from '../../../../shared/package/excel/read.ts';
import { type FormField, formFields } from '../../../../shared/package/form.ts';
import { CATEGORIES, type Category } from '../../../../shared/schemas/basics.ts';
import { ATTACHMENT_KINDS, CATEGORY_FORMATS, PACKAGE_FORMAT } from '../../../../shared/schemas/package.ts';
import { slot as chainSlot, policy } from '../fixture.ts';

const slotOf = (category: Category) => ({ ...chainSlot, category });

/** What a person can write: no control characters but line breaks, nothing but what stands there at both ends. */
const text = (min: number, max: number, lines: boolean) =>
  fc
    .string({ unit: 'grapheme', minLength: min, maxLength: Math.min(max, 60) })
    .map((one) => (lines ? one.replaceAll('x', '\n') : one.replaceAll('\n', ' ')))
    .map((one) =>
      one
        .replaceAll(/[^\P{Cc}\n]/gu, '字')
        .slice(0, max)
        .toWellFormed()
        .trim(),
    )
    .filter((one) => one.length >= min);
const date = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const CODES: Record<string, fc.Arbitrary<string>> = {
  uscc: fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  number: fc.stringMatching(/^[0-9A-Za-z-]{6,30}$/),
  phone: fc.stringMatching(/^[0-9+][0-9+\- ]{4,18}[0-9]$/),
};

function answerTo(field: FormField): fc.Arbitrary<unknown> {
  const { input, min = 0, max = Number.MAX_SAFE_INTEGER, options = [], fields = [] } = field;
  const codes = options.map(({ value }) => value);
  switch (input) {
    case 'group':
      return recordOf(fields);
    case 'table':
      return fc.array(recordOf(fields), { minLength: min, maxLength: 6 });
    case 'money':
      return fc.oneof(fc.nat(), fc.maxSafeNat());
    case 'integer':
      return fc.integer({ min, max });
    case 'date':
      return date;
    case 'yes-no':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...codes);
    case 'choices':
      return fc.uniqueArray(fc.constantFrom(...codes), { minLength: min, maxLength: Math.min(max, codes.length) });
    case 'lines':
      return fc.array(text(1, 200, false), { maxLength: 5 });
    case 'attachments':
      return fc.array(
        fc.record({
          kind: fc.constantFrom(...ATTACHMENT_KINDS),
          path: fc.stringMatching(/^[A-Za-z0-9一-龥]{1,20}\.pdf$/).map((name) => `attachments/${name}`),
          sha256: fc.constant(HASH_TO_COME),
        }),
        { minLength: 1, maxLength: 5 },
      );
    default:
      return CODES[field.path.at(-1) ?? ''] ?? text(min, max, input === 'long-text');
  }
}

const recordOf = (fields: FormField[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.path.at(-1) ?? '', answerTo(field)])));

const manifestOf = (category: Category) =>
  recordOf(formFields(category, policy)).map((answers) => ({
    ...answers,
    format: PACKAGE_FORMAT,
    roundId: chainSlot.roundId,
    category,
    uscc: chainSlot.uscc,
    applicationNo: chainSlot.applicationNo,
  }));

describe.each(CATEGORIES)('the form of %s', (category) => {
  it('gives back every application that was written into it', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(manifestOf(category), async (manifest) => {
        const reading = await readForm(fillForm(category, policy, manifest), slotOf(category));
        expect(reading.problems).toEqual([]);
        expect(reading.manifest).toEqual(CATEGORY_FORMATS[category].parse(manifest));
        // What is generated is loosely typed; the schema has parsed it a line before.
        expect(reading.listed?.map(({ kind, path }) => ({ kind, path }))).toEqual(
          (manifest as unknown as { attachments: { kind: string; path: string }[] }).attachments.map(
            ({ kind, path }) => ({ kind, path }),
          ),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('has a place of its own for every field, under names that are told apart', () => {
    const { fixed, lines, tables } = layoutOf(category, policy);
    const labels = [...fixed, ...lines].map(({ label }) => sameLabel(label));
    expect(new Set(labels).size).toBe(labels.length);
    const sheets = tables.map(({ name }) => name);
    expect(new Set(sheets).size).toBe(sheets.length);
    for (const { columns } of tables) expect(new Set(columns.map(({ label }) => label)).size).toBe(columns.length);
  });

  it('is the same each time, and blank until somebody answers something', async () => {
    const { roundId, uscc, applicationNo } = chainSlot;
    const known = { roundId, uscc, applicationNo, name: '青岛某某有限公司' };
    const blank = blankForm(category, policy, known);
    expect(Buffer.from(blankForm(category, policy, known)).equals(Buffer.from(blank))).toBe(true);
    expect(await isBlankForm(blank, slotOf(category))).toBe(true);
    expect(await isBlankForm(blankForm(category, policy), slotOf(category))).toBe(true);
    expect(await isBlankForm(fillForm(category, policy, { ...known, legalPerson: '张某' }), slotOf(category))).toBe(
      false,
    );
    const { problems } = await readForm(blank, slotOf(category));
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['package.manifest-field']));
    expect(problems.every(({ where }) => where.startsWith('申报书.xlsx '))).toBe(true);
  });

  it('offers lists to choose from wherever a choice is asked for', async () => {
    const opened = await openWorkbook(blankForm(category, policy));
    expect(opened.ok && opened.workbook.sheets.map(({ name }) => name)).toEqual([
      '申报信息',
      ...layoutOf(category, policy).tables.map(({ name }) => name),
      '证明材料',
      '填报说明',
    ]);
  });
});
