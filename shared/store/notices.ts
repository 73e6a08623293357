import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { daysOfNotice, noticeHash, showsRanks } from '../domain/notice.ts';
import type { Policy } from '../policy/schema.ts';
import { CATEGORIES } from '../schemas/basics.ts';
import {
  ApplicationRecord,
  NoticeDocument,
  type NoticeEntry,
  NoticeRecord,
  type NoticeVersion,
  type PlaceRecord,
} from '../schemas/records.ts';
import type { Bucket } from './buckets.ts';
import { Kept } from './kept.ts';
import { keys } from './keys.ts';
import { getMany } from './many.ts';
import { loadAllPlaces } from './places.ts';
import type { Table } from './table.ts';

export const loadNotice = (table: Table, roundId: string): Promise<NoticeRecord | null> =>
  table.get(keys.notice(roundId), NoticeRecord);

/** Every version of a notice, the first one first. */
export const versionsOf = ({ entity: _, roundId: __, earlier, ...current }: NoticeRecord): NoticeVersion[] => [
  ...earlier,
  current,
];

const documentKey = (roundId: string, hash: string) => `notices/${roundId}/${hash}.json`;
const documents = new Kept<NoticeDocument>(16);

/** Keeps what a version shows, where nobody can change it; written again it is the same. @returns its SHA-256 */
export async function keepDocument(evidence: Bucket, document: NoticeDocument): Promise<string> {
  const text = canonicalJson(document);
  const hash = sha256Hex(text);
  await evidence.write(documentKey(document.round, hash), text, 'application/json');
  return hash;
}

/** The first documents named the roots of the ranking, too. */
const Kept1 = NoticeDocument.extend({ roots: z.unknown().optional() });

/** What a version shows. @throws Error where what is kept, or can be put together, is not what was published */
export const loadDocument = (
  { table, evidence }: { table: Table; evidence: Bucket },
  policy: Policy,
  version: Pick<NoticeRecord, 'roundId'> & NoticeVersion,
): Promise<NoticeDocument> => {
  const { roundId, document } = version;
  if (document === undefined) return documentBefore(table, policy, version);
  return documents.get(document, async () => {
    const { roots: _, ...kept } = await readKept(evidence, documentKey(roundId, document), document);
    return kept;
  });
};

async function readKept(evidence: Bucket, key: string, hash: string): Promise<z.infer<typeof Kept1>> {
  const kept = Kept1.parse(await evidence.readJson(key));
  if (sha256Hex(canonicalJson(kept)) !== hash) throw new Error(`${key} was changed`);
  return kept;
}

/** Of a notice from before documents were kept: who was marked when it was published, if that is whom its hash says. */
async function documentBefore(
  table: Table,
  policy: Policy,
  { roundId, version, publishedAt, endsAt, hash, ...period }: Pick<NoticeRecord, 'roundId'> & NoticeVersion,
): Promise<NoticeDocument> {
  const list = (await loadAllPlaces(table, roundId)).filter((place) => place.noticeEndsAt === endsAt);
  if (noticeHash(list) !== hash) throw new Error(`the notice of ${roundId}: who was on it cannot be told any more`);
  return {
    ...{ schema: 'awards-notice/1', round: roundId, version, publishedAt, endsAt, reason: null },
    days: daysOfNotice(policy, { ...period, endsAt }),
    entries: await noticeEntries(table, policy, list),
  };
}

const Known = ApplicationRecord.pick({ applicationId: true, name: true, title: true, district: true });
const byPinyin = new Intl.Collator('zh-CN').compare;

/**
 * What a notice says of these places: nothing personal; the rank, and its order, only where the policy shows ranks. Else they
 * stand by district, in the policy's order, and name.
 */
export async function noticeEntries(table: Table, policy: Policy, places: PlaceRecord[]): Promise<NoticeEntry[]> {
  const found = await getMany(
    table,
    places.map(({ applicationId }) => keys.application(applicationId)),
    Known,
  );
  const known = new Map(found.map((one) => [one.applicationId, one]));
  const order = new Map(policy.districts.map(({ code }, i) => [code, i]));
  const ranks = showsRanks(policy);
  const rows = places.map(({ applicationId, category, rank, order: nth }) => {
    const { name = '', title = '', district: code = null } = known.get(applicationId) ?? {};
    const district = policy.districts.find((one) => one.code === code)?.name ?? '';
    const entry: NoticeEntry = { applicationId, category, ...(ranks ? { rank } : {}), name, title, district };
    return { entry, nth, district: order.get(code ?? '') ?? order.size };
  });
  return rows
    .sort(
      (a, b) =>
        CATEGORIES.indexOf(a.entry.category) - CATEGORIES.indexOf(b.entry.category) ||
        (ranks ? a.nth - b.nth : a.district - b.district) ||
        byPinyin(a.entry.name, b.entry.name) ||
        byPinyin(a.entry.title, b.entry.title) ||
        (a.entry.applicationId < b.entry.applicationId ? -1 : 1),
    )
    .map(({ entry }) => entry);
}
