import { join } from 'node:path';
import { ALARMS_PATH, type AlarmState, alarmStates } from './alarms/alarms.ts';
import { createMetrics, type Metrics } from './alarms/metrics.ts';
import { createDynamoDbClient } from './dynamodb/client.ts';
import { ensureTables } from './dynamodb/tables.ts';
import { LOCAL_CREDENTIALS } from './environment.ts';
import { eventBridgeService } from './events/api.ts';
import { createBuses, type EventBuses } from './events/bus.ts';
import { objectCreatedEvent } from './events/object-created.ts';
import type { Fronts, Parts } from './fronts.ts';
import { httpApi } from './http/api.ts';
import { send } from './http/server.ts';
import { type Access, createAccess, type PermissionReport } from './iam/access.ts';
import { databaseRights } from './iam/database-rights.ts';
import { createDeliveries, type Deliveries } from './iam/deliveries.ts';
import { gateOf, guardBy } from './iam/gate.ts';
import type { Gate } from './iam/need.ts';
import { needsOfEvents, needsOfQueues } from './iam/services.ts';
import { kmsService } from './kms/api.ts';
import { lambdaService } from './lambda/api.ts';
import { createAsyncInvocations } from './lambda/async.ts';
import { createFunctions, type Functions } from './lambda/functions.ts';
import type { SwitchedMapping } from './lambda/management.ts';
import type { DatabaseNews } from './lambda/protocol.ts';
import { startPollers } from './pollers.ts';
import { sqsService } from './queues/api.ts';
import { openQueues, parkedIn, sender, watchQueues } from './queues/open.ts';
import { isRecording, publishCall, recordRequests } from './recorder.ts';
import { createS3Server, type S3Server } from './s3/server.ts';
import { secretsService } from './secrets/api.ts';
import { fillSecrets, openSecret } from './secrets/kept.ts';
import { openService } from './services.ts';
import { createStateMachines, type StateMachines } from './sfn/index.ts';
import { createStreamReader } from './streams/reader.ts';
import { functionOf } from './template/names.ts';
import { arnOfFunction, DEFAULT_BUS, type FunctionPlan, type Plan } from './template/plan.ts';
import { weatherFront } from './weather/front.ts';
import { createIndexMirror } from './weather/index-mirror.ts';

export interface RunParts extends Parts {
  fronts: Fronts;
  /** What every function is told, besides its own environment. */
  environment: Record<string, string>;
  retryCapMs: number | undefined;
  /** What secrets have at a start, by their names, unless somebody has set them. */
  secrets: Record<string, string>;
}

export interface Running {
  /** How many messages stand in dead-letter queues. */
  parked(): number;
  /** The template's alarms as they stand now. */
  alarms(): AlarmState[];
  permissions(): PermissionReport;
  unattended(queueName: string): () => void;
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

  const unattended = new Set<string>();
  const queues = openQueues(plan, parts, unattended);
  closers.push(() => {
    for (const queue of queues.values()) queue.close();
  });
  const metrics = createMetrics(clock.now);
  watchQueues(queues, metrics);
  const access = createAccess(plan, place);
  const deliveries = createDeliveries(access, plan, place);
  const gate = gateOf(access, plan.functions);
  const sendTo = sender(queues, deliveries);
  const front = weather && (await openService('bad weather', '', 0, activity));
  if (front) closers.push(front.stop);
  const functions = createFunctions({
    ...{ plans: plan.functions, aliases: plan.functionAliases, place, activity, operations, metrics },
    // Functions count their own calls: they need no proxy in between.
    environment: { ...parts.environment, AWS_ENDPOINT_URL_DYNAMODB: load ? DATABASE_ALIAS : fronts.database },
    database: { endpoint: fronts.database, record: isRecording(), ...(load && { alias: DATABASE_ALIAS }) },
    load,
    weather: front && weather && { weather, front: new URL(front.url).host },
    onDatabase: databaseNews(parts, access),
    rightsOf: (one) => databaseRights(access, plan, place, one),
    onInvoke: deliveries.logged,
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
    ...{ place, clock, state, queues, invocations, weather, refusal: deliveries.byRule },
    ...{ rules: plan.rules, buses: plan.buses },
  });
  const s3 = await openS3(plan, parts, buses, gate, closers);
  const machines = openMachines(plan, { ...parts, metrics }, { functions, deliveries, gate }, closers);
  closers.push(invocations.stop, functions.stop);

  const guards = {
    queues: guardBy(gate, (name, input) => needsOfQueues(name, input, place)),
    events: guardBy(gate, (name, input) => needsOfEvents(name, input, place)),
  };
  services.s3.serve(recordRequests(s3.handle));
  services.sqs.serve(sqsService(queues, parts, (name) => `${endpoints.sqs}/${place.account}/${name}`, guards.queues));
  services.stepfunctions.serve(machines.handle);
  services.eventbridge.serve(eventBridgeService(buses, parts, guards.events));
  services.kms.serve(kmsService(plan.keys, parts, gate));
  const alarms = () => alarmStates(plan.alarms, metrics);
  const mappings: SwitchedMapping[] = [];
  const lambda = lambdaService(functions, invocations, gate, (name) => arnOfFunction(plan, name), mappings);
  services.lambda.serve((request, response) =>
    request.url === ALARMS_PATH
      ? send(response, 200, 'application/json', JSON.stringify(alarms()))
      : lambda(request, response),
  );
  const kept = plan.secrets.map((one) => openSecret(join(dataDir, 'secrets'), one));
  fillSecrets(kept, parts.secrets, Date.now());
  services.secrets.serve(secretsService(kept, operations, gate));
  const { routes, integrations, throttle, accessLog, logFilters, apiId = '' } = plan;
  services.http.serve(
    httpApi({
      apiId,
      routes,
      integrations,
      throttle,
      accessLog,
      logFilters,
      functions,
      operations,
      metrics,
      now: clock.now,
      refusal: deliveries.byApi,
    }),
  );

