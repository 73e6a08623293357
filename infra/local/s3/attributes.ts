import { notImplemented, S3Error } from './errors.ts';
import { lockHeaders } from './lock.ts';
import type { S3Request } from './request.ts';
import type { StoredChecksum, StoredVersion } from './types.ts';

const META = 'x-amz-meta-';
const MAX_META_BYTES = 2048;
const DEFAULT_TYPE = 'binary/octet-stream';
const KEPT = [
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-storage-class',
];

const OWNER_CHECKS = ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'];
/** The account of everything local. */
const OWNER = '000000000000';

/** Headers whose meaning is either done elsewhere or has no effect on one machine. */
const UNDERSTOOD = new Set([
  ...KEPT,
  'x-amz-bypass-governance-retention',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-date',
  'x-amz-decoded-content-length',
  ...OWNER_CHECKS,
  'x-amz-metadata-directive',
  'x-amz-tagging-directive',
  'x-amz-mp-object-size',
  'x-amz-object-lock-legal-hold',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-server-side-encryption-context',
  'x-amz-trailer',
  'x-amz-user-agent',
]);
const HARMLESS_ACLS = ['private', 'bucket-owner-full-control', 'bucket-owner-read'];

/** A header that we do not know must not be ignored: it may be the one that protects somebody. @throws S3Error NotImplemented, AccessDenied */
export function refuseUnknownHeaders(request: S3Request): void {
  for (const name of request.headerNames('x-amz-')) {
    const value = request.header(name);
    if (OWNER_CHECKS.includes(name) && value !== OWNER) throw new S3Error('AccessDenied', 'Access Denied');
    if (UNDERSTOOD.has(name) || name.startsWith(META) || name.startsWith('x-amz-checksum-')) continue;
    if (name === 'x-amz-acl' && HARMLESS_ACLS.includes(value ?? '')) continue;
    throw notImplemented(name);
  }
}

const ASCII = /^[\t\x20-\x7e]*$/;

/**
 * A stored header as it goes on the wire: ASCII; other text as its UTF-8 bytes, in metadata as RFC 2047 says.
 * @throws S3Error InvalidArgument for control characters, which a form could smuggle in
 */
function wireText(name: string, value: string): string {
  if (ASCII.test(value)) return value;
  if (/\p{Cc}/u.test(value)) throw new S3Error('InvalidArgument', `The value of ${name} has control characters.`);
  const bytes = Buffer.from(value, 'utf8');
  return name.startsWith(META) ? `=?UTF-8?B?${bytes.toString('base64')}?=` : bytes.toString('latin1');
}

/** What an upload wants to be given back with its object. @throws S3Error MetadataTooLarge */
export function storedHeaders(request: Pick<S3Request, 'header' | 'headerNames'>): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  for (const name of KEPT) {
    const value = request.header(name);
    if (value) headers[name] = wireText(name, value);
  }
  // aws-chunked is how it travelled, not what it is.
  const encoding = (request.header('content-encoding') ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '' && item !== 'aws-chunked');
  if (encoding.length > 0) headers['content-encoding'] = encoding.join(',');
  let size = 0;
  for (const name of request.headerNames(META)) {
    const value = request.header(name) ?? '';
    headers[name] = wireText(name, value);
    size += Buffer.byteLength(name) - META.length + Buffer.byteLength(value);
  }
  if (size > MAX_META_BYTES) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  return headers;
}

export function checksumHeaders(checksum: StoredChecksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

export function versionHeader(version: StoredVersion): Record<string, string> {
  return version.versionId === 'null' ? {} : { 'x-amz-version-id': version.versionId };
}

/** The answer to a successful creation. */
export function createdHeaders(version: StoredVersion): Record<string, string> {
  const encryption = Object.entries(version.headers).filter(([name]) =>
    name.startsWith('x-amz-server-side-encryption'),
  );
  return {
    ...Object.fromEntries(encryption),
    etag: `"${version.etag}"`,
    ...versionHeader(version),
    ...checksumHeaders(version.checksum),
  };
}

/** The headers of GET and HEAD, without length and range. @throws S3Error InvalidArgument for an impossible override */
export function objectHeaders(request: S3Request, version: StoredVersion): Record<string, string> {
  const headers: Record<string, string> = {
    ...version.headers,
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.modified).toUTCString(),
    'accept-ranges': 'bytes',
    ...versionHeader(version),
    ...lockHeaders(version),
  };
  for (const name of [
    'cache-control',
    'content-disposition',
    'content-encoding',
    'content-language',
    'content-type',
    'expires',
  ]) {
    const override = request.query.get(`response-${name}`);
    if (override === undefined) continue;
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(override)) {
      throw new S3Error('InvalidArgument', `Header value cannot be represented using ISO-8859-1: response-${name}`);
    }
    headers[name] = override;
  }
  return headers;
}
