/** Runs inside a worker thread: what Lambda's runtime does around a handler. */
import { openSync, writeSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { installClock } from './domain-clock.ts';
import { type Environment, type Handler, perform } from './invocation.ts';
import type { InvocationRequest, WorkerMessage, WorkerSettings } from './protocol.ts';
import { DatabaseTap, installTap } from './tap.ts';

const settings = workerData as WorkerSettings;
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

installClock(settings.clock);
redirectOutput(settings.logFile);
const tap = new DatabaseTap(settings.database, (news) => post({ type: 'database', news }));
installTap();
enableCompileCache(settings.cacheDir);

const module = (await import(pathToFileURL(settings.bundle).href)) as Record<string, unknown>;
const handler = module[settings.exportName];
if (typeof handler !== 'function') throw new Error(`${settings.bundle} does not export ${settings.exportName}`);

const environment: Environment = {
  ...settings,
  handler: handler as Handler,
  tap,
  onFault: (fault) => post({ type: 'weather', fault }),
};
parentPort?.on('message', (request: InvocationRequest) => {
  void perform(environment, request).then(({ result, ended }) => {
    const { id } = request;
    if (result.ok) post({ type: 'result', id, payload: result.payload });
    else post({ type: ended ? 'ended' : 'error', id, error: result.error });
    // Nothing more can come of what still runs here.
    if (ended) process.exit(1);
  });
});
post({ type: 'ready' });
flushCompileCache();

/** Straight into the file: what was said before a worker is ended must not be lost in a pipe. */
function redirectOutput(file: string): void {
  const log = openSync(file, 'a');
  const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    writeSync(log, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    if (typeof chunk === 'string' && chunk.includes('"_aws"')) post({ type: 'measured', text: chunk });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}
