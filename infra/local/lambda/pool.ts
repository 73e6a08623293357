import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import type { InvocationWeather } from '../weather/weather.ts';
import type { InvocationResult } from './invocation.ts';
import type { InvocationRequest } from './protocol.ts';
import type { FunctionWorker } from './worker.ts';

export interface PoolOptions {
  timeoutMs: number;
  maximumWorkers: number;
  logFile: string;
  start: () => FunctionWorker;
  /** Whether one more worker has room; may end an idle one of another function for it. */
  makeRoom: () => boolean;
  /** Called when a worker has become idle, so that others may take its room. */
  idled: () => void;
  /** What the next invocation is to meet; undefined in fair weather. */
  weather: () => InvocationWeather | undefined;
  /** Called with the time a handler took, in ms. */
  measured: (milliseconds: number) => void;
}

/** The environments of one function: started when needed, kept when idle. */
export interface FunctionPool {
  invoke(payload: string): Promise<InvocationResult>;
  /** When the worker that is idle longest was last used (ms of performance.now); undefined when none is idle. */
  idleSince(): number | undefined;
  /** Ends that worker. */
  dropIdle(): void;
  size(): number;
  /** Starts what waits, if there is room now. */
  retry(): void;
  stop(): Promise<void>;
}

interface Waiting {
  payload: string;
  resolve: (result: InvocationResult) => void;
}

export function createFunctionPool(options: PoolOptions): FunctionPool {
  const workers = new Set<FunctionWorker>();
  const idle: { worker: FunctionWorker; since: number }[] = [];
  const waiting: Waiting[] = [];
  let sequence = 0;
  let stopped = false;

  const next = (): void => {
    // What still waits when all stops is, for everybody, as if the machine had gone.
    while (waiting.length > 0 && !stopped) {
      const worker = idle.pop()?.worker ?? startOne();
      if (worker === undefined) return;
      if (!worker.alive()) {
        workers.delete(worker);
        continue;
      }
      const call = waiting.shift();
      if (call !== undefined) void run(worker, call);
    }
  };
  const startOne = (): FunctionWorker | undefined => {
    if (workers.size >= options.maximumWorkers) return undefined;
    const room = options.makeRoom();
    // Each function can have one, whatever the others do: nobody waits for ever.
    if (workers.size > 0 && !room) return undefined;
    const worker = options.start();
    workers.add(worker);
    return worker;
  };
  const run = async (worker: FunctionWorker, { payload, resolve }: Waiting): Promise<void> => {
    sequence += 1;
    const weather = options.weather();
    const request: InvocationRequest = {
      ...{ id: sequence, requestId: randomUUID(), payload, deadline: 0 },
      ...(weather && { weather }),
    };
    const started = performance.now();
    const result = await worker.invoke(request, options.timeoutMs);
    options.measured(performance.now() - started);
    if (!result.ok) await log(options.logFile, request.requestId, result);
    if (worker.alive()) idle.push({ worker, since: performance.now() });
    else workers.delete(worker);
    resolve(result);
    next();
    if (waiting.length === 0) options.idled();
  };

  return {
    invoke: (payload) =>
      new Promise((resolve) => {
        waiting.push({ payload, resolve });
        next();
      }),
    idleSince: () => idle[0]?.since,
    dropIdle: () => {
      const oldest = idle.shift();
      if (oldest === undefined) return;
      workers.delete(oldest.worker);
      void oldest.worker.stop();
    },
    size: () => workers.size,
    retry: next,
    stop: async () => {
      stopped = true;
      await Promise.all([...workers].map((worker) => worker.stop()));
    },
  };
}

/** Whoever called gets the error in any case; a log that cannot be written (a full disk, a folder that is gone) must not end the cloud. */
async function log(file: string, requestId: string, result: InvocationResult & { ok: false }): Promise<void> {
  const { errorType, errorMessage, stackTrace = [] } = result.error;
  const text = `${requestId} ${errorType}: ${errorMessage}\n${stackTrace.join('\n')}\n`;
  await appendFile(file, text).catch((error: Error) => process.stderr.write(`${error.message}\n`));
}
