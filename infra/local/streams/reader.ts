import { type DynamoDbClient, DynamoDbError } from '../dynamodb/client.ts';
import type { State } from '../state.ts';

export interface StreamRecord {
  eventID: string;
  eventName: string;
  eventVersion: string;
  dynamodb: {
    Keys: Record<string, unknown>;
    SequenceNumber: string;
    SizeBytes?: number;
    /** Seconds; real time as it is read, domain time as a function gets it. */
    ApproximateCreationDateTime?: number;
  } & Record<string, unknown>;
}

/** Reads a table's stream from where it last came to. */
export interface StreamReader {
  /** The next records in order; undefined at the end of the stream. */
  next(): Promise<Page | undefined>;
}

interface Page {
  records: StreamRecord[];
  /** To be called when the records are dealt with. */
  checkpoint(): void;
  /** Whether there was more to read at that time; in doubt yes. */
  more: boolean;
}

/** A page that is far from DynamoDB's limits (1,000 records, 1 MB) was not cut off by them. */
const SMALL_PAGE_RECORDS = 500;
const SMALL_PAGE_BYTES = 256 * 1024;

const STREAMS = 'DynamoDBStreams_20120810.';

/**
 * @param id under which the position is kept; each consumer of a stream has its own
 * @param replays asked before each reading whether it begins at the stream's start again
 */
export function createStreamReader(
  client: DynamoDbClient,
  state: Pick<State, 'get' | 'set'>,
  tableName: string,
  id: string,
  replays: () => boolean = () => false,
): StreamReader {
  const iterators = new Map<string, string | undefined>();
  let streamArn: string | undefined;

  const setting = (shardId: string): string => `stream/${id}/${shardId}`;
  const openShard = async (shardId: string): Promise<string | undefined> => {
    const position = state.get(setting(shardId));
    const from = (where: Record<string, string>): Promise<Record<string, unknown>> =>
      client.call(`${STREAMS}GetShardIterator`, { StreamArn: streamArn, ShardId: shardId, ...where });
    const fromStart = { ShardIteratorType: 'TRIM_HORIZON' };
    if (position === undefined || position === '') return text((await from(fromStart)).ShardIterator);
    try {
      const after = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position };
      return text((await from(after)).ShardIterator);
    } catch (error) {
      // Older than the stream remembers: whatever is still there comes next.
      if (!(error instanceof DynamoDbError) || error.code !== 'TrimmedDataAccessException') throw error;
      return text((await from(fromStart)).ShardIterator);
    }
  };
  const findShards = async (): Promise<void> => {
    if (streamArn === undefined) {
      const { Table } = await client.call('DynamoDB_20120810.DescribeTable', { TableName: tableName });
      streamArn = text((Table as Record<string, unknown>).LatestStreamArn);
    }
    const { StreamDescription } = await client.call(`${STREAMS}DescribeStream`, { StreamArn: streamArn });
    const shards = ((StreamDescription as Record<string, unknown>).Shards ?? []) as { ShardId: string }[];
    for (const { ShardId } of shards) {
      if (!iterators.has(ShardId)) iterators.set(ShardId, await openShard(ShardId));
    }
  };

  return {
    next: async () => {
      if (replays()) {
        for (const shardId of iterators.keys()) state.set(setting(shardId), '');
        iterators.clear();
      }
      if (![...iterators.values()].some((iterator) => iterator !== undefined)) await findShards();
      for (const [shardId, iterator] of iterators) {
        if (iterator === undefined) continue;
        const output = await client.call(`${STREAMS}GetRecords`, { ShardIterator: iterator });
        const records = (output.Records ?? []) as StreamRecord[];
        // Without a next iterator the shard is closed and another one goes on.
        const following = text(output.NextShardIterator);
        if (following === undefined) {
          iterators.set(shardId, undefined);
          await findShards();
        }
        const last = records.at(-1)?.dynamodb.SequenceNumber;
        if (last === undefined) continue;
        const checkpoint = (): void => {
          state.set(setting(shardId), last);
          if (following !== undefined) iterators.set(shardId, following);
        };
        return { records, checkpoint, more: iterators.size > 1 || isLarge(records) };
      }
      return undefined;
    },
  };
}

function isLarge(records: StreamRecord[]): boolean {
  const bytes = records.reduce((sum, record) => sum + (record.dynamodb.SizeBytes ?? SMALL_PAGE_BYTES), 0);
  return records.length >= SMALL_PAGE_RECORDS || bytes >= SMALL_PAGE_BYTES;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
