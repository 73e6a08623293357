import { createHash, randomUUID } from 'node:crypto';
import type { DomainClock } from '../clock.ts';
import type { AsyncInvocations } from '../lambda/async.ts';
import type { Queue } from '../queues/queue.ts';
import type { State } from '../state.ts';
import { nameOfArn, type Place } from '../template/names.ts';
import { DEFAULT_BUS, type RulePlan, type RuleTarget } from '../template/plan.ts';
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
}

export interface EventBuses {
  has(bus: string): boolean;
  /** Gives an event to the targets of all matching rules; durable when it returns. Returns the event's id. */
  put(bus: string, event: BusEvent): string;
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
  const deliver = (target: RuleTarget, body: string): void => {
    const queue = options.queues.get(nameOfArn(target.arn));
    if (queue !== undefined && Buffer.byteLength(body) > queue.plan.maxMessageBytes) {
      undelivered(target, body);
    } else if (target.arn.split(':')[2] === 'sqs' && queue !== undefined) {
      const group = queue.plan.fifo
        ? { groupId: target.messageGroupId ?? DEFAULT_BUS, dedupId: createHash('sha256').update(body).digest('hex') }
        : {};
      queue.send({ body, ...group });
    } else {
      options.invocations.enqueue(nameOfArn(target.arn), body);
    }
  };
  /** What the target does not take goes to the target's dead-letter queue, with EventBridge's own words. */
  const undelivered = (target: RuleTarget, body: string): void => {
    const words = {
      TARGET_ARN: target.arn,
      ERROR_CODE: 'INVALID_PARAMETER',
      ERROR_MESSAGE: 'The message is too long.',
    };
    const attributes = Object.entries(words).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
    options.queues
      .get(nameOfArn(target.deadLetterArn ?? ''))
      ?.send({ body, attributes: Object.fromEntries(attributes) });
  };
  const deliverAll = (targets: RuleTarget[], event: Record<string, unknown>): void => {
    if (targets.length === 0) return;
    const body = JSON.stringify(event);
    state.transaction(() => {
      for (const target of targets) deliver(target, target.input ?? body);
    });
  };

  for (const { schedule, arn, targets } of options.rules) {
    if (schedule === undefined) continue;
    const fire = (now: number): void => {
      const event = { source: 'aws.events', detailType: 'Scheduled Event', detail: {}, resources: [arn], time: now };
      deliverAll(targets, envelope(event, randomUUID()));
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
        matching.flatMap(({ rule }) => rule.targets),
        whole,
      );
      return id;
    },
  };
}
