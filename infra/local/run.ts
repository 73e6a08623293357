import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createDynamoDbClient } from './dynamodb/client.ts';
import { ensureTables } from './dynamodb/tables.ts';
import { LOCAL_CREDENTIALS } from './environment.ts';
import { eventBridgeService } from './events/api.ts';
import { createBuses, type EventBuses } from './events/bus.ts';
import { objectCreatedEvent } from './events/object-created.ts';
import type { Fronts, Parts } from './fronts.ts';
import { httpApi } from './http/api.ts';
import { kmsService } from './kms/api.ts';
import { lambdaService } from './lambda/api.ts';
import { createAsyncInvocations } from './lambda/async.ts';
import { createFunctions, type Functions } from './lambda/functions.ts';
import type { DatabaseNews } from './lambda/protocol.ts';
import { sqsService } from './queues/api.ts';
import { startQueuePoller } from './queues/poller.ts';
import { Queue } from './queues/queue.ts';
import { createQueueRows } from './queues/rows.ts';
import { isRecording, publishCall, recordRequests } from './recorder.ts';
import { createS3Server, type S3Server } from './s3/server.ts';
import { openService } from './services.ts';
import { createStateMachines, type StateMachines } from './sfn/index.ts';
import { startStreamPoller } from './streams/poller.ts';
import { createStreamReader } from './streams/reader.ts';
import { deadLetterQueues } from './template/check.ts';
import { nameOfArn } from './template/names.ts';
import { DEFAULT_BUS, type Plan } from './template/plan.ts';
import { weatherFront } from './weather/front.ts';
import { createIndexMirror } from './weather/index-mirror.ts';

export interface RunParts extends Parts {
  fronts: Fronts;
  /** What every function is told, besides its own environment. */
  environment: Record<string, string>;
  retryCapMs: number | undefined;
}

export interface Running {
  /** How many messages stand in dead-letter queues. */
  parked(): number;
}

