import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { checksumHeaders, objectHeaders, versionHeader } from './attributes.ts';
import { readAllowed } from './conditions.ts';
import { S3Error } from './errors.ts';
import type { Operation } from './operation.ts';
import type { S3Request } from './request.ts';
import { send } from './respond.ts';
import type { Store } from './store.ts';
import type { StoredVersion } from './types.ts';

/**
 * The version a read means: the named one or the latest.
 * @throws S3Error NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker by its id)
 */
export function findVersion(store: Store, bucket: string, key: string, versionId: string | undefined): StoredVersion {
  if (versionId !== undefined) {
    const version = store.versions.exact(bucket, key, versionId);
    if (!version) throw new S3Error('NoSuchVersion', 'The specified version does not exist.');
    if (!version.deleteMarker) return version;
    const headers = { 'x-amz-delete-marker': 'true', ...versionHeader(version), allow: 'DELETE' };
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', headers);
  }
  const current = store.versions.current(bucket, key);
  if (current && !current.deleteMarker) return current;
  const headers: Record<string, string> = current ? { 'x-amz-delete-marker': 'true', ...versionHeader(current) } : {};
  throw new S3Error('NoSuchKey', 'The specified key does not exist.', headers);
}

/** First and last byte, both inclusive; undefined for the whole object. Several ranges mean the whole, as on S3. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', { 'content-range': `bytes */${size}` });
  }
  return { start, end };
}

function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

async function answer(store: Store, request: S3Request, res: ServerResponse, withBody: boolean): Promise<void> {
  const version = findVersion(store, request.bucket, request.key, request.query.get('versionId'));
  const headers = objectHeaders(request, version);
  if (!readAllowed(request, version)) return send(res, 304, headers);
  const range = parseRange(request.header('range'), version.size);
  const { start, end } = range ?? { start: 0, end: version.size - 1 };
  // A client verifies what it gets against this, so it goes with the whole object only.
  if (!range && request.header('x-amz-checksum-mode') === 'ENABLED')
    Object.assign(headers, checksumHeaders(version.checksum));
  if (range) headers['content-range'] = `bytes ${start}-${end}/${version.size}`;
  headers['content-length'] = String(end - start + 1);
  if (!withBody) {
    res.writeHead(range ? 206 : 200, headers).end();
    return;
  }
  const lease = store.blobs.lease(version.segments);
  try {
    res.writeHead(range ? 206 : 200, headers);
    await pipeline(lease.read(start, end), res);
  } catch (error) {
    // The client went away: its right.
    if (!isDisconnect(error)) throw error;
  } finally {
    lease.release();
  }
}

export const getObject: Operation = ({ store, request, res }) => answer(store, request, res, true);

export const headObject: Operation = ({ store, request, res }) => answer(store, request, res, false);
