/** The durable side of the interpreter: every change of an execution is one SQLite transaction. */
import { createHash } from 'node:crypto';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { Branch, Execution, HistoryEvent, Status, TokenEnd } from './model.ts';
import { RUNNABLE } from './model.ts';

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS machines (arn TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS executions (id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  machine TEXT NOT NULL, machineName TEXT NOT NULL, hash TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL,
  output TEXT, error TEXT, cause TEXT, started INTEGER NOT NULL, stopped INTEGER, due INTEGER);
CREATE INDEX IF NOT EXISTS executions_of ON executions (machine, id);
CREATE INDEX IF NOT EXISTS executions_due ON executions (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS branches (id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, runnable INTEGER NOT NULL,
  due INTEGER, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS branches_of ON branches (execution);
CREATE INDEX IF NOT EXISTS branches_due ON branches (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS branches_runnable ON branches (execution) WHERE runnable = 1;
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, execution INTEGER NOT NULL, ended TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history (execution INTEGER NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (execution, id)) WITHOUT ROWID;
`;

type Row = Record<string, SQLOutputValue>;

/** A change to one execution, written whole or not at all. */
export interface Change {
  execution: Execution;
  put: Branch[];
  drop: number[];
  tokensOpened: string[];
  tokensEnded: { token: string; end: TokenEnd }[];
  events: HistoryEvent[];
}

export interface Machine {
  arn: string;
  name: string;
  hash: string;
  created: number;
}

export interface TokenRow {
  execution: number;
  ended: TokenEnd | undefined;
}

export type Journal = ReturnType<typeof openJournal>;

/** @param now domain time for history events, UTC ms */
export function openJournal(path: string, now: () => number) {
  const db = new DatabaseSync(path);
  db.exec(SCHEMA);
  const sql = prepare(db);
  // Never twice in one process: a late answer must not meet a stranger under the old id.
  let lastBranch = Number(sql.lastBranch.get()?.id ?? 0);

  function inTransaction<T>(work: () => T): T {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }

  /** @returns the number of history events the execution has now */
  function apply(change: Change): number {
    const e = change.execution;
    for (const b of change.put) {
      const runnable = RUNNABLE.includes(b.phase) ? 1 : 0;
      sql.putBranch.run(b.id, e.id, runnable, b.due ?? null, JSON.stringify(b));
    }
    for (const id of change.drop) sql.dropBranch.run(id);
    for (const token of change.tokensOpened) sql.openToken.run(token, e.id);
    for (const t of change.tokensEnded) sql.endToken.run(t.end, t.token);
    let id = Number(sql.lastEvent.get(e.id)?.id ?? 0);
    for (const event of change.events) sql.addEvent.run(e.id, ++id, now(), JSON.stringify(event));
    if (e.status !== 'RUNNING') {
      sql.endExecution.run(e.status, e.output ?? null, e.error ?? null, e.cause ?? null, e.stopped ?? null, e.id);
    }
    return id;
  }

  return {
    nextBranchId: () => ++lastBranch,
    commit: (change: Change): number => inTransaction(() => apply(change)),

    /** Stores a new execution with its root thread. */
    start: (fields: Omit<Execution, 'id'>, root: Branch): Execution =>
      inTransaction(() => {
        const { arn, name, machineArn, machineName, hash, status, input, started, due } = fields;
        const values = [arn, name, machineArn, machineName, hash, status, input, started, due ?? null];
        const execution = { ...fields, id: Number(sql.addExecution.run(...values).lastInsertRowid) };
        const events = [{ type: 'ExecutionStarted' }];
        apply({ execution, put: [root], drop: [], tokensOpened: [], tokensEnded: [], events });
        return execution;
      }),

    define(arn: string, name: string, text: string): void {
      const hash = createHash('sha256').update(text).digest('hex');
      inTransaction(() => {
        sql.addDefinition.run(hash, text);
        sql.putMachine.run(arn, name, hash, now());
      });
    },
    definition: (hash: string): string => String(sql.definition.get(hash)?.text),
    machine: (arn: string): Machine | undefined => optional(sql.machine.get(arn), toMachine),
    machines: (): Machine[] => sql.machines.all().map(toMachine),

    execution: (arn: string): Execution | undefined => optional(sql.executionByArn.get(arn), toExecution),
    executionById: (id: number): Execution | undefined => optional(sql.executionById.get(id), toExecution),
    /** Newest first, those before id `before`. */
    executions: (machine: string, status: string | null, before: number, limit: number): Execution[] =>
      sql.executions.all(machine, status, status, before, limit).map(toExecution),
    branches: (execution: number): Branch[] =>
      sql.branches.all(execution).map((row) => {
        const branch: Branch = JSON.parse(String(row.body));
        return branch;
      }),
    runnableExecutions: (): number[] => sql.runnable.all().map((row) => Number(row.execution)),

    /** Due domain times, UTC ms. */
    nextDue: (): number | undefined => optional(sql.nextDue.get(), (row) => numberOrNone(row.due)),
    branchesDue: (now: number): { execution: number; branch: number }[] =>
      sql.branchesDue.all(now).map((row) => ({ execution: Number(row.execution), branch: Number(row.id) })),
    executionsDue: (now: number): number[] => sql.executionsDue.all(now).map((row) => Number(row.id)),

    token: (token: string): TokenRow | undefined => optional(sql.token.get(token), toToken),
    history: (execution: number): { id: number; at: number; event: HistoryEvent }[] =>
      sql.history.all(execution).map((row) => {
        const event: HistoryEvent = JSON.parse(String(row.body));
        return { id: Number(row.id), at: Number(row.at), event };
      }),
    close: () => db.close(),
  };
}

function prepare(db: DatabaseSync) {
  return {
    putBranch: db.prepare('INSERT OR REPLACE INTO branches VALUES (?, ?, ?, ?, ?)'),
    dropBranch: db.prepare('DELETE FROM branches WHERE id = ?'),
    lastBranch: db.prepare('SELECT max(id) AS id FROM branches'),
    branches: db.prepare('SELECT body FROM branches WHERE execution = ? ORDER BY id'),
    runnable: db.prepare('SELECT DISTINCT execution FROM branches WHERE runnable = 1'),
    branchesDue: db.prepare('SELECT id, execution FROM branches WHERE due <= ? ORDER BY due, id'),
    executionsDue: db.prepare('SELECT id FROM executions WHERE due <= ? ORDER BY due, id'),
    nextDue: db.prepare(
      'SELECT min(due) AS due FROM (SELECT min(due) AS due FROM branches WHERE due IS NOT NULL UNION ALL SELECT min(due) FROM executions WHERE due IS NOT NULL)',
    ),
    openToken: db.prepare('INSERT INTO tokens VALUES (?, ?, NULL)'),
    endToken: db.prepare('UPDATE tokens SET ended = ? WHERE token = ? AND ended IS NULL'),
    token: db.prepare('SELECT * FROM tokens WHERE token = ?'),
    lastEvent: db.prepare('SELECT max(id) AS id FROM history WHERE execution = ?'),
    addEvent: db.prepare('INSERT INTO history VALUES (?, ?, ?, ?)'),
    history: db.prepare('SELECT * FROM history WHERE execution = ? ORDER BY id'),
    addExecution: db.prepare(
      'INSERT INTO executions (arn, name, machine, machineName, hash, status, input, started, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    endExecution: db.prepare(
      'UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopped = ?, due = NULL WHERE id = ?',
    ),
    executionByArn: db.prepare('SELECT * FROM executions WHERE arn = ?'),
    executionById: db.prepare('SELECT * FROM executions WHERE id = ?'),
    executions: db.prepare(
      'SELECT * FROM executions WHERE machine = ? AND (? IS NULL OR status = ?) AND id < ? ORDER BY id DESC LIMIT ?',
    ),
    addDefinition: db.prepare('INSERT OR IGNORE INTO definitions VALUES (?, ?)'),
    definition: db.prepare('SELECT text FROM definitions WHERE hash = ?'),
    putMachine: db.prepare(
      'INSERT INTO machines VALUES (?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET name = excluded.name, hash = excluded.hash',
    ),
    machine: db.prepare('SELECT * FROM machines WHERE arn = ?'),
    machines: db.prepare('SELECT * FROM machines ORDER BY arn'),
  };
}

function optional<T>(row: Row | undefined, read: (row: Row) => T): T | undefined {
  return row === undefined ? undefined : read(row);
}

const textOrNone = (v: SQLOutputValue | undefined) => (typeof v === 'string' ? v : undefined);
const numberOrNone = (v: SQLOutputValue | undefined) => (typeof v === 'number' ? v : undefined);

function toMachine(row: Row): Machine {
  return { arn: String(row.arn), name: String(row.name), hash: String(row.hash), created: Number(row.created) };
}

function toExecution(row: Row): Execution {
  return {
    id: Number(row.id),
    arn: String(row.arn),
    name: String(row.name),
    machineArn: String(row.machine),
    machineName: String(row.machineName),
    hash: String(row.hash),
    status: String(row.status) as Status,
    input: String(row.input),
    output: textOrNone(row.output),
    error: textOrNone(row.error),
    cause: textOrNone(row.cause),
    started: Number(row.started),
    stopped: numberOrNone(row.stopped),
    due: numberOrNone(row.due),
  };
}

function toToken(row: Row): TokenRow {
  const ended = textOrNone(row.ended);
  return {
    execution: Number(row.execution),
    ended: ended === 'settled' || ended === 'timed-out' || ended === 'closed' ? ended : undefined,
  };
}
