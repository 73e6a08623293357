import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { parseInput } from '../bad-input.ts';
import { upToDate } from './migrations/index.ts';

export interface Key {
  pk: string;
  sk: string;
}
type Item = Record<string, unknown>;

/** Condition on one attribute: a value it must equal, or one of these two. */
export const ABSENT = Symbol('absent');
export const PRESENT = Symbol('present');
type Condition = Record<string, unknown>;

export interface Change {
  set?: Item;
  /** Numbers to add, atomically. */
  add?: Record<string, number>;
  remove?: string[];
  /** All must hold; the item must also be there, unless `upsert`. */
  when?: Condition;
  upsert?: boolean;
}

/** One action of a transaction. `put` of a record is conditional on its absence unless `replace`. */
export type Action =
  | { put: Key; item: Item; replace?: boolean }
  | { update: Key; change: Change }
  | { delete: Key; when?: Condition }
  | { check: Key; when: Condition };

/** A condition did not hold: somebody else was first, or the record is not (or no longer) as the caller thought. */
export class ConditionFailed extends Error {
  override name = 'ConditionFailed';
  /** Positions of the actions whose condition failed. */
  readonly failed: readonly number[];
  constructor(failed: readonly number[]) {
    super(`condition failed at ${failed.join(', ')}`);
    this.failed = failed;
  }
}

interface Expression {
  names: Record<string, string>;
  values: Item;
  text: string | undefined;
}

/** A conjunction over attributes, as DynamoDB wants it. */
function condition(when: Condition, mustExist: boolean): Expression {
  const names: Record<string, string> = {};
  const values: Item = {};
  const parts: string[] = mustExist ? ['attribute_exists(pk)'] : [];
  for (const [i, [name, value]] of Object.entries(when).entries()) {
    names[`#c${i}`] = name;
    if (value === ABSENT) parts.push(`attribute_not_exists(#c${i})`);
    else if (value === PRESENT) parts.push(`attribute_exists(#c${i})`);
    else {
      values[`:c${i}`] = value;
      parts.push(`#c${i} = :c${i}`);
    }
  }
  return { names, values, text: parts.length > 0 ? parts.join(' AND ') : undefined };
}

function updateExpression(change: Change): { UpdateExpression: string } & ReturnType<typeof withCondition> {
  const cond = condition(change.when ?? {}, change.upsert !== true);
  const clauses: string[] = [];
  const sets = Object.entries(change.set ?? {}).filter(([, v]) => v !== undefined);
  const part = (items: string[], word: string) => items.length > 0 && clauses.push(`${word} ${items.join(', ')}`);
  part(
    sets.map(([name, value], i) => {
      cond.names[`#s${i}`] = name;
      cond.values[`:s${i}`] = value;
      return `#s${i} = :s${i}`;
    }),
    'SET',
  );
  part(
    Object.entries(change.add ?? {}).map(([name, value], i) => {
      cond.names[`#a${i}`] = name;
      cond.values[`:a${i}`] = value;
      return `#a${i} :a${i}`;
    }),
    'ADD',
  );
  part(
    (change.remove ?? []).map((name, i) => {
      cond.names[`#r${i}`] = name;
      return `#r${i}`;
    }),
    'REMOVE',
  );
  return { UpdateExpression: clauses.join(' '), ...withCondition(cond) };
}

function withCondition(cond: Expression): {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
} {
  return {
    ...(cond.text === undefined ? {} : { ConditionExpression: cond.text }),
    ...(Object.keys(cond.names).length === 0 ? {} : { ExpressionAttributeNames: cond.names }),
    ...(Object.keys(cond.values).length === 0 ? {} : { ExpressionAttributeValues: cond.values }),
  };
}

/** A transaction that met another one is tried again, a few times: its conditions say whether it still may. */
const CONFLICT_TRIES = 8;
const BATCH = 25;

/** What an older version has written is read as this one writes it. No retry makes another record of it. @throws BadInput record.malformed */
const recordOf = <T extends z.ZodType>(schema: T, item: Item): z.infer<T> =>
  parseInput(schema, upToDate(item), 'record.malformed');

/** The one table. All reads are consistent: barriers, rankings and lists never read an index. */
export class Table {
  readonly #client: DynamoDBDocumentClient;
  readonly name: string;

  constructor(name: string, client = new DynamoDBClient({ maxAttempts: 5 })) {
    this.name = name;
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  }

