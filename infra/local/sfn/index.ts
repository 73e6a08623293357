/**
 * Step Functions for one machine: a durable interpreter of Amazon States Language in JSONata mode.
 *
 * Waits, timeouts and heartbeats follow the domain clock through `nextDue` and `fire`; the delays of Retry are real.
 * Every transition is one SQLite transaction. After a kill, `resume` runs what was runnable again, so a function may be
 * called again for the same state: at least once, as on AWS. What is not implemented is refused by `define`.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { DueSource } from '../clock.ts';
import { guardBy } from '../iam/gate.ts';
import type { Gate } from '../iam/need.ts';
import { needsOfMachines } from '../iam/services.ts';
import { readDefinition } from './check.ts';
import type { Definition } from './definition.ts';
import { createEngine } from './engine.ts';
import { openJournal } from './journal.ts';
import { ApiError, createOperations } from './operations.ts';
import type { Answer } from './proceed.ts';
import { createEvaluate } from './query.ts';

const MAX_INVOCATIONS = 32;
const RETRY_CAP_MS = 2000;
/** The largest input with room for its JSON escapes. */
const BODY_MAX_BYTES = 4 * 1024 * 1024;
const TARGET = 'AWSStepFunctions.';

export interface StateMachinesOptions {
  /** SQLite file; a new start on it resumes. */
  dbPath: string;
  /** Domain clock, UTC ms. */
  clock: { now(): number };
  invoke: (functionArn: string, payload: unknown, machineArn: string) => Promise<Answer<unknown>>;
  /** Says why a call is not allowed; without one all are. */
  gate?: Gate;
  /** Told `stepfunctions.transition` for states entered and retries, as AWS bills them, with their number and machine. */
  count: (op: string, amount: number, machine: string) => void;
  /** The next due time may have changed. */
  onDueChanged: () => void;
  /** Longest real delay of a Retry, ms; 2 s when not given. Infinity keeps the delays of the definition. */
  retryCapMs?: number;
  /** Told of each execution that ends, with how. */
  onEnded?: (execution: { machineArn: string; status: string }) => void;
}

/** What `fire` begins has ended when `idle()` is true. */
export interface StateMachines extends DueSource {
  /**
   * Adds or changes a state machine. Running executions keep the definition they started with.
   * @throws DefinitionError with every fault
   */
  define(machine: { arn: string; name: string; definition: string }): void;
  /** From now on executions of the machine can be started by this ARN, too. */
  alias(alias: { arn: string; machineArn: string }): void;
  /** Answers one `AWSStepFunctions.*` request (JSON 1.0). */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Goes on with what the journal holds; call it once, after the functions can be invoked. */
  resume(): void;
  /** No state runs, is invoked or waits for a retry: only waits, callbacks and timeouts are outstanding. */
  idle(): boolean;
  /** Lets the running steps end and closes the journal; answers of running functions are not waited for. */
  stop(): Promise<void>;
}

export function createStateMachines(o: StateMachinesOptions): StateMachines {
  const now = () => o.clock.now();
  const journal = openJournal(o.dbPath, now);
  const definitions = new Map<string, Definition>();
  const cap = o.retryCapMs ?? RETRY_CAP_MS;
  const context = {
    evaluate: createEvaluate(now),
    now,
    nextBranchId: journal.nextBranchId,
    retryDelayMs: (seconds: number) => Math.min(seconds * 1000, cap),
  };
  function definition(hash: string): Definition {
    const known = definitions.get(hash) ?? readDefinition(hash, journal.definition(hash));
    definitions.set(hash, known);
    return known;
  }
  const engine = createEngine({
    ...{ journal, context, definition, invoke: o.invoke, onDueChanged: o.onDueChanged },
    onEnded: (execution) => o.onEnded?.(execution),
    maxInvocations: MAX_INVOCATIONS,
    onTransitions: (n, machine) => o.count('stepfunctions.transition', n, machine),
  });
  const machineOf = (token: string): string | undefined =>
    journal.executionById(journal.token(token)?.execution ?? -1)?.machineArn;
  const guard = o.gate && guardBy(o.gate, (name, input) => needsOfMachines(name, input, machineOf));
  const aliases = new Map<string, string>();
  const operations = createOperations({ journal, aliases, engine, context, definition });

  async function answer(req: IncomingMessage): Promise<unknown> {
    const target = String(req.headers['x-amz-target']);
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    const operation = operations[name];
    if (operation === undefined) throw new ApiError('UnknownOperationException', `no operation ${target}`);
    const input = await readJson(req);
    const refused = guard?.(req.headers, name, input as Record<string, unknown>);
    if (refused !== undefined) throw new ApiError('AccessDeniedException', refused);
    return operation(input);
  }

  return {
    define({ arn, name, definition: text }) {
      readDefinition(name, text);
      journal.define(arn, name, text);
    },
    alias({ arn, machineArn }) {
      aliases.set(arn, machineArn);
    },
    handle(req, res) {
      answer(req).then(
        (body) => send(res, 200, body),
        (error) => sendError(res, error),
      );
    },
    resume: engine.resume,
    idle: engine.idle,
    nextDue: engine.nextDue,
    fire: engine.fire,
    stop: engine.stop,
  };
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) throw new ApiError('ValidationException', 'the request is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new ApiError('SerializationException', 'the request is no JSON');
  }
}

function sendError(res: ServerResponse, error: unknown): void {
  if (error instanceof ApiError) {
    send(res, 400, { __type: error.type, message: error.message });
  } else if (error instanceof z.ZodError) {
    send(res, 400, { __type: 'ValidationException', message: z.prettifyError(error) });
  } else {
    console.error('state machines: an operation failed', error);
    send(res, 500, { __type: 'InternalFailure', message: String(error) });
  }
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() });
  res.end(JSON.stringify(body));
}