function parkedIn(plan: Plan, queues: ReadonlyMap<string, Queue>): number {
  const counts = [...deadLetterQueues(plan)].map((name) => queues.get(name)?.counts().visible ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Where functions in this process think the database is: theirs outlive any one database. */
const DATABASE_ALIAS = 'http://127.0.0.1:1';

/**
 * Builds the parts of a plan, connects them, and lets them go on where an earlier run stopped.
 * @param closers is given what ends each part; they are to be called in the reverse order.
 */
export async function runPlan(plan: Plan, parts: RunParts, closers: (() => unknown)[]): Promise<Running> {
  const { state, activity, operations, clock, place, fronts, dataDir, load, weather } = parts;
  const { services, endpoints } = fronts;
  const database = createDynamoDbClient(fronts.database);
  closers.push(database.close);
  await ensureTables(database, plan.tables, clock.mode === 'real');

  const queues = createQueues(plan, parts);
  closers.push(() => {
    for (const queue of queues.values()) queue.close();
  });
  const sendTo = sender(queues);
  const front = weather && (await openService('bad weather', '', 0, activity));
  if (front) closers.push(front.stop);
  const functions = createFunctions({
    ...{ plans: plan.functions, place, activity, operations },
    // Functions count their own calls: they need no proxy in between.
    environment: { ...parts.environment, AWS_ENDPOINT_URL_DYNAMODB: load ? DATABASE_ALIAS : fronts.database },
    database: { endpoint: fronts.database, record: isRecording(), ...(load && { alias: DATABASE_ALIAS }) },
    load,
    weather: front && weather && { weather, front: new URL(front.url).host },
    onDatabase: databaseNews(parts),
    logDir: join(dataDir, 'logs'),
    cacheDir: join(dataDir, 'code-cache'),
    clock: clock.shared,
  });
  const invocations = createAsyncInvocations({
    ...{ state, functions, activity, sendTo },
    plans: plan.functions,
    configs: plan.invokeConfigs,
  });
  const buses = createBuses({
    ...{ place, clock, state, queues, invocations, weather },
    ...{ rules: plan.rules, buses: plan.buses },
  });
  const s3 = await openS3(plan, parts, buses, closers);
  const machines = openMachines(plan, parts, functions, closers);
  closers.push(invocations.stop, functions.stop);

  services.s3.serve(recordRequests(s3.handle));
  services.sqs.serve(sqsService(queues, parts, (name) => `${endpoints.sqs}/${place.account}/${name}`));
  services.stepfunctions.serve(machines.handle);
  services.eventbridge.serve(eventBridgeService(buses, parts));
  services.kms.serve(kmsService(plan.keys, parts));
  services.lambda.serve(lambdaService(functions, invocations));
  const { routes, integrations, throttle, apiId = '' } = plan;
  services.http.serve(httpApi({ apiId, routes, integrations, throttle, functions, operations, now: clock.now }));

  if (front && weather) {
    const tables = plan.tables.map((table) => mirrored(table, database));
    const mirror = createIndexMirror(tables, weather);
    front.serve(weatherFront(fronts.database, mirror));
    fronts.onWrite(mirror.wake);
  }
  startPollers(plan, parts, { queues, functions, database, sendTo }, closers);
  clock.addDue(machines);
  machines.resume();
  invocations.resume();
  await s3.resume();
  // First of all when it ends: nothing new comes in, and nothing new becomes due.
  closers.push(() => Promise.all(Object.values(services).map((service) => service.stop())), clock.stop);
  return { parked: () => parkedIn(plan, queues) };
}

/** What functions did in the database counts, and is announced, as if it had come through the proxy. */
function databaseNews({ operations, activity, fronts }: RunParts) {
  return ({ counts, wrote, calls }: DatabaseNews): void => {
    for (const [operation, amount] of Object.entries(counts)) operations.add(operation, amount);
    for (const { begin, end, ...call } of calls) {
      const since = performance.timeOrigin;
      publishCall({ service: 'dynamodb', ...call, begin: begin - since, end: end - since });
    }
    if (Object.keys(counts).length > 0) activity.progress();
    if (wrote) fronts.wrote();
  };
}

async function openS3(plan: Plan, parts: RunParts, buses: EventBuses, closers: (() => unknown)[]): Promise<S3Server> {
  const { activity, clock, dataDir, operations, place } = parts;
  const s3 = createS3Server({
    dir: join(dataDir, 's3'),
    now: clock.now,
    credentials: LOCAL_CREDENTIALS,
    region: place.region,
    count: (operation) => operations.add(`s3.${operation}`),
    onObjectCreated: (event) => {
      buses.put(DEFAULT_BUS, objectCreatedEvent(event, place));
    },
  });
  closers.push(s3.close);
  for (const { name, config } of plan.buckets) await s3.ensureBucket(name, config);
  activity.probe(() => (s3.idle() ? undefined : 'S3: requests or notifications'));
  return s3;
}

function openMachines(plan: Plan, parts: RunParts, functions: Functions, closers: (() => unknown)[]): StateMachines {
  const { activity, clock, dataDir, operations } = parts;
  const machines = createStateMachines({
    dbPath: join(dataDir, 'state-machines.sqlite'),
    clock,
    invoke: invoker(functions),
    count: (operation) => {
      operations.add(operation);
      activity.progress();
    },
    onDueChanged: clock.dueChanged,
    ...(parts.retryCapMs !== undefined && { retryCapMs: parts.retryCapMs }),
  });
  closers.push(machines.stop);
  for (const machine of plan.stateMachines) machines.define(machine);
  activity.probe(() => (machines.idle() ? undefined : 'state machines: states that can go on'));
  return machines;
}

/** A reader that remembers its position only as long as it lives. */
function mirrored(plan: Plan['tables'][number], client: Sources['database']) {
  const positions = new Map<string, string>();
  const memory = {
    get: (name: string) => positions.get(name),
    set: (n: string, v: string) => void positions.set(n, v),
  };
  return { plan, reader: createStreamReader(client, memory, plan.name, 'mirror') };
}

interface Sources {
  queues: ReadonlyMap<string, Queue>;
  functions: Functions;
  database: ReturnType<typeof createDynamoDbClient>;
  sendTo: (queueArn: string, body: string) => void;
}

function startPollers(plan: Plan, parts: RunParts, sources: Sources, closers: (() => unknown)[]): void {
  const { state, activity, operations, clock, place, fronts, weather } = parts;
  const { queues, functions, database, sendTo } = sources;
  for (const mapping of plan.mappings) {
    if (mapping.kind === 'queue') {
      const queue = queues.get(nameOfArn(mapping.queueArn));
      if (queue) closers.push(startQueuePoller({ mapping, queue, functions, place, activity, operations }));
      continue;
    }
    const replays = () => weather?.throws('stream.replayed', mapping.id) === true;
    const reader = createStreamReader(database, state, mapping.tableName, mapping.id, replays);
    const poller = startStreamPoller({ mapping, reader, functions, place, activity, now: clock.now, sendTo });
    closers.push(poller.stop);
    fronts.onWrite(poller.wake);
    poller.wake();
  }
}

function createQueues(plan: Plan, { state, activity, weather }: RunParts): Map<string, Queue> {
  const rows = createQueueRows(state);
  const queues = new Map<string, Queue>();
  for (const queuePlan of plan.queues) {
    const deadLetter = (): Queue | undefined => queues.get(nameOfArn(queuePlan.redrive?.deadLetterArn ?? ''));
    queues.set(queuePlan.name, new Queue(queuePlan, rows, deadLetter, weather));
  }
  const parked = deadLetterQueues(plan);
  for (const [name, queue] of queues) {
    queue.releaseAll();
    if (parked.has(name)) continue;
    activity.probe(() => {
      if (queue.isEmpty()) return undefined;
      const { visible, inFlight, delayed } = queue.counts();
      return `queue ${name}: ${visible} waiting, ${inFlight} in flight, ${delayed} delayed`;
    });
  }
  return queues;
}

/** For what goes to a queue by itself: the queue's content decides about duplicates. */
function sender(queues: ReadonlyMap<string, Queue>) {
  return (queueArn: string, body: string): void => {
    const queue = queues.get(nameOfArn(queueArn));
    const dedupId = createHash('sha256').update(body).digest('hex');
    queue?.send({ body, ...(queue.plan.fifo && { groupId: randomUUID(), dedupId }) });
  };
}

function invoker(functions: Functions) {
  return async (functionArn: string, payload: unknown) => {
    const result = await functions.invoke(nameOfArn(functionArn), JSON.stringify(payload));
    if (result.ok) return { ok: true as const, payload: JSON.parse(result.payload) as unknown };
    return { ok: false as const, errorType: result.error.errorType, errorMessage: result.error.errorMessage };
  };
}
