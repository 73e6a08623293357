import { BadInput } from '../bad-input.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { Policy } from '../policy/schema.ts';
import type { Bucket } from './buckets.ts';

const cache = new Map<string, Policy>();
export const policyKey = (hash: string) => `policies/${hash}.json`;

/**
 * The pinned policy by its content hash; kept for the life of the process, since what has this hash cannot change.
 * @throws BadInput policy.changed when what is kept under the hash is another policy: no score, rank or sum is made by it
 */
export async function loadPolicy(evidence: Pick<Bucket, 'readJson'>, policyHash: string): Promise<Policy> {
  const known = cache.get(policyHash);
  if (known !== undefined) return known;
  const kept = await evidence.readJson(policyKey(policyHash));
  const found = sha256Hex(canonicalJson(kept));
  if (found !== policyHash) throw new BadInput('policy.changed', `${policyKey(policyHash)} is ${found}`);
  const policy = Policy.parse(kept);
  cache.set(policyHash, policy);
  return policy;
}
