import { Email, Mobile, UsccShape } from '../schemas/basics.ts';
import { type CellKind, type Column, choicesOf, type Places } from './column.ts';
import { holdsId, readIdHash } from './id-cells.ts';
import type { IdHasher } from './id-hash.ts';
import { type Cell, dateOf, dateOfSerial, decimalOf, squeezed, tidyText, unitsOf } from './text.ts';

/** The value of a cell, undefined where the row has no such field; or in Chinese why it cannot be read. */
export type CellRead = { value: unknown } | { reason: string };

export type MoneyUnit = '元' | '万元' | '分';
/** How many decimal places of the unit make 分. */
const PLACES: Record<MoneyUnit, number> = { 分: 0, 元: 2, 万元: 6 };

/** Longer than any text a column takes; what is longer is not even looked at. */
const MAX_TEXT = 4000;

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');

/** What a spreadsheet shows where a formula failed. */
const FORMULA_FAULT = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/;

/**
 * Reads one cell as its column wants it.
 * @param unit of a column of money, as its title says
 * @param hasher of persons' ids; without it only what is hashed already is taken
 */
export function readCell(
  column: Column,
  cell: Cell,
  places: Places,
  unit: MoneyUnit | null,
  hasher?: IdHasher,
): CellRead {
  if (cell === null || isBlank(cell)) return column.blank === undefined ? { reason: '不能为空' } : blankOf(column);
  if (typeof cell === 'string') {
    if (cell.length > MAX_TEXT) return { reason: `内容过长（${cell.length} 字）` };
    if (FORMULA_FAULT.test(cell.trim())) return { reason: `公式出错（${cell.trim()}），请改正公式或填写数值` };
    // A dash or a slash is how people say that there is nothing.
    if (column.blank !== undefined && /^(-+|—+|–+|\/|无)$/.test(squeezed(cell))) return blankOf(column);
  }
  if (column.kind.type === 'id-hash') return readIdHash(cell, hasher);
  // It is not said which, and not kept: what is refused stands in letters and logs.
  if (holdsId(cell)) return { reason: '含有居民身份证号码，本列不能填写' };
  return readAs(column.kind, cell, places, unit);
}

const blankOf = ({ blank }: Column): CellRead => ({ value: blank === 'no-field' ? undefined : blank });

function readAs(
  kind: Exclude<CellKind, { type: 'id-hash' }>,
  cell: NonNullable<Cell>,
  places: Places,
  unit: MoneyUnit | null,
): CellRead {
  switch (kind.type) {
    case 'text':
      return readText(cell, kind.max);
    case 'id':
      return readId(cell);
    case 'email':
      return readEmail(cell);
    case 'mobile':
      return readMobile(cell);
    case 'uscc':
      return readUscc(cell);
    case 'usccs':
      return readMany(cell, readUscc);
    case 'date':
      return readDate(cell);
    case 'integer':
      return readInteger(cell, kind.min, kind.max);
    case 'points':
      return readPoints(cell, kind.max);
    case 'money':
      return readMoney(cell, unit);
    case 'yes-no':
      return readYesNo(cell);
    case 'level':
      return readLevel(cell);
    case 'choice':
      return readChoice(cell, kind.of, places);
    case 'choices':
      return readMany(cell, (part) => readChoice(part, kind.of, places));
    default:
      return kind satisfies never;
  }
}

/** A date that is none is shown as `Invalid Date`. */
const shownText = (cell: NonNullable<Cell>): string =>
  cell instanceof Date ? (cellDate(cell) ?? String(cell)) : String(cell);

/** What was found, short enough for a message. */
function quoted(cell: NonNullable<Cell>): string {
  const text = shownText(cell).replace(/\s+/g, ' ').trim();
  return `“${text.length > 30 ? `${text.slice(0, 30)}…` : text}”`;
}

function readText(cell: NonNullable<Cell>, max: number): CellRead {
  const text = tidyText(shownText(cell));
  if (text === '') return { reason: '不能为空' };
  if (text.length > max) return { reason: `超过 ${max} 字` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text)) return { reason: '含有不可见的控制字符，请重新输入' };
  return { value: text };
}

function readId(cell: NonNullable<Cell>): CellRead {
  const text = squeezed(shownText(cell)).toLowerCase();
  return /^[a-z0-9-]{1,32}$/.test(text)
    ? { value: text }
    : { reason: `${quoted(cell)}不是编号：只能有小写字母、数字和短横线，不超过 32 个` };
}

