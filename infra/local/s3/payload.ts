import type { Blobs, Received } from './blobs.ts';
import { decodeAwsChunked } from './byte-reader.ts';
import { CHECKSUM_ALGORITHMS, createDigest } from './checksums.ts';
import { notImplemented, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

const CHECKSUM_PREFIX = 'x-amz-checksum-';
const STREAMED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
/** About the answer forms, not values: the other headers that begin like a checksum. */
const NOT_VALUES = ['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type'];
const HEX_SHA256 = /^[0-9a-f]{64}$/;
const MAX_DOCUMENT = 8 * 1024 * 1024;

interface SentChecksum {
  algorithm: string;
  /** Base64. */
  value: string;
}

function hashMismatch(): S3Error {
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new S3Error('XAmzContentSHA256Mismatch', message);
}

/** The request's bytes without destroying the connection when we stop reading early: the client still gets its answer. */
export function bodyOf(request: S3Request): AsyncIterable<Buffer> {
  return request.message.iterator({ destroyOnReturn: false });
}

/** @throws S3Error InvalidRequest (several, or of the wrong length), NotImplemented (unknown algorithm) */
export function headerChecksum(request: Pick<S3Request, 'header' | 'headerNames'>): SentChecksum | undefined {
  const names = request.headerNames(CHECKSUM_PREFIX).filter((name) => !NOT_VALUES.includes(name));
  const [name] = names;
  if (name === undefined) return undefined;
  if (names.length > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  const sent = { algorithm: knownAlgorithm(name.slice(CHECKSUM_PREFIX.length)), value: request.header(name) ?? '' };
  // A composite value ("…-3") belongs to a multipart completion.
  const length = createDigest(sent.algorithm).value().length;
  if (Buffer.from(sent.value.replace(/-\d+$/, ''), 'base64').length !== length) {
    throw new S3Error('InvalidRequest', `Value for ${name} header is invalid.`);
  }
  return sent;
}

/** @throws S3Error NotImplemented */
export function knownAlgorithm(name: string): string {
  const algorithm = name.toLowerCase();
  if (!CHECKSUM_ALGORITHMS.includes(algorithm)) throw notImplemented(`checksum algorithm ${name}`);
  return algorithm;
}

function trailerAlgorithm(request: S3Request): string | undefined {
  const trailer = request.header('x-amz-trailer');
  if (trailer === undefined) return undefined;
  if (!trailer.startsWith(CHECKSUM_PREFIX)) {
    throw new S3Error('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
  }
  return knownAlgorithm(trailer.slice(CHECKSUM_PREFIX.length));
}

function contentLength(request: S3Request, streamed: boolean): number {
  const value = request.header(streamed ? 'x-amz-decoded-content-length' : 'content-length') ?? '';
  if (!/^\d+$/.test(value))
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  return Number(value);
}

/** Content-MD5 and a checksum against what was computed. @throws S3Error InvalidDigest, BadDigest */
export function verifyDigests(
  received: Received,
  contentMd5: string | undefined,
  sent: SentChecksum | undefined,
): void {
  if (contentMd5 !== undefined) {
    const expected = Buffer.from(contentMd5, 'base64');
    if (expected.length !== 16) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
    if (!expected.equals(received.md5)) {
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
  }
  if (sent && received.checksums.get(sent.algorithm)?.toString('base64') !== sent.value) {
    const name = sent.algorithm.toUpperCase();
    throw new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
  }
}

/** @throws S3Error InvalidRequest: an Object Lock bucket wants every upload checked on its way */
export function assertChecked(locked: boolean, checked: boolean, operation: string): void {
  if (!locked || checked) return;
  const message = `Content-MD5 OR x-amz-checksum- HTTP header is required for ${operation} requests with Object Lock parameters`;
  throw new S3Error('InvalidRequest', message);
}

/** What the client says of the body that it sends. */
interface Announcement {
  /** Bytes, after `aws-chunked` is unwrapped. */
  length: number;
  contentMd5: string | undefined;
  /** SHA-256 in hex, if the signature covers the body. */
  signedHash: string | undefined;
  inHeader: SentChecksum | undefined;
  /** The algorithm whose value comes after the body. */
  inTrailer: string | undefined;
}

function announced(request: S3Request, payloadHash: string): Announcement {
  const streamed = payloadHash === STREAMED;
  if (payloadHash.startsWith('STREAMING-') && !streamed) throw notImplemented(payloadHash);
  const inHeader = headerChecksum(request);
  const inTrailer = trailerAlgorithm(request);
  // Only as a header: the SDK leaves the word in the URL of a presigned request, where S3 pays no attention to it.
  if (request.message.headers['x-amz-sdk-checksum-algorithm'] && !inHeader && !inTrailer) {
    const message = 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer';
    throw new S3Error('InvalidRequest', message);
  }
  return {
    length: contentLength(request, streamed),
    contentMd5: request.header('content-md5'),
    signedHash: HEX_SHA256.test(payloadHash) ? payloadHash : undefined,
    inHeader,
    inTrailer,
  };
}

function verifyBody(received: Received, said: Announcement, trailers: ReadonlyMap<string, string>): void {
  if (received.size !== said.length) {
    throw new S3Error('IncompleteBody', 'The body is shorter than its announced length.');
  }
  if (said.signedHash && received.checksums.get('sha256')?.toString('hex') !== said.signedHash) throw hashMismatch();
  let sent = said.inHeader;
  if (!sent && said.inTrailer) {
    const value = trailers.get(CHECKSUM_PREFIX + said.inTrailer);
    if (!value) throw new S3Error('MalformedTrailerError', 'The announced trailing checksum did not come.');
    sent = { algorithm: said.inTrailer, value };
  }
  verifyDigests(received, said.contentMd5, sent);
}

/**
 * Takes in the body of PutObject or UploadPart, plain or `aws-chunked`, and verifies every digest the client sent. On
 * an error nothing is kept.
 * @param payloadHash what the signature covers, see `authenticate`
 * @param locked the bucket has Object Lock: a digest is obligatory
 * @param preferred the algorithm to compute if the client sent no checksum
 */
export async function receivePayload(
  request: S3Request,
  blobs: Blobs,
  payloadHash: string,
  locked: boolean,
  preferred?: string,
): Promise<{ received: Received; checksum?: SentChecksum }> {
  const said = announced(request, payloadHash);
  assertChecked(locked, (said.inHeader ?? said.inTrailer ?? said.contentMd5) !== undefined, 'Put Object');
  const trailers = new Map<string, string>();
  const body = payloadHash === STREAMED ? decodeAwsChunked(bodyOf(request), trailers) : bodyOf(request);
  const wanted = said.inHeader?.algorithm ?? said.inTrailer ?? preferred;
  const algorithms = new Set([...(wanted ? [wanted] : []), ...(said.signedHash ? ['sha256'] : [])]);
  const received = await blobs.receive(body, [...algorithms], said.length);
  try {
    verifyBody(received, said, trailers);
  } catch (error) {
    await blobs.discard(received);
    throw error;
  }
  const value = wanted && received.checksums.get(wanted)?.toString('base64');
  return wanted && value ? { received, checksum: { algorithm: wanted, value } } : { received };
}

/**
 * A request document (XML) as text, verified like an object's body.
 * @throws S3Error MalformedXML when too large, XAmzContentSHA256Mismatch, BadDigest
 */
export async function readDocument(request: S3Request, payloadHash: string, digestRequired: boolean): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.length;
    if (size > MAX_DOCUMENT) throw new S3Error('MalformedXML', 'The XML you provided is too large.');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const digest = (algorithm: string): Buffer => {
    const computing = createDigest(algorithm);
    computing.update(bytes);
    return computing.value();
  };
  if (HEX_SHA256.test(payloadHash) && digest('sha256').toString('hex') !== payloadHash) throw hashMismatch();
  if (!digestRequired) return bytes.toString('utf8');
  const sent = headerChecksum(request);
  const contentMd5 = request.header('content-md5');
  if (!sent && contentMd5 === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const checksums = new Map(sent ? [[sent.algorithm, digest(sent.algorithm)]] : []);
  verifyDigests({ blob: '', size, md5: digest('md5'), checksums }, contentMd5, sent);
  return bytes.toString('utf8');
}
