/** What people do on pages that a round does not need, with no more rights than the pages have. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueLink } from '../../../shared/links.ts';
import { placesOf } from '../../../shared/registers/places.ts';
import { registerCsv } from '../../../shared/registers/write.ts';
import { TransferRecord } from '../../../shared/schemas/drafts.ts';
import { keys } from '../../../shared/store/keys.ts';
import { currentImport } from '../../../shared/store/register-versions.ts';
import { formsOf } from '../../unit/pages/markup.ts';
import { makeCity } from './city.ts';
import { type Flows, openFlows } from './harness.ts';
import { follow } from './visit.ts';

const city = makeCity({ roundId: 'flow-pages', invite: { 'service-provider': 1 } });
const { roundId, registers } = city;
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  expect(await flows.openRound(city)).toMatchObject({ ok: true });
});
afterAll(() => flows.close());

test('an upload in parts is begun, gone on with, and given up', async () => {
  const { applicationId } = city.one('service-provider', 0);
  const slot = await flows.visit(applicationId, 'slot');
  const csrf = /name="csrf" value="([^"]*)"/.exec((await slot.get(`${slot.path}/form`)).html)?.[1] ?? '';
  const send = async (path: string, message: Record<string, unknown>) => {
    const answer = await fetch(`${flows.cloud.endpoints.http}${slot.path}/${path}`, {
      method: 'POST',
      headers: { cookie: slot.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ csrf, ...message }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, Record<string, string>> };
  };
  const begin = { uploadId: 'in-parts', size: 6 * 1024 * 1024 };
  expect(await send('uploads.json', begin)).toMatchObject({ status: 200, body: { done: [] } });
  const { body } = await send('uploads/in-parts/parts.json', { parts: [2] });
  const part = await fetch(body['urls']?.['2'] ?? '', {
    method: 'PUT',
    body: new Uint8Array(randomBytes(1024 * 1024)),
  });
  expect(part.status).toBe(200);
  expect(await send('uploads.json', begin)).toMatchObject({ status: 200, body: { done: [2] } });
  expect(await send('uploads/in-parts/abort.json', {})).toMatchObject({ status: 200, body: { status: 'aborted' } });
  const kept = await flows.table.get(keys.transfer(applicationId, 'in-parts'), TransferRecord);
  expect(kept).toMatchObject({ status: 'aborted' });
});

test('an officer of the bureau imports a register', async () => {
  const staffId = registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
  const validUntil = '2025-12-31T00:00:00.000Z';
  const link = { roundId, opens: { kind: 'registers' as const }, assigneeId: staffId, validUntil };
  const { http } = flows.cloud.endpoints;
  const desk = await follow(`${http}/l/${await issueLink(flows.table, link)}`);
  const body = new FormData();
  const form = async (path: string) =>
    Object.fromEntries((formsOf((await desk.get(path)).html)[0] ?? []).map(({ name, value }) => [name, value]));
  body.append('csrf', (await form('/registers/providers'))['csrf'] ?? '');
  const rows = registerCsv('providers', registers.providers, placesOf(city.policy));
  body.append('file', new Blob([rows]), '台账.csv');
  const headers = { cookie: desk.cookie };
  const sent = await fetch(`${http}/registers/providers`, { method: 'POST', redirect: 'manual', headers, body });
  expect(sent.status).toBe(303);
  const address = sent.headers.get('location') ?? '';
  expect((await desk.postRaw({ ...(await form(address)), reason: '第二批' }, address)).status).toBe(303);
  expect(await currentImport(flows.table, 'providers')).toMatchObject({ no: 1, by: staffId, via: 'page' });
});
