import writeWorkbookFile, { type Row } from 'write-excel-file/node';
import { csvCell } from '../../registers/write.ts';
import type { DataTable } from './data-table.ts';

/** As CSV with a byte order mark, as Excel wants it; what it would take for a formula stands behind an apostrophe. */
export function csvOf({ columns, rows }: DataTable): string {
  const lines = [columns.map(({ title }) => title), ...rows].map((line) => `${line.map(csvCell).join(',')}\r\n`);
  return `\ufeff${lines.join('')}`;
}

/** As a workbook: numbers as numbers, everything else as text, so that nothing is a formula. */
export function workbookOf({ title, columns, rows }: DataTable): Promise<Buffer> {
  const head: Row = columns.map((column) => ({ value: column.title, type: String, fontWeight: 'bold', wrap: true }));
  const data = rows.map(
    (row): Row =>
      row.map((value) => {
        if (value === null) return null;
        return typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };
      }),
  );
  return writeWorkbookFile([
    {
      sheet: title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31),
      data: [head, ...data],
      columns: columns.map((column, i) => ({ width: widthOf([column.title, ...rows.map((row) => row[i] ?? '')]) })),
      stickyRowsCount: 1,
    },
  ]).toBuffer();
}

const widthOf = (cells: (string | number)[]): number =>
  Math.min(60, Math.max(10, ...cells.slice(0, 200).map((cell) => String(cell).length * 1.8)));
