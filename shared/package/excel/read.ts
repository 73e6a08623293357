import { type Policy, policyCategories } from '../../policy/schema.ts';
import { Category } from '../../schemas/basics.ts';
import { AttachmentKind } from '../../schemas/package.ts';
import type { FormField } from '../form.ts';
import { type ListedAttachment, type ManifestReading, readFields, type Slot } from '../manifest.ts';
import { kindOfFile } from '../titles.ts';
import { Answers } from './answers.ts';
import {
  ANSWER_COLUMN,
  ATTACHMENT_COLUMNS,
  ATTACHMENT_SHEET,
  LABEL_COLUMN,
  type Layout,
  layoutOf,
  MAIN_SHEET,
  sameLabel,
  type TableSheet,
} from './layout.ts';
import { openWorkbook } from './open.ts';
import { formProblem, placeOf } from './problems.ts';
import { readCell } from './values.ts';
import { type Cell, columnName, type Sheet, type Workbook } from './workbook.ts';

/** Stands for the hash that nobody writes into a form: it is computed from the file. */
export const HASH_TO_COME = '0'.repeat(64);

/**
 * Reads the filled Excel form as the `application.json` that it stands for, and holds it against the same format and the
 * same slot. Every problem names sheet, cell and Chinese title. Never throws for what is in the file.
 * @param files names inside the zip: an ending may be left away, and a file named by its kind need not be listed
 */
export async function readForm(bytes: Uint8Array, slot: Slot, files: readonly string[] = []): Promise<ManifestReading> {
  const opened = await openWorkbook(bytes);
  if (!opened.ok) return { manifest: null, listed: null, problems: [formProblem.unreadable(opened.why)] };
  const answers = answersOf(opened.workbook, slot);
  const listed = attachmentsOf(opened.workbook, answers, files);
  const reading = readFields(answers.fields, slot, {
    whereOf: (path) => answers.placeOf(path),
    told: (path) => answers.isTold(path),
    format: (found) => formProblem.format(answers.placeOf(['format']), found),
  });
  // The cells of another version are another version's business.
  const other = reading.problems.some(({ code }) => code === 'package.format-version');
  const problems = other ? reading.problems : [...answers.problems, ...reading.problems];
  return { manifest: problems.length === 0 ? reading.manifest : null, listed, problems };
}

/** Whether nobody has answered anything in a form yet, beside what the slot says and the applicant's name. */
export async function isBlankForm(bytes: Uint8Array, slot: Slot): Promise<boolean> {
  const opened = await openWorkbook(bytes);
  if (!opened.ok) return false;
  const { fields, problems } = answersOf(opened.workbook, slot);
  const { format: _f, roundId: _r, category: _c, uscc: _u, applicationNo: _n, name: _name, ...rest } = fields;
  return problems.length === 0 && isEmpty(rest);
}

