import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DraftRecord, TransferRecord } from '../../shared/schemas/drafts.ts';
import { keys } from '../../shared/store/keys.ts';
import { type Entered, enter, FILLED } from './applicant.ts';
import { INBOX } from './parts.ts';
import { planOf, type Site, startSite, submitted } from './site.ts';

/** What the form's script asks of the server, and what others try. */
let site: Site;
let applicationId: string;
let me: Entered;
let somebodyElse: Entered;
beforeAll(async () => {
  site = await startSite();
  applicationId = planOf(site.world, 'chain-case').id;
  me = await enter(site, applicationId);
  somebodyElse = await enter(site, planOf(site.world, 'service-provider').id);
});
afterAll(() => site.stop());

const draft = () => site.table.get(keys.draft(applicationId), DraftRecord);
const transfer = (uploadId: string) => site.table.get(keys.transfer(applicationId, uploadId), TransferRecord);
const PART = 5 * 1024 * 1024;
const put = (url: unknown, bytes: number) =>
  fetch(String(url), { method: 'PUT', body: new Uint8Array(bytes) }).then((answer) => answer.status);

async function later<T>(instant: string, act: () => Promise<T>): Promise<T> {
  const then = site.time.now;
  site.time.now = Date.parse(instant);
  try {
    return await act();
  } finally {
    site.time.now = then;
  }
}

async function urlsOf(uploadId: string, parts: number[]): Promise<Record<string, unknown>> {
  const { status, body } = await me.send(`uploads/${uploadId}/parts.json`, { parts });
  expect(status).toBe(200);
  return body['urls'] as Record<string, unknown>;
}

