import { type Policy, policyCategories } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import { PACKAGE_FORMAT } from '../../schemas/package.ts';
import { VALUE_TITLES } from '../../schemas/titles.ts';
import type { FormField } from '../form.ts';
import { limitOf, limitText } from '../limits.ts';
import { ATTACHMENT_TITLES } from '../titles.ts';
import {
  ATTACHMENT_COLUMNS,
  ATTACHMENT_SHEET,
  FORM_FILE,
  layoutOf,
  MAIN_SHEET,
  NOTES_SHEET,
  type TableSheet,
} from './layout.ts';
import { columnName, serialOf } from './workbook.ts';
import { type Style, type WrittenCell, type WrittenSheet, writeWorkbook } from './write.ts';

/** What is known before anybody fills the form in. */
export interface KnownSlot {
  roundId: string;
  uscc: string;
  applicationNo: number;
  name?: string;
}

/**
 * The blank Excel form (申报书.xlsx) of a category; with a slot, what the slot says is filled in already. The same
 * arguments give the same bytes.
 */
export function blankForm(category: Category, policy: Policy, slot?: KnownSlot): Uint8Array {
  return fillForm(category, policy, { ...slot });
}

/** The form with answers as `application.json` has them. Hashes are left out: they come from the files. */
export function fillForm(category: Category, policy: Policy, answers: Record<string, unknown>): Uint8Array {
  const layout = layoutOf(category, policy);
  return writeWorkbook([
    mainSheet(category, policy, answers),
    ...layout.tables.map((table) =>
      tableSheet(table, valueAt(answers, table.field.path), table.field.description ?? ''),
    ),
    attachmentSheet(category, policy, answers['attachments']),
    notesSheet(policy),
  ]);
}

const valueAt = (root: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], root);

const cell = (value: string, style: Style): WrittenCell => ({ value, style });

const FIXED_NOTE = '由系统填写，请勿改动。';

function mainSheet(category: Category, policy: Policy, answers: Record<string, unknown>): WrittenSheet {
  const { fixed, lines } = layoutOf(category, policy);
  const title = policyCategories(policy).find(([code]) => code === category)?.[1].title ?? category;
  const known: Record<string, unknown> = { ...answers, format: PACKAGE_FORMAT, category: title };
  const rows: WrittenSheet['rows'] = [
    [cell(`${policy.title}申报书（${title}）`, 'title')],
    ['项目', '填报内容', '单位', '必填', '说明', '示例'].map((head) => cell(head, 'head')),
    ...fixed.map(({ key, label }) => [
      cell(label, 'label'),
      cell(known[key] === undefined ? '' : String(known[key]), 'fixed'),
      ...['', '', FIXED_NOTE, ''].map((note) => cell(note, 'note')),
    ]),
  ];
  const choices: WrittenSheet['choices'] = [];
  for (const { label, field } of lines) {
    rows.push([
      cell(label, 'label'),
      answer(field, valueAt(answers, field.path)),
      ...[field.unit ?? '', field.required ? '必填' : '', explained(field), shown(field)].map((note) =>
        cell(note, 'note'),
      ),
    ]);
    choices.push(...dropDown(field, `${columnName(2)}${rows.length}`));
  }
  const columns = [24, 60, 8, 8, 50, 30].map((width) => ({ width, style: 'plain' as const }));
  return { name: MAIN_SHEET, columns, rows, frozen: 2, choices };
}

/** Rows of a list that drop-downs and formats are laid out for; more can be written. */
const ROWS = 500;

function tableSheet({ name, columns, field }: TableSheet, value: unknown, description: string): WrittenSheet {
  const items = (Array.isArray(value) ? value : []) as Record<string, unknown>[];
  const rows: WrittenSheet['rows'] = [
    [cell(name, 'title')],
    [cell(`${description}${field.required ? '必填，至少一行。' : ''}`, 'plain')],
    columns.map((column) =>
      cell([explained(column.field), shown(column.field)].filter((text) => text !== '').join('\n例：'), 'note'),
    ),
    columns.map(({ label }) => cell(label, 'head')),
    ...items.map((item) => columns.map((column) => answer(column.field, valueAt(item, column.field.path)))),
  ];
  return {
    name,
    columns: columns.map((column) => ({
      width: column.field.input === 'choices' ? 60 : 32,
      style: styleOf(column.field),
    })),
    rows,
    frozen: 4,
    choices: columns.flatMap((column, i) =>
      dropDown(column.field, `${columnName(i + 1)}5:${columnName(i + 1)}${4 + Math.max(ROWS, items.length)}`),
    ),
  };
}

