import writeWorkbookFile, { type Row } from 'write-excel-file/node';
import type { Account } from '../../../shared/schemas/payee-records.ts';
import type { Instruction } from './ledger.ts';

const HEADS = [
  ...['拨付编号', '收款单位信用代码', '收款账户引用', '户名', '开户银行', '账号', '金额（元）', '用途'],
  // The treasury fills these in, and the same file comes back as the result.
  ...['结果', '原因', '日期'],
];
const AMOUNT = HEADS.indexOf('金额（元）');

/** The lines of a batch, with the accounts that were found by their references, and their total, each cell as the text that it is to be. */
export function batchRows(batch: readonly Instruction[], accounts: ReadonlyMap<string, Account>): string[][] {
  const lines = batch.map(({ disbursementId, payeeUscc, payeeRef, amountFen, roundId, attempt }) => {
    const { accountName = '', bank = '', accountNumber = '' } = accounts.get(payeeRef) ?? {};
    const purpose = `中小企业数字化转型奖补资金 ${roundId}${attempt > 1 ? `（第 ${attempt} 次拨付）` : ''}`;
    const payee = [payeeUscc, payeeRef, accountName, bank, accountNumber];
    return [disbursementId, ...payee, yuanText(amountFen), purpose, '', '', ''];
  });
  const total = batch.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const last = HEADS.map((_, i) => (i === 0 ? '合计' : i === AMOUNT ? yuanText(total) : ''));
  return [HEADS, ...lines, last];
}

const yuanText = (fen: number): string => {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** What a spreadsheet would take for a formula gets an apostrophe before it. */
function csvCell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** UTF-8 with BOM, CRLF: as Excel and WPS open it. */
export const batchCsv = (rows: string[][]): string =>
  `\ufeff${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;

/** Text, so that no number loses digits; sums as numbers. */
export function batchWorkbook(rows: string[][]): Promise<Buffer> {
  const data = rows.map(
    (row, i): Row =>
      row.map((value, column) =>
        i > 0 && column === AMOUNT
          ? { value: Number(value), type: Number, format: '#,##0.00' }
          : { value, type: String, format: '@', ...(i === 0 ? { fontWeight: 'bold' as const } : {}) },
      ),
  );
  const columns = HEADS.map((title) => ({ width: Math.max(14, title.length * 2.4) }));
  return writeWorkbookFile([{ sheet: '拨付批次', data, columns, stickyRowsCount: 1 }]).toBuffer();
}