  async get<T extends z.ZodType>(key: Key, schema: T): Promise<z.infer<T> | null> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true }));
    return Item === undefined ? null : recordOf(schema, Item);
  }

  /** Some of up to a hundred records, with those of their attributes that are asked for; and the keys that are still to be read. */
  async some(Keys: Key[], attributes: string[]): Promise<{ items: Item[]; left: Key[] }> {
    const names = Object.fromEntries(['pk', 'sk', ...attributes].map((name, i) => [`#a${i}`, name]));
    const ProjectionExpression = Object.keys(names).join(', ');
    const asked = { Keys, ProjectionExpression, ExpressionAttributeNames: names, ConsistentRead: true };
    const got = await this.#client.send(new BatchGetCommand({ RequestItems: { [this.name]: asked } }));
    const left = got.UnprocessedKeys?.[this.name]?.Keys ?? [];
    return { items: got.Responses?.[this.name] ?? [], left: left.map(({ pk, sk }) => ({ pk: `${pk}`, sk: `${sk}` })) };
  }

  /** One page of a partition, in order of the sort key. */
  async page<T extends z.ZodType>(
    pk: string,
    schema: T,
    options: { prefix?: string; after?: string | undefined; limit?: number; backwards?: true } = {},
  ): Promise<{ items: z.infer<T>[]; next: string | undefined }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.name,
        ConsistentRead: true,
        KeyConditionExpression: options.prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': pk, ...(options.prefix === undefined ? {} : { ':sk': options.prefix }) },
        ...(options.limit === undefined ? {} : { Limit: options.limit }),
        ...(options.backwards === undefined ? {} : { ScanIndexForward: false }),
        ...(options.after === undefined ? {} : { ExclusiveStartKey: { pk, sk: options.after } }),
      }),
    );
    const next = LastEvaluatedKey?.['sk'];
    return { items: Items.map((item) => recordOf(schema, item)), next: typeof next === 'string' ? next : undefined };
  }

  /** All of a partition (or of a prefix in it), page by page. */
  async all<T extends z.ZodType>(pk: string, schema: T, prefix?: string): Promise<z.infer<T>[]> {
    const items: z.infer<T>[] = [];
    let after: string | undefined;
    do {
      const page = await this.page(pk, schema, { ...(prefix === undefined ? {} : { prefix }), after });
      items.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return items;
  }

  /** All of a partition as it is stored, also as an older version has written it. */
  async stored(pk: string): Promise<(Item & Key)[]> {
    const query = {
      ...{ TableName: this.name, ConsistentRead: true },
      ...{ KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
    };
    const found: (Item & Key)[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      found.push(...Items.map((item) => ({ ...item, pk: String(item['pk']), sk: String(item['sk']) })));
    return found;
  }

  /** Keys in a partition of the index of what is due, oldest first, page by page; the index may lag, so callers read the record again. */
  keysInIndex(gsi1pk: string, until: string): AsyncGenerator<Key[]> {
    return this.#keysIn({
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk <= :until',
      ExpressionAttributeValues: { ':pk': gsi1pk, ':until': until },
    });
  }

  /** The same of the index of people's work. */
  keysOfWork(gsi2pk: string): AsyncGenerator<Key[]> {
    return this.#keysIn({
      IndexName: 'gsi2',
      KeyConditionExpression: 'gsi2pk = :pk',
      ExpressionAttributeValues: { ':pk': gsi2pk },
    });
  }

  async *#keysIn(
    query: Pick<QueryCommandInput, 'IndexName' | 'KeyConditionExpression' | 'ExpressionAttributeValues'>,
  ): AsyncGenerator<Key[]> {
    const pages = paginateQuery({ client: this.#client }, { TableName: this.name, ...query, Limit: 100 });
    for await (const { Items = [] } of pages)
      yield Items.map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
  }

  async put(key: Key, item: Item, options: { replace?: boolean } = {}): Promise<void> {
    await this.#conditional(() =>
      this.#client.send(
        new PutCommand({
          TableName: this.name,
          Item: { ...item, ...key },
          ...(options.replace === true ? {} : { ConditionExpression: 'attribute_not_exists(pk)' }),
        }),
      ),
    );
  }

  /** Changes one record and returns it as it is afterwards. @throws ConditionFailed */
  async update(key: Key, change: Change): Promise<Item> {
    const { Attributes = {} } = await this.#conditional(() =>
      this.#client.send(
        new UpdateCommand({ TableName: this.name, Key: key, ReturnValues: 'ALL_NEW', ...updateExpression(change) }),
      ),
    );
    return Attributes;
  }

  async delete(key: Key): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.name, Key: key }));
  }

  /** Writes many records without conditions: for content-addressed rows that are the same whoever writes them. */
  async putMany(rows: { key: Key; item: Item }[]): Promise<void> {
    for (let i = 0; i < rows.length; i += BATCH) {
      let pending = rows.slice(i, i + BATCH).map(({ key, item }) => ({ PutRequest: { Item: { ...item, ...key } } }));
      for (let attempt = 0; pending.length > 0; attempt += 1) {
        if (attempt > 0) await pause(attempt);
        if (attempt > CONFLICT_TRIES) throw new Error(`${pending.length} rows were not written`);
        const { UnprocessedItems } = await this.#client.send(
          new BatchWriteCommand({ RequestItems: { [this.name]: pending } }),
        );
        pending = (UnprocessedItems?.[this.name] ?? []) as typeof pending;
      }
    }
  }

  /** All or nothing. @throws ConditionFailed naming the actions whose condition did not hold. */
  async transact(actions: Action[]): Promise<void> {
    const TransactItems = actions.map((action) => this.#transactItem(action));
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#client.send(new TransactWriteCommand({ TransactItems }));
        return;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
        const failed = codes.flatMap((code, i) => (code === 'ConditionalCheckFailed' ? [i] : []));
        if (failed.length > 0) throw new ConditionFailed(failed);
        const again = codes.some((code) => code === 'TransactionConflict' || code === 'ThrottlingError');
        if (!again || attempt >= CONFLICT_TRIES) throw error;
        await pause(attempt);
      }
    }
  }

  #transactItem(action: Action): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
    const TableName = this.name;
    if ('put' in action) {
      const unless = action.replace === true ? {} : { ConditionExpression: 'attribute_not_exists(pk)' };
      return { Put: { TableName, Item: { ...action.item, ...action.put }, ...unless } };
    }
    if ('update' in action) return { Update: { TableName, Key: action.update, ...updateExpression(action.change) } };
    if ('delete' in action)
      return {
        Delete: {
          TableName,
          Key: action.delete,
          ...withCondition(condition(action.when ?? {}, action.when !== undefined)),
        },
      };
    const { ConditionExpression = 'attribute_exists(pk)', ...rest } = withCondition(condition(action.when, true));
    return { ConditionCheck: { TableName, Key: action.check, ConditionExpression, ...rest } };
  }

  async #conditional<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new ConditionFailed([0]);
      throw error;
    }
  }
}

/** Backs off for a random moment that grows with the attempt: two who met once should not meet again. */
const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
