/** The local cloud: runs what a CDK app synthesizes, on this machine, with everything in one directory. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Activity } from './activity.ts';
import type { AlarmState } from './alarms/alarms.ts';
import { type ClockOptions, DomainClock, type LocalClock } from './clock.ts';
import { sdkEnvironment } from './environment.ts';
import { openFronts, type Ports } from './fronts.ts';
import type { PermissionReport } from './iam/access.ts';
import type { LoadHandler } from './lambda/inline.ts';
import type { CaughtMail } from './mail/mailbox.ts';
import { createOperations } from './operations.ts';
import type { Endpoints } from './resources/resource.ts';
import { runPlan } from './run.ts';
import { openState } from './state.ts';
import { readAssembly } from './template/assembly.ts';
import { loadPlan } from './template/load.ts';
import { placeOf } from './template/names.ts';
import type { Weather } from './weather/weather.ts';

export { LocalCloudError } from './errors.ts';

export interface LocalCloudOptions extends Ports {
  /** A synthesized CDK app (`cdk.out`). */
  assemblyDir: string;
  /** All state; a new start on the same directory goes on where the last one stopped, however it stopped. */
  dataDir: string;
  /** Values of CloudFormation parameters; a function when they depend on addresses that are only known at the start. */
  parameters?: Record<string, string> | ((endpoints: Endpoints) => Record<string, string>);
  /** Values of secrets by their names, for those that nobody has set through the service. */
  secrets?: (endpoints: Endpoints) => Record<string, string>;
  /** The domain clock. The time of an earlier run on the same directory wins over `start`. */
  clock: ClockOptions;
  /** What goes wrong; nothing does when it is left out. */
  weather?: Weather;
  /** Runs the functions in this process, see LoadHandler; when it is left out each has threads of its own. */
  load?: LoadHandler;
  /** Longest real delay of a state machine's Retry, ms; 2 s when it is left out. */
  retryCapMs?: number;
}

export interface LocalCloud {
  endpoints: Endpoints;
  /** The variables with which an AWS SDK in another process finds this cloud. */
  environment: Record<string, string>;
  /** The template's outputs, by `<StackName>.<OutputId>` and by `OutputId` alone. */
  outputs: Record<string, string>;
  clock: LocalClock;
  /**
   * Resolves when nothing is in flight: no request, no invocation, no message outside dead-letter queues, no state that
   * could go on, no unread record of a stream, nothing due.
   * @throws LocalCloudError NOT_IDLE with a list of what is stuck when nothing gets further for two minutes.
   */
  idle(): Promise<void>;
  /** What AWS would bill, over all runs on this directory: see Operations. */
  operations(): Record<string, number>;
  /** The caught mails in order of arrival; only those with a number above `after`. */
  listMails(after?: number): CaughtMail[];
  /** How many messages stand in dead-letter queues. */
  parked(): number;
  /** The template's alarms as they stand now, by domain time. */
  alarms(): AlarmState[];
  /** Which permissions of the template were used since this start, which not, and what was denied. */
  permissions(): PermissionReport;
  /**
   * Whoever takes from this queue outside of the template does not come for now: what waits there holds up neither `idle` nor a jump.
   * @returns what ends that
   */
  unattended(queueName: string): () => void;
  stop(): Promise<void>;
}

const OPERATIONS = 'operations';

/**
 * Starts everything the template asks for and takes up what an earlier run left open.
 * @throws LocalCloudError with a stable code and what to do: a port or directory in use, no database for this platform,
 *   no assembly, or a template that asks for something unknown (every fault listed).
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const assembly = readAssembly(resolve(options.assemblyDir));
  const place = placeOf(assembly.region);
  const dataDir = resolve(options.dataDir);
  const closers: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    const state = openState(dataDir);
    closers.push(state.close);
    const activity = new Activity();
    const operations = createOperations(JSON.parse(state.get(OPERATIONS) ?? '{}') as Record<string, number>);
    const saveOperations = (): void => state.set(OPERATIONS, JSON.stringify(operations.totals()));
    closers.push(saveOperations);
    const clock = new DomainClock(options.clock, state, activity);
    closers.push(clock.stop);
    const { weather, load, retryCapMs } = options;
    const parts = { dataDir, place, state, activity, operations, clock, weather, load };
    const fronts = await openFronts(parts, options, closers);
    const { endpoints } = fronts;
    const parameters = typeof options.parameters === 'function' ? options.parameters(endpoints) : options.parameters;
    const world = { place, endpoints, asset: (key: string) => assembly.assets.get(key) };
    const plan = loadPlan(assembly, parameters ?? {}, world);
    const environment = sdkEnvironment(endpoints, place.region);
    const secrets = options.secrets?.(endpoints) ?? {};
    const { parked, alarms, permissions, unattended } = await runPlan(
      plan,
      { ...parts, fronts, environment, retryCapMs, secrets },
      closers,
    );
    writeFileSync(
      join(dataDir, 'endpoints.json'),
      JSON.stringify({ endpoints, environment, outputs: plan.outputs }, null, 2),
    );
    return {
      endpoints,
      environment,
      outputs: plan.outputs,
      clock: { now: clock.now, jumpTo: (time) => clock.jumpTo(time), nextDue: () => clock.nextDue() },
      idle: async () => {
        await activity.idle();
        saveOperations();
      },
      operations: operations.totals,
      listMails: fronts.mailbox.listMails,
      parked,
      alarms,
      permissions,
      unattended,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
