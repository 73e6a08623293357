import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createDynamoDbClient } from '../../../infra/local/dynamodb/client.ts';
import { startDatabase } from '../../../infra/local/dynamodb/process.ts';
import { indexStreams } from '../../../infra/local/dynamodb/stream-index.ts';
import { removeDir, temporaryDir } from './harness.ts';

const API = 'DynamoDB_20120810.';
const STREAMS = 'DynamoDBStreams_20120810.';

test('the embedded database finds the end of a stream by an index, also on the second start', async () => {
  const dir = temporaryDir();
  const written: unknown[] = [];
  for (const start of [1, 2]) {
    const database = await startDatabase(dir, {});
    const client = createDynamoDbClient(database.endpoint);
    if (start === 1) {
      await client.call(`${API}CreateTable`, {
        TableName: 'facts',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      });
    }
    for (const n of [1, 2, 3]) {
      const pk = { S: `${start}-${n}` };
      written.push(pk);
      await client.call(`${API}PutItem`, { TableName: 'facts', Item: { pk } });
    }
    const { Table } = await client.call(`${API}DescribeTable`, { TableName: 'facts' });
    const StreamArn = (Table as { LatestStreamArn: string }).LatestStreamArn;
    const { StreamDescription } = await client.call(`${STREAMS}DescribeStream`, { StreamArn });
    const [shard] = (StreamDescription as { Shards: { ShardId: string }[] }).Shards;
    const from = { StreamArn, ShardId: shard?.ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await client.call(`${STREAMS}GetShardIterator`, from);
    const { Records } = await client.call(`${STREAMS}GetRecords`, { ShardIterator });
    const keys = (Records as { dynamodb: { Keys: { pk: unknown } } }[]).map((record) => record.dynamodb.Keys.pk);
    expect(keys).toEqual(written);
    client.close();
    await database.stop();
  }
  const db = new DatabaseSync(join(dir, 'dynoxide.sqlite'));
  // The question that the database asks itself at each write.
  const [plan] = db
    .prepare(
      `EXPLAIN QUERY PLAN
       SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?`,
    )
    .all('facts');
  expect(plan?.detail).toContain('USING COVERING INDEX');
  db.close();
  removeDir(dir);
});

test('a database that keeps its streams otherwise is left as it is', () => {
  const dir = temporaryDir();
  const file = join(dir, 'other.sqlite');
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE _stream_records (id INTEGER PRIMARY KEY, record TEXT)');
  indexStreams(file);
  expect(db.prepare(`SELECT name FROM sqlite_master WHERE type = 'index'`).all()).toEqual([]);
  db.close();
  removeDir(dir);
});
