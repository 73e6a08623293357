import { CsvError, parse } from 'csv-parse/sync';
import type { Cell } from './text.ts';
import { type Grid, Unreadable } from './workbook.ts';

/**
 * Text of a file: by its byte order mark, else UTF-8 if it is that, else GB18030, which is what Chinese Excel saves.
 * @throws Unreadable
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (second === 0 && first !== 0);
  const wideBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encodings = wide ? ['utf-16le'] : wideBigEndian ? ['utf-16be'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\u0000')) return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Unreadable(
    'register.encoding',
    '无法识别文件的编码。请在 Excel 或 WPS 中另存为 .xlsx，或另存为“CSV UTF-8（逗号分隔）”。',
  );
}

const DELIMITERS = [',', '\t', ';', '，', '；'];
const MAX_ROWS = 50_000;
const MAX_COLUMNS = 256;

/** What stands most often outside quotes in the first lines. Excel itself may have written it down (`sep=;`). */
function delimiterOf(text: string): { delimiter: string; from: number } {
  const told = /^sep=(.)\r?\n/.exec(text);
  if (told?.[1] !== undefined) return { delimiter: told[1], from: told[0].length };
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((one) => head.split(one).length);
  const most = counts.indexOf(Math.max(...counts));
  return { delimiter: DELIMITERS[most] ?? ',', from: 0 };
}

/** A table in text; quoted fields may hold delimiters, quotes and lines. @throws Unreadable */
export function readDelimited(text: string): Grid {
  const { delimiter, from } = delimiterOf(text);
  let rows: string[][];
  try {
    rows = parse(text.slice(from), {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 200_000,
      to: MAX_ROWS + 1,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Unreadable('register.csv', csvFault(error));
  }
  if (rows.length > MAX_ROWS)
    throw new Unreadable('register.too-large', `表格超过 ${MAX_ROWS} 行。请分成几份，或删除多余的行。`);
  const told = from > 0 ? 1 : 0;
  const grid: Cell[][] = [...Array.from({ length: told }, () => []), ...rows];
  if (rows.some((row) => row.length > MAX_COLUMNS))
    throw new Unreadable('register.too-large', `表格超过 ${MAX_COLUMNS} 列。`);
  return { name: '', rows: grid };
}

function csvFault(error: CsvError): string {
  const line = typeof error['lines'] === 'number' ? `（第 ${error['lines']} 行附近）` : '';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `有一处双引号没有成对${line}，后面的内容无法分列。请补上或删除多余的双引号。`;
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `有一行过长${line}，可能是双引号没有成对，或分隔符不是逗号、分号或制表符。`;
  return `无法按分隔符读出表格${line}。请在 Excel 或 WPS 中另存为 .xlsx。`;
}
