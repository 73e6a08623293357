import { expect, it } from 'vitest';
import { attachmentProblem } from '../../../shared/package/attachment-problems.ts';
import { correctionProblem } from '../../../shared/package/correction.ts';
import { FORM_FILE } from '../../../shared/package/excel/layout.ts';
import { formProblem } from '../../../shared/package/excel/problems.ts';
import type { CellFault } from '../../../shared/package/excel/values.ts';
import type { FormField } from '../../../shared/package/form.ts';
import { MEND_EN } from '../../../shared/package/mend-en.ts';
import { manifestProblem, moreProblems, zipProblem } from '../../../shared/package/problems.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';

type Builder = (...args: unknown[]) => Problem;
const MB = 1024 * 1024;
/** What builders are given that want more than names. */
const ARGUMENTS: Record<string, unknown[]> = {
  notZip: ['RAR'],
  tooLarge: [300 * MB, 200 * MB],
  tooManyEntries: [900, 500],
  unpackedTooLarge: [900 * MB, 600 * MB],
  otherFormat: ['…', 'PNG'],
  tooLargeForKind: ['…', 'business-licence', 11 * MB, 10 * MB],
  typeForKind: ['…', 'business-licence', ['pdf', 'image']],
  tooMany: ['business-licence', 5, 3],
  kindMissing: ['credit-report'],
  missing: [{}],
  format: ['awards-package/1', 'awards-package/1'],
  field: ['…', '“…”没有填写。', '请填写该项。', '… is missing.', 'Fill it in.'],
  category: ['…', '…', { found: '…', expected: '…' }],
  headerMissing: ['…', ['…']],
};
const all = (builders: object): Problem[] =>
  Object.entries(builders).map(([name, build]) => (build as Builder)(...(ARGUMENTS[name] ?? ['…', '…'])));

const OPTIONS = [
  { value: 'a', title: '甲' },
  { value: 'b', title: '乙' },
];
const FIELD: FormField = { path: [], title: '…', titleEn: '…', input: 'choice', required: true, options: OPTIONS };
const FAULTS: CellFault[] = [
  'date',
  'money',
  'money-fraction',
  'integer',
  'choice',
  'yes-no',
  'number-cut',
  'error',
  'uncomputed',
];

function problems(): Problem[] {
  const { cell, unreadable, ...forms } = formProblem;
  const { field, changed, ...files } = correctionProblem;
  const found = [
    ...all(zipProblem),
    ...all(manifestProblem),
    ...(['too-large', 'not-xlsx', 'damaged'] as const).map(unreadable),
    ...all(forms),
    ...FAULTS.map((fault) => cell(`${FORM_FILE} …`, FIELD, fault)),
    ...all(attachmentProblem),
    field('…', '…', '…', { zh: '', en: '' }),
    ...Object.values(files).map((build) => build('…', '…', '…')),
    changed('…', '…', '…', '…'),
    moreProblems(9),
  ];
  return [...new Map(found.toReversed().map((problem) => [problem.code, problem])).values()].toReversed();
}

it('every code has its words in both languages', () => {
  for (const { code, message, mend, messageEn, mendEn } of problems()) {
    expect([code, message, mend].join()).toMatch(
      /^(package|correction)\.[a-z0-9-]+,[^,]*\p{Script=Han}.*。,.*\p{Script=Han}.*。$/u,
    );
    expect([code, messageEn, mendEn].join()).toMatch(/^(package|correction)\.[a-z0-9-]+,.+\.,.+\.$/);
  }
  const codes = new Set(problems().map(({ code }) => code.replace('package.', '')));
  expect(Object.keys(MEND_EN).filter((code) => !codes.has(code))).toEqual([]);
});

it('and the list for integrators has exactly these (with --update it is written)', async () => {
  const cells = (texts: string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = problems().map(({ code, message, mend, messageEn, mendEn = '' }) =>
    cells([`\`${code}\``, `${message}${mend}`, `${messageEn} ${mendEn}`]),
  );
  const text = [
    '# 问题代码 Codes of problems',
    '',
    '由 `test/unit/package/codes.test.ts` 生成。Written by `test/unit/package/codes.test.ts`.',
    '',
    cells(['代码 code', '问题与改法', 'what is wrong, how to mend it']),
    cells(['---', '---', '---']),
    ...rows,
    '',
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../../../shared/package/CODES.md');
});
