const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** How wide a terminal shows a text: Chinese characters and full-width signs take two columns. */
const widthOf = (text: string): number => [...text].reduce((width, char) => width + (WIDE.test(char) ? 2 : 1), 0);

/** As much of the text as fits into so many columns. */
export function cut(text: string, columns: number): string {
  const chars = [...text];
  while (widthOf(chars.join('')) > columns) chars.pop();
  return chars.join('');
}

const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
};

/** Rows as aligned columns, the first to the left, the others to the right; a line under the first row. */
export function textTable(rows: string[][]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  const lines = rows.map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, i > 0)).join('  '));
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, 2 * (columns - 1)));
  return [lines[0] ?? '', rule, ...lines.slice(1)].join('\n');
}
