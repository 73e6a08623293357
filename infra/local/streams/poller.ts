import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from '../activity.ts';
import type { Metrics } from '../alarms/metrics.ts';
import { messageOf } from '../errors.ts';
import { compilePattern } from '../events/pattern.ts';
import type { Functions } from '../lambda/functions.ts';
import { partialFailures } from '../lambda/partial-failures.ts';
import { type Place, plainName } from '../template/names.ts';
import type { StreamMappingPlan } from '../template/plan.ts';
import type { StreamReader, StreamRecord } from './reader.ts';

export interface StreamPollerOptions {
  mapping: StreamMappingPlan;
  reader: StreamReader;
  functions: Functions;
  place: Place;
  activity: Activity;
  metrics: Metrics;
  /** Domain time, UTC ms: what records say about when they happened. */
  now: () => number;
  /** Sends to a queue by its ARN, with a function's rights. */
  sendTo: (queueArn: string, body: string, functionName: string) => void;
}

export interface StreamPoller {
  /** Something was written: read to the end of the stream, soon. */
  wake(): void;
  /** Off, it finishes what it has read, and reads no more. */
  enable(on: boolean): void;
  stop(): void;
}

/** Long enough that one reading finds the writes of several callers, short enough not to be felt. */
const GATHER_MS = 8;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5000;
const QUIET_FAULTS = 3;
/** Until a function that refused a batch is asked again, real time. */
const THROTTLED_MS = 250;

const backoff = (failures: number): number => Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);

/** Feeds a table's stream to a function as Lambda does: in order, filtered, in batches, with the mapping's retries. */
export function startStreamPoller(options: StreamPollerOptions): StreamPoller {
  const { mapping, reader, activity } = options;
  const matches = mapping.filters.map(compilePattern);
  const wanted = (record: StreamRecord): boolean => matches.length === 0 || matches.some((match) => match(record));
  let written = 0;
  /** When the first was written that was not read yet, domain time: records themselves know real time only. */
  let unreadSince: number | undefined;
  let running = false;
  let stopped = false;
  let off = false;
  const label = `stream of ${mapping.tableName} to ${mapping.functionName}`;
  let end = (): void => undefined;

  const readToEnd = async (): Promise<void> => {
    while (!off) {
      const seen = written;
      const since = unreadSince ?? options.now();
      unreadSince = undefined;
      const page = await reader.next();
      if (stopped) return;
      if (page !== undefined) {
        const lanes = lanesOf(page.records.filter(wanted).map(writtenAt(since)), mapping.parallel);
        const delivered = Promise.all(lanes.map((lane) => deliverLane(lane, options, label)));
        // Each lane is at work for itself, or waits.
        end();
        await delivered;
        end = activity.begin(label);
        page.checkpoint();
      }
      if (page?.more === true) {
        unreadSince ??= since;
        continue;
      }
      // What was written since we asked may not have been in the answer.
      if (seen === written) return;
      await sleep(GATHER_MS);
    }
  };
  const run = async (): Promise<void> => {
    end = activity.begin(label);
    for (let faults = 0; !stopped; faults += 1) {
      await sleep(faults === 0 ? GATHER_MS : backoff(faults - 1));
      try {
        await readToEnd();
        break;
      } catch (error) {
        // A database that was killed is back by then, and has said so itself.
        if (faults < QUIET_FAULTS || stopped) continue;
        console.error(`The stream of ${mapping.tableName} cannot be read: ${messageOf(error)}`);
      }
    }
    running = false;
    end();
  };
  const start = (): void => {
    if (running || stopped || off) return;
    running = true;
    void run();
  };
  return {
    wake: () => {
      written += 1;
      unreadSince ??= options.now();
      start();
    },
    enable: (on) => {
      off = !on;
      start();
    },
    stop: () => {
      stopped = true;
    },
  };
}

/** One lane after the other would be in order too; several keep only the order of each partition key. */
function lanesOf(records: StreamRecord[], parallel: number): StreamRecord[][] {
  if (parallel === 1) return records.length > 0 ? [records] : [];
  const lanes = new Map<number, StreamRecord[]>();
  for (const record of records) {
    const [partition] = Object.entries(record.dynamodb.Keys).sort(([a], [b]) => (a < b ? -1 : 1));
    const lane = createHash('md5').update(JSON.stringify(partition)).digest().readUInt32BE() % parallel;
    lanes.set(lane, [...(lanes.get(lane) ?? []), record]);
  }
  return [...lanes.values()];
}