function readEmail(cell: NonNullable<Cell>): CellRead {
  const parsed = Email.safeParse(squeezed(shownText(cell)));
  return parsed.success ? { value: parsed.data } : { reason: `${quoted(cell)}不是电子邮箱地址` };
}

function readMobile(cell: NonNullable<Cell>): CellRead {
  const parsed = Mobile.safeParse(squeezed(shownText(cell)).replace(/^(\+?86)?-?(?=1\d)/, ''));
  return parsed.success ? { value: parsed.data } : { reason: `${quoted(cell)}不是手机号码：应为 11 位数字` };
}

function readUscc(cell: NonNullable<Cell>): CellRead {
  const text = squeezed(shownText(cell)).toUpperCase();
  if (typeof cell === 'number' ? cell > 1e15 : /^\d\.\d+E\+\d+$/.test(text))
    return { reason: '代码被存成了数字，末几位已经丢失，请把本列设为文本格式后重新填写' };
  const parsed = UsccShape.safeParse(text);
  if (parsed.success) return { value: parsed.data };
  return {
    reason: `${quoted(cell)}不是统一社会信用代码：应为 18 位，现为 ${[...text].length} 位，不含字母 I、O、S、V、Z`,
  };
}

const SERIALS = { from: 18_264, to: 73_050 };

function readDate(cell: NonNullable<Cell>): CellRead {
  const date = cell instanceof Date ? cellDate(cell) : typeof cell === 'boolean' ? null : writtenDate(cell);
  return date === null
    ? { reason: `${quoted(cell)}不是日期：请写年、月、日，如 2025-01-05 或 2025年1月5日` }
    : { value: date };
}

const cellDate = (cell: Date): string | null =>
  Number.isNaN(cell.getTime()) ? null : dateOf(cell.getUTCFullYear(), cell.getUTCMonth() + 1, cell.getUTCDate());

function writtenDate(cell: string | number): string | null {
  const text = typeof cell === 'number' ? String(cell) : squeezed(cell);
  const written =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(text) ??
    /^(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?$/.exec(text) ??
    /^(\d{4})()(\d{2})(\d{2})$/.exec(text);
  if (written !== null) return dateOf(Number(written[1]), Number(written[3]), Number(written[4]));
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return serial >= SERIALS.from && serial <= SERIALS.to ? dateOfSerial(serial) : null;
}

const numberIn = (cell: NonNullable<Cell>, suffix: RegExp) =>
  typeof cell === 'number'
    ? decimalOf(cell)
    : typeof cell === 'string'
      ? decimalOf(squeezed(cell).replace(suffix, ''))
      : null;

function readInteger(cell: NonNullable<Cell>, min: number, max: number): CellRead {
  const decimal = numberIn(
    typeof cell === 'string' ? squeezed(cell).replace(/^第/, '') : cell,
    /(次|份|批|批次|项|家|个)$/,
  );
  const value = decimal === null ? null : unitsOf(decimal, 0);
  if (value === null) return { reason: `${quoted(cell)}不是整数` };
  return value >= BigInt(min) && value <= BigInt(max)
    ? { value: Number(value) }
    : { reason: `${quoted(cell)}超出范围：应为 ${min} 至 ${max}` };
}

function readPoints(cell: NonNullable<Cell>, max: number): CellRead {
  const decimal = numberIn(cell, /分$/);
  if (decimal === null) return { reason: `${quoted(cell)}不是分数` };
  const tenths = unitsOf(decimal, 1);
  if (tenths === null) return { reason: `${quoted(cell)}的小数超过一位` };
  return tenths >= 0n && tenths <= BigInt(max * 10)
    ? { value: Number(tenths) }
    : { reason: `${quoted(cell)}超出范围：应为 0 至 ${max} 分` };
}

function readMoney(cell: NonNullable<Cell>, titleUnit: MoneyUnit | null): CellRead {
  if (typeof cell === 'boolean' || cell instanceof Date) return { reason: `${quoted(cell)}不是金额` };
  const text = typeof cell === 'string' ? squeezed(cell).replace(/^[¥￥]|^人民币/, '') : '';
  const own = /(万元|元|分|万)$/.exec(text)?.[1];
  const unit = own === '万' ? '万元' : ((own as MoneyUnit | undefined) ?? titleUnit);
  const decimal = decimalOf(typeof cell === 'number' ? cell : text.replace(/(万元|元|分|万)$/, ''));
  if (decimal === null) return { reason: `${quoted(cell)}不是金额` };
  if (unit === null) return { reason: '不知道单位：请在列标题中注明（元）、（万元）或（分）' };
  const fen = unitsOf(decimal, PLACES[unit]);
  if (fen === null)
    return { reason: `${quoted(cell)}${own === undefined ? unit : ''}不足一分的部分无法记账，不作四舍五入` };
  if (fen < 0n) return { reason: `${quoted(cell)}是负数` };
  return fen <= BigInt(Number.MAX_SAFE_INTEGER) ? { value: Number(fen) } : { reason: `${quoted(cell)}过大` };
}

const YES = [
  '是',
  '有',
  '通过',
  '已通过',
  '验收通过',
  '合格',
  '重大',
  '特别重大',
  '√',
  '✓',
  '✔',
  '☑',
  'y',
  'yes',
  'true',
  '1',
  '对',
];
const NO = [
  ...['否', '无', '没有', '未通过', '不通过', '验收未通过', '不合格', '非重大', '一般', '较大'],
  ...['×', '✗', '✘', '☒', 'x', 'n', 'no', 'false', '0', '错'],
];

function readYesNo(cell: NonNullable<Cell>): CellRead {
  if (typeof cell === 'boolean') return { value: cell };
  const text = squeezed(shownText(cell)).toLowerCase();
  if (YES.includes(text)) return { value: true };
  return NO.includes(text) ? { value: false } : { reason: `${quoted(cell)}看不出是或否：请填“是”或“否”` };
}

const LEVELS: Record<string, number> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 两: 2, i: 1, ii: 2, iii: 3, iv: 4 },
  ...{ 无: 0, 无等级: 0, 无级: 0, 未达级: 0, 未达等级: 0, 未达标: 0, 未达一级: 0, 未评级: 0, 不涉及: 0, 未涉及: 0 },
};

