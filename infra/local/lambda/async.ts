import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from '../activity.ts';
import type { State } from '../state.ts';
import type { FunctionPlan, InvokeConfigPlan } from '../template/plan.ts';
import type { Functions } from './functions.ts';
import type { InvocationResult } from './invocation.ts';

export interface AsyncInvocations {
  /** Durable when it returns: the invocation happens, is retried, and ends in the failure destination if all fails. */
  enqueue(functionName: string, payload: string): void;
  /** Takes up what an earlier run left open. */
  resume(): void;
  stop(): void;
}

export interface AsyncOptions {
  state: State;
  functions: Functions;
  plans: FunctionPlan[];
  configs: InvokeConfigPlan[];
  activity: Activity;
  /** Sends to a queue by its ARN, with a function's rights. */
  sendTo: (queueArn: string, body: string, functionName: string) => void;
}

const DEFAULT_RETRIES = 2;
/** Lambda waits one minute, then two; locally that would only make people wait. */
const RETRY_DELAY_MS = 200;
const THROTTLED_DELAY_MS = 250;

/** Lambda's event invocations: kept in the database until they have succeeded or gone to their failure destination. */
export function createAsyncInvocations(options: AsyncOptions): AsyncInvocations {
  const { state, functions, activity } = options;
  const insert = state.db.prepare('INSERT INTO invocations (function, payload) VALUES (?, ?)');
  const attempt = state.db.prepare('UPDATE invocations SET attempts = attempts + 1 WHERE seq = ? RETURNING attempts');
  const forgive = state.db.prepare('UPDATE invocations SET attempts = attempts - 1 WHERE seq = ?');
  const remove = state.db.prepare('DELETE FROM invocations WHERE seq = ?');
  const all = state.db.prepare('SELECT seq, function, payload FROM invocations ORDER BY seq');
  let stopped = false;

  const run = async (seq: number, name: string, payload: string): Promise<void> => {
    const begin = () => activity.begin(`event invocation of ${name}`);
    let end = begin();
    try {
      const ends = endsOf(name, options);
      for (;;) {
        const attempts = Number(attempt.get(seq)?.attempts ?? 1);
        const result = await functions.invoke(name, payload);
        if (stopped) return;
        if (!result.ok && result.throttled) {
          // Not the function's failure: Lambda tries for six hours. Nothing gets further meanwhile, and nobody waits for that.
          forgive.run(seq);
          end();
          await sleep(THROTTLED_DELAY_MS);
          if (stopped) return;
          end = begin();
          continue;
        }
        if (result.ok || attempts > ends.retries) {
          state.transaction(() => {
            if (!result.ok) report(result, attempts, payload, ends);
            remove.run(seq);
          });
          return;
        }
        await sleep(RETRY_DELAY_MS * attempts);
        if (stopped) return;
      }
    } finally {
      end();
    }
  };
  const report = (
    result: InvocationResult & { ok: false },
    attempts: number,
    payload: string,
    { name, functionArn, destination, deadLetter }: ReturnType<typeof endsOf>,
  ): void => {
    const { errorType, errorMessage } = result.error;
    const requestPayload: unknown = JSON.parse(payload);
    const requestContext = { functionArn, condition: 'RetriesExhausted', approximateInvokeCount: attempts };
    const responsePayload = { errorType, errorMessage };
    if (destination) {
      const note = { version: '1.0', requestContext, requestPayload, responsePayload };
      options.sendTo(destination, JSON.stringify(note), name);
    }
    if (deadLetter) options.sendTo(deadLetter, payload, name);
  };

  return {
    enqueue: (functionName, payload) => {
      const { lastInsertRowid } = insert.run(functionName, payload);
      void run(Number(lastInsertRowid), functionName, payload);
    },
    resume: () => {
      for (const row of all.all()) void run(Number(row.seq), String(row.function), String(row.payload));
    },
    stop: () => {
      stopped = true;
    },
  };
}

function endsOf(name: string, { plans, configs }: AsyncOptions) {
  const config = configs.find((candidate) => candidate.functionName === name);
  const plan = plans.find((candidate) => candidate.name === name.split(':')[0]);
  return {
    name,
    functionArn: `${plan?.arn}:${name.split(':')[1] ?? '$LATEST'}`,
    retries: config?.maximumRetryAttempts ?? DEFAULT_RETRIES,
    destination: config?.onFailureArn,
    deadLetter: plan?.deadLetterArn,
  };
}
