import { Policy } from '../policy/schema.ts';
import type { Bucket } from './buckets.ts';

const cache = new Map<string, Policy>();
export const policyKey = (hash: string) => `policies/${hash}.json`;

/** The pinned policy by its content hash; kept for the life of the process, since what has this hash cannot change. */
export async function loadPolicy(evidence: Bucket, policyHash: string): Promise<Policy> {
  const known = cache.get(policyHash);
  if (known !== undefined) return known;
  const policy = Policy.parse(await evidence.readJson(policyKey(policyHash)));
  cache.set(policyHash, policy);
  return policy;
}
