import { localDateOf, localInstant } from '../../../shared/domain/calendar.ts';
import { yuan } from '../../../shared/domain/money.ts';
import { LocalDate, Text } from '../../../shared/schemas/basics.ts';
import type { DisbursementSettled } from '../../../shared/schemas/events.ts';
import { answerTo } from './answer-to.ts';
import type { Standing } from './ledger.ts';
import type { ResultCode, ResultProblem } from './result-problems.ts';

type Cell = string | number | boolean | Date | null | undefined;
export type ResultReading =
  /** Answers that are not in the books yet; how many were there already. */
  { ok: true; answers: DisbursementSettled[]; known: number } | { ok: false; problems: ResultProblem[] };

const COLUMNS = { id: '拨付编号', amount: '金额（元）', outcome: '结果', reason: '原因', date: '日期' } as const;
const TOTAL = '合计';
const HEAD_WITHIN = 20;
const OUTCOMES: Record<string, 'paid' | 'failed'> = { 已支付: 'paid', paid: 'paid', 退票: 'failed', failed: 'failed' };

interface Line {
  row: number;
  id: string;
  amountFen: number | null;
  outcome: 'paid' | 'failed' | null;
  reason: string;
  date: string | null;
}

/**
 * Reads what became of payments out of a sheet. Every row is looked at, and all problems are told at once: nothing of a file
 * that has one is taken. A row that says again what the books have is no problem and changes nothing.
 */
export function readResult(rows: Cell[][], standing: readonly Standing[], now: number): ResultReading {
  const head = rows.slice(0, HEAD_WITHIN).findIndex((row) => row.some((cell) => textOf(cell) === COLUMNS.id));
  const at = placesOf(rows[head] ?? []);
  if (head < 0 || at === null) return refused([{ row: 0, code: 'finance.result-columns', detail: '' }]);
  const { lines, totals } = linesOf(rows, head, at);
  const books = new Map(standing.map((one) => [one.instruction.disbursementId, one]));
  const seen = new Set<string>();
  const checked = lines.map((line) => {
    const again = seen.has(line.id);
    seen.add(line.id);
    return { line, problems: problemsOf(line, books.get(line.id), again, now) };
  });
  const problems = [...checked.flatMap((one) => one.problems), ...totalProblems(lines, totals)];
  if (problems.length > 0) return refused(problems);
  const open = lines.flatMap((line) => {
    const one = books.get(line.id);
    return one === undefined || one.answer !== null ? [] : [answerOf(line, one)];
  });
  return { ok: true, answers: open, known: lines.length - open.length };
}

const refused = (problems: ResultProblem[]): ResultReading => ({
  ok: false,
  problems: problems.toSorted((a, b) => a.row - b.row),
});

type Places = Record<keyof typeof COLUMNS, number>;

/** Where the columns are; null where one is missing. */
function placesOf(head: Cell[]): Places | null {
  const titles = head.map(textOf);
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([key, title]) => [key, titles.indexOf(title)]));
  return Object.values(at).includes(-1) ? null : (at as Places);
}

function linesOf(rows: Cell[][], head: number, at: Places): { lines: Line[]; totals: Line[] } {
  const all = rows
    .map((row, i): Line => {
      const outcome = OUTCOMES[textOf(row[at.outcome])] ?? null;
      const [amountFen, date] = [fenOf(row[at.amount]), dateOf(row[at.date])];
      return { row: i + 1, id: textOf(row[at.id]), amountFen, outcome, reason: textOf(row[at.reason]), date };
    })
    .slice(head + 1)
    .filter((line) => (rows[line.row - 1] ?? []).some((cell) => textOf(cell) !== ''));
  return { lines: all.filter(({ id }) => id !== TOTAL), totals: all.filter(({ id }) => id === TOTAL) };
}

function problemsOf(line: Line, one: Standing | undefined, again: boolean, now: number): ResultProblem[] {
  const found = (code: ResultCode, detail = line.id): ResultProblem => ({ row: line.row, code, detail });
  if (one === undefined) return [found('finance.result-unknown')];
  if (again) return [found('finance.result-duplicate')];
  const { instruction, answer } = one;
  if (answer?.outcome === 'cancelled') return [found('finance.result-cancelled')];
  const problems: ResultProblem[] = [];
  if (line.amountFen === null) problems.push(found('finance.result-amount-malformed'));
  else if (line.amountFen !== instruction.amountFen)
    problems.push(found('finance.result-amount', `${yuan(line.amountFen)}，指令为 ${yuan(instruction.amountFen)}`));
  if (line.outcome === null) problems.push(found('finance.result-outcome'));
  const failed = line.outcome === 'failed';
  if (failed && (line.reason === '' || !Text(200).safeParse(line.reason).success))
    problems.push(found('finance.result-reason'));
  const received = localDateOf(instruction.receivedAt);
  if (line.date === null || line.date < received || line.date > localDateOf(new Date(now).toISOString()))
    problems.push(found('finance.result-date'));
  // Told again it must be what was told before, to the letter: an answer is not changed.
  const same = answer === null || (answer.outcome === line.outcome && (!failed || answer.reason === line.reason));
  return problems.length === 0 && !same ? [found('finance.result-settled')] : problems;
}

function totalProblems(lines: Line[], totals: Line[]): ResultProblem[] {
  if (lines.length === 0) return [{ row: 0, code: 'finance.result-empty', detail: '' }];
  const [total] = totals;
  if (total === undefined) return [{ row: 0, code: 'finance.result-total-missing', detail: '' }];
  const sum = lines.reduce((all, { amountFen }) => all + (amountFen ?? 0), 0);
  const right = totals.length === 1 && total.amountFen === sum;
  return right ? [] : [{ row: total.row, code: 'finance.result-total', detail: `各行之和为 ${yuan(sum)}` }];
}

function answerOf({ outcome, reason, date }: Line, { instruction }: Standing): DisbursementSettled {
  const day = localInstant(`${date}T00:00`);
  const settledAt = day < instruction.receivedAt ? instruction.receivedAt : day;
  const said = outcome === 'failed' ? { outcome, reason } : { outcome: 'paid' as const };
  return { ...answerTo(instruction, settledAt), ...said };
}

const textOf = (cell: Cell): string => (cell === null || cell === undefined ? '' : String(cell).trim());

/** 元 in a cell as 分; null for what is no positive sum with at most two decimals. Digits are moved, never multiplied. */
export function fenOf(cell: Cell): number | null {
  const [, whole = '', cents = ''] = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(textOf(cell).replaceAll(/[,，\s]/g, '')) ?? [];
  if (whole === '') return null;
  const fen = Number(`${whole}${cents.padEnd(2, '0')}`);
  return fen > 0 && Number.isSafeInteger(fen) ? fen : null;
}

/** The date in a cell: a date, or 2025-12-30, 2025/12/30, 2025年12月30日. */
function dateOf(cell: Cell): string | null {
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : textOf(cell);
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?$/.exec(text) ?? [];
  const date = LocalDate.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return date.success ? date.data : null;
}
