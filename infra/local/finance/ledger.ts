import { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '../../../shared/canonical.ts';
import { DisbursementInstructed, DisbursementSettled } from '../../../shared/schemas/events.ts';

const Particulars = DisbursementInstructed.shape.data;
/** What the office was told to pay, and when it had it (domain time, UTC). */
export type Instruction = DisbursementInstructed['data'] & { receivedAt: string };

const SCHEMA = `
CREATE TABLE IF NOT EXISTS instructions (
  disbursement_id TEXT PRIMARY KEY, instruction TEXT NOT NULL, received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
  disbursement_id TEXT PRIMARY KEY REFERENCES instructions (disbursement_id),
  detail TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
`;

/** The office's own books: instructions and answers, each once by disbursement id, in one SQLite file. */
export function openLedger(path: string) {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  db.exec(SCHEMA);
  const insert = db.prepare('INSERT INTO instructions VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const select = db.prepare('SELECT instruction FROM instructions WHERE disbursement_id = ?');
  const instructions = db.prepare('SELECT instruction, received_at FROM instructions ORDER BY disbursement_id');
  const unanswered = db.prepare(
    `SELECT instruction, received_at FROM instructions
     WHERE disbursement_id NOT IN (SELECT disbursement_id FROM answers) ORDER BY disbursement_id`,
  );
  const answer = db.prepare('INSERT INTO answers (disbursement_id, detail) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const unsent = db.prepare('SELECT detail FROM answers WHERE sent = 0 ORDER BY disbursement_id');
  const markSent = db.prepare('UPDATE answers SET sent = 1 WHERE disbursement_id = ?');
  return {
    /** The conditional insert that makes "exactly once": whoever comes again, or comes second, changes nothing. */
    store: ({ receivedAt, ...data }: Instruction): 'new' | 'known' | 'contradicts' => {
      const text = canonicalJson(data);
      if (insert.run(data.disbursementId, text, receivedAt).changes === 1) return 'new';
      return select.get(data.disbursementId)?.['instruction'] === text ? 'known' : 'contradicts';
    },
    all: () => instructions.all().map(instructionOf),
    unanswered: () => unanswered.all().map(instructionOf),
    /** Writes an answer down before it is sent. @throws ZodError for an answer that nobody would understand. */
    answer: (detail: DisbursementSettled): void => {
      answer.run(detail.disbursementId, JSON.stringify(DisbursementSettled.parse(detail)));
    },
    unsent: (): DisbursementSettled[] =>
      unsent.all().map(({ detail }) => DisbursementSettled.parse(JSON.parse(String(detail)))),
    markSent: (disbursementId: string): void => {
      markSent.run(disbursementId);
    },
    close: () => db.close(),
  };
}

const instructionOf = (row: Record<string, unknown>): Instruction => ({
  ...Particulars.parse(JSON.parse(String(row['instruction']))),
  receivedAt: String(row['received_at']),
});