/** The kinds that the policy requires stand there already, each waiting for its file. */
function attachmentSheet(category: Category, policy: Policy, value: unknown): WrittenSheet {
  const listed = Array.isArray(value)
    ? (value as { kind: string; path: string }[]).map(({ kind, path }) => ({
        kind,
        path: path.replace(/^attachments\//, ''),
      }))
    : policy.categories[category].attachments.value.map((kind) => ({ kind, path: '' }));
  const required = policy.categories[category].attachments.value
    .map((kind) => `${ATTACHMENT_TITLES[kind]}（${limitText(limitOf(policy, kind))}）`)
    .join('；');
  const table: TableSheet = {
    name: ATTACHMENT_SHEET,
    columns: ATTACHMENT_COLUMNS,
    field: { path: ['attachments'], title: ATTACHMENT_SHEET, titleEn: 'Attachments', input: 'table', required: false },
  };
  return tableSheet(table, listed, `文件放入压缩包的 attachments 文件夹，在此逐个列出。必须提交：${required}。`);
}

const NOTES = [
  '在浅黄色的格子里填写，灰色的格子由系统填写。请勿改动第一列的文字、表头和工作表名称；行可以增加。',
  '金额以元为单位，最多两位小数，例如 15000.50；也可写“1.5万元”。',
  '日期写年、月、日，例如 2025-03-31 或 2025年3月31日。',
  '有下拉列表的格子请从列表中选择；可选多项的，各项之间用“、”分隔。',
  '发票号码、信用代码等较长的号码按文本填写，勿改为数字格式。',
  '证明材料放入 attachments 文件夹，并在“证明材料”表中逐个列出类型和文件名（文件名就是材料类型的，如“营业执照.pdf”，可以不列）；各类材料可用的格式、文件数和大小见该表。',
  `填好后，把本文件（文件名保持“${FORM_FILE}”）和 attachments 文件夹一起压缩为一个 zip 文件上传。压缩包内不要另放 application.json。`,
  '上传后系统一次列出全部问题，写明工作表和单元格；修改后可在截止时间前再次上传。',
];

const notesSheet = ({ title }: Policy): WrittenSheet => ({
  name: NOTES_SHEET,
  columns: [{ width: 100, style: 'plain' }],
  rows: [
    [cell(`${title}填报说明`, 'title')],
    [cell(`表格版本：${PACKAGE_FORMAT}`, 'plain')],
    ...NOTES.map((note, i) => [cell(`${i + 1}. ${note}`, 'plain')]),
  ],
  frozen: 0,
  choices: [],
});

const STYLES: Partial<Record<FormField['input'], Style>> = { money: 'money', integer: 'integer', date: 'date' };
const styleOf = ({ input }: FormField): Style => STYLES[input] ?? 'text';

const LONGEST_NUMBER = 15;

/** 分 as 元 with two decimals, all digits kept. */
const yuanDigits = (fen: number): string => {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

function answer(field: FormField, value: unknown): WrittenCell {
  const style = styleOf(field);
  if (value === undefined || value === null) return { value: '', style };
  switch (field.input) {
    case 'money': {
      const digits = yuanDigits(Number(value));
      // More digits than Excel keeps of a number stay a text.
      return digits.length > LONGEST_NUMBER ? { value: digits, style: 'text' } : { value: { number: digits }, style };
    }
    case 'integer':
      return { value: { number: String(value) }, style };
    case 'date': {
      const serial = serialOf(String(value));
      return serial === null ? { value: String(value), style: 'text' } : { value: { number: String(serial) }, style };
    }
    default:
      return { value: words(field, value), style };
  }
}

function words(field: FormField, value: unknown): string {
  const titled = (code: unknown) => field.options?.find((option) => option.value === code)?.title ?? String(code);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map(titled).join(field.input === 'lines' ? '\n' : '、');
  return field.input === 'choice' ? titled(value) : String(value);
}

function dropDown(field: FormField, range: string): WrittenSheet['choices'] {
  if (field.input === 'yes-no') return [{ range, words: ['是', '否'] }];
  return field.input === 'choice' ? [{ range, words: (field.options ?? []).map(({ title }) => title) }] : [];
}

/** What to write: the description, how much of it, and the words to choose from. */
function explained(field: FormField): string {
  const { description = '', input, max, options = [] } = field;
  const limit = (input === 'text' || input === 'long-text') && max !== undefined ? `不超过 ${max} 字。` : '';
  const lines = input === 'lines' ? '在格内换行，每行一项。' : '';
  const allowed = options.map(({ title }) => title).join('、');
  const choose =
    input === 'choices' ? `可选多项，用“、”分隔：${allowed}。` : input === 'choice' ? `可选：${allowed}。` : '';
  const repeated = description.includes('不超过') ? '' : limit;
  return `${description}${repeated}${lines}${field.path[0] === 'kind' ? '' : choose}`;
}

/** The example as one would type it. */
function shown({ input, examples }: FormField): string {
  const [example] = examples ?? [];
  if (example === undefined) return input === 'yes-no' ? '是' : '';
  if (input === 'money') return yuanDigits(Number(example));
  if (Array.isArray(example)) return example.map((one) => VALUE_TITLES[String(one)] ?? String(one)).join('、');
  return VALUE_TITLES[String(example)] ?? String(example);
}
