import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from '../activity.ts';
import { messageOf } from '../errors.ts';
import { compilePattern } from '../events/pattern.ts';
import type { Functions } from '../lambda/functions.ts';
import { partialFailures } from '../lambda/partial-failures.ts';
import type { Place } from '../template/names.ts';
import type { StreamMappingPlan } from '../template/plan.ts';
import type { StreamReader, StreamRecord } from './reader.ts';

export interface StreamPollerOptions {
  mapping: StreamMappingPlan;
  reader: StreamReader;
  functions: Functions;
  place: Place;
  activity: Activity;
  /** Domain time, UTC ms: what records say about when they happened. */
  now: () => number;
  /** Sends to a queue by its ARN, with a function's rights. */
  sendTo: (queueArn: string, body: string, functionName: string) => void;
}

export interface StreamPoller {
  /** Something was written: read to the end of the stream, soon. */
  wake(): void;
  stop(): void;
}

/** Long enough that one reading finds the writes of several callers, short enough not to be felt. */
const GATHER_MS = 8;
const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5000;
const QUIET_FAULTS = 3;

const backoff = (failures: number): number => Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);

/** Feeds a table's stream to a function as Lambda does: in order, filtered, in batches, with the mapping's retries. */
export function startStreamPoller(options: StreamPollerOptions): StreamPoller {
  const { mapping, reader, activity } = options;
  const matches = mapping.filters.map(compilePattern);
  const wanted = (record: StreamRecord): boolean => matches.length === 0 || matches.some((match) => match(record));
  let written = 0;
  let running = false;
  let stopped = false;

  const readToEnd = async (): Promise<void> => {
    for (;;) {
      const seen = written;
      const page = await reader.next();
      if (stopped) return;
      if (page !== undefined) {
        const lanes = lanesOf(page.records.filter(wanted), mapping.parallel);
        await Promise.all(lanes.map((lane) => deliverLane(lane, options)));
        page.checkpoint();
      }
      if (page?.more === true) continue;
      // What was written since we asked may not have been in the answer.
      if (seen === written) return;
      await sleep(GATHER_MS);
    }
  };
  const run = async (): Promise<void> => {
    const end = activity.begin(`stream of ${mapping.tableName} to ${mapping.functionName}`);
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
  return {
    wake: () => {
      written += 1;
      if (running || stopped) return;
      running = true;
      void run();
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

async function deliverLane(records: StreamRecord[], options: StreamPollerOptions): Promise<void> {
  const { batchSize } = options.mapping;
  for (let at = 0; at < records.length; at += batchSize) {
    await deliver(records.slice(at, at + batchSize), options, 0);
  }
}

/** @param attempts how often this batch (or the one it was cut from) has already failed. */
async function deliver(batch: StreamRecord[], options: StreamPollerOptions, attempts: number): Promise<void> {
  const { mapping, activity } = options;
  let rest = batch;
  for (let failures = attempts; ; failures += 1) {
    const outcome = await attempt(rest, options);
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
    if (exhausted || tooOld(rest, mapping)) {
      giveUp(rest, options, failures + 1);
      return;
    }
    await sleep(backoff(failures));
  }
}

/** What is left to do: everything from the first record that failed. */
async function attempt(batch: StreamRecord[], { mapping, functions, place, now }: StreamPollerOptions) {
  const Records = batch.map((record) => ({
    ...record,
    eventSource: 'aws:dynamodb',
    eventSourceARN: mapping.streamArn,
    awsRegion: place.region,
    dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(now() / 1000) },
  }));
  const result = await functions.invoke(mapping.functionName, JSON.stringify({ Records }));
  const ids = batch.map((record) => record.dynamodb.SequenceNumber);
  const failed = partialFailures(result, ids, mapping.partialFailures);
  const first = ids.findIndex((id) => failed.has(id));
  return first < 0 ? [] : batch.slice(first);
}

function tooOld(batch: StreamRecord[], { maximumRecordAge }: StreamMappingPlan): boolean {
  const created = batch[0]?.dynamodb.ApproximateCreationDateTime ?? 0;
  return maximumRecordAge >= 0 && Date.now() / 1000 - created > maximumRecordAge;
}

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