describe('a draft', () => {
  test('is saved over the revision it was made from, and says what is wrong with it', async () => {
    const first = await me.send('draft.json', { revision: 0, values: { title: '案例', 'contact.phone': '无' } });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ revision: 1, savedAt: '2025-11-10T02:00:00.000Z' });
    expect(first.body['problems']).toContainEqual(expect.objectContaining({ where: 'contact.phone' }));
    const second = await me.send('draft.json', { revision: 1, values: { title: '案例二' } });
    expect(second.body).toMatchObject({ revision: 2 });
    expect((await draft())?.values).toEqual({ title: '案例二' });
  });

  test('of another window is never overwritten unseen; both are kept whatever is chosen', async () => {
    const stale = await me.send('draft.json', { revision: 1, values: { title: '旧窗口' } });
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ code: 'draft.conflict', revision: 2, values: { title: '案例二' } });
    const mine = await me.send('draft.json', { revision: 2, values: { title: '旧窗口' }, keep: 'mine' });
    expect(mine.body).toMatchObject({ revision: 3 });
    expect((await draft())?.values).toEqual({ title: '旧窗口' });
    const other = await site.table.get(keys.otherDraft(applicationId), DraftRecord);
    expect(other?.values).toEqual({ title: '案例二' });
    const theirs = await me.send('draft.json', { revision: 3, values: { title: '第三份' }, keep: 'theirs' });
    expect(theirs.body).toMatchObject({ revision: 4 });
    expect((await draft())?.values).toEqual({ title: '旧窗口' });
  });

  test('two saves at once over one revision are one save and one question', async () => {
    const revision = (await draft())?.revision ?? 0;
    const answers = await Promise.all(
      ['甲', '乙'].map((title) => me.send('draft.json', { revision, values: { title } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('is nobody else’s, and only by the page that was opened', async () => {
    const revision = (await draft())?.revision ?? 0;
    const other = await fetch(`${me.home}/draft.json`, { method: 'POST', body: '{}' });
    expect(other.status).toBe(403);
    expect((await me.send('draft.json', { revision, values: {}, csrf: 'made-up' })).status).toBe(403);
    expect((await me.send('draft.json', { revision, values: {}, csrf: somebodyElse.csrf })).status).toBe(403);
    expect((await me.send('draft.json', { revision, values: 'x' })).status).toBe(415);
    const large = { measures: '长'.repeat(90_000), technology: '长'.repeat(90_000) };
    expect((await me.send('draft.json', { revision, values: large })).status).toBe(413);
    expect((await draft())?.revision).toBe(revision);
  });

  test('becomes a package once nothing is missing, and the answer says what is', async () => {
    const name = { name: '青岛某某链主有限公司', 'contact.name': '某某' };
    const revision = (await draft())?.revision ?? 0;
    const saved = await me.send('draft.json', { revision, values: { ...FILLED, ...name, replication: '' } });
    const at = Number(saved.body['revision']);
    const file = (kind: string) => ({ kind, path: `attachments/${kind}.pdf`, sha256: 'a'.repeat(64) });
    const required = site.policy.categories['chain-case'].attachments.value;
    const some = required.slice(1).map(file);
    const incomplete = await me.send('manifest.json', { revision: at, attachments: some });
    expect(incomplete.status).toBe(422);
    expect(incomplete.body['problems']).toMatchObject([
      { where: 'replication' },
      { code: 'package.attachment-missing', message: expect.stringContaining('营业执照') },
    ]);
    const again = await me.send('draft.json', { revision: at, values: { ...FILLED, ...name } });
    const attachments = required.map(file);
    expect((await me.send('manifest.json', { revision: at, attachments })).status).toBe(409);
    const made = await me.send('manifest.json', { revision: again.body['revision'], attachments });
    expect(made.status).toBe(200);
    expect(made.body['uploadId']).toMatch(/^form-[0-9a-f]{40}$/);
    expect(JSON.parse(String(made.body['manifest']))).toMatchObject({ title: '链式协同案例', attachments });
  });
});

describe('an upload in parts', () => {
  const size = PART + 1000;

  test('goes on where it stopped, is received once, and keeps its receipt', async () => {
    const begun = await me.send('uploads.json', { uploadId: 'form-one', size });
    expect(begun.body).toEqual({ status: 'open', uploadId: 'form-one', partBytes: PART, done: [] });
    const urls = await urlsOf('form-one', [1, 2]);
    expect(await put(urls['1'], PART)).toBe(200);
    // A second visit begins the same: what is there need not be sent again.
    expect((await me.send('uploads.json', { uploadId: 'form-one', size })).body).toMatchObject({ done: [1] });
    const early = await me.send('uploads/form-one/complete.json', {});
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'upload.incomplete', missing: [2] });
    expect(await put(urls['2'], 1000)).toBe(200);
    const answers = await Promise.all([1, 2, 3].map(() => me.send('uploads/form-one/complete.json', {})));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const receipts = new Set(answers.map(({ body }) => JSON.stringify(body)));
    expect(receipts.size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ status: 'received', receivedAt: '2025-11-10T02:00:00.000Z' });
    expect(answers[0]?.body['number']).toMatch(/^([0-9A-F]{4}-){2}[0-9A-F]{4}$/);
    const key = `inbox/${site.roundId}/${applicationId}/form-one.zip`;
    expect(site.uploads.filter((one) => one.key === key)).toMatchObject([
      { size, etag: expect.stringMatching(/-2"?$/) },
    ]);
    // Addresses that were given out are of no use any more, and asking for the upload again gives the receipt.
    expect(await put(urls['2'], 1000)).toBe(404);
    expect((await me.send('uploads.json', { uploadId: 'form-one', size })).body).toEqual(answers[0]?.body);
  });

  test('that was received when the answer got lost is still received; one that the storage threw away begins anew', async () => {
    await site.table.update(keys.transfer(applicationId, 'form-one'), { set: { status: 'completing' } });
    const again = await me.send('uploads/form-one/complete.json', {});
    expect(again.body).toMatchObject({ status: 'received', receivedAt: '2025-11-10T02:00:00.000Z' });
    expect(await transfer('form-one')).toMatchObject({ status: 'received' });
    expect(site.uploads.filter(({ key }) => key.includes('form-one'))).toHaveLength(1);

    await me.send('uploads.json', { uploadId: 'form-old', size: 10 });
    expect(await put((await urlsOf('form-old', [1]))['1'], 10)).toBe(200);
    const { storageId = '' } = (await transfer('form-old')) ?? {};
    const Key = `inbox/${site.roundId}/${applicationId}/form-old.zip`;
    await site.s3.send(new AbortMultipartUploadCommand({ Bucket: INBOX, Key, UploadId: storageId }));
    expect((await me.send('uploads/form-old/complete.json', {})).body).toMatchObject({ code: 'upload.gone' });
    expect((await me.send('uploads.json', { uploadId: 'form-old', size: 10 })).body).toMatchObject({ done: [] });
    expect((await transfer('form-old'))?.storageId).not.toBe(storageId);
    await me.send('uploads/form-old/abort.json', {});
  });

  test('takes exactly the parts that were announced', async () => {
    await me.send('uploads.json', { uploadId: 'form-two', size });
    const urls = await urlsOf('form-two', [1, 2]);
    expect(await put(urls['2'], 999)).toBe(403);
    expect(await put(String(urls['2']).replace('form-two', 'form-zwei'), 1000)).toBe(403);
    expect(await put(String(urls['2']).replace('partNumber=2', 'partNumber=3'), 1000)).toBe(403);
    expect((await me.send('uploads/form-two/parts.json', { parts: [3] })).status).toBe(400);
    const { maxPackageBytes } = site.policy.intake.value;
    expect((await me.send('uploads.json', { uploadId: 'form-big', size: maxPackageBytes + 1 })).status).toBe(413);
    expect((await me.send('uploads.json', { uploadId: '../x', size })).status).toBe(415);
  });

  test('is nobody else’s', async () => {
    for (const path of ['parts', 'complete', 'abort']) {
      const message = { parts: [1] };
      expect((await somebodyElse.send(`uploads/form-two/${path}.json`, message)).status).toBe(404);
      expect((await me.send(`uploads/form-two/${path}.json`, { ...message, csrf: 'made-up' })).status).toBe(403);
    }
    expect(await transfer('form-two')).toMatchObject({ status: 'open' });
  });

  test('can be given up, and begun anew', async () => {
    const urls = await urlsOf('form-two', [2]);
    expect((await me.send('uploads/form-two/abort.json', {})).body).toEqual({ status: 'aborted' });
    expect((await me.send('uploads/form-two/abort.json', {})).body).toEqual({ status: 'aborted' });
    expect(await put(urls['2'], 1000)).toBe(404);
    expect((await me.send('uploads/form-two/complete.json', {})).status).toBe(410);
    expect((await me.send('uploads.json', { uploadId: 'form-two', size })).body).toMatchObject({ done: [] });
    expect((await me.send('uploads/form-nothing/complete.json', {})).status).toBe(404);
  });

  test('that began in time may be finished within the grace of the policy, to the second, and not after', async () => {
    for (const id of ['form-grace', 'form-late']) {
      await me.send('uploads.json', { uploadId: id, size: 10 });
      expect(await put((await urlsOf(id, [1]))['1'], 10)).toBe(200);
    }
    await later('2025-11-28T09:00:01.000Z', async () => {
      expect((await me.send('uploads.json', { uploadId: 'form-new', size: 10 })).status).toBe(410);
      expect((await me.send('uploads.json', { uploadId: 'form-grace', size: 10 })).body).toMatchObject({ done: [1] });
      expect(await (await me.get('/form')).text()).not.toContain('id="send" disabled');
      expect(await (await somebodyElse.get('/form')).text()).toContain('id="send" disabled');
    });
    await later('2025-11-28T09:15:00.000Z', async () => {
      const { body } = await me.send('uploads/form-grace/complete.json', {});
      expect(body).toMatchObject({ status: 'received', receivedAt: '2025-11-28T09:15:00.000Z' });
    });
    await later('2025-11-28T09:15:00.001Z', async () => {
      const { status, body } = await me.send('uploads/form-late/complete.json', {});
      expect([status, body['code']]).toEqual([410, 'upload.late']);
      expect((await me.send('uploads/form-late/parts.json', { parts: [1] })).status).toBe(410);
    });
    expect(await transfer('form-late')).toMatchObject({ status: 'aborted' });
    expect(site.uploads.some(({ key }) => key.includes('form-late'))).toBe(false);
  });
});

test('a person has few packages under way at once: what was begun first gives way', async () => {
  const holder = await enter(site, planOf(site.world, 'solution-product').id);
  const ids = ['form-1', 'form-2', 'form-3', 'form-4', 'form-5'];
  for (const uploadId of ids) {
    site.time.now += 1000;
    await holder.send('uploads.json', { uploadId, size: 10 });
  }
  const asked = ids.map((id) => holder.send(`uploads/${id}/parts.json`, { parts: [1] }));
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([410, 410, 200, 200, 200]);
});

test('a package that was refused before is looked at again under the next name', async () => {
  const id = await submitted(site, 'benchmark-enterprise');
  const holder = await enter(site, id);
  await site.table.update(keys.upload(id, 'first'), { set: { verdict: 'late', sha256: null } });
  expect((await holder.send('uploads.json', { uploadId: 'first', size: 10 })).body).toMatchObject({
    uploadId: 'first-2',
  });
});
