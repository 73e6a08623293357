/** A fault of what somebody wrote: where it is and what is wrong. */
export interface Fault {
  code: string;
  path: string;
  message: string;
}

/** Chinese characters take two columns of a terminal. */
const width = (text: string): number =>
  [...text].reduce((sum, c) => sum + (/[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/u.test(c) ? 2 : 1), 0);

const padded = (text: string, columns: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, columns - width(text)));
  return right ? `${space}${text}` : `${text}${space}`;
};

/** Rows under headers, columns aligned; columns of numbers to the right. */
export function table(headers: string[], rows: string[][]): string {
  const columns = headers.map((header, i) => Math.max(width(header), ...rows.map((row) => width(row[i] ?? ''))));
  const numeric = headers.map((_, i) => rows.length > 0 && rows.every((row) => /^-?[\d,.]+( 元)?$/.test(row[i] ?? '')));
  const line = (row: string[]) =>
    columns
      .map((n, i) => padded(row[i] ?? '', n, numeric[i] === true))
      .join('  ')
      .trimEnd();
  return [line(headers), columns.map((n) => '-'.repeat(n)).join('  '), ...rows.map(line), ''].join('\n');
}

export const faultTable = (faults: Fault[]): string =>
  table(
    ['代码', '位置', '问题'],
    faults.map(({ code, path, message }) => [code, path, message.replaceAll('\n', ' ')]),
  );
