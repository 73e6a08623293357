import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import type { BucketConfig, ObjectAttributes, StoredVersion } from './types.ts';

/**
 * @param now domain clock, UTC ms
 * @param bypass the caller asked to bypass governance retention
 * @throws S3Error AccessDenied
 */
export function assertUnlocked(version: StoredVersion, now: number, bypass: boolean): void {
  const { lock, legalHold } = version;
  const retained = lock !== undefined && lock.until > now && !(bypass && lock.mode === 'GOVERNANCE');
  if (retained || legalHold) {
    throw new S3Error('AccessDenied', 'Access Denied because object protected by object lock.');
  }
}

/**
 * Retention and legal hold as an upload asks for them.
 * @throws S3Error InvalidRequest, InvalidArgument
 */
export function requestedLock(
  request: Pick<S3Request, 'header'>,
  config: BucketConfig,
  now: number,
): Pick<ObjectAttributes, 'lock' | 'legalHold'> {
  const mode = request.header('x-amz-object-lock-mode');
  const date = request.header('x-amz-object-lock-retain-until-date');
  const hold = request.header('x-amz-object-lock-legal-hold');
  if (mode === undefined && date === undefined && hold === undefined) return {};
  if (!config.objectLock) throw new S3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') {
    throw new S3Error('InvalidArgument', 'Legal Hold must be either of "ON" or "OFF"');
  }
  const legalHold = hold === 'ON' ? { legalHold: true } : {};
  if (mode === undefined && date === undefined) return legalHold;
  const until = Date.parse(date ?? '');
  if ((mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') || Number.isNaN(until)) {
    throw new S3Error('InvalidArgument', 'Object lock needs a known mode and a retain until date, both');
  }
  if (until <= now) throw new S3Error('InvalidArgument', 'The retain until date must be in the future!');
  return { ...legalHold, lock: { mode, until } };
}

export function lockHeaders(version: StoredVersion): Record<string, string> {
  const headers: Record<string, string> = {};
  if (version.lock) {
    headers['x-amz-object-lock-mode'] = version.lock.mode;
    headers['x-amz-object-lock-retain-until-date'] = new Date(version.lock.until).toISOString();
  }
  if (version.legalHold) headers['x-amz-object-lock-legal-hold'] = 'ON';
  return headers;
}
