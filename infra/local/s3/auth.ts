import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { accessKeyIn, functionOf } from '../iam/callers.ts';
import type { Gate } from '../iam/need.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import type { Credentials } from './types.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW_MS = 15 * 60_000;
const MAX_EXPIRES_S = 7 * 24 * 3600;

export interface Authority {
  credentials: Credentials;
  region: string;
  gate?: Gate;
}

/** A request whose signature was good. */
export interface Authentic {
  /** What the signature says of the body: a hash in hex, or one of S3's words for an unsigned or streamed one. */
  payloadHash: string;
  accessKey: string;
}

interface Claim {
  credential: string;
  signedHeaders: string[];
  signature: string;
  date: string;
  payloadHash: string;
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `20260131T000000Z` as UTC ms; NaN if it is not of that form. */
function parseAmzDate(text: string): number {
  const m = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  return m ? Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}Z`) : Number.NaN;
}

/**
 * Checks that `signature` (hex) is `stringToSign` signed under the credential `keyId/date/region/s3/aws4_request`.
 * @throws S3Error InvalidAccessKeyId, AuthorizationHeaderMalformed, SignatureDoesNotMatch
 */
export function verifySignature(
  authority: Authority,
  credential: string,
  stringToSign: string,
  signature: string,
): void {
  const { credentials, region, gate } = authority;
  const [keyId, date, scopeRegion, service, terminator] = credential.split('/');
  const ofFunction = gate !== undefined && functionOf(keyId ?? '') !== undefined;
  if (keyId !== credentials.accessKeyId && !ofFunction) {
    throw new S3Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  if (scopeRegion !== region || service !== 's3' || terminator !== 'aws4_request' || date === undefined) {
    const message = `The credential scope is wrong; expecting '<date>/${region}/s3/aws4_request'`;
    throw new S3Error('AuthorizationHeaderMalformed', message);
  }
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const expected = Buffer.from(hmac(key, stringToSign).toString('hex'));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new S3Error('SignatureDoesNotMatch', message);
  }
}

function canonicalRequest(request: S3Request, claim: Claim): string {
  const path = decodeURIComponent(request.rawPath).split('/').map(uriEncode).join('/');
  const query = [...request.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort();
  const headers = claim.signedHeaders.map((name) => {
    const value = request.message.headers[name];
    const text = Array.isArray(value) ? value.join(',') : (value ?? '');
    return `${name}:${text.trim().replace(/\s+/g, ' ')}\n`;
  });
  const parts = [request.method, path, query.join('&'), headers.join(''), claim.signedHeaders.join(';')];
  return [...parts, claim.payloadHash].join('\n');
}

function headerClaim(request: S3Request, authorization: string): Claim {
  const fields = new Map<string, string>();
  for (const field of authorization.slice(ALGORITHM.length).split(',')) {
    const [name = '', ...value] = field.trim().split('=');
    fields.set(name, value.join('='));
  }
  const credential = fields.get('Credential');
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  if (!authorization.startsWith(`${ALGORITHM} `) || !credential || !signedHeaders || !signature) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The authorization header you provided is invalid.');
  }
  const payloadHash = request.header('x-amz-content-sha256');
  if (!payloadHash)
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  const date = request.header('x-amz-date') ?? '';
  const skew = Math.abs(Date.now() - parseAmzDate(date));
  if (Number.isNaN(skew)) throw new S3Error('AccessDenied', 'AWS authentication requires a valid x-amz-date header');
  if (skew > MAX_SKEW_MS) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  return { credential, signedHeaders: signedHeaders.split(';'), signature, date, payloadHash };
}

function queryClaim(request: S3Request): Claim {
  const get = (name: string): string => {
    const value = request.query.get(`X-Amz-${name}`);
    if (value) return value;
    throw new S3Error('AuthorizationQueryParametersError', `Query-string authentication requires X-Amz-${name}`);
  };
  if (get('Algorithm') !== ALGORITHM) {
    throw new S3Error('AuthorizationQueryParametersError', `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const date = get('Date');
  const signedAt = parseAmzDate(date);
  const expires = Number(get('Expires'));
  if (Number.isNaN(signedAt) || !Number.isInteger(expires) || expires < 1 || expires > MAX_EXPIRES_S) {
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Date or X-Amz-Expires is not valid');
  }
  const now = Date.now();
  if (now > signedAt + expires * 1000) throw new S3Error('AccessDenied', 'Request has expired');
  if (signedAt > now + MAX_SKEW_MS) throw new S3Error('AccessDenied', 'Request is not valid yet');
  return {
    credential: get('Credential'),
    signedHeaders: get('SignedHeaders').split(';'),
    signature: get('Signature'),
    date,
    payloadHash:
      request.query.get('X-Amz-Content-Sha256') ?? request.header('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

/**
 * Signature version 4 in the Authorization header or in the query.
 * @throws S3Error AccessDenied (unsigned, expired, unsigned x-amz- headers), SignatureDoesNotMatch and others
 */
export function authenticate(request: S3Request, authority: Authority): Authentic {
  const { authorization } = request.message.headers;
  const presigned = request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm');
  if (authorization && presigned) throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed');
  if (!authorization && !presigned) throw new S3Error('AccessDenied', 'Access Denied');
  const claim = authorization ? headerClaim(request, authorization) : queryClaim(request);
  const unsigned = Object.keys(request.message.headers).filter(
    (name) => (name.startsWith('x-amz-') || name === 'host') && !claim.signedHeaders.includes(name),
  );
  // The payload hash is part of what is signed anyway.
  if (unsigned.some((name) => name !== 'x-amz-content-sha256')) {
    throw new S3Error(
      'AccessDenied',
      `There were headers present in the request which were not signed: ${unsigned.join(', ')}`,
    );
  }
  const scope = claim.credential.split('/').slice(1).join('/');
  if (!claim.date.startsWith(claim.credential.split('/')[1] ?? ' ')) {
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      'The date in the credential scope does not match the request date',
    );
  }
  const hashed = createHash('sha256').update(canonicalRequest(request, claim)).digest('hex');
  verifySignature(authority, claim.credential, [ALGORITHM, claim.date, scope, hashed].join('\n'), claim.signature);
  const { payloadHash, credential } = claim;
  return { payloadHash, accessKey: accessKeyIn(request.message.headers, credential.split('/')[0]) };
}
