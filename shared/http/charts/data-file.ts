import type { Row } from 'write-excel-file/node';
import { csvCell } from '../../registers/write.ts';
import type { DataTable } from './data-table.ts';

/** Figures that are written out for people, with their two decimals, are numbers again. */
const figures = ({ columns, rows }: DataTable): DataTable['rows'] =>
  rows.map((row) =>
    row.map((value, i) =>
      columns[i]?.numeric === true && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
        ? Number(value)
        : value,
    ),
  );

/** As CSV with a byte order mark, as Excel wants it; what it would take for a formula stands behind an apostrophe. */
export function csvOf(data: DataTable): string {
  const lines = [data.columns.map(({ title }) => title), ...figures(data)].map(
    (line) => `${line.map(csvCell).join(',')}\r\n`,
  );
  return `\ufeff${lines.join('')}`;
}

/** As a workbook: numbers as numbers, everything else as text, so that nothing is a formula. */
export async function workbookOf(table: DataTable): Promise<Buffer> {
  const { title, columns } = table;
  const rows = figures(table);
  const head: Row = columns.map((column) => ({ value: column.title, type: String, fontWeight: 'bold', wrap: true }));
  const data = rows.map(
    (row): Row =>
      row.map((value) => {
        if (value === null) return null;
        return typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };
      }),
  );
  const { default: writeWorkbookFile } = await import('write-excel-file/node');
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
