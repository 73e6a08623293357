/** A backup: a folder with every item of the table in lines, the list of what is in the evidence bucket, and their hashes. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { canonicalJson } from '../../../shared/canonical.ts';
import { keys } from '../../../shared/store/keys.ts';

export const MANIFEST = 'manifest.json';
export const OBJECT_LIST = 'objects.ndjson';
/** Contents of objects, each under its hash. */
export const OBJECTS_DIR = 'objects';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A path in the folder, and nothing that leads out of it. */
const InFolder = z.string().regex(/^[a-z0-9]+(\/[a-z0-9]+)?\.ndjson$/);
const HashedFile = z.strictObject({ path: InFolder, lines: z.int().min(0), sha256: Sha256 });

export const Manifest = z.strictObject({
  format: z.literal('awards-backup/1'),
  /** When it was begun and ended, UTC: what was written in between may be in it or not. */
  begunAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  table: z.strictObject({ items: z.int().min(0), files: z.array(HashedFile) }),
  objects: z.strictObject({
    count: z.int().min(0),
    bytes: z.int().min(0),
    /** Whether their contents are here, too. */
    contents: z.boolean(),
    list: HashedFile,
  }),
});
export type Manifest = z.infer<typeof Manifest>;
export type HashedFile = z.infer<typeof HashedFile>;

/** One object of the evidence bucket. `sha256` is null where only the list was made and the store does not know it. */
export const ObjectLine = z.strictObject({
  key: z.string().min(1).max(1024),
  size: z.int().min(0),
  etag: z.string(),
  versionId: z.string().nullable(),
  contentType: z.string(),
  sha256: Sha256.nullable(),
});
export type ObjectLine = z.infer<typeof ObjectLine>;

export type Item = Record<string, AttributeValue>;

/** How far a stage has looked through its own rows and its own inbox: no other stage's business, and there before any round is. */
const OWN = new Set([keys.sweep(), keys.inboxAccounted()].map(({ pk }) => pk));
export const isOfRounds = ({ pk }: Item): boolean => !OWN.has(pk?.S ?? '');

/** As DynamoDB says it, so that nothing is read as another type; bytes as base64. */
export const lineOf = (item: Item): string =>
  canonicalJson(mapped(item, (bytes) => Buffer.from(bytes).toString('base64')));

/** @throws SyntaxError for what is no JSON; the hash of the file says before whether it is ours */
export function itemOf(line: string): Item {
  const item: unknown = JSON.parse(line, (name, value: unknown) => {
    if (name === 'B' && typeof value === 'string') return Buffer.from(value, 'base64');
    if (name === 'BS' && Array.isArray(value)) return value.map((one) => Buffer.from(String(one), 'base64'));
    return value;
  });
  return item as Item;
}

function mapped(value: unknown, text: (bytes: Uint8Array) => string): unknown {
  if (value instanceof Uint8Array) return text(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapped(member, text)]));
}
