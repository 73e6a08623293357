import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CREDENTIALS } from './credentials.ts';
import { bytesOf, patterned, refusal, start, temporaryFolder } from './harness.ts';

interface Child {
  process: ChildProcess;
  client: S3Client;
  nextLine(): Promise<string>;
  kill(): Promise<void>;
}

async function startChild(dir: string, listener: 'confirms' | 'hangs'): Promise<Child> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), dir, listener], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  const endpoint = `http://127.0.0.1:${await nextLine()}`;
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: CREDENTIALS,
  });
  onTestFinished(() => client.destroy());
  return { process: child, client, nextLine, kill };
}

test('killed after an object was stored but before anybody knew: it is announced after the restart', async () => {
  const dir = await temporaryFolder();
  const first = await startChild(dir, 'hangs');
  const body = patterned(200_000);
  const put = first.client.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'k', Body: body }));
  const failed = refusal(put);
  const event = JSON.parse(await first.nextLine());
  await first.kill();
  // No receipt was given.
  await failed;
  const again = await start({ dir });
  expect(again.s3.idle()).toBe(false);
  await again.s3.resume();
  expect(again.events).toEqual([event]);
  expect(again.s3.idle()).toBe(true);
  const got = await again.client().send(new GetObjectCommand({ Bucket: 'inbox', Key: 'k' }));
  expect(await bytesOf(got.Body)).toEqual(body);
  await again.stop();
  const third = await start({ dir });
  await third.s3.resume();
  expect(third.events).toEqual([]);
});

test('killed amid many uploads: whatever was answered is there, whole, and nothing else lies about', async () => {
  const dir = await temporaryFolder();
  const child = await startChild(dir, 'confirms');
  const answered: string[] = [];
  const uploads = Array.from({ length: 60 }, async (_, i) => {
    const Key = `k${i}`;
    await child.client.send(new PutObjectCommand({ Bucket: 'inbox', Key, Body: patterned(150_000, i) }));
    answered.push(Key);
    if (answered.length === 20) await child.kill();
  });
  await Promise.allSettled(uploads);
  expect(answered.length).toBeGreaterThanOrEqual(20);
  const again = await start({ dir });
  const s3 = again.client();
  await again.s3.resume();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'inbox' }));
  const stored = Contents.map(({ Key = '' }) => Key);
  expect(stored).toEqual(expect.arrayContaining(answered));
  for (const Key of stored) {
    const got = await s3.send(new GetObjectCommand({ Bucket: 'inbox', Key }));
    expect((await bytesOf(got.Body)).equals(patterned(150_000, Number(Key.slice(1))))).toBe(true);
  }
  expect(await readdir(join(dir, 'incoming'))).toEqual([]);
});

test('a multipart upload goes on after a restart', async () => {
  const dir = await temporaryFolder();
  const at = { Bucket: 'inbox', Key: 'big' };
  const [big, rest] = [patterned(5 * 1024 * 1024, 1), patterned(100, 2)];
  const first = await start({ dir });
  const { UploadId = '' } = await first.client().send(new CreateMultipartUploadCommand(at));
  const upload = { ...at, UploadId };
  await first.client().send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: big }));
  await first.stop();
  const again = await start({ dir });
  const s3 = again.client();
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 2, Body: rest }));
  const { Parts = [] } = await s3.send(new ListPartsCommand(upload));
  expect(Parts.map(({ PartNumber }) => PartNumber)).toEqual([1, 2]);
  expect(Parts[1]?.ETag).toBe(ETag);
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  const got = await s3.send(new GetObjectCommand(at));
  expect((await bytesOf(got.Body)).equals(Buffer.concat([big, rest]))).toBe(true);
});

test('a listener that fails costs the receipt, not the event', async () => {
  const reported = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => reported.mockRestore());
  let failures = 2;
  const heard = Promise.withResolvers<void>();
  const running = await start({
    listener: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the bus is down');
      heard.resolve();
    },
  });
  const s3 = running.client();
  expect(await refusal(s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'k', Body: 'x' })))).toBe('InternalError');
  expect(reported).toHaveBeenCalledOnce();
  expect(running.events).toEqual([]);
  await heard.promise;
  await expect.poll(() => running.s3.idle()).toBe(true);
  expect(running.events.map(({ key }) => key)).toEqual(['k']);
});

test('replaced and deleted objects leave the disk', async () => {
  const running = await start();
  const s3 = running.client();
  for (let i = 0; i < 5; i += 1) await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: `${i}` }));
  expect(await readdir(join(running.dir, 'blobs'))).toHaveLength(1);
});

test('a broken-off upload leaves nothing, and no other upload notices', async () => {
  const running = await start();
  const s3 = running.client();
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'inbox', Key: 'k' }), { expiresIn: 60 });
  const upload = request(url, { method: 'PUT', headers: { 'content-length': 1_000_000 } });
  upload.on('error', () => undefined);
  upload.write(Buffer.alloc(300_000));
  await expect.poll(() => readdir(join(running.dir, 'incoming'))).toHaveLength(1);
  upload.destroy();
  await expect.poll(() => readdir(join(running.dir, 'incoming'))).toHaveLength(0);
  expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: 'inbox', Key: 'k' })))).toBe('NotFound');
  expect(running.events).toEqual([]);
  await s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'k', Body: 'whole' }));
});

test('large objects go through, in and out, in little memory', async () => {
  const child = await startChild(await temporaryFolder(), 'confirms');
  const memory = async () => {
    child.process.kill('SIGUSR2');
    return Number(await child.nextLine());
  };
  const body = Buffer.alloc(160_000_000, 'x');
  const before = await memory();
  await child.client.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'big', Body: body }));
  await child.nextLine();
  for (let i = 0; i < 3; i += 1) {
    const Range = `bytes=${i * 1_000_000}-${i * 1_000_000 + 140_000_000}`;
    const got = await child.client.send(new GetObjectCommand({ Bucket: 'inbox', Key: 'big', Range }));
    expect(await bytesOf(got.Body)).toHaveLength(140_000_001);
  }
  // In KiB: far less than one object.
  expect((await memory()) - before).toBeLessThan(80_000);
});
