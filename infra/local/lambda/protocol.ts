import type { Fault } from '../weather/faults.ts';
import type { InvocationWeather } from '../weather/weather.ts';

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
  /** The database that the function calls, and whether somebody wants to know each call. */
  database: {
    endpoint: string;
    record: boolean;
    /** What the function believes the endpoint to be, where that is another. */
    alias?: string;
    /** What the function may ask; without it everything. */
    rights?: DatabaseRights;
  };
}

export interface DatabaseRights {
  /** The function's, as other services are told who calls. */
  accessKey: string;
  /** A table's ARN up to its name. */
  tables: string;
  /** Each as `action resource`; what is not here is denied. */
  allowed: string[];
}

/** What a worker's function has asked of the database since it was last told. */
export interface DatabaseNews {
  /** As in Operations. */
  counts: Record<string, number>;
  /** Something may have been written. */
  wrote: boolean;
  /** What it needed to be allowed, told once each, as in DatabaseRights. */
  needed: string[];
  /** Only if wanted. Times are UTC ms with fractions: threads count from different moments. */
  calls: { operation: string; input: string; status: number; begin: number; end: number }[];
}

export interface InvocationRequest {
  id: number;
  requestId: string;
  payload: string;
  /** Real time, UTC ms. */
  deadline: number;
  /** What goes wrong in this one; only in bad weather. */
  weather?: InvocationWeather;
}

export interface FunctionError {
  errorType: string;
  errorMessage: string;
  stackTrace?: string[];
}

export type WorkerMessage =
  | { type: 'ready' }
  | { type: 'database'; news: DatabaseNews }
  | { type: 'weather'; fault: Fault }
  /** Log lines among which the function measured something. */
  | { type: 'measured'; text: string }
  | { type: 'result'; id: number; payload: string }
  | { type: 'error'; id: number; error: FunctionError }
  /** As an error, and the environment is gone. */
  | { type: 'ended'; id: number; error: FunctionError };
