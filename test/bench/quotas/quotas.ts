/** At how many applications of a round each limit is reached, from the code's own constants. */
import { PAGE as ANNOUNCED } from '../../../functions/confirm/announce.ts';
import { PAGE as FANNED_OUT } from '../../../functions/fan-out/handler.ts';
import { PAGE as INVITED } from '../../../functions/invite/handler.ts';
import { PAGE as ISSUED } from '../../../functions/issue/handler.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { IDS_A_PAGE } from '../../../shared/store/id-pages.ts';
import { shards } from '../../../shared/store/keys.ts';
import { BATCH } from '../../../shared/store/many.ts';
import { functionsOf, ofType, type Properties, resolved, type Template } from '../../infra/templates.ts';
import { LIMITS, type Limit } from './limits.ts';

/** What of the design meets the limits. */
export interface Design {
  seats: number;
  /** Invocations of queues' consumers at once, all together; messages that these have in hand. */
  consumers: number;
  inHand: number;
  intakeConsumers: number;
  startsAtOnce: number;
  requestRate: number;
  /** Until the pages’ function gives up. */
  pageSeconds: number;
  /** Of the function that draws, bytes. */
  drawMemory: number;
  /** Of the largest, bytes. */
  environment: number;
  message: number;
  pages: { invited: number; fannedOut: number; announced: number; issued: number };
  shards: number;
}

/** A table's work for an application may take so long without anybody waiting for it: a working day, seconds. */
const DAY = 8 * 3600;
/** Entered, scheduled, started, succeeded, exited, and a choice entered and exited. */
const EVENTS_A_PAGE = 7;
/** What a round's execution says besides its pages: some forty states and their repetitions. */
const OTHER_EVENTS = 1000;
/** Seconds that a package takes (measured well below, see the simulation of a rush), units that it writes, files that it has. */
const PACKAGE = { seconds: 1.5, writes: 32, puts: 12 };
/** Measured (`npm run bench -- panels`, 10,000 applications and 500 experts): memory for an application of the draw. */
const DRAW = { bytes: 22_000 };
const MEBIBYTE = 1024 * 1024;
/** Measured (`npm run bench -- disbursement`, 10,000 awards): seconds for an award of the plan, the slowest of what goes through a round at one go. */
const PLAN_SECONDS = 0.0026;

const numberIn = (properties: unknown, name: string): number =>
  Number((properties as Properties | undefined)?.[name] ?? 0);

