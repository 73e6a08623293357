import { type Authority, verifySignature } from './auth.ts';
import { S3Error } from './errors.ts';

/** Bounds of the file's size in bytes, both inclusive. */
interface SizeRange {
  min: number;
  max: number;
}

/** Form fields, lower-case names; a browser may write them in any case. */
export type Fields = ReadonlyMap<string, string>;

const UNCOVERED = ['x-amz-signature', 'file', 'policy'];

function refused(reason: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`);
}

function invalid(reason: string): S3Error {
  return new S3Error('InvalidPolicyDocument', `Invalid Policy: ${reason}`);
}

function parsePolicy(encoded: string): { expiration: number; conditions: unknown[] } {
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    throw invalid('it is not JSON in base64.');
  }
  if (typeof policy !== 'object' || policy === null) throw invalid('it is not an object.');
  if (!('expiration' in policy) || typeof policy.expiration !== 'string') throw invalid('it has no expiration.');
  if (!('conditions' in policy) || !Array.isArray(policy.conditions)) throw invalid('it has no conditions.');
  const expiration = Date.parse(policy.expiration);
  if (Number.isNaN(expiration)) throw invalid('its expiration is not a date.');
  return { expiration, conditions: policy.conditions };
}

/** A condition as operator and operands; the object form means `eq`. */
function normalize(condition: unknown): [string, unknown, unknown] {
  if (Array.isArray(condition) && condition.length === 3) {
    return [String(condition[0]).toLowerCase(), condition[1], condition[2]];
  }
  if (typeof condition === 'object' && condition !== null && !Array.isArray(condition)) {
    const [entry, ...others] = Object.entries(condition);
    if (entry && others.length === 0) return ['eq', `$${entry[0]}`, entry[1]];
  }
  throw invalid(`unreadable condition ${JSON.stringify(condition)}.`);
}

function holds(operator: string, value: string, expected: string): boolean {
  if (operator === 'eq') return value === expected;
  if (operator === 'starts-with') return value.startsWith(expected);
  throw invalid(`unknown operator ${operator}.`);
}

/**
 * Checks the form's signature, its policy's expiration (real clock) and every condition.
 * @param fields with `key` as it will be and `bucket` as addressed
 * @param sent names of the fields that the form really has
 * @throws S3Error AccessDenied, SignatureDoesNotMatch, InvalidPolicyDocument and others
 */
export function checkPolicy(fields: Fields, sent: Iterable<string>, authority: Authority): SizeRange {
  const policy = fields.get('policy');
  const signature = fields.get('x-amz-signature');
  const credential = fields.get('x-amz-credential');
  if (policy === undefined || signature === undefined || credential === undefined) {
    throw new S3Error('AccessDenied', 'Access Denied');
  }
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw new S3Error('InvalidArgument', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  verifySignature(authority, credential, policy, signature);
  const { expiration, conditions } = parsePolicy(policy);
  if (Date.now() > expiration) throw refused('Policy expired.');
  const size: SizeRange = { min: 0, max: Number.POSITIVE_INFINITY };
  const covered = new Set(UNCOVERED);
  for (const condition of conditions) {
    const [operator, subject, operand] = normalize(condition);
    if (operator === 'content-length-range') {
      if (!Number.isInteger(Number(subject)) || !Number.isInteger(Number(operand))) throw invalid('bad size range.');
      size.min = Math.max(size.min, Number(subject));
      size.max = Math.min(size.max, Number(operand));
      continue;
    }
    const name = String(subject).replace(/^\$/, '').toLowerCase();
    covered.add(name);
    if (!String(subject).startsWith('$') || !holds(operator, fields.get(name) ?? '', String(operand))) {
      throw refused(`Policy Condition failed: ${JSON.stringify(condition)}`);
    }
  }
  const extra = [...sent].filter((name) => !covered.has(name) && !name.startsWith('x-ignore-'));
  if (extra.length > 0) throw refused(`Extra input fields: ${extra.join(', ')}`);
  return size;
}