function readLevel(cell: NonNullable<Cell>): CellRead {
  const whole = squeezed(shownText(cell)).toLowerCase();
  const text = whole.replace(/^(第|level|l|lv\.?)(?=.)/, '').replace(/(?<=.)级$/, '');
  const decimal = decimalOf(text);
  const level = decimal === null ? (LEVELS[whole] ?? LEVELS[text]) : Number(unitsOf(decimal, 0) ?? -1);
  return level !== undefined && level >= 0 && level <= 4
    ? { value: level }
    : { reason: `${quoted(cell)}不是等级：请填 0 至 4，或一级、二级、三级、四级` };
}

/** What of a word tells choices apart: no brackets, quotation marks or dashes. */
const bare = (text: string): string =>
  squeezed(text)
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, '');

/** Codes of the city's own lists are taken as they are: what they mean is the policy's to say. */
const CODES = { districts: /^\d{6}$/, industries: /^[a-z][a-z0-9-]{1,39}$/ };

type ChoiceList = Extract<CellKind, { of: unknown }>['of'];

/** Codes by the words for them; a register has thousands of cells of one list. */
const words = new WeakMap<object, Map<string, string>>();

function wordsOf(of: ChoiceList, places: Places): Map<string, string> {
  const list = typeof of === 'string' ? places[of] : of;
  let known = words.get(list);
  if (known === undefined) {
    known = new Map();
    for (const { code, title, also = [] } of choicesOf(of, places))
      for (const word of [`${code}${title}`, ...also, title, code]) known.set(bare(word), code);
    words.set(list, known);
  }
  return known;
}

function readChoice(cell: NonNullable<Cell>, of: ChoiceList, places: Places): CellRead {
  const text = shownText(cell);
  const known = wordsOf(of, places).get(bare(text));
  if (known !== undefined) return { value: known };
  const code = squeezed(text);
  if (typeof of === 'string' && CODES[of].test(code)) return { value: code };
  const titles = choicesOf(of, places).map(({ title }) => title);
  return { reason: `${quoted(cell)}不在可填的内容中：${titles.join('、')}` };
}

/** Several values in a cell, apart by commas, semicolons, slashes or lines. */
function readMany(cell: NonNullable<Cell>, read: (part: NonNullable<Cell>) => CellRead): CellRead {
  const parts =
    typeof cell === 'string'
      ? cell
          .split(/[、,，;；|/\n\r]+/)
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : [cell];
  const values: unknown[] = [];
  for (const part of parts) {
    const result = read(part);
    if ('reason' in result) return result;
    if (!values.includes(result.value)) values.push(result.value);
  }
  return { value: values };
}
