import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import {
  type BucketConfig,
  createS3Server,
  type ObjectCreated,
  type S3Server,
} from '../../../infra/local/s3/server.ts';
import { CREDENTIALS } from './credentials.ts';

/** The domain clock of the tests stands here, far from the real one. */
export const DOMAIN_NOW = Date.UTC(2031, 4, 6, 7, 8, 9, 500);

export interface Running {
  s3: S3Server;
  url: string;
  dir: string;
  events: ObjectCreated[];
  operations: string[];
  clock: { now: number };
  client(config?: S3ClientConfig): S3Client;
  stop(): Promise<void>;
}

interface Setup {
  dir?: string;
  buckets?: Record<string, BucketConfig>;
  listener?: (event: ObjectCreated) => void | Promise<void>;
}

export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 's3-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `http://127.0.0.1:${address.port}`;
}

/** A server of ours on a free port, with the buckets `plain` and `inbox` (notifying) unless told otherwise. */
export async function start(setup: Setup = {}): Promise<Running> {
  const dir = setup.dir ?? (await temporaryFolder());
  const events: ObjectCreated[] = [];
  const operations: string[] = [];
  const clock = { now: DOMAIN_NOW };
  const s3 = createS3Server({
    dir,
    now: () => clock.now,
    credentials: CREDENTIALS,
    region: 'us-east-1',
    count: (operation) => operations.push(operation),
    onObjectCreated: async (event) => {
      await setup.listener?.(event);
      events.push(event);
    },
  });
  const buckets = setup.buckets ?? {
    plain: { versioned: false, notify: false },
    inbox: { versioned: false, notify: true },
  };
  for (const [name, config] of Object.entries(buckets)) await s3.ensureBucket(name, config);
  const server = createServer(s3.handle);
  const url = await listen(server);
  const clients: S3Client[] = [];
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    for (const client of clients) client.destroy();
    server.close();
    server.closeAllConnections();
    await s3.close();
  };
  onTestFinished(stop);
  const client = (config: S3ClientConfig = {}) => {
    const quiet = () => undefined;
    const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const endpoint = { logger, endpoint: url, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 };
    const created = new S3Client({ ...endpoint, credentials: CREDENTIALS, ...config });
    clients.push(created);
    return created;
  };
  return { s3, url, dir, events, operations, clock, client, stop };
}

/** S3's error code of a refused request; fails if it is not refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error.name;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Status and S3 error code of a plain HTTP answer. */
export async function outcome(response: Response): Promise<string> {
  const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
  return code ? `${response.status} ${code}` : String(response.status);
}

export async function bytesOf(body: { transformToByteArray(): Promise<Uint8Array> } | undefined): Promise<Buffer> {
  if (!body) throw new Error('no body');
  return Buffer.from(await body.transformToByteArray());
}

/** Bytes that differ everywhere, so that a wrong offset shows. */
export function patterned(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed >>> 0;
  for (let i = 0; i < size; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
