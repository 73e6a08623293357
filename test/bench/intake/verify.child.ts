/**
 * Verifies one package, from a file or from a bucket, in a process of its own, and says how long it took and how much memory.
 * Arguments: `{ size, slot, file? , s3?: { endpoint, bucket, key } }` as JSON in a file.
 */
import { open, readFile } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { checkPackage } from '../../../shared/package/check.ts';
import type { Slot } from '../../../shared/package/manifest.ts';
import type { ByteSource } from '../../../shared/package/source.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { REGION } from './place.ts';

export interface Verified {
  seconds: number;
  processorSeconds: number;
  /** How much resident memory grew, at its highest. */
  grown: number;
  requests: number;
  problems: string[];
}

export interface VerifyTask {
  size: number;
  slot: Slot;
  file: string;
  s3?: { endpoint: string; bucket: string; key: string };
}

const EVERY_MS = 5;

async function fromFile(file: string, size: number): Promise<ByteSource> {
  const handle = await open(file);
  const read = async (start: number, length: number, into = new Uint8Array(length)) => {
    const { bytesRead } = await handle.read(into, 0, length, start);
    return into.subarray(0, bytesRead);
  };
  return { size, read };
}

function fromBucket({ endpoint, bucket, key }: NonNullable<VerifyTask['s3']>, size: number): ByteSource {
  const client = new S3Client({ endpoint, forcePathStyle: true, region: REGION });
  const store = new Bucket(bucket, client);
  return { size, read: (start, length, into) => store.read(key, { start, length }, undefined, into) };
}

async function verify({ size, slot, file, s3 }: VerifyTask): Promise<Verified> {
  const source = s3 === undefined ? await fromFile(file, size) : fromBucket(s3, size);
  let requests = 0;
  const counted: ByteSource = {
    size,
    read: (start, length, into) => {
      requests += 1;
      return source.read(start, length, into);
    },
  };
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, EVERY_MS);
  const processor = process.cpuUsage();
  const started = performance.now();
  const result = await checkPackage(counted, slot);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  clearInterval(timer);
  const problems = result.ok ? [] : result.problems.map(({ code }) => code);
  return { seconds, processorSeconds: (user + system) / 1e6, grown: most - before, requests, problems };
}

const task = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as VerifyTask;
process.stdout.write(JSON.stringify(await verify(task)));
process.exit(0);
