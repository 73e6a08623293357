import { GetObjectCommand } from '@aws-sdk/client-s3';
import { checkPackage, type PackageCheck } from '../../shared/package/check.ts';
import { SlotRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { writePdf } from '../world/documents.ts';
import { INBOX } from './parts.ts';
import type { Site } from './site.ts';

/** A chain case as somebody fills it in, by field name. */
export const FILLED: Record<string, string> = {
  legalPerson: '张某',
  'contact.phone': '0532-00000000',
  publicSummary: '简介',
  publicityConsent: 'yes',
  title: '链式协同案例',
  'landed[0].uscc': '91370211MA3F0017X0',
  'landed[0].name': '某厂',
  measures: '举措',
  technology: '技术',
  ...{ 'effects.cost': '一', 'effects.efficiency': '二', 'effects.revenue': '三', 'effects.energy': '四' },
  'effects.quality': '五',
  replication: '推广',
};

/** One file of each kind that a chain case must attach; the last fills several parts of an upload. */
export const documents = (): { kind: string; name: string; mimeType: string; buffer: Buffer }[] => [
  ...['business-licence', 'credit-report', 'truth-undertaking', 'no-accident-undertaking', 'chain-enterprises'].map(
    (kind) => ({ kind, name: `${kind}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(writePdf([kind])) }),
  ),
  {
    kind: 'case-text',
    name: '案例.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(writePdf(['案例'])),
  },
  { kind: 'drive-evidence', name: '带动 现场.jpg', mimeType: 'image/jpeg', buffer: photograph(12 * 1024 * 1024) },
];

/** A photograph as far as the intake looks: an application segment, a scan, and its end. */
function photograph(bytes: number): Buffer {
  const data = Buffer.alloc(bytes, 0x55);
  data.set([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10], 0);
  data.set([0xff, 0xda, 0x00, 0x08], 20);
  data.set([0xff, 0xd9], bytes - 2);
  return data;
}

/** What a person's link opens: cookie, page and the token in it. */
export async function enter(site: Site, applicationId: string) {
  await site.table.update(keys.slot(applicationId), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'slot', applicationId });
  const link = site.lastLink();
  const response = await fetch(link, { redirect: 'manual' });
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const home = `${site.url}${response.headers.get('location')}`;
  const get = (path = '') => fetch(`${home}${path}`, { headers: { cookie }, redirect: 'manual' });
  const csrf = /name="csrf" value="([^"]*)"/.exec(await (await get('/form')).text())?.[1] ?? '';
  return {
    link,
    home,
    csrf,
    get,
    send: async (path: string, message: Record<string, unknown>) => {
      const answer = await fetch(`${home}/${path}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ csrf, ...message }),
      });
      const json: unknown = await answer.json().catch(() => ({}));
      return { status: answer.status, body: json as Record<string, unknown> };
    },
    submit: (fields: [string, string][]) =>
      fetch(`${home}/form`, {
        method: 'POST',
        headers: { cookie },
        redirect: 'manual',
        body: new URLSearchParams([['csrf', csrf], ...fields]),
      }),
  };
}
export type Entered = Awaited<ReturnType<typeof enter>>;

/** What the intake would say of an object in the inbox. */
export async function examined(site: Site, applicationId: string, key: string): Promise<PackageCheck> {
  const { Body } = await site.s3.send(new GetObjectCommand({ Bucket: INBOX, Key: key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  const slot = await site.table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) throw new Error('no slot');
  const read = async (start: number, length: number) => bytes.subarray(start, start + length);
  return checkPackage({ size: bytes.length, read }, { ...slot, policy: site.policy });
}
