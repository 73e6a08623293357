/** What feeds functions from queues and streams, each to be switched off and on. */
import type { Metrics } from './alarms/metrics.ts';
import type { createDynamoDbClient } from './dynamodb/client.ts';
import type { Fronts, Parts } from './fronts.ts';
import type { Deliveries } from './iam/deliveries.ts';
import type { Functions } from './lambda/functions.ts';
import type { SwitchedMapping } from './lambda/management.ts';
import { startQueuePoller } from './queues/poller.ts';
import type { Queue } from './queues/queue.ts';
import { startStreamPoller } from './streams/poller.ts';
import { createStreamReader } from './streams/reader.ts';
import { nameOfArn } from './template/names.ts';
import type { Plan, QueueMappingPlan, StreamMappingPlan } from './template/plan.ts';

interface Sources {
  queues: ReadonlyMap<string, Queue>;
  functions: Functions;
  database: ReturnType<typeof createDynamoDbClient>;
  sendTo: (queueArn: string, body: string, functionName: string) => void;
  deliveries: Deliveries;
  metrics: Metrics;
  /** Queues that nobody takes from. */
  unattended: Set<string>;
}

type PollerParts = Parts & { fronts: Fronts };

/** @returns what was started, to be switched off and on */
export function startPollers(
  plan: Plan,
  parts: PollerParts,
  sources: Sources,
  closers: (() => unknown)[],
): SwitchedMapping[] {
  // On AWS a mapping that is not allowed cannot be made.
  const allowed = plan.mappings.filter((mapping) => sources.deliveries.byPoller(mapping) === undefined);
  return allowed.flatMap((mapping) => {
    const poller = mapping.kind === 'queue' ? ofQueue(mapping, parts, sources) : ofStream(mapping, parts, sources);
    if (poller === undefined) return [];
    closers.push(poller.stop);
    let on = true;
    return {
      ...{ id: mapping.id, functionName: mapping.functionName },
      sourceArn: mapping.kind === 'queue' ? mapping.queueArn : mapping.streamArn,
      get enabled() {
        return on;
      },
      set enabled(enable: boolean) {
        on = enable;
        poller.enable(enable);
      },
    };
  });
}

function ofQueue(mapping: QueueMappingPlan, { activity, operations, place }: PollerParts, sources: Sources) {
  const { functions, unattended } = sources;
  const name = nameOfArn(mapping.queueArn);
  const queue = sources.queues.get(name);
  if (queue === undefined) return undefined;
  const poller = startQueuePoller({ mapping, queue, functions, place, activity, operations });
  const enable = (on: boolean): void => {
    if (on) unattended.delete(name);
    else unattended.add(name);
    poller.enable(on);
  };
  return { ...poller, enable };
}

function ofStream(mapping: StreamMappingPlan, parts: PollerParts, { database, ...sources }: Sources) {
  const { state, activity, clock, place, fronts, weather } = parts;
  const replays = () => weather?.throws('stream.replayed', mapping.id) === true;
  const reader = createStreamReader(database, state, mapping.tableName, mapping.id, replays);
  const poller = startStreamPoller({ ...sources, mapping, reader, place, activity, now: clock.now });
  fronts.onWrite(poller.wake);
  poller.wake();
  return poller;
}
