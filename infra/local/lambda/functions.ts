import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Activity } from '../activity.ts';
import { measurementsIn } from '../alarms/emf.ts';
import type { Metrics } from '../alarms/metrics.ts';
import { accessKeyOf } from '../iam/callers.ts';
import type { Operations } from '../operations.ts';
import type { Place } from '../template/names.ts';
import type { FunctionAliasPlan, FunctionPlan } from '../template/plan.ts';
import type { Weather } from '../weather/weather.ts';
import { type Concurrency, createConcurrency, THROTTLED } from './concurrency.ts';
import { installClock } from './domain-clock.ts';
import { type LoadHandler, startInline } from './inline.ts';
import type { InvocationResult } from './invocation.ts';
import { writePlainRuntime } from './plain-runtime.ts';
import { createFunctionPool, type FunctionPool, type PoolOptions } from './pool.ts';
import type { DatabaseNews, DatabaseRights, WorkerSettings } from './protocol.ts';
import { installTap } from './tap.ts';
import { type Ears, type FunctionWorker, startWorker } from './worker.ts';

export interface FunctionsOptions {
  plans: FunctionPlan[];
  /** Second names of functions. */
  aliases: FunctionAliasPlan[];
  /** What every function is told besides its own environment: endpoints and credentials. */
  environment: Record<string, string>;
  database: WorkerSettings['database'];
  /** Told what a function did in the database, always before anybody sees its results. */
  onDatabase: (news: DatabaseNews, plan: FunctionPlan) => void;
  /** What a function may ask of the database. */
  rightsOf: (plan: FunctionPlan) => DatabaseRights;
  /** An invocation begins. */
  onInvoke: (name: string) => void;
  place: Place;
  logDir: string;
  /** Where compiled code is kept, so that the next environment of a function starts sooner and smaller. */
  cacheDir: string;
  clock: SharedArrayBuffer;
  /** Runs functions in this process; without it each has threads of its own. */
  load: LoadHandler | undefined;
  /** What goes wrong, and `host:port` of who answers for the services then; undefined in fair weather. */
  weather: { weather: Weather; front: string } | undefined;
  activity: Activity;
  operations: Operations;
  metrics: Metrics;
}

/** Each takes a function's name, or `name:alias`. */
export interface Functions {
  has(name: string): boolean;
  /** How many invocations of a function can run at once. */
  concurrency(name: string): number;
  /** What is reserved; by functions' own names. */
  limits: Concurrency;
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
  const workers = new Map(options.plans.map((plan) => [plan.name, workersOf(plan)]));
  const limits = createConcurrency(options.plans, options.metrics);
  const start = options.load === undefined ? threadsOf(options) : inlineOf(options, options.load);
  for (const plan of options.plans)
    pools.set(plan.name, poolOf(plan, options, { start: () => start(plan), makeRoom, idled: retry }));

