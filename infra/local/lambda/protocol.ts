/** What the pool and its workers say to each other. Payloads are JSON texts, as between Lambda and a function. */

export interface WorkerSettings {
  /** File of the runtime, as plain JavaScript. */
  runtime: string;
  /** File of the ESM bundle. */
  bundle: string;
  exportName: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
  logFile: string;
  cacheDir: string;
  /** The domain clock; see DomainClock.shared. */
  clock: SharedArrayBuffer;
}

export interface InvocationRequest {
  id: number;
  requestId: string;
  payload: string;
  /** Real time, UTC ms. */
  deadline: number;
}

export interface FunctionError {
  errorType: string;
  errorMessage: string;
  stackTrace?: string[];
}

export type WorkerMessage =
  | { type: 'ready' }
  | { type: 'result'; id: number; payload: string }
  | { type: 'error'; id: number; error: FunctionError };