const isEmpty = (value: unknown): boolean => {
  if (value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.values(value).every(isEmpty);
};

/** A form of another category is read as what it is, so that its faults are its own. */
function answersOf(workbook: Workbook, slot: Slot): Answers {
  const answers = new Answers(workbook.date1904);
  const main = sheetNamed(workbook, MAIN_SHEET);
  const rows = main === undefined ? null : rowsOf(main);
  if (main !== undefined && rows !== null)
    readFixed(answers, main, rows, layoutOf(slot.category, slot.policy), slot.policy);
  else answers.missing([], formProblem.sheetMissing(MAIN_SHEET));
  const layout = layoutOf(Category.safeParse(answers.fields['category']).data ?? slot.category, slot.policy);
  if (main !== undefined && rows !== null) readMain(answers, main, rows, layout);
  for (const table of layout.tables) {
    const sheet = sheetNamed(workbook, table.name);
    answers.set(table.field.path, []);
    if (sheet !== undefined) readTable(answers, sheet, table);
    else if (table.field.required) answers.missing(table.field.path, formProblem.sheetMissing(table.name));
  }
  return answers;
}

const sheetNamed = ({ sheets }: Workbook, name: string): Sheet | undefined =>
  sheets.find((sheet) => sameLabel(sheet.name) === name);

/** No label is longer. */
const LABEL_CHARACTERS = 100;
const textIn = (cell: Cell | undefined): string =>
  cell?.type === 'text' && cell.value.length <= LABEL_CHARACTERS ? sameLabel(cell.value) : '';

/** Rows of the main sheet by what stands in the first column. */
function rowsOf(sheet: Sheet): Map<string, number> {
  const rows = new Map<string, number>();
  for (const [row, cells] of sheet.rows) {
    const label = textIn(cells.get(LABEL_COLUMN));
    if (label !== '' && !rows.has(label)) rows.set(label, row);
  }
  return rows;
}

function readMain(answers: Answers, sheet: Sheet, rows: Map<string, number>, { lines }: Layout): void {
  for (const { label, field } of lines) {
    answers.place(field.path, placeOf(MAIN_SHEET));
    answers.set(field.path, emptyOf(field));
    const row = rows.get(sameLabel(label));
    if (row !== undefined) take(answers, field.path, field, sheet, row, ANSWER_COLUMN);
    else if (field.required) answers.missing(field.path, formProblem.rowMissing(MAIN_SHEET, label));
  }
}

/** What an answer is that nobody gave: not there where one is needed. */
function emptyOf(field: FormField): unknown {
  if (field.input === 'choices' || field.input === 'lines') return [];
  return field.required ? undefined : '';
}

function take(
  answers: Answers,
  path: PropertyKey[],
  field: FormField,
  sheet: Sheet,
  row: number,
  column: number,
): void {
  const where = placeOf(sheet.name.trim(), `${columnName(column)}${row}`);
  answers.place(path, where);
  const cell = sheet.rows.get(row)?.get(column);
  if (cell === undefined) return;
  const reading = readCell(field, cell, answers.date1904);
  if (reading.ok) answers.set(path, reading.value);
  else answers.missing(path, formProblem.cell(where, field, reading.fault, reading.unknown));
}

/** What the slot says stands in the form, too; only whether it agrees is of interest. */
function readFixed(answers: Answers, sheet: Sheet, rows: Map<string, number>, { fixed }: Layout, policy: Policy): void {
  for (const { label, key } of fixed) {
    answers.place([key], placeOf(MAIN_SHEET));
    const row = rows.get(sameLabel(label));
    const field = { title: label, titleEn: key, required: true, path: [key], ...FIXED_INPUTS[key]?.(policy) };
    if (row !== undefined) take(answers, [key], { input: 'text', ...field }, sheet, row, ANSWER_COLUMN);
  }
}

const FIXED_INPUTS: Record<string, (policy: Policy) => Pick<FormField, 'input' | 'options'>> = {
  applicationNo: () => ({ input: 'integer' }),
  category: (policy) => ({
    input: 'choice',
    options: policyCategories(policy).map(([value, { title }]) => ({ value, title })),
  }),
};

/** The first row that has all headings, and which column each has; else the headings that no row near the top has. */
function headerOf(sheet: Sheet, columns: TableSheet['columns']): { row: number; at: number[] } | string[] {
  let missing = columns.map(({ label }) => label);
  for (const [row, cells] of sheet.rows) {
    const byLabel = new Map([...cells].map(([column, cell]) => [textIn(cell), column]));
    const at = columns.map(({ label }) => byLabel.get(sameLabel(label)));
    const absent = columns.flatMap(({ label }, i) => (at[i] === undefined ? [label] : []));
    if (absent.length === 0) return { row, at: at.filter((column) => column !== undefined) };
    if (absent.length < missing.length) missing = absent;
  }
  return missing;
}

/** @param needs position of the column without which a row is none; otherwise any answer makes a row */
function readTable(answers: Answers, sheet: Sheet, { name, field, columns }: TableSheet, needs?: number): void {
  answers.place(field.path, placeOf(name));
  const header = headerOf(sheet, columns);
  if (Array.isArray(header)) {
    // A sheet that was emptied is a list without items where that is allowed.
    if (field.required || sheet.rows.size > 0) answers.missing(field.path, formProblem.headerMissing(name, header));
    return;
  }
  const numbers = [...sheet.rows.keys()].filter((row) => row > header.row).toSorted((a, b) => a - b);
  let index = 0;
  for (const row of numbers) {
    if (!header.at.some((column, i) => (needs ?? i) === i && sheet.rows.get(row)?.has(column))) continue;
    answers.set([...field.path, index], {});
    answers.place([...field.path, index], placeOf(name, `A${row}`));
    columns.forEach(({ field: column }, i) => {
      const path = [...field.path, index, ...column.path];
      answers.set(path, emptyOf(column));
      take(answers, path, column, sheet, row, header.at[i] ?? 1);
    });
    index += 1;
  }
}

const FILE_COLUMN = 1;
const LIST: TableSheet = {
  name: ATTACHMENT_SHEET,
  columns: ATTACHMENT_COLUMNS,
  field: { path: ['attachments'], title: '证明材料清单', titleEn: 'Attachments', input: 'table', required: true },
};

function attachmentsOf(workbook: Workbook, answers: Answers, files: readonly string[]): ListedAttachment[] | null {
  const sheet = sheetNamed(workbook, ATTACHMENT_SHEET);
  answers.set(['attachments'], []);
  if (sheet === undefined) {
    answers.missing(['attachments'], formProblem.sheetMissing(ATTACHMENT_SHEET));
    return null;
  }
  // The blank form names what is required: a kind without a file is no entry, and the check of the package says so.
  readTable(answers, sheet, LIST, FILE_COLUMN);
  const items = answers.fields['attachments'] as Record<string, unknown>[];
  for (const item of items) item['path'] = inFolder(typeof item['path'] === 'string' ? item['path'] : '', files);
  items.push(...namedByTitle(files, new Set(items.map(({ path }) => path))));
  return items.map((item, index) => {
    item['sha256'] = HASH_TO_COME;
    const kind = AttachmentKind.safeParse(item['kind']).data ?? null;
    return { where: answers.placeOf(['attachments', index]), path: String(item['path']), kind, sha256: null };
  });
}

/** Files that nobody listed and whose name is the title of a kind: it is plain what they are. */
const namedByTitle = (files: readonly string[], listed: Set<unknown>): Record<string, unknown>[] =>
  files.flatMap((path) => {
    const kind = path.startsWith(FOLDER) && !listed.has(path) ? kindOfFile(path) : null;
    return kind === null ? [] : [{ kind, path }];
  });

const FOLDER = 'attachments/';

/** A file as people name it: without the folder, or with it, and without the ending that Windows hides. */
function inFolder(written: string, files: readonly string[]): string {
  const name = written
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(\.\/)?(attachments\/)?/i, '')
    .normalize('NFC');
  const path = `${FOLDER}${name}`;
  if (files.includes(path)) return path;
  const [only, ...more] = files.filter(
    (file) => file.startsWith(`${path}.`) && !file.slice(path.length + 1).includes('.'),
  );
  return only !== undefined && more.length === 0 ? only : path;
}