  const aliases = new Map(options.aliases.map(({ calledAs, functionName }) => [calledAs, functionName]));
  const nameOf = (calledAs: string): string => aliases.get(calledAs) ?? calledAs;
  const invoke = async (calledAs: string, payload: string): Promise<InvocationResult> => {
    const name = nameOf(calledAs);
    const pool = pools.get(name);
    if (pool === undefined) return failed('Lambda.ResourceNotFoundException', `There is no function ${calledAs}.`);
    // The same event a second time, beside the first; only the first one's answer is heard.
    if (options.weather?.weather.throws('invocation.overlapped', name)) void once(name, pool, payload);
    return once(name, pool, payload);
  };
  const once = async (name: string, pool: FunctionPool, payload: string): Promise<InvocationResult> => {
    if (stopped) return new Promise(() => undefined);
    const leave = limits.enter(name);
    if (leave === undefined) return THROTTLED;
    const end = options.activity.begin(`function ${name}`);
    options.onInvoke(name);
    try {
      const began = performance.now();
      const result = await pool.invoke(payload);
      // What was running when we stopped is, for everybody, as if the machine had gone: its source tries it again.
      if (stopped) return new Promise(() => undefined);
      measure(options.metrics, name, result.ok, performance.now() - began);
      if (result.ok && Buffer.byteLength(result.payload) > MAX_PAYLOAD_BYTES) {
        return failed('Function.ResponseSizeTooLarge', 'The answer is longer than 6 MB.');
      }
      if (result.ok) options.activity.progress();
      return result;
    } finally {
      leave();
      end();
    }
  };
  return {
    has: (name) => pools.has(nameOf(name)),
    concurrency: (name) => workers.get(nameOf(name)) ?? 1,
    limits,
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

type Start = (plan: FunctionPlan) => FunctionWorker;

const environmentOf = (plan: FunctionPlan, { place, environment, load }: FunctionsOptions): Record<string, string> => ({
  ...reserved(plan, place.region),
  ...environment,
  // By it services know who calls; in this process all share one environment.
  ...(load === undefined && { AWS_ACCESS_KEY_ID: accessKeyOf(plan.name) }),
  ...plan.environment,
});

function earsOf(plan: FunctionPlan, { onDatabase, weather, metrics }: FunctionsOptions): Ears {
  const onMeasured = (text: string): void => measurementsIn(text).forEach(metrics.add);
  return {
    onDatabase: (news) => onDatabase(news, plan),
    onMeasured,
    onFault: (fault) => weather?.weather.counted(fault),
  };
}

function measure({ add }: Metrics, functionName: string, ok: boolean, milliseconds: number): void {
  const own = { namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName } };
  add({ ...own, name: 'Invocations', value: 1 });
  add({ ...own, name: 'Errors', value: ok ? 0 : 1 });
  add({ ...own, name: 'Duration', value: milliseconds });
}

const databaseOf = (plan: FunctionPlan, { database, rightsOf }: FunctionsOptions): WorkerSettings['database'] => ({
  ...database,
  rights: rightsOf(plan),
});

/** Threads of their own: what Lambda's environments are to each other. */
function threadsOf(options: FunctionsOptions): Start {
  const runtime = writePlainRuntime(options.cacheDir);
  return (plan) => {
    const [module = 'index', exportName = 'handler'] = plan.handler.split('.');
    const settings = {
      ...{ runtime, exportName, functionName: plan.name, functionArn: plan.arn, memoryMb: plan.memoryMb },
      bundle: join(plan.codeDir, `${module}.mjs`),
      logFile: logFileOf(plan, options),
      ...{ cacheDir: options.cacheDir, clock: options.clock, database: databaseOf(plan, options) },
    };
    return startWorker(settings, environmentOf(plan, options), earsOf(plan, options));
  };
}

function inlineOf(options: FunctionsOptions, load: LoadHandler): Start {
  installClock(options.clock);
  installTap();
  const handlers = new Map<string, ReturnType<LoadHandler>>();
  return (plan) => {
    const handler = handlers.get(plan.name) ?? load(plan.name, environmentOf(plan, options));
    handlers.set(plan.name, handler);
    const { name: functionName, arn: functionArn, memoryMb } = plan;
    const database = databaseOf(plan, options);
    return startInline({ functionName, functionArn, memoryMb, database }, handler, earsOf(plan, options));
  };
}

const logFileOf = (plan: FunctionPlan, { logDir }: FunctionsOptions): string => join(logDir, `${plan.name}.log`);

function poolOf(
  plan: FunctionPlan,
  options: FunctionsOptions,
  parts: Pick<PoolOptions, 'start' | 'makeRoom' | 'idled'>,
): FunctionPool {
  const { weather } = options;
  return createFunctionPool({
    timeoutMs: plan.timeoutSeconds * 1000,
    maximumWorkers: workersOf(plan),
    logFile: logFileOf(plan, options),
    ...parts,
    weather: () => weather?.weather.invocation(plan.name, weather.front),
    measured: (milliseconds) => {
      options.operations.add('lambda.invocations', 1, plan.name);
      options.operations.add('lambda.gbSeconds', (milliseconds / 1000) * (plan.memoryMb / 1024), plan.name);
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