/** @throws Error for a template without the pages' stage */
export function designOf(service: Template, policy: Policy): Design {
  const mappings = ofType(service, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
  const queued = mappings
    .filter(({ ScalingConfig }) => ScalingConfig !== undefined)
    .map(({ BatchSize, ScalingConfig, EventSourceArn }) => ({
      batch: Number(BatchSize),
      most: numberIn(ScalingConfig, 'MaximumConcurrency'),
      source: String(resolved(EventSourceArn)),
    }));
  const mostOf = (queue: string) => queued.find(({ source }) => source.startsWith(queue))?.most ?? 0;
  const [stage] = ofType(service, 'AWS::ApiGatewayV2::Stage');
  if (stage === undefined) throw new Error('the template has no stage of the pages');
  const environments = [...functionsOf(service).values()].map(
    ({ Properties }) => JSON.stringify(resolved(Properties['Environment'])).length,
  );
  return {
    seats: policy.panel.value.size,
    consumers: queued.reduce((sum, { most }) => sum + most, 0),
    inHand: Math.max(...queued.map(({ batch, most }) => batch * most)),
    intakeConsumers: mostOf('IntakeInbox'),
    startsAtOnce: Math.max(
      ...queued.filter(({ source }) => source.startsWith('WorkflowStart')).map(({ batch, most }) => batch * most),
    ),
    requestRate: numberIn(stage.Properties['DefaultRouteSettings'], 'ThrottlingRateLimit'),
    pageSeconds: numberIn(functionsOf(service).get('web')?.Properties, 'Timeout'),
    drawMemory: numberIn(functionsOf(service).get('panels')?.Properties, 'MemorySize') * MEBIBYTE,
    environment: Math.max(...environments),
    message: Math.max(
      ...ofType(service, 'AWS::SQS::Queue').map(({ Properties }) => Number(Properties['MaximumMessageSize'] ?? 0)),
    ),
    pages: { invited: INVITED, fannedOut: FANNED_OUT, announced: ANNOUNCED, issued: ISSUED },
    shards: shards.length,
  };
}

export interface Quota {
  limit: Limit;
  /** Applications of one round at which it is reached; Infinity when their number does not matter. */
  reachedAt: number;
  /** What that follows from. */
  because: string;
  /** What we do about it. */
  answer: string;
}

/** How many a rate handles in a day, when each needs so many. */
const inADay = (rate: number, each: number): number => Math.floor((rate * DAY) / each);

/** @throws Error when a limit that does not depend on the round's size is passed already */
export function quotasOf(design: Design): Quota[] {
  const whatever = (limit: Limit, used: number, because: string, answer: string): Quota => {
    if (used > limit.value) throw new Error(`${limit.service}, ${limit.what}: ${used} of ${limit.value}`);
    return { limit, reachedAt: Number.POSITIVE_INFINITY, because: `${because}: ${Math.round(used)}`, answer };
  };
  const at = (limit: Limit, reachedAt: number, because: string, answer: string): Quota => ({
    limit,
    reachedAt,
    because,
    answer,
  });
  const { seats, pages, intakeConsumers } = design;
  const packages = intakeConsumers / PACKAGE.seconds;
  const smallest = Math.min(pages.invited, pages.fannedOut, pages.announced, pages.issued);
  return [
    whatever(
      LIMITS.concurrency,
      design.consumers + design.requestRate,
      'consumers of all queues at most, and a second of every request',
      'queues wait; pages answer 429 above their rate',
    ),
    whatever(LIMITS.scaling, design.consumers, 'consumers of all queues', 'consumers are limited'),
    at(
      LIMITS.runtime,
      Math.floor(LIMITS.runtime.value / PLAN_SECONDS),
      `the plan, ${PLAN_SECONDS * 1000} ms an award, were all awarded; sealing and collecting were not measured at such sizes`,
      'what was broken off goes on where it stopped',
    ),
    whatever(
      LIMITS.payload,
      LIMITS.stateData.value,
      'answers of steps are ids, those of pages are lists by pages, at most',
      'files go to the storage and come from it',
    ),
    whatever(LIMITS.environment, design.environment, 'bytes of the largest', 'names and addresses only'),
    at(
      LIMITS.openExecutions,
      LIMITS.openExecutions.value - 1,
      'one execution is open for each: of the district, then of the experts',
      'an execution ends with its stage',
    ),
    at(
      LIMITS.history,
      Math.floor((LIMITS.history.value - OTHER_EVENTS) / EVENTS_A_PAGE) * smallest,
      `${EVENTS_A_PAGE} events a page of ${smallest}, the smallest of all`,
      'a larger page',
    ),
    whatever(LIMITS.stateData, 2048 + 1024, 'a token and ids', 'states carry ids; data is in the table'),
    at(
      LIMITS.startRate,
      inADay(LIMITS.startRate.value, 1),
      'scorings begin within a working day',
      `at most ${design.startsAtOnce} are asked for at once; who is refused is tried again`,
    ),
    at(
      LIMITS.successRate,
      inADay(LIMITS.successRate.value, seats),
      `${seats} sheets each, all handed in within a working day`,
      'the stream tries again, and the reconciler after it',
    ),
    at(
      LIMITS.transitions,
      inADay(LIMITS.transitions.value, 3 * seats + 5),
      `${3 * seats + 5} for each scoring, all within a working day`,
      'Step Functions itself waits',
    ),
    whatever(LIMITS.inlineMap, seats, 'seats of a panel', 'one execution for each application'),
    whatever(LIMITS.inFlight, design.inHand, 'batch times consumers, of the largest', 'the rest waits'),
    whatever(
      LIMITS.message,
      design.message,
      'our own limit',
      'messages are ids; room is left for the reason of a dead letter',
    ),
    at(
      LIMITS.fifoRate,
      inADay(LIMITS.fifoRate.value, 1),
      'instructions leave within a working day, were all paid',
      'instructions go ten at a time; the outbox waits',
    ),
    whatever(LIMITS.item, IDS_A_PAGE * 50, `${IDS_A_PAGE} ids of a page of a list`, 'lists are kept in pages'),
    whatever(LIMITS.transaction, BATCH, 'what is moved together', 'by hundreds'),
    at(
      LIMITS.partitionWrites,
      inADay(LIMITS.partitionWrites.value * design.shards, seats + 3),
      `open rows and entries of indexes lie in ${design.shards} shards; ${seats + 3} of an application pass through within a working day`,
      'more shards',
    ),
    whatever(
      LIMITS.newTable,
      packages * PACKAGE.writes,
      'units a second while packages come in as fast as they are taken',
      'the queue waits; the table grows with its peaks',
    ),
    whatever(LIMITS.prefixPuts, packages * PACKAGE.puts, 'files a second, likewise', 'the queue waits'),
    at(
      LIMITS.putEvents,
      inADay(LIMITS.putEvents.value, 2),
      'instruction and answer, were all paid within a working day',
      'the outbox waits',
    ),
    whatever(
      LIMITS.apiSeconds,
      design.pageSeconds,
      'the pages’ own timeout',
      'what takes longer is a task of a machine',
    ),
    whatever(
      LIMITS.apiBytes,
      LIMITS.payload.value,
      'as much as a function takes',
      'packages go straight to the storage, in parts',
    ),
    at(
      LIMITS.keyRate,
      inADay(LIMITS.keyRate.value, 1),
      'accounts of winners, were all paid, within a working day',
      'who is refused is asked to try again',
    ),
    at(
      {
        service: 'Lambda',
        what: 'memory of the draw',
        value: design.drawMemory,
        unit: 'bytes',
        raised: true,
        source: 'lambda/latest/dg/configuration-memory',
      },
      Math.floor(design.drawMemory / DRAW.bytes),
      `${DRAW.bytes} bytes an application and its share of experts, measured at 10,000`,
      '`memoryMb` of `panels`, up to 10 GB: 488,000',
    ),
  ];
}
