import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors.ts';
import type { BucketConfig } from './types.ts';

/** A request taken apart: what it addresses and what it says. */
export interface S3Request {
  message: IncomingMessage;
  method: string;
  /** The path as sent, still encoded. */
  rawPath: string;
  bucket: string;
  /** Empty for operations on the bucket. */
  key: string;
  query: Map<string, string>;
  /**
   * A header, lower-case name. Signers move `x-amz-…` headers of presigned requests into the query, so those are found
   * there too; checksums are not, since S3 ignores the ones that stand in a URL.
   */
  header(name: string): string | undefined;
  /** Names of all headers with this prefix, those moved into the query included. */
  headerNames(prefix: string): string[];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** Node reads header bytes as ISO-8859-1; what is not ASCII in them is UTF-8. */
function fromWire(value: string): string {
  return /^[\t\x20-\x7e]*$/.test(value) ? value : Buffer.from(value, 'latin1').toString('utf8');
}

function parseQuery(raw: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const [name = '', ...value] = pair.replaceAll('+', '%20').split('=');
    query.set(decode(name), decode(value.join('=')));
  }
  return query;
}

/** `bucket.localhost` and `bucket.s3.localhost` name a bucket; any other host is the endpoint itself. */
function hostBucket(host: string, buckets: ReadonlyMap<string, BucketConfig>): string | undefined {
  const name = /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/.exec(host)?.[1];
  return name !== undefined && buckets.has(name) ? name : undefined;
}

/** @throws S3Error InvalidURI, KeyTooLongError */
export function parseRequest(message: IncomingMessage, buckets: ReadonlyMap<string, BucketConfig>): S3Request {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  const path = decode(rawPath.slice(1));
  const virtual = hostBucket(message.headers.host ?? '', buckets);
  const slash = path.indexOf('/');
  const bucket = virtual ?? (slash < 0 ? path : path.slice(0, slash));
  const key = virtual !== undefined ? path : slash < 0 ? '' : path.slice(slash + 1);
  if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError', 'Your key is too long');
  const inQuery = (name: string) => name.startsWith('x-amz-') && !name.startsWith('x-amz-checksum-');
  return {
    message,
    method: message.method ?? 'GET',
    rawPath,
    bucket,
    key,
    query,
    header: (name) => {
      const value = message.headers[name];
      if (value !== undefined) return fromWire(Array.isArray(value) ? value.join(',') : value);
      return inQuery(name) ? query.get(name) : undefined;
    },
    headerNames: (prefix) => [
      ...Object.keys(message.headers).filter((name) => name.startsWith(prefix)),
      ...[...query.keys()].filter((name) => name.startsWith(prefix) && inQuery(name)),
    ],
  };
}
