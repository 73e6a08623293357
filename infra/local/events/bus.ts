import { createHash, randomUUID } from 'node:crypto';
import type { DomainClock } from '../clock.ts';
import type { Deliveries } from '../iam/deliveries.ts';
import type { AsyncInvocations } from '../lambda/async.ts';
import type { Queue } from '../queues/queue.ts';
import type { State } from '../state.ts';
import { functionOf, nameOfArn, type Place } from '../template/names.ts';
import { DEFAULT_BUS, type RulePlan, type RuleTarget } from '../template/plan.ts';
import type { Weather } from '../weather/weather.ts';
import { compilePattern } from './pattern.ts';
import { parseSchedule } from './schedule.ts';

export interface BusEvent {
  source: string;
  detailType: string;
  detail: unknown;
  resources?: string[];
  /** Domain time, UTC ms; now when it is left out. */
  time?: number;
}

export interface BusOptions {
  rules: RulePlan[];
  buses: string[];
  place: Place;
  clock: DomainClock;
  state: State;
  queues: ReadonlyMap<string, Queue>;
  invocations: AsyncInvocations;
  weather: Weather | undefined;
  /** Why a rule may not give its events to a target, or to where they are parked. */
  refusal: Deliveries['byRule'];
}

export interface EventBuses {
  has(bus: string): boolean;
  /** Gives an event to the targets of all matching rules; durable when it returns. Returns the event's id. */
  put(bus: string, event: BusEvent): string;
}

/** Held back for a moment an event comes after those that were sent behind it. */
function delaySeconds(weather: Weather | undefined, queue: string): number | undefined {
  if (weather?.throws('event.reordered', queue)) return weather.amount('event.reordered', queue, 0.005, 0.03);
  if (weather?.throws('event.delayed', queue)) return weather.amount('event.delayed', queue, 0.05, 0.4);
  return undefined;
}

/** EventBridge's buses, rules and schedules. */
export function createBuses(options: BusOptions): EventBuses {
  const { clock, place, state } = options;
  const names = new Set([DEFAULT_BUS, ...options.buses]);
  const rules = options.rules.flatMap((rule) =>
    rule.pattern === undefined ? [] : [{ rule, matches: compilePattern(rule.pattern) }],
  );
  const envelope = (event: BusEvent, id: string): Record<string, unknown> => ({
    version: '0',
    id,
    'detail-type': event.detailType,
    source: event.source,
    account: place.account,
    time: new Date(event.time ?? clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: place.region,
    resources: event.resources ?? [],
    detail: event.detail,
  });
  const deliver = (target: RuleTarget, body: string, ruleArn: string): void => {
    const queue = options.queues.get(nameOfArn(target.arn));
    const refused = options.refusal(ruleArn, target.arn);
    if (refused !== undefined) {
      undelivered(target, body, ruleArn, ['NO_PERMISSIONS', refused]);
    } else if (queue !== undefined && Buffer.byteLength(body) > queue.plan.maxMessageBytes) {
      undelivered(target, body, ruleArn, ['INVALID_PARAMETER', 'The message is too long.']);
    } else if (target.arn.split(':')[2] === 'sqs' && queue !== undefined) {
      const group = queue.plan.fifo
        ? { groupId: target.messageGroupId ?? DEFAULT_BUS, dedupId: createHash('sha256').update(body).digest('hex') }
        : {};
      const late = queue.plan.fifo ? undefined : delaySeconds(options.weather, queue.plan.name);
      queue.send({ body, ...group, ...(late !== undefined && { delaySeconds: late }) });
    } else {
      options.invocations.enqueue(functionOf(target.arn), body);
    }
  };
  const times = ({ arn }: RuleTarget): number => (options.weather?.throws('event.doubled', nameOfArn(arn)) ? 2 : 1);
  /** What the target does not take goes to the target's dead-letter queue, with EventBridge's own words. */
  const undelivered = (target: RuleTarget, body: string, ruleArn: string, [code, message]: [string, string]): void => {
    if (target.deadLetterArn === undefined || options.refusal(ruleArn, target.deadLetterArn) !== undefined) return;
    const words = { TARGET_ARN: target.arn, ERROR_CODE: code, ERROR_MESSAGE: message };
    const attributes = Object.entries(words).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
    options.queues.get(nameOfArn(target.deadLetterArn))?.send({ body, attributes: Object.fromEntries(attributes) });
  };
  const deliverAll = (matching: Pick<RulePlan, 'arn' | 'targets'>[], event: Record<string, unknown>): void => {
    if (matching.length === 0) return;
    const body = JSON.stringify(event);
    state.transaction(() => {
      for (const { arn, targets } of matching)
        for (const target of targets)
          for (let n = times(target); n > 0; n -= 1) deliver(target, target.input ?? body, arn);
    });
  };

  for (const { schedule, arn, targets } of options.rules) {
    if (schedule === undefined) continue;
    const fire = (now: number): void => {
      const event = { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [arn], time: now };
      deliverAll([{ arn, targets }], envelope(event, randomUUID()));
    };
    clock.addPeriodic({ ...parseSchedule(schedule), fire });
  }
  return {
    has: (bus) => names.has(bus),
    put: (bus, event) => {
      const id = randomUUID();
      const whole = envelope(event, id);
      const matching = rules.filter(({ rule, matches }) => rule.bus === bus && matches(whole));
      deliverAll(
        matching.map(({ rule }) => rule),
        whole,
      );
      return id;
    },
  };
}
