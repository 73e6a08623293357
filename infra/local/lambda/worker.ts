import { Worker } from 'node:worker_threads';
import type { Fault } from '../weather/faults.ts';
import type { InvocationResult } from './invocation.ts';
import type { DatabaseNews, FunctionError, InvocationRequest, WorkerMessage, WorkerSettings } from './protocol.ts';

/** What workers tell besides their results. */
export interface Ears {
  /** What the function did in the database, always before its result. */
  onDatabase: (news: DatabaseNews) => void;
  /** What the weather did to it. */
  onFault: (fault: Fault) => void;
  /** Log lines in which the function measured something itself; only of functions in threads of their own. */
  onMeasured: (text: string) => void;
}

export interface FunctionWorker {
  /** One at a time, as Lambda's environments take them. */
  invoke(request: InvocationRequest, timeoutMs: number): Promise<InvocationResult>;
  /** False once it has ended, by itself or by a timeout. */
  alive(): boolean;
  stop(): Promise<unknown>;
}

/** Room for what one request allocates, so that it dies young; times sixteen workers it has to fit into memory too. */
const YOUNG_GENERATION_MB = 12;
/** A bundle that is not loaded by then never will be. (Lambda gives ten seconds; a busy laptop may need more.) */
const INIT_LIMIT_MS = 30_000;

/** Starts a worker; the first invocation waits until its bundle is loaded. */
export function startWorker(
  settings: WorkerSettings,
  environment: Record<string, string>,
  { onDatabase, onFault, onMeasured }: Ears,
): FunctionWorker {
  const worker = new Worker(settings.runtime, {
    workerData: settings,
    env: environment,
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  let living = true;
  let settle: ((result: InvocationResult) => void) | undefined;
  const ready = Promise.withResolvers<void>();
  // A failed start is told through the invocation that waits for it.
  ready.promise.catch(() => undefined);
  const initTimer = setTimeout(() => {
    end({ errorType: 'Sandbox.Timedout', errorMessage: 'The function did not load in time' });
    void worker.terminate();
  }, INIT_LIMIT_MS);
  initTimer.unref();

  // What it did last nobody will tell. Until it is really gone it may do more.
  const mayHaveWritten = (): void => onDatabase({ counts: {}, wrote: true, needed: [], calls: [] });
  const end = (error: FunctionError): void => {
    if (living) mayHaveWritten();
    living = false;
    clearTimeout(initTimer);
    ready.reject(error);
    settle?.({ ok: false, error });
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'ready') {
      clearTimeout(initTimer);
      ready.resolve();
    } else if (message.type === 'database') onDatabase(message.news);
    else if (message.type === 'weather') onFault(message.fault);
    else if (message.type === 'measured') onMeasured(message.text);
    else if (message.type === 'ended') end(message.error);
    else if (message.type === 'result') settle?.({ ok: true, payload: message.payload });
    else settle?.({ ok: false, error: message.error });
  });
  worker.on('error', (error) => end(fatal(error)));
  worker.on('exit', (code) => {
    end({ errorType: 'Runtime.ExitError', errorMessage: `The runtime exited with code ${code} before it answered` });
    mayHaveWritten();
  });
  worker.unref();

  const answer = (request: InvocationRequest, timeoutMs: number): Promise<InvocationResult> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2);
        end({
          errorType: 'Sandbox.Timedout',
          errorMessage: `${request.requestId} Task timed out after ${seconds} seconds`,
        });
        void worker.terminate();
      }, timeoutMs);
      settle = (result) => {
        settle = undefined;
        clearTimeout(timer);
        resolve(result);
      };
      worker.postMessage(request);
    });

  return {
    invoke: async (request, timeoutMs) => {
      try {
        await ready.promise;
      } catch (error) {
        return { ok: false, error: error as FunctionError };
      }
      return answer({ ...request, deadline: Date.now() + timeoutMs }, timeoutMs);
    },
    alive: () => living,
    stop: () => {
      living = false;
      return worker.terminate();
    },
  };
}

function fatal(error: Error & { code?: string }): FunctionError {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { errorType: 'Runtime.OutOfMemory', errorMessage: 'The function used more memory than it has' };
  }
  return { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? '').split('\n') };
}