  if (front && weather) {
    const tables = plan.tables.map((table) => mirrored(table, database));
    const mirror = createIndexMirror(tables, weather);
    front.serve(weatherFront(fronts.database, mirror));
    fronts.onWrite(mirror.wake);
  }
  const sources = { queues, functions, database, sendTo, deliveries, metrics, unattended };
  mappings.push(...startPollers(plan, parts, sources, closers));
  clock.addDue(machines);
  machines.resume();
  invocations.resume();
  await s3.resume();
  // First of all when it ends: nothing new comes in, and nothing new becomes due.
  closers.push(() => Promise.all(Object.values(services).map((service) => service.stop())), clock.stop);
  const leave = (name: string) => {
    unattended.add(name);
    return () => void unattended.delete(name);
  };
  return { parked: () => parkedIn(plan, queues), alarms, permissions: access.report, unattended: leave };
}

/** What functions did in the database counts, and is announced, as if it had come through the proxy. */
function databaseNews({ operations, activity, fronts }: RunParts, access: Access) {
  return ({ counts, wrote, needed, calls }: DatabaseNews, { name, roleArn }: FunctionPlan): void => {
    for (const need of needed) {
      const [action = '', resource = ''] = need.split(' ');
      access.refusal(roleArn, { action, resource });
    }
    for (const [operation, amount] of Object.entries(counts)) operations.add(operation, amount, name);
    for (const { begin, end, ...call } of calls) {
      const since = performance.timeOrigin;
      publishCall({ service: 'dynamodb', ...call, begin: begin - since, end: end - since });
    }
    if (Object.keys(counts).length > 0) activity.progress();
    if (wrote) fronts.wrote();
  };
}

async function openS3(
  plan: Plan,
  parts: RunParts,
  buses: EventBuses,
  gate: Gate,
  closers: (() => unknown)[],
): Promise<S3Server> {
  const { activity, clock, dataDir, operations, place } = parts;
  const s3 = createS3Server({
    dir: join(dataDir, 's3'),
    now: clock.now,
    credentials: LOCAL_CREDENTIALS,
    region: place.region,
    gate,
    count: (operation, at) => operations.add(`s3.${operation}`, 1, at),
    onObjectCreated: (event) => {
      buses.put(DEFAULT_BUS, objectCreatedEvent(event, place));
    },
  });
  closers.push(s3.close);
  for (const { name, config } of plan.buckets) await s3.ensureBucket(name, config);
  activity.probe(() => (s3.idle() ? undefined : 'S3: requests or notifications'));
  return s3;
}

const ENDS: Record<string, string> = {
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

function openMachines(
  plan: Plan,
  parts: RunParts & { metrics: Metrics },
  { functions, deliveries, gate }: { functions: Functions; deliveries: Deliveries; gate: Gate },
  closers: (() => unknown)[],
): StateMachines {
  const { activity, clock, dataDir, operations } = parts;
  const machines = createStateMachines({
    dbPath: join(dataDir, 'state-machines.sqlite'),
    clock,
    invoke: invoker(functions, deliveries),
    gate,
    count: (operation, amount, machine) => {
      operations.add(operation, amount, machine);
      activity.progress();
    },
    onDueChanged: clock.dueChanged,
    onEnded: ({ machineArn, status }) => {
      const metric = { namespace: 'AWS/States', dimensions: { StateMachineArn: machineArn } };
      parts.metrics.add({ ...metric, name: ENDS[status] ?? 'ExecutionsSucceeded', value: 1 });
    },
    ...(parts.retryCapMs !== undefined && { retryCapMs: parts.retryCapMs }),
  });
  closers.push(machines.stop);
  for (const machine of plan.stateMachines) machines.define(machine);
  for (const alias of plan.machineAliases) machines.alias(alias);
  activity.probe(() => (machines.idle() ? undefined : 'state machines: states that can go on'));
  return machines;
}

/** A reader that remembers its position only as long as it lives. */
function mirrored(plan: Plan['tables'][number], client: ReturnType<typeof createDynamoDbClient>) {
  const positions = new Map<string, string>();
  const memory = {
    get: (name: string) => positions.get(name),
    set: (n: string, v: string) => void positions.set(n, v),
  };
  return { plan, reader: createStreamReader(client, memory, plan.name, 'mirror') };
}

function invoker(functions: Functions, deliveries: Deliveries) {
  return async (functionArn: string, payload: unknown, machineArn: string) => {
    const refused = deliveries.byMachine(machineArn, functionArn);
    if (refused !== undefined)
      return { ok: false as const, errorType: 'Lambda.AWSLambdaException', errorMessage: refused };
    const result = await functions.invoke(functionOf(functionArn), JSON.stringify(payload));
    if (result.ok) return { ok: true as const, payload: JSON.parse(result.payload) as unknown };
    const { errorType, errorMessage } = result.error;
    return { ok: false as const, errorType: result.throttled ? `Lambda.${errorType}` : errorType, errorMessage };
  };
}