const writtenAt =
  (ms: number) =>
  (record: StreamRecord): StreamRecord => ({
    ...record,
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(ms / 1000) },
  });

interface Lane extends StreamPollerOptions {
  /** Waits without being at work: nothing gets further meanwhile. */
  pause(): Promise<void>;
}

async function deliverLane(records: StreamRecord[], options: StreamPollerOptions, label: string): Promise<void> {
  const { mapping, activity } = options;
  let end = activity.begin(label);
  const pause = async (): Promise<void> => {
    end();
    await sleep(THROTTLED_MS);
    end = activity.begin(label);
  };
  for (let at = 0; at < records.length; at += mapping.batchSize) {
    await deliver(records.slice(at, at + mapping.batchSize), { ...options, pause }, 0);
  }
  end();
}

/** @param attempts how often this batch (or the one it was cut from) has already failed. */
async function deliver(batch: StreamRecord[], options: Lane, attempts: number): Promise<void> {
  const { mapping, activity } = options;
  let rest = batch;
  for (let failures = attempts; ; failures += 1) {
    const outcome = await unthrottled(rest, options);
    if (outcome.length < rest.length) activity.progress();
    rest = outcome;
    if (rest.length === 0) return;
    const exhausted = mapping.maximumRetryAttempts >= 0 && failures >= mapping.maximumRetryAttempts;
    if (mapping.bisect && rest.length > 1) {
      // Halving does not use up retries: it finds the record that is to blame.
      const middle = Math.ceil(rest.length / 2);
      await deliver(rest.slice(0, middle), options, failures);
      await deliver(rest.slice(middle), options, failures);
      return;
    }
    if (exhausted || tooOld(rest, options)) {
      giveUp(rest, options, failures + 1);
      return;
    }
    await sleep(backoff(failures));
  }
}

/** A refusal is no failure: Lambda asks again until the records are gone, or too old for the mapping. */
async function unthrottled(batch: StreamRecord[], lane: Lane): Promise<StreamRecord[]> {
  for (;;) {
    const left = await attempt(batch, lane);
    if (left !== undefined) return left;
    if (tooOld(batch, lane)) return batch;
    await lane.pause();
  }
}

/** What is left to do: everything from the first record that failed; undefined when the function was not even called. */
async function attempt(batch: StreamRecord[], { mapping, functions, place, metrics, now }: StreamPollerOptions) {
  const Records = batch.map((record) => ({
    ...record,
    eventSource: 'aws:dynamodb',
    eventSourceARN: mapping.streamArn,
    awsRegion: place.region,
  }));
  const age = { namespace: 'AWS/Lambda', name: 'IteratorAge', value: now() - createdMs(batch.at(-1)) };
  metrics.add({ ...age, dimensions: { FunctionName: plainName(mapping.functionName) } });
  const result = await functions.invoke(mapping.functionName, JSON.stringify({ Records }));
  if (!result.ok && result.throttled) return undefined;
  const ids = batch.map((record) => record.dynamodb.SequenceNumber);
  const failed = partialFailures(result, ids, mapping.partialFailures);
  const first = ids.findIndex((id) => failed.has(id));
  return first < 0 ? [] : batch.slice(first);
}

const createdMs = (record: StreamRecord | undefined): number =>
  (record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;

const tooOld = ([first]: StreamRecord[], { mapping: { maximumRecordAge }, now }: StreamPollerOptions): boolean =>
  maximumRecordAge >= 0 && (now() - createdMs(first)) / 1000 > maximumRecordAge;

/** Lambda's note about records it gave up: where they are, not what they say. */
function giveUp(batch: StreamRecord[], { mapping, sendTo, now, activity }: StreamPollerOptions, count: number): void {
  activity.progress();
  if (mapping.onFailureArn === undefined) return;
  const note = {
    requestContext: {
      functionArn: mapping.functionName,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: count,
    },
    version: '1.0',
    timestamp: new Date(now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'local',
      startSequenceNumber: batch[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: batch.at(-1)?.dynamodb.SequenceNumber,
      batchSize: batch.length,
      streamArn: mapping.streamArn,
    },
  };
  sendTo(mapping.onFailureArn, JSON.stringify(note), mapping.functionName);
}
