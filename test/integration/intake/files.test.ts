import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { type Arrival, type IntakeDeps, uploaded } from '../../../functions/intake/arrival.ts';
import { keepFiles } from '../../../functions/intake/files.ts';
import { checkPackage } from '../../../shared/package/check.ts';
import { Bucket, ObjectChanged } from '../../../shared/store/buckets.ts';
import { fileKey, filesPrefix } from '../../../shared/store/evidence.ts';
import { benchPackage } from '../../bench/intake/packages.ts';
import { start } from '../s3/harness.ts';

const ID = 'round.c.0123456789abcdef';
const { bytes, slot } = benchPackage(14, 9_500_000);
const limits = slot.policy.intake.value;

class Dying extends Bucket {
  left = Number.POSITIVE_INFINITY;

  override async writeVerified(...args: Parameters<Bucket['writeVerified']>): Promise<void> {
    if (this.left <= 0) throw new Error('killed');
    this.left -= 1;
    await super.writeVerified(...args);
  }
}

async function uploadedPackage() {
  const running = await start({
    buckets: {
      inbox: { versioned: true, notify: false },
      evidence: { versioned: true, notify: false, objectLock: { mode: 'GOVERNANCE', days: 1 } },
    },
  });
  const s3: S3Client = running.client();
  const key = `inbox/round/${ID}/x.zip`;
  const put = async (Body: Uint8Array) =>
    (await s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: key, Body }))).ETag ?? '';
  const etag = await put(bytes);
  const evidence = new Dying('evidence', s3);
  // Of its dependencies the copying uses the two buckets, of the arrival its slot and its object.
  const deps = { evidence, inbox: new Bucket('inbox', s3) } as unknown as IntakeDeps;
  const arrival = { key, etag, size: bytes.length, slot: { roundId: 'round', applicationId: ID } } as Arrival;
  const blocks = uploaded(deps.inbox, arrival);
  const checked = await checkPackage(blocks, slot);
  if (!checked.ok) throw new Error(checked.problems.map(({ code }) => code).join());
  const keep = () => keepFiles(deps, arrival, { blocks: uploaded(deps.inbox, arrival), files: checked.files, limits });
  const kept = async () =>
    (await Array.fromAsync(evidence.list(filesPrefix('round', ID)))).map((one) => one.key).sort();
  const keys = [...new Set(checked.files.map((file) => fileKey('round', ID, file.sha256)))].sort();
  const puts = () => running.operations.filter((name) => name === 'PutObject').length;
  return { running, s3, evidence, put, keep, kept, keys, puts, files: checked.files };
}

test('every file of a package is kept under its hash, with type, checksum and lock', async () => {
  const { s3, keep, kept, keys, files } = await uploadedPackage();
  await keep();
  expect(await kept()).toEqual(keys);
  for (const file of files) {
    const at = { Bucket: 'evidence', Key: fileKey('round', ID, file.sha256) };
    const { Body, ContentType } = await s3.send(new GetObjectCommand(at));
    expect(ContentType).toBe(file.contentType);
    const content = (await Body?.transformToByteArray()) ?? new Uint8Array();
    expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256);
    const head = await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
    expect(head.ChecksumSHA256).toBe(Buffer.from(file.sha256, 'hex').toString('base64'));
    expect(head.ObjectLockMode).toBe('GOVERNANCE');
  }
});

test('killed in the middle, it is finished by its repetition, and nothing is written twice', async () => {
  const { evidence, keep, kept, keys, puts } = await uploadedPackage();
  const before = puts();
  for (const left of [0, 1, 3]) {
    evidence.left = left;
    await expect(keep()).rejects.toThrow('killed');
  }
  expect((await kept()).length).toBeLessThan(keys.length);
  evidence.left = Number.POSITIVE_INFINITY;
  await keep();
  await keep();
  expect(await kept()).toEqual(keys);
  expect(puts() - before).toBe(keys.length);
});

test('an object that changed after it was verified is not copied from', async () => {
  const { put, keep, kept } = await uploadedPackage();
  await put(Buffer.concat([bytes, Buffer.from([0])]));
  await expect(keep()).rejects.toThrow(ObjectChanged);
  expect(await kept()).toEqual([]);
});

test('the storage itself refuses content of another hash, whole or streamed, and keeps nothing of it', async () => {
  const { evidence, kept } = await uploadedPackage();
  const key = fileKey('round', ID, 'f'.repeat(64));
  const what = { size: 3, sha256: 'f'.repeat(64), contentType: 'application/pdf' };
  await expect(evidence.writeVerified(key, Buffer.from('abc'), what)).rejects.toThrow();
  const stream = async function* () {
    yield Buffer.from('abc');
  };
  await expect(evidence.writeVerified(key, stream(), what)).rejects.toThrow();
  expect(await kept()).toEqual([]);
});
