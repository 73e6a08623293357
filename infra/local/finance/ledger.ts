import { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '../../../shared/canonical.ts';
import {
  DisbursementDirected,
  DisbursementInstructed,
  DisbursementSettled,
  RecoveryInstructed,
  RecoverySettled,
} from '../../../shared/schemas/events.ts';
import type { Answer } from './answers.ts';
import { SCHEMA, STANDING } from './schema.ts';

const Particulars = DisbursementInstructed.shape.data;
const Recovering = RecoveryInstructed.shape.data;
/** What the office was told to pay, and when it had it (domain time, UTC). */
export type Instruction = DisbursementInstructed['data'] & { receivedAt: string };
/** What it was told to collect, with what it has collected so far. */
export type Recovery = RecoveryInstructed['data'] & { receivedAt: string; parts: RecoverySettled[] };
/** How an instruction stands: what was last said about it, and what was answered. */
export interface Standing {
  instruction: Instruction;
  directive: DisbursementDirected['data']['directive'] | null;
  answer: DisbursementSettled | null;
  /** The batch that it went to the treasury with. */
  batchNo: number | null;
}
type Stored = 'new' | 'known' | 'contradicts';

/** The office's own books: instructions, what was said about them, recoveries and answers, each once by its id, in one SQLite file. */
export function openLedger(path: string) {
  // Commands work beside the one that listens: each waits for the other's write.
  const db = new DatabaseSync(path, { timeout: 10_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  db.exec(SCHEMA);
  /** The conditional insert that makes "exactly once": whoever comes again, or comes second, changes nothing. */
  const once = (table: string, key: string, columns: string) => {
    const blanks = columns.replaceAll(/\w+/g, '?');
    const insert = db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${blanks}) ON CONFLICT DO NOTHING`);
    const select = db.prepare(`SELECT * FROM ${table} WHERE ${key}`);
    return (values: (string | number)[], keyValues: (string | number)[], column: string, text: string): Stored => {
      if (insert.run(...values).changes === 1) return 'new';
      return select.get(...keyValues)?.[column] === text ? 'known' : 'contradicts';
    };
  };
  const insertInstruction = once('instructions', 'disbursement_id = ?', 'disbursement_id, instruction, received_at');
  const insertDirective = once(
    'directives',
    'disbursement_id = ? AND no = ?',
    'disbursement_id, no, directive, said, received_at',
  );
  const insertRecovery = once('recoveries', 'recovery_id = ?', 'recovery_id, recovery, received_at');
  const insertPart = once('recovered', 'recovery_id = ? AND no = ?', 'recovery_id, no, detail');
  const standing = db.prepare(STANDING);
  const recoveries = db.prepare('SELECT recovery, received_at FROM recoveries ORDER BY recovery_id');
  const partsOf = db.prepare('SELECT detail FROM recovered WHERE recovery_id = ? ORDER BY no');
  const answer = db.prepare('INSERT INTO answers (disbursement_id, detail) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const unsentAnswers = db.prepare('SELECT detail FROM answers WHERE sent = 0 ORDER BY disbursement_id');
  const unsentParts = db.prepare('SELECT detail FROM recovered WHERE sent = 0 ORDER BY recovery_id, no');
  const answerSent = db.prepare('UPDATE answers SET sent = 1 WHERE disbursement_id = ?');
  const partSent = db.prepare('UPDATE recovered SET sent = 1 WHERE recovery_id = ? AND no = ?');

  const batch = db.prepare('INSERT INTO batched VALUES (?, ?)');
  const lastBatch = db.prepare('SELECT max(batch_no) AS no FROM batched');
  const allStanding = (): Standing[] => standing.all().map(standingOf);
  return {
    store: ({ receivedAt, ...data }: Instruction): Stored => {
      const text = canonicalJson(data);
      return insertInstruction([data.disbursementId, text, receivedAt], [data.disbursementId], 'instruction', text);
    },
    /** Kept also where its instruction has not come yet. */
    storeDirective: (data: DisbursementDirected['data'], receivedAt: string): Stored => {
      const { disbursementId, no, directive } = data;
      const text = canonicalJson(data);
      return insertDirective([disbursementId, no, directive, text, receivedAt], [disbursementId, no], 'said', text);
    },
    storeRecovery: (data: RecoveryInstructed['data'], receivedAt: string): Stored => {
      const text = canonicalJson(data);
      return insertRecovery([data.recoveryId, text, receivedAt], [data.recoveryId], 'recovery', text);
    },
    /** Puts what may be paid and is in no batch yet into the next one. Returns its number; null where there is nothing. */
    nextBatch: (): number | null => {
      const open = allStanding().filter(
        ({ directive, answer, batchNo }) =>
          answer === null && batchNo === null && (directive === null || directive === 'release'),
      );
      if (open.length === 0) return null;
      const no = Number(lastBatch.get()?.['no'] ?? 0) + 1;
      for (const { instruction } of open) batch.run(instruction.disbursementId, no);
      return no;
    },
    all: (): Instruction[] => allStanding().map(({ instruction }) => instruction),
    standing: allStanding,
    recoveries: (): Recovery[] =>
      recoveries.all().map((row) => {
        const data = Recovering.parse(JSON.parse(String(row['recovery'])));
        const parts = partsOf
          .all(data.recoveryId)
          .map(({ detail }) => RecoverySettled.parse(JSON.parse(String(detail))));
        return { ...data, receivedAt: String(row['received_at']), parts };
      }),
    /** Writes an answer down before it is sent. @throws ZodError for an answer that nobody would understand. */
    answer: (detail: DisbursementSettled): void => {
      answer.run(detail.disbursementId, JSON.stringify(DisbursementSettled.parse(detail)));
    },
    /** The same of a part that came back. */
    recovered: (detail: RecoverySettled): Stored => {
      const text = JSON.stringify(RecoverySettled.parse(detail));
      return insertPart([detail.recoveryId, detail.no, text], [detail.recoveryId, detail.no], 'detail', text);
    },
    /** Several writes, or none. */
    atOnce: (work: () => void): void => {
      db.exec('BEGIN IMMEDIATE');
      try {
        work();
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    unsent: (): Answer[] => [
      ...unsentAnswers.all().map(({ detail }): Answer => {
        const settled = DisbursementSettled.parse(JSON.parse(String(detail)));
        return { id: settled.disbursementId, detailType: 'DisbursementSettled', detail: settled };
      }),
      ...unsentParts.all().map(({ detail }): Answer => {
        const part = RecoverySettled.parse(JSON.parse(String(detail)));
        return { id: `${part.recoveryId}/${part.no}`, detailType: 'RecoverySettled', detail: part };
      }),
    ],
    markSent: (sent: Answer): void => {
      if (sent.detailType === 'DisbursementSettled') answerSent.run(sent.detail.disbursementId);
      else partSent.run(sent.detail.recoveryId, sent.detail.no);
    },
    close: () => db.close(),
  };
}

export type Ledger = ReturnType<typeof openLedger>;

const Directive = DisbursementDirected.shape.data.shape.directive.nullable();

function standingOf(row: Record<string, unknown>): Standing {
  const { instruction, received_at: receivedAt, directive, answer, batch_no: batchNo } = row;
  return {
    instruction: { ...Particulars.parse(JSON.parse(String(instruction))), receivedAt: String(receivedAt) },
    directive: Directive.parse(directive),
    answer: answer === null ? null : DisbursementSettled.parse(JSON.parse(String(answer))),
    batchNo: batchNo === null ? null : Number(batchNo),
  };
}
