import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Activity } from '../activity.ts';
import type { Operations } from '../operations.ts';
import type { Place } from '../template/names.ts';
import type { FunctionPlan } from '../template/plan.ts';
import { writePlainRuntime } from './plain-runtime.ts';
import { createFunctionPool, type FunctionPool, type PoolOptions } from './pool.ts';
import type { DatabaseNews, WorkerSettings } from './protocol.ts';
import { type InvocationResult, startWorker } from './worker.ts';

export interface FunctionsOptions {
  plans: FunctionPlan[];
  /** What every function is told besides its own environment: endpoints and credentials. */
  environment: Record<string, string>;
  database: WorkerSettings['database'];
  /** Told what functions did in the database, always before anybody sees their results. */
  onDatabase: (news: DatabaseNews) => void;
  place: Place;
  logDir: string;
  /** Where compiled code is kept, so that the next environment of a function starts sooner and smaller. */
  cacheDir: string;
  clock: SharedArrayBuffer;
  activity: Activity;
  operations: Operations;
}

export interface Functions {
  has(name: string): boolean;
  /** How many invocations of a function can run at once. */
  concurrency(name: string): number;
  /** Never rejects: what goes wrong in or around a function is its result. */
  invoke(name: string, payload: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

/**
 * Two at least, or races between invocations would stay hidden until AWS; more only where there are cores for them, for
 * each environment costs some 30 MB.
 */
const WORKERS_PER_FUNCTION = Math.min(4, Math.max(2, availableParallelism()));
/** Over all functions; beyond it those that were idle longest give way. (One for each is always allowed.) */
const WORKERS_ALTOGETHER = 16;
/** Lambda's limit of a payload and of an answer, in bytes. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

export function createFunctions(options: FunctionsOptions): Functions {
  mkdirSync(options.logDir, { recursive: true });
  const pools = new Map<string, FunctionPool>();
  const makeRoom = (): boolean => {
    const all = [...pools.values()];
    for (let size = sizeOf(all); size >= WORKERS_ALTOGETHER; size -= 1) {
      const longest = all.filter((pool) => pool.idleSince() !== undefined).sort(byIdleTime)[0];
      if (longest === undefined) return false;
      longest.dropIdle();
    }
    return true;
  };
  const retry = (): void => {
    for (const pool of pools.values()) pool.retry();
  };
  let stopped = false;
  const limits = new Map(options.plans.map((plan) => [plan.name, workersOf(plan)]));
  const runtime = writePlainRuntime(options.cacheDir);
  for (const plan of options.plans) pools.set(plan.name, poolOf(plan, options, runtime, { makeRoom, idled: retry }));

  const invoke = async (name: string, payload: string): Promise<InvocationResult> => {
    const pool = pools.get(name);
    if (pool === undefined) return failed('Lambda.ResourceNotFoundException', `There is no function ${name}.`);
    const end = options.activity.begin(`function ${name}`);
    try {
      const result = await pool.invoke(payload);
      // What was running when we stopped is, for everybody, as if the machine had gone: its source tries it again.
      if (stopped) return new Promise(() => undefined);
      if (result.ok && Buffer.byteLength(result.payload) > MAX_PAYLOAD_BYTES) {
        return failed('Function.ResponseSizeTooLarge', 'The answer is longer than 6 MB.');
      }
      if (result.ok) options.activity.progress();
      return result;
    } finally {
      end();
    }
  };
  return {
    has: (name) => pools.has(name),
    concurrency: (name) => limits.get(name) ?? 1,
    invoke,
    stop: async () => {
      stopped = true;
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

function sizeOf(pools: FunctionPool[]): number {
  return pools.reduce((sum, pool) => sum + pool.size(), 0);
}

function byIdleTime(a: FunctionPool, b: FunctionPool): number {
  return (a.idleSince() ?? 0) - (b.idleSince() ?? 0);
}

function workersOf(plan: FunctionPlan): number {
  return Math.max(1, Math.min(WORKERS_PER_FUNCTION, plan.reservedConcurrency ?? WORKERS_PER_FUNCTION));
}

function poolOf(
  plan: FunctionPlan,
  options: FunctionsOptions,
  runtime: string,
  room: Pick<PoolOptions, 'makeRoom' | 'idled'>,
): FunctionPool {
  const [module = 'index', exportName = 'handler'] = plan.handler.split('.');
  const settings = {
    runtime,
    bundle: join(plan.codeDir, `${module}.mjs`),
    exportName,
    functionName: plan.name,
    functionArn: plan.arn,
    memoryMb: plan.memoryMb,
    logFile: join(options.logDir, `${plan.name}.log`),
    cacheDir: options.cacheDir,
    clock: options.clock,
    database: options.database,
  };
  const environment = { ...reserved(plan, options.place.region), ...options.environment, ...plan.environment };
  return createFunctionPool({
    timeoutMs: plan.timeoutSeconds * 1000,
    maximumWorkers: workersOf(plan),
    logFile: settings.logFile,
    start: () => startWorker(settings, environment, options.onDatabase),
    ...room,
    measured: (milliseconds) => {
      options.operations.add('lambda.invocations');
      options.operations.add('lambda.gbSeconds', (milliseconds / 1000) * (plan.memoryMb / 1024));
    },
  });
}

/** The variables that Lambda itself sets. */
function reserved(plan: FunctionPlan, region: string): Record<string, string> {
  return {
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${plan.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: plan.codeDir,
  };
}

function failed(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage } };
}
