import type { Policy } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import { ATTACHMENT_KINDS } from '../../schemas/package.ts';
import { type FormField, formFields, jsonSchema } from '../form.ts';
import { ATTACHMENT_TITLES } from '../titles.ts';

/** The filled form at the root of a package. */
export const FORM_FILE = '申报书.xlsx';
export const MAIN_SHEET = '申报信息';
export const ATTACHMENT_SHEET = '证明材料';
export const NOTES_SHEET = '填报说明';
/** Columns of the main sheet, in this order. */
export const LABEL_COLUMN = 1;
export const ANSWER_COLUMN = 2;

/** One row of the main sheet. */
export interface Line {
  /** What stands before the answer; unique on the sheet. */
  label: string;
  field: FormField;
}

/** A sheet of its own for a list, one item a row. */
export interface TableSheet {
  name: string;
  field: FormField;
  columns: { label: string; field: FormField }[];
}

export interface FixedLine {
  label: string;
  key: 'format' | 'roundId' | 'category' | 'uscc' | 'applicationNo';
}

export interface Layout {
  /** What the slot says, on top of the main sheet. */
  fixed: FixedLine[];
  /** Groups and their fields in the order of the format; a group has a heading and no answer. */
  lines: Line[];
  tables: TableSheet[];
}

const FIXED: FixedLine['key'][] = ['format', 'roundId', 'category', 'uscc', 'applicationNo'];
const titled = ({ title, unit }: FormField) => (unit === undefined ? title : `${title}（${unit}）`);

/** Where each field of a category stands in the workbook: the one agreement between who writes and who reads it. */
export function layoutOf(category: Category, policy: Pick<Policy, 'industries'>): Layout {
  const lines: Line[] = [];
  const tables: TableSheet[] = [];
  const place = (field: FormField, before: string) => {
    if (field.input === 'attachments') return;
    if (field.input === 'group') for (const child of field.fields ?? []) place(child, `${field.title}：`);
    else if (field.input === 'table')
      tables.push({
        name: field.title,
        field,
        columns: (field.fields ?? []).map((column) => ({ label: titled(column), field: column })),
      });
    else lines.push({ label: `${before}${field.title}`, field });
  };
  for (const field of formFields(category, policy)) place(field, '');
  return { fixed: FIXED.map((key) => ({ key, label: fixedTitle(category, key) })), lines, tables };
}

function fixedTitle(category: Category, key: string): string {
  const node = jsonSchema(category).properties?.[key];
  return (typeof node === 'object' ? node.title : undefined) ?? key;
}

const kindOptions = ATTACHMENT_KINDS.map((value) => ({ value, title: ATTACHMENT_TITLES[value] }));

/** Columns of the list of attachments. Hashes are computed from the files. */
export const ATTACHMENT_COLUMNS: TableSheet['columns'] = [
  {
    label: '材料类型',
    field: {
      path: ['kind'],
      title: '材料类型',
      titleEn: 'Kind',
      input: 'choice',
      required: true,
      options: kindOptions,
      description: '从下拉列表选择。',
    },
  },
  {
    label: '文件名',
    field: {
      path: ['path'],
      title: '文件名',
      titleEn: 'File',
      input: 'text',
      required: true,
      max: 200,
      description: 'attachments 文件夹内的文件名。同一类材料有多个文件时，每个文件一行。',
      examples: ['营业执照.pdf'],
    },
  },
];

/** As labels are compared: people and programs add blanks, stars and widths of their own. */
export const sameLabel = (text: string): string => text.normalize('NFKC').replaceAll(/[\s*]/g, '');
