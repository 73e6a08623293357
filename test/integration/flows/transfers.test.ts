import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationRecord, UploadRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';

/** Packages that come in parts, through the whole of the intake: bucket, bus, queue, function. */
const city = makeCity({ roundId: 'flow-parts', invite: { 'solution-product': 2 } });
const [first, second] = city.applicants as [Applicant, Applicant];
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows({ bundled: true });
  await flows.openRound(city);
});
afterAll(() => flows.close());

const uploads = (id: string) => flows.table.all(keys.applicationPk(id), UploadRecord, 'UPLOAD#');

/** The slot's form as its script uses it. */
async function holder({ applicationId }: Applicant) {
  const slot = await flows.visit(applicationId, 'slot');
  const { html } = await slot.get(`${slot.path}/form`);
  const csrf = /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';
  return async (path: string, message: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${flows.cloud.endpoints.http}${slot.path}/${path}`, {
      method: 'POST',
      headers: { cookie: slot.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ csrf, ...message }),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
}
type Holder = Awaited<ReturnType<typeof holder>>;

async function begun(send: Holder, uploadId: string, zip: Uint8Array): Promise<void> {
  expect(await send('uploads.json', { uploadId, size: zip.length })).toMatchObject({ status: 'open', done: [] });
  const { urls } = await send(`uploads/${uploadId}/parts.json`, { parts: [1] });
  const url = (urls as Record<string, string>)['1'] ?? '';
  expect((await fetch(url, { method: 'PUT', body: new Uint8Array(zip) })).status).toBe(200);
}

test('a package in parts is received when the server is told so, and examined like any other', async () => {
  const send = await holder(first);
  const zip = first.zip('good');
  await begun(send, 'form-good', zip);
  const receipt = await send('uploads/form-good/complete.json', {});
  expect(receipt).toMatchObject({ status: 'received' });
  expect(await send('uploads/form-good/complete.json', {})).toEqual(receipt);
  await flows.cloud.idle();
  expect(await uploads(first.applicationId)).toMatchObject([
    { uploadId: 'form-good', verdict: 'accepted', version: 1, size: zip.length, receivedAt: receipt['receivedAt'] },
  ]);
  const application = await flows.table.get(keys.application(first.applicationId), ApplicationRecord);
  expect(application).toMatchObject({ status: 'in-review', version: 1 });
  expect((await (await flows.visit(first.applicationId, 'slot')).get()).html).toContain(String(receipt['number']));
});

test('the form brings its script, for ever and for whoever asks, and no other script may run', async () => {
  const slot = await flows.visit(first.applicationId, 'slot');
  const page = await fetch(`${flows.cloud.endpoints.http}${slot.path}/form`, { headers: { cookie: slot.cookie } });
  const storage = new URL(flows.cloud.endpoints.s3).origin;
  const rules = page.headers.get('content-security-policy')?.split('; ');
  expect(rules).toContain("script-src 'self'");
  expect(rules).toContain(`connect-src 'self' ${storage}`);
  const address = /<script type="module" src="([^"]+)">/.exec(await page.text())?.[1];
  const script = await fetch(`${flows.cloud.endpoints.http}${address}`);
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect((await script.text()).length).toBeGreaterThan(10_000);
  expect((await fetch(`${flows.cloud.endpoints.http}/assets/other.js`)).status).toBe(404);
});

test('told in the last second of the grace it counts, however late the news of it come; afterwards it does not', async () => {
  const send = await holder(second);
  await flows.jump('2025-11-28T08:59:59.000Z');
  for (const [id, variant] of [
    ['form-last', 'good'],
    ['form-late', 'revised'],
  ] as const)
    await begun(send, id, second.zip(variant));
  await flows.jump('2025-11-28T09:15:00.000Z');
  expect(await send('uploads/form-last/complete.json', {})).toMatchObject({ receivedAt: '2025-11-28T09:15:00.000Z' });
  await flows.jump('2025-11-28T09:15:00.001Z');
  expect(await send('uploads/form-late/complete.json', {})).toMatchObject({ code: 'upload.late' });
  await flows.cloud.idle();
  expect((await uploads(second.applicationId)).map(({ uploadId, verdict }) => [uploadId, verdict])).toEqual([
    ['form-last', 'accepted'],
  ]);
  expect(await flows.deadLetters()).toEqual({});
});
