import { notImplemented, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import type { WriteGuard } from './store.ts';
import type { StoredVersion } from './types.ts';

function failed(condition: string): S3Error {
  return new S3Error(
    'PreconditionFailed',
    `At least one of the pre-conditions you specified did not hold: ${condition}`,
  );
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const bare = item
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return bare === '*' || bare === etag;
  });
}

/**
 * `If-None-Match: *` (only if there is nothing yet) and `If-Match` (only over that very object), checked at commit.
 * @throws S3Error NotImplemented for other conditions, which must never be ignored silently
 */
export function writeGuard(request: S3Request): WriteGuard {
  const noneMatch = request.header('if-none-match');
  const match = request.header('if-match');
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match other than *');
  for (const name of ['if-modified-since', 'if-unmodified-since']) {
    if (request.header(name) !== undefined) throw notImplemented(name);
  }
  return (current) => {
    if (noneMatch !== undefined && current) throw failed('If-None-Match');
    if (match === undefined) return;
    if (!current) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    if (!matches(match, current.etag)) throw failed('If-Match');
  };
}

/**
 * The four conditions of a read, in the order of RFC 9110; `prefix` is `x-amz-copy-source-` for the source of a copy.
 * Returns false when the client already has this version (304).
 * @throws S3Error PreconditionFailed
 */
export function readAllowed(request: S3Request, version: StoredVersion, prefix = ''): boolean {
  const get = (name: string) => request.header(`${prefix}${name}`);
  // HTTP dates have whole seconds.
  const modified = Math.floor(version.modified / 1000) * 1000;
  const match = get('if-match');
  const noneMatch = get('if-none-match');
  const unmodifiedSince = Date.parse(get('if-unmodified-since') ?? '');
  const modifiedSince = Date.parse(get('if-modified-since') ?? '');
  if (match !== undefined) {
    if (!matches(match, version.etag)) throw failed('If-Match');
  } else if (modified > unmodifiedSince) {
    throw failed('If-Unmodified-Since');
  }
  if (noneMatch !== undefined) return !matches(noneMatch, version.etag);
  return !(modified <= modifiedSince);
}
