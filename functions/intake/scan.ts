import type { Blocks } from '../../shared/package/source.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import type { ScanOutcome } from '../../shared/schemas/records.ts';
import type { Bucket } from '../../shared/store/buckets.ts';
import { scanByClamd } from './clamd.ts';

/**
 * Looks for malware in an upload that passed all other checks. `none`: nobody looked, which reviewers are told;
 * `unsupported`: the scanner could not look into it, which they are told as well.
 * @throws Retryable while the scanner has not finished, or failed
 */
export type Scanner = (upload: { key: string; blocks: Blocks }) => Promise<ScanOutcome | 'threats'>;

export const noScan: Scanner = async () => 'none';

/** What GuardDuty's Malware Protection for S3 says in the tag that it puts on each object. */
const TAG = 'GuardDutyMalwareScanStatus';
const GUARDDUTY = new Map<string, ScanOutcome | 'threats'>([
  ['NO_THREATS_FOUND', 'clean'],
  ['THREATS_FOUND', 'threats'],
  ['UNSUPPORTED', 'unsupported'],
]);
/** It usually takes seconds. What takes longer comes back as the queue's message does. */
const LOOKS = 10;
const BETWEEN_MS = 5000;

/**
 * @param inbox the bucket that GuardDuty watches. The tag is on whatever has the key now; what is copied afterwards must
 * still be the object that was verified
 */
export const guardDuty =
  (inbox: Bucket, betweenMs = BETWEEN_MS): Scanner =>
  async ({ key }) => {
    for (let look = 0; look < LOOKS; look++) {
      if (look > 0) await new Promise((resolve) => setTimeout(resolve, betweenMs));
      const status = (await inbox.tags(key)).get(TAG);
      if (status === undefined) continue;
      const outcome = GUARDDUTY.get(status);
      // FAILED, ACCESS_DENIED: after some tries the message is parked, and a person looks.
      if (outcome === undefined) throw new Retryable(`the malware scan ended with ${status}`);
      return outcome;
    }
    throw new Retryable('the malware scan has not finished');
  };

/** The scanner a setting names: `none`, `guardduty`, or a ClamAV daemon (`clamd://host:port`). */
export function scannerOf(setting: string, inbox: Bucket): Scanner {
  if (setting === 'none') return noScan;
  if (setting === 'guardduty') return guardDuty(inbox);
  const { hostname, port } = new URL(setting);
  return ({ blocks }) => scanByClamd({ host: hostname, port: Number(port) }, blocks);
}
