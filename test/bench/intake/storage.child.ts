/**
 * The local S3 in a process of its own, so that its memory is not the reader's. Argument: where it keeps its files. Prints
 * its port, and ends with its input.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createS3Server } from '../../../infra/local/s3/server.ts';
import { BUCKET, KEYS, REGION } from './place.ts';

const s3 = createS3Server({
  dir: process.argv[2] ?? '',
  now: Date.now,
  region: REGION,
  credentials: KEYS,
  count: () => undefined,
  onObjectCreated: async () => undefined,
});
await s3.ensureBucket(BUCKET, { versioned: false, notify: false });
const server = createServer(s3.handle);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.stdin.once('end', () => process.exit(0)).resume();
