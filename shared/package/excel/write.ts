import { zipSync } from 'fflate';
import { columnName } from './workbook.ts';

const STYLES = ['plain', 'title', 'head', 'label', 'note', 'fixed', 'text', 'money', 'integer', 'date'] as const;
/** How a cell looks, and what Excel makes of what is typed into it. The last four are for answers. */
export type Style = (typeof STYLES)[number];

export interface WrittenCell {
  /** A number is given as its decimal digits. */
  value: string | { number: string };
  style: Style;
}

export interface WrittenSheet {
  name: string;
  /** Width in characters, and the style of cells that are still empty. */
  columns: { width: number; style: Style }[];
  /** Cells by row and column; null for one that is left empty. */
  rows: (WrittenCell | null)[][];
  /** Rows that stay in sight. */
  frozen: number;
  /** Ranges such as `B4:B9` where one of these words is chosen. */
  choices: { range: string; words: string[] }[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Whoever asks for a form twice gets the same bytes. Local time, as the library reads it. */
const MADE = new Date(2025, 0, 1);

const xml = (text: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`;
const escaped = (text: string): string =>
  text
    .replaceAll(/_x[0-9A-F]{4}_/g, (code) => `_x005F${code}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A workbook with these sheets: the same sheets give the same bytes. */
export function writeWorkbook(sheets: WrittenSheet[]): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets
        .map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, i): [string, string] => ['worksheet', `worksheets/sheet${i + 1}.xml`]),
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': styles(),
  };
  sheets.forEach((sheet, i) => {
    parts[`xl/worksheets/sheet${i + 1}.xml`] = worksheet(sheet, i === 0);
  });
  const files = Object.entries(parts).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  return zipSync(Object.fromEntries(files), { mtime: MADE });
}

const relations = (items: [type: string, target: string][]): string =>
  xml(
    `<Relationships xmlns="${PACKAGE}/relationships">${items
      .map(([type, to], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${to}"/>`)
      .join('')}</Relationships>`,
  );

function contentTypes(sheets: number): string {
  const part = (name: string, type: string) => `<Override PartName="${name}" ContentType="${SHEETML}.${type}+xml"/>`;
  const list = Array.from({ length: sheets }, (_, i) => part(`/xl/worksheets/sheet${i + 1}.xml`, 'worksheet'));
  return xml(
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/styles.xml', 'styles')}${list.join('')}</Types>`,
  );
}

/** What each style is made of: number format (49 is text), font, fill, border, and where the text stands. */
const LOOKS: Record<Style, [format: number, font: number, fill: number, border: number]> = {
  plain: [0, 0, 0, 0],
  title: [0, 1, 0, 0],
  head: [0, 2, 2, 1],
  label: [0, 0, 0, 1],
  note: [0, 3, 0, 1],
  fixed: [49, 0, 2, 1],
  text: [49, 0, 3, 1],
  money: [4, 0, 3, 1],
  integer: [1, 0, 3, 1],
  date: [164, 0, 3, 1],
};

function styles(): string {
  const font = (size: number, rest: string) => `<font>${rest}<sz val="${size}"/>COLOR<name val="宋体"/></font>`;
  const coloured = (text: string, rgb: string) => text.replace('COLOR', `<color rgb="${rgb}"/>`);
  const fonts = [
    coloured(font(11, ''), 'FF000000'),
    coloured(font(16, '<b/>'), 'FF000000'),
    coloured(font(11, '<b/>'), 'FF000000'),
    coloured(font(10, ''), 'FF595959'),
  ];
  const solid = (rgb: string) => `<fill><patternFill patternType="solid"><fgColor rgb="${rgb}"/></patternFill></fill>`;
  // Excel takes the first two fills for its own, whatever they say.
  const fills = ['none', 'gray125'].map((type) => `<fill><patternFill patternType="${type}"/></fill>`);
  fills.push(solid('FFEDEDED'), solid('FFFFFBE6'));
  const side = (name: string) => `<${name} style="thin"><color rgb="FFBFBFBF"/></${name}>`;
  const borders = [
    '<border><left/><right/><top/><bottom/><diagonal/></border>',
    `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`,
  ];
  const formats = STYLES.map((name) => {
    const [format, fontId, fill, border] = LOOKS[name];
    return `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"${name === 'title' ? '' : ' wrapText="1"'}/></xf>`;
  });
  return xml(
    `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="${fonts.length}">${fonts.join('')}</fonts><fills count="${fills.length}">${fills.join('')}</fills><borders count="${borders.length}">${borders.join('')}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  );
}

const styleId = (style: Style): number => STYLES.indexOf(style);

function worksheet({ columns, rows, frozen, choices }: WrittenSheet, first: boolean): string {
  const pane =
    frozen === 0
      ? ''
      : `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`;
  const cols = columns.map(
    ({ width, style }, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${width}" style="${styleId(style)}" customWidth="1"/>`,
  );
  const cells = rows.map(
    (row, r) =>
      `<row r="${r + 1}">${row.map((cell, c) => written(cell, `${columnName(c + 1)}${r + 1}`)).join('')}</row>`,
  );
  return xml(
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView${first ? ' tabSelected="1"' : ''} workbookViewId="0">${pane}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>${cells.join('')}</sheetData>${validations(choices)}</worksheet>`,
  );
}

function written(cell: WrittenCell | null, reference: string): string {
  if (cell === null) return '';
  const start = `<c r="${reference}" s="${styleId(cell.style)}"`;
  if (typeof cell.value !== 'string') return `${start}><v>${cell.value.number}</v></c>`;
  if (cell.value === '') return `${start}/>`;
  return `${start} t="inlineStr"><is><t xml:space="preserve">${escaped(cell.value)}</t></is></c>`;
}

/** A list longer than this cannot stand in the sheet itself: its words are then only written in the explanation. */
const LIST_CHARACTERS = 255;

function validations(choices: WrittenSheet['choices']): string {
  const lists = choices
    .map(({ range, words }) => ({ range, list: words.join(',') }))
    .filter(({ list }) => list.length <= LIST_CHARACTERS && !list.includes('"'));
  if (lists.length === 0) return '';
  const each = lists.map(
    ({ range, list }) =>
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="请从列表中选择" error="请从下拉列表中选择一项。" sqref="${range}"><formula1>"${escaped(list)}"</formula1></dataValidation>`,
  );
  return `<dataValidations count="${lists.length}">${each.join('')}</dataValidations>`;
}
