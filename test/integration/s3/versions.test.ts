import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { DOMAIN_NOW, refusal, start } from './harness.ts';

const DAY = 86_400_000;
const at = { Bucket: 'evidence', Key: 'k' };

async function versioned() {
  const running = await start({ buckets: { evidence: { versioned: true, notify: true } } });
  const s3 = running.client();
  const put = async (Body: string) => (await s3.send(new PutObjectCommand({ ...at, Body }))).VersionId ?? '';
  const read = async (VersionId?: string) => {
    const got = await s3.send(new GetObjectCommand(VersionId ? { ...at, VersionId } : at));
    return { text: await got.Body?.transformToString(), version: got.VersionId };
  };
  return { ...running, s3, put, read };
}

describe('versions', () => {
  test('every put is one more, and each stays readable', async () => {
    const { put, read, events, s3 } = await versioned();
    const [one, two] = [await put('one'), await put('two')];
    expect(one).not.toBe(two);
    expect(await read()).toEqual({ text: 'two', version: two });
    expect(await read(one)).toEqual({ text: 'one', version: one });
    expect(events.map(({ versionId }) => versionId)).toEqual([one, two]);
    const [first, second] = events.map(({ sequencer }) => sequencer);
    expect((first ?? '') < (second ?? '')).toBe(true);
    expect(await refusal(read('nonsense'))).toBe('NoSuchVersion');
    const CopySource = `evidence/k?versionId=${one}`;
    const copied = await s3.send(new CopyObjectCommand({ Bucket: 'evidence', Key: 'copy', CopySource }));
    expect(copied.CopySourceVersionId).toBe(one);
    const copy = await s3.send(new GetObjectCommand({ Bucket: 'evidence', Key: 'copy' }));
    expect(await copy.Body?.transformToString()).toBe('one');
  });

  test('a deletion hides, and its own deletion brings back', async () => {
    const { put, read, s3 } = await versioned();
    const one = await put('one');
    const marker = await s3.send(new DeleteObjectCommand(at));
    expect(marker.DeleteMarker).toBe(true);
    expect(await refusal(read())).toBe('NoSuchKey');
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'evidence' }))).KeyCount).toBe(0);
    expect(await read(one)).toEqual({ text: 'one', version: one });
    expect(await refusal(read(marker.VersionId))).toBe('MethodNotAllowed');
    // Nothing visible is nothing there: a conditional put may go.
    await s3.send(new PutObjectCommand({ ...at, Key: 'other', Body: 'x', IfNoneMatch: '*' }));
    await s3.send(new DeleteObjectCommand({ ...at, VersionId: marker.VersionId }));
    expect((await read()).text).toBe('one');
    await put('two');
    const Objects = [{ Key: 'k', VersionId: one }, { Key: 'other' }];
    const done = await s3.send(new DeleteObjectsCommand({ Bucket: 'evidence', Delete: { Objects } }));
    expect(done.Deleted).toEqual([
      { Key: 'k', VersionId: one },
      { Key: 'other', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    ]);
    expect((await read()).text).toBe('two');
    expect(await refusal(read(one))).toBe('NoSuchVersion');
  });
});

describe('object lock', () => {
  async function locked(mode: 'GOVERNANCE' | 'COMPLIANCE') {
    const evidence = { versioned: true, notify: false, objectLock: { mode, days: 30 } };
    const running = await start({ buckets: { evidence, plain: { versioned: false, notify: false } } });
    const s3 = running.client();
    const { VersionId = '' } = await s3.send(new PutObjectCommand({ ...at, Body: 'x' }));
    const remove = (extra: object = {}) => s3.send(new DeleteObjectCommand({ ...at, VersionId, ...extra }));
    return { ...running, s3, VersionId, remove };
  }

  test('a version cannot be removed before its time, by the domain clock', async () => {
    const { s3, VersionId, remove, clock } = await locked('COMPLIANCE');
    const head = await s3.send(new HeadObjectCommand(at));
    expect(head.ObjectLockMode).toBe('COMPLIANCE');
    expect(head.ObjectLockRetainUntilDate?.getTime()).toBe(DOMAIN_NOW + 30 * DAY);
    expect(await refusal(remove())).toBe('AccessDenied');
    expect(await refusal(remove({ BypassGovernanceRetention: true }))).toBe('AccessDenied');
    const Objects = [{ Key: 'k', VersionId }];
    const tried = await s3.send(new DeleteObjectsCommand({ Bucket: 'evidence', Delete: { Objects } }));
    expect(tried.Errors).toMatchObject([{ Key: 'k', VersionId, Code: 'AccessDenied' }]);
    // A marker or a newer version only stands in front of it.
    await s3.send(new DeleteObjectCommand(at));
    await s3.send(new PutObjectCommand({ ...at, Body: 'newer' }));
    const got = await s3.send(new GetObjectCommand({ ...at, VersionId }));
    expect(await got.Body?.transformToString()).toBe('x');
    clock.now = DOMAIN_NOW + 31 * DAY;
    await remove();
    expect(await refusal(s3.send(new GetObjectCommand({ ...at, VersionId })))).toBe('NoSuchVersion');
  });

  test('governance gives way to whoever says so', async () => {
    const { remove } = await locked('GOVERNANCE');
    expect(await refusal(remove())).toBe('AccessDenied');
    await remove({ BypassGovernanceRetention: true });
  });

  test('an upload may ask for more, and for a legal hold', async () => {
    const { s3, clock } = await locked('GOVERNANCE');
    const ObjectLockRetainUntilDate = new Date(DOMAIN_NOW + 100 * DAY);
    const own = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus: 'ON' } as const;
    const { VersionId = '' } = await s3.send(new PutObjectCommand({ ...at, Body: 'held', ...own }));
    expect(await s3.send(new HeadObjectCommand({ ...at, VersionId }))).toMatchObject(own);
    clock.now = DOMAIN_NOW + 200 * DAY;
    expect(await refusal(s3.send(new DeleteObjectCommand({ ...at, VersionId })))).toBe('AccessDenied');
    const past = { ...own, ObjectLockRetainUntilDate: new Date(DOMAIN_NOW) };
    expect(await refusal(s3.send(new PutObjectCommand({ ...at, Body: 'x', ...past })))).toBe('InvalidArgument');
    const unlocked = new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: 'x', ...own });
    expect(await refusal(s3.send(unlocked))).toBe('InvalidRequest');
  });

  test('wants a checksum on every upload, but not on a copy', async () => {
    const { client, s3 } = await locked('GOVERNANCE');
    const unchecked = client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    expect(await refusal(unchecked.send(new PutObjectCommand({ ...at, Body: 'x' })))).toBe('InvalidRequest');
    await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'k', Body: 'x' }));
    await s3.send(new CopyObjectCommand({ ...at, Key: 'copy', CopySource: 'plain/k' }));
    const copy = await s3.send(new HeadObjectCommand({ ...at, Key: 'copy' }));
    expect(copy.ObjectLockMode).toBe('GOVERNANCE');
  });
});
