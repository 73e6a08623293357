/** Runs inside a worker thread: what Lambda's runtime does around a handler. */
import { openSync, writeSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { tapDatabase } from './database-tap.ts';
import type { FunctionError, InvocationRequest, WorkerMessage, WorkerSettings } from './protocol.ts';

type Handler = (event: unknown, context: Record<string, unknown>) => unknown;

const settings = workerData as WorkerSettings;
const cells = new Float64Array(settings.clock);
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

// shared/clock.ts looks for this; Date and timers stay those of the machine.
Object.defineProperty(globalThis, Symbol.for('awards.clock'), {
  value: () => (cells[0] === 1 ? cells[1] : Date.now() + (cells[1] ?? 0)),
});
redirectOutput(settings.logFile);
const { endpoint, record } = settings.database;
const tellOfDatabase = tapDatabase(endpoint, record, (news) => post({ type: 'database', news }));
enableCompileCache(settings.cacheDir);

const module = (await import(pathToFileURL(settings.bundle).href)) as Record<string, unknown>;
const handler = module[settings.exportName];
if (typeof handler !== 'function') throw new Error(`${settings.bundle} does not export ${settings.exportName}`);

parentPort?.on('message', (request: InvocationRequest) => {
  void run(handler as Handler, request);
});
post({ type: 'ready' });
flushCompileCache();

async function run(handle: Handler, { id, requestId, payload, deadline }: InvocationRequest): Promise<void> {
  try {
    const result = await handle(JSON.parse(payload), contextOf(requestId, deadline));
    const answer = JSON.stringify(result) ?? 'null';
    tellOfDatabase();
    post({ type: 'result', id, payload: answer });
  } catch (error) {
    tellOfDatabase();
    post({ type: 'error', id, error: describe(error) });
  }
}

function contextOf(requestId: string, deadline: number): Record<string, unknown> {
  return {
    awsRequestId: requestId,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? '').split('\n') };
}

/** Straight into the file: what was said before a worker is ended must not be lost in a pipe. */
function redirectOutput(file: string): void {
  const log = openSync(file, 'a');
  const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    writeSync(log, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}
