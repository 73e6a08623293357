import { createHash } from 'node:crypto';
import {
  appendFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { nowUtc } from '../../../shared/clock.ts';
import { CliError } from '../errors.ts';
import type { Values } from '../parse.ts';
import type { Place } from '../place.ts';
import type { Said } from '../round.ts';
import {
  type HashedFile,
  type Item,
  isOfRounds,
  lineOf,
  MANIFEST,
  type Manifest,
  OBJECT_LIST,
  OBJECTS_DIR,
  type ObjectLine,
} from './format.ts';

/** So many objects are asked for at once. */
const AT_ONCE = 16;
/** Only for whoever made it: it holds names, addresses and sealed accounts. */
const OWNER_ONLY = { mode: 0o600 };

/**
 * Writes all items of the table and what is in the evidence bucket into a new folder. It is not one moment: what is written
 * meanwhile may be in it or not, so it is taken while a round is quiet. The manifest comes last: without one it is no backup.
 * @throws CliError cli.file-not-written where the folder is there already
 */
export async function backup(place: Place, { out, objects = false }: Values<'backup'>): Promise<Said> {
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new CliError('cli.file-not-written', `文件夹 ${out} 不是空的；请另选一个。`);
  mkdirSync(join(out, 'table'), { recursive: true, mode: 0o700 });
  const begunAt = nowUtc();
  const items = await writeItems(place, out);
  const list = await writeObjects(place, out, objects);
  const manifest: Manifest = { format: 'awards-backup/1', begunAt, endedAt: nowUtc(), table: items, objects: list };
  const text = canonicalJson(manifest);
  writeFileSync(join(out, MANIFEST), text, OWNER_ONLY);
  return {
    text: [
      `已备份到 ${out}：记录 ${items.items} 条，证据文件 ${list.count} 个${objects ? '（含内容）' : '（只有清单）'}。`,
      `清单 SHA-256 ${sha256Hex(text)}，请另处保存。备份含个人信息，请加密存放。`,
      '',
    ].join('\n'),
    good: true,
  };
}

/** Into files by the hash of the key, each of which is small enough to be sorted: the same items give the same files. */
async function writeItems({ dynamodb, table }: Place, out: string): Promise<Manifest['table']> {
  let items = 0;
  const pages = paginateScan({ client: dynamodb }, { TableName: table.name, ConsistentRead: true });
  for await (const { Items = [] } of pages) {
    const own = Items.filter(isOfRounds);
    items += own.length;
    for (const [shard, lines] of Map.groupBy(own.map(placed), ([shard]) => shard))
      appendFileSync(join(out, 'table', shard), `${lines.map(([, line]) => line).join('\n')}\n`, OWNER_ONLY);
  }
  const files = readdirSync(join(out, 'table')).sort();
  return { items, files: files.map((name) => sorted(out, `table/${name}`)) };
}

function placed(item: Item): [string, string] {
  const shard = createHash('sha256').update(`${item['pk']?.S}`).digest('hex').slice(0, 2);
  return [`${shard}.ndjson`, lineOf(item)];
}

function sorted(out: string, path: string): HashedFile {
  const lines = readFileSync(join(out, path), 'utf8').split('\n').slice(0, -1).sort();
  return writeLines(out, path, lines);
}

function writeLines(out: string, path: string, lines: string[]): HashedFile {
  const text = lines.map((line) => `${line}\n`).join('');
  writeFileSync(join(out, path), text, OWNER_ONLY);
  return { path, lines: lines.length, sha256: sha256Hex(text) };
}

async function writeObjects(place: Place, out: string, contents: boolean): Promise<Manifest['objects']> {
  if (contents) mkdirSync(join(out, OBJECTS_DIR), { mode: 0o700 });
  const all: ObjectLine[] = [];
  let some: string[] = [];
  const look = async (): Promise<void> => {
    all.push(...(await Promise.all(some.map((key) => (contents ? fetched(place, key, out) : headed(place, key))))));
    some = [];
  };
  for await (const { key } of place.evidence.list('')) {
    some.push(key);
    if (some.length === AT_ONCE) await look();
  }
  await look();
  const lines = all.sort((a, b) => (a.key < b.key ? -1 : 1)).map((one) => canonicalJson(one));
  const bytes = all.reduce((sum, { size }) => sum + size, 0);
  return { count: all.length, bytes, contents, list: writeLines(out, OBJECT_LIST, lines) };
}

async function headed({ s3, evidence }: Place, key: string): Promise<ObjectLine> {
  const found = await s3.send(new HeadObjectCommand({ Bucket: evidence.name, Key: key, ChecksumMode: 'ENABLED' }));
  // The checksum of an object that was put in parts is one of the parts' checksums, and ends in their number.
  const known = /^[A-Za-z0-9+/]{43}=$/.test(found.ChecksumSHA256 ?? '');
  const sha256 = known ? Buffer.from(found.ChecksumSHA256 ?? '', 'base64').toString('hex') : null;
  return { key, ...attributes(found), sha256 };
}

/** The content stands under its hash once it is whole; what several objects have in common stands there once. */
async function fetched({ s3, evidence }: Place, key: string, out: string): Promise<ObjectLine> {
  const found = await s3.send(new GetObjectCommand({ Bucket: evidence.name, Key: key }));
  const part = join(out, OBJECTS_DIR, `${sha256Hex(key)}.part`);
  const hash = createHash('sha256');
  const body = found.Body instanceof Readable ? found.Body : Readable.from([]);
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(part, OWNER_ONLY),
  );
  const sha256 = hash.digest('hex');
  renameSync(part, join(out, OBJECTS_DIR, sha256));
  return { key, ...attributes(found), sha256 };
}

interface Found {
  ContentLength?: number | undefined;
  ETag?: string | undefined;
  VersionId?: string | undefined;
  ContentType?: string | undefined;
}

const attributes = ({ ContentLength, ETag, VersionId, ContentType }: Found) => ({
  size: ContentLength ?? 0,
  etag: ETag ?? '',
  versionId: VersionId ?? null,
  contentType: ContentType ?? 'application/octet-stream',
});
