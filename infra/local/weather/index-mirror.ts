import type { StreamReader } from '../streams/reader.ts';
import type { TablePlan } from '../template/plan.ts';
import type { Weather } from './weather.ts';

type Json = Record<string, unknown>;
type AttributeValue = Record<string, string>;
type Item = Record<string, AttributeValue>;

/** Secondary indexes as they were a while ago. */
export interface IndexMirror {
  /** The answer to a query, in DynamoDB's own JSON; undefined where it reads no index, or asks what we do not know. */
  answer(input: Json): Promise<Json | undefined>;
  /** To be called when something was written: what is read late would seem to have happened late. */
  wake(): void;
}

/** Read so long after a write, together with what was written meanwhile. */
const GATHER_MS = 50;

interface Index {
  name: string;
  hash: string;
  range: string | undefined;
}

/** What an item said at a time; null when it was gone. */
interface Version {
  at: number;
  image: Item | null;
}

/**
 * Follows the tables' streams and remembers what items were a while ago: an index is fed by the same changes, only
 * later, and a reader has to live with that.
 */
export function createIndexMirror(tables: { plan: TablePlan; reader: StreamReader }[], weather: Weather): IndexMirror {
  let waking = false;
  const mirrors = new Map(tables.map(({ plan, reader }) => [plan.name, mirrorOf(plan, reader)]));
  return {
    answer: async (input) => {
      const index = mirrors.get(String(input.TableName));
      if (index === undefined || typeof input.IndexName !== 'string') return undefined;
      const query = conditionOf(input);
      const indexed = index.indexes.find(({ name }) => name === input.IndexName);
      if (query === undefined || indexed === undefined) return undefined;
      await index.follow();
      weather.counted('index.behind');
      return page(index.asOf(Date.now() - weather.behindMs), indexed, query, input, index.key);
    },
    wake: () => {
      if (waking) return;
      waking = true;
      setTimeout(() => {
        waking = false;
        // A database that is just being started again is asked the next time.
        for (const { follow } of mirrors.values()) void follow().catch(() => undefined);
      }, GATHER_MS).unref();
    },
  };
}

function mirrorOf({ create }: TablePlan, reader: StreamReader) {
  const versions = new Map<string, Version[]>();
  const key = keysOf(create.KeySchema);
  const indexes: Index[] = ((create.GlobalSecondaryIndexes ?? []) as Json[]).map((index) => {
    const [hash = '', range] = keysOf(index.KeySchema);
    return { name: String(index.IndexName), hash, range };
  });
  const names = indexes.flatMap(({ hash, range }) => [hash, range ?? hash]);
  /** One after the other: two who read the stream at once would read it twice. */
  let following = Promise.resolve();
  const readOn = async (): Promise<void> => {
    for (let page = await reader.next(); page !== undefined; page = await reader.next()) {
      for (const { dynamodb } of page.records) {
        const image = (dynamodb.NewImage ?? null) as Item | null;
        // The stream does not always name the keys in the same order.
        const id = key.map((name) => textOf((dynamodb.Keys as Item)[name])).join('\u0000');
        const kept = image !== null && names.some((name) => name in image) ? image : null;
        if (kept === null && !versions.has(id)) continue;
        versions.set(id, [...(versions.get(id) ?? []), { at: Date.now(), image: kept }]);
      }
      page.checkpoint();
    }
  };
  return {
    key,
    indexes,
    follow: (): Promise<void> => {
      following = following.then(readOn, readOn);
      return following;
    },
    /** The items there were at a time; what is older is forgotten. */
    asOf: (time: number): Item[] =>
      [...versions].flatMap(([id, all]) => {
        const last = all.findLastIndex(({ at }) => at <= time);
        if (last > 0) versions.set(id, all.slice(last));
        const image = all[last]?.image ?? null;
        return image === null ? [] : [image];
      }),
  };
}

const keysOf = (schema: unknown): string[] =>
  (schema as { AttributeName: string; KeyType: string }[])
    .toSorted((a) => (a.KeyType === 'HASH' ? -1 : 1))
    .map(({ AttributeName }) => AttributeName);

interface Condition {
  hash: AttributeValue;
  /** Bound of the sort key, if it has one. */
  range: { operator: '<' | '<=' | '=' | '>' | '>='; value: AttributeValue } | undefined;
}

const CONDITION = /^\s*[#\w]+ = (:\w+)(?: AND [#\w]+ (<=|>=|<|>|=) (:\w+))?\s*$/;

function conditionOf({ KeyConditionExpression, ExpressionAttributeValues }: Json): Condition | undefined {
  const [whole, hash = '', operator, bound = ''] = CONDITION.exec(String(KeyConditionExpression)) ?? [];
  const values = (ExpressionAttributeValues ?? {}) as Item;
  if (whole === undefined || values[hash] === undefined) return undefined;
  const value = values[bound];
  if (operator === undefined || value === undefined) return { hash: values[hash], range: undefined };
  return { hash: values[hash], range: { operator: operator as '<', value } };
}

const textOf = (value: AttributeValue | undefined): string => Object.values(value ?? {})[0] ?? '';

function holds(text: string, { operator, value }: NonNullable<Condition['range']>): boolean {
  const bound = textOf(value);
  switch (operator) {
    case '<':
      return text < bound;
    case '<=':
      return text <= bound;
    case '>':
      return text > bound;
    case '>=':
      return text >= bound;
    default:
      return text === bound;
  }
}

function page(items: Item[], { hash, range }: Index, query: Condition, input: Json, key: string[]): Json {
  const order = (item: Item): string => [range ?? hash, ...key].map((name) => textOf(item[name])).join('\u0000');
  const matching = items
    .filter((item) => textOf(item[hash]) === textOf(query.hash))
    .filter((item) => query.range === undefined || holds(textOf(item[range ?? '']), query.range))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const start = input.ExclusiveStartKey as Item | undefined;
  const from = start === undefined ? matching : matching.filter((item) => order(item) > order(start));
  const limit = typeof input.Limit === 'number' ? input.Limit : from.length;
  const shown = from.slice(0, limit).map((item) => keysIn(item, [...key, hash, range ?? hash]));
  const last = from.length > limit ? shown.at(-1) : undefined;
  return { Items: shown, Count: shown.length, ScannedCount: shown.length, ...(last && { LastEvaluatedKey: last }) };
}

const keysIn = (item: Item, names: string[]): Item =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
