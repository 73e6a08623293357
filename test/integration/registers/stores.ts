import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bucket } from '../../../shared/store/buckets.ts';
import { Table } from '../../../shared/store/table.ts';
import { EVIDENCE, startBuckets, startTable, TABLE } from '../../browser/parts.ts';
import { openDesk } from '../cli/desk.ts';

/** A table and buckets of their own, and a command line that knows where they are. */
export async function startStores() {
  const desk = openDesk();
  for (const name of ['table', 'buckets']) mkdirSync(desk.path(name));
  const [database, buckets] = await Promise.all([
    startTable(join(desk.dir, 'table')),
    startBuckets(join(desk.dir, 'buckets'), () => Date.now()),
  ]);
  const address = async ({ config }: { config: { endpoint?: unknown } }) => {
    const { protocol, hostname, port } = await (config.endpoint as () => Promise<URL>)();
    return `${protocol}//${hostname}:${port}`;
  };
  const outputs = desk.write('outputs.json', {
    environment: {
      ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
      AWS_ENDPOINT_URL_DYNAMODB: await address(database.dynamo),
      AWS_ENDPOINT_URL_S3: await address(buckets.s3),
    },
    outputs: { TableName: TABLE, EvidenceBucket: EVIDENCE, CallFunctionName: 'none', ApiUrl: 'https://awards.example' },
  });
  return {
    desk,
    table: new Table(TABLE, database.dynamo),
    evidence: new Bucket(EVIDENCE, buckets.s3),
    s3: buckets.s3,
    database: database.dynamo,
    registers: (...args: string[]) => desk.awards(['registers', ...args, '--outputs', outputs]),
    async stop() {
      await Promise.all([database.stop(), buckets.stop()]);
      desk.close();
    },
  };
}
