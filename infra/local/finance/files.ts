import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { decodeText, readDelimited } from '../../../shared/registers/delimited.ts';
import { readWorkbook } from '../../../shared/registers/workbook.ts';
import { Account } from '../../../shared/schemas/payee-records.ts';
import { batchCsv, batchRows, batchWorkbook } from './batch.ts';
import type { Instruction, Ledger } from './ledger.ts';
import { type ResultReading, readResult } from './result.ts';

/** Accounts that the office has found, by the reference of the payee. */
const Accounts = z.record(z.string(), Account);

/** @throws ZodError for a file that is no such list */
export const readAccounts = (path: string): ReadonlyMap<string, Account> =>
  new Map(Object.entries(Accounts.parse(JSON.parse(readFileSync(path, 'utf8')))));

/** Finds the accounts of a batch, by reference. */
export type AccountsOf = (instructions: readonly Instruction[]) => Promise<ReadonlyMap<string, Account>>;

/**
 * Writes a batch for the treasury, by the file's name a workbook or CSV. A batch is noted before it is written: one that was
 * lost on the way is written again under its number, and nothing is in two.
 */
export async function writeBatch(
  ledger: Ledger,
  path: string,
  options: { again?: number; accountsOf?: AccountsOf } = {},
): Promise<{ no: number; count: number } | null> {
  let no: number | null = options.again ?? null;
  if (no === null)
    ledger.atOnce(() => {
      no = ledger.nextBatch();
    });
  const batch = ledger.standing().filter(({ batchNo }) => batchNo === no && no !== null);
  if (no === null || batch.length === 0) return null;
  const instructions = batch.map(({ instruction }) => instruction);
  const rows = batchRows(instructions, (await options.accountsOf?.(instructions)) ?? new Map());
  // It may hold accounts: for its owner alone.
  writeFileSync(path, path.endsWith('.xlsx') ? await batchWorkbook(rows) : batchCsv(rows), { mode: 0o600 });
  return { no, count: batch.length };
}

/** Takes a result file in, whole or not at all: its answers are in the books then, and leave with the next settling. @throws Unreadable */
export async function takeResult(ledger: Ledger, path: string, now: number): Promise<ResultReading> {
  const bytes = readFileSync(path);
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const rows = isZip ? (await readWorkbook(bytes))[0]?.rows : readDelimited(decodeText(bytes)).rows;
  const reading = readResult(rows ?? [], ledger.standing(), now);
  if (reading.ok)
    ledger.atOnce(() => {
      for (const answer of reading.answers) ledger.answer(answer);
    });
  return reading;
}
