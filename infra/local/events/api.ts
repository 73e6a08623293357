import type { Parts } from '../fronts.ts';
import { type Action, awsJsonService, type Json, ServiceError } from '../http/aws-json.ts';
import type { Guard } from '../iam/need.ts';
import { nameOfArn } from '../template/names.ts';
import { DEFAULT_BUS } from '../template/plan.ts';
import type { EventBuses } from './bus.ts';

const MAX_ENTRIES = 10;
const MAX_ENTRY_BYTES = 256 * 1024;
/** A custom event is billed per 64 KB. */
const BILLED_BYTES = 64 * 1024;

interface EntryError {
  ErrorCode: string;
  ErrorMessage: string;
}

/** EventBridge's PutEvents: answers 200 also when entries failed, and says which. */
export function eventBridgeService(buses: EventBuses, parts: Pick<Parts, 'operations' | 'weather'>, guard?: Guard) {
  const putEvents: Action = (input) => {
    const entries = (input.Entries ?? []) as Json[];
    if (entries.length === 0 || entries.length > MAX_ENTRIES) {
      throw new ServiceError('ValidationException', 'PutEvents takes 1 to 10 entries.');
    }
    const results = entries.map((entry) => putOne(entry, buses, parts));
    return { Entries: results, FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length };
  };
  return awsJsonService('1.1', { PutEvents: putEvents }, guard);
}

function putOne(
  entry: Json,
  buses: EventBuses,
  { operations, weather }: Pick<Parts, 'operations' | 'weather'>,
): { EventId: string } | EntryError {
  const { Source: source, DetailType: detailType, Detail: text, Time: time, Resources: resources } = entry;
  for (const [name, value] of Object.entries({ Source: source, DetailType: detailType, Detail: text })) {
    if (typeof value !== 'string' || value === '') return refused('InvalidArgument', `Parameter ${name} is not valid.`);
  }
  const detail = parseObject(String(text));
  if (detail === undefined) return refused('MalformedDetail', 'Detail is malformed.');
  const bytes =
    Buffer.byteLength(String(text)) + Buffer.byteLength(String(source)) + Buffer.byteLength(String(detailType));
  if (bytes > MAX_ENTRY_BYTES) throw new ServiceError('ValidationException', 'An entry is larger than 256 KB.');
  const bus = nameOfArn(String(entry.EventBusName ?? DEFAULT_BUS));
  // As EventBridge: an event for a bus that does not exist is lost with a good answer. Here it is refused, to be seen.
  if (!buses.has(bus)) return refused('InvalidArgument', `There is no event bus ${bus}.`);
  if (weather?.throws('events.partly-taken', bus)) return refused('InternalFailure', 'The entry was not taken.');
  operations.add('eventbridge.events', Math.ceil(bytes / BILLED_BYTES));
  const id = buses.put(bus, {
    source: String(source),
    detailType: String(detailType),
    detail,
    ...(Array.isArray(resources) && { resources: resources.map(String) }),
    ...(typeof time === 'number' && { time: time * 1000 }),
  });
  return { EventId: id };
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function refused(ErrorCode: string, ErrorMessage: string): EntryError {
  return { ErrorCode, ErrorMessage };
}
