import { S3Error } from './errors.ts';
import type { Operation } from './operation.ts';
import type { S3Request } from './request.ts';
import { sendXml } from './respond.ts';
import type { Store } from './store.ts';
import type { StoredVersion } from './types.ts';
import { afterPrefix } from './versions.ts';
import { document, element, optional } from './xml.ts';

const MAX_KEYS = 1000;

interface Page {
  objects: StoredVersion[];
  prefixes: string[];
  /** The position after the page; undefined on the last one. */
  next: string | undefined;
}

/** A number from the query between 0 and `limit`. @throws S3Error InvalidArgument */
export function countParameter(request: S3Request, name: string, limit: number): number {
  const text = request.query.get(name);
  if (text === undefined) return limit;
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within range`);
  return Math.min(Number(text), limit);
}

/** With `encoding-type=url` keys may hold what XML cannot. @throws S3Error InvalidArgument */
export function keyEncoder(request: S3Request): (key: string) => string {
  const type = request.query.get('encoding-type');
  if (type === undefined) return (key) => key;
  if (type !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}

function collect(store: Store, bucket: string, prefix: string, delimiter: string, after: string, limit: number): Page {
  const page: Page = { objects: [], prefixes: [], next: undefined };
  let position = after;
  for (;;) {
    const wanted = limit - page.objects.length - page.prefixes.length + 1;
    const rows = store.versions.page(bucket, prefix, position, wanted);
    let jumped = false;
    for (const row of rows) {
      if (page.objects.length + page.prefixes.length === limit) return { ...page, next: position };
      const at = delimiter === '' ? -1 : row.key.indexOf(delimiter, prefix.length);
      if (at < 0) {
        page.objects.push(row);
        position = row.key;
        continue;
      }
      // A whole branch counts once: go on behind it.
      const branch = row.key.slice(0, at + delimiter.length);
      page.prefixes.push(branch);
      position = afterPrefix(branch);
      jumped = true;
      break;
    }
    if (!jumped) return page;
  }
}

function decodeToken(token: string): string {
  const position = Buffer.from(token, 'base64url').toString('utf8');
  if (Buffer.from(position, 'utf8').toString('base64url') !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return position;
}

export const listObjectsV2: Operation = ({ store, request, res }) => {
  const { bucket, query } = request;
  const encode = keyEncoder(request);
  const maxKeys = countParameter(request, 'max-keys', MAX_KEYS);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const [startAfter, token] = [query.get('start-after'), query.get('continuation-token')];
  const after = token === undefined ? (startAfter ?? '') : decodeToken(token);
  const empty: Page = { objects: [], prefixes: [], next: undefined };
  const page = maxKeys === 0 ? empty : collect(store, bucket, prefix, delimiter, after, maxKeys);
  const contents = page.objects.map((version) =>
    element('Contents', [
      element('Key', encode(version.key)),
      element('LastModified', new Date(version.modified).toISOString()),
      element('ETag', `"${version.etag}"`),
      optional('ChecksumAlgorithm', version.checksum?.algorithm.toUpperCase()),
      element('Size', version.size),
      element('StorageClass', version.headers['x-amz-storage-class'] ?? 'STANDARD'),
    ]),
  );
  const body = document('ListBucketResult', [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    delimiter === '' ? undefined : element('Delimiter', encode(delimiter)),
    optional('EncodingType', query.get('encoding-type')),
    optional('StartAfter', startAfter && encode(startAfter)),
    optional('ContinuationToken', token),
    optional('NextContinuationToken', page.next && Buffer.from(page.next, 'utf8').toString('base64url')),
    element('KeyCount', page.objects.length + page.prefixes.length),
    element('MaxKeys', maxKeys),
    element('IsTruncated', page.next !== undefined),
    ...contents,
    ...page.prefixes.map((branch) => element('CommonPrefixes', [element('Prefix', encode(branch))])),
  ]);
  sendXml(res, 200, body);
};
