import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAssembly } from '../../../infra/local/start/assembly.ts';
import { parsePolicy } from '../../../shared/policy/check.ts';
import type { Policy } from '../../../shared/policy/schema.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** So few places that a small round has a reserve: somebody can move up. */
const QUOTAS = { 'benchmark-enterprise': 6, 'service-provider': 2, 'solution-product': 3, 'chain-case': 2 };

/** The city's policy with few places; all else as it is. */
function smallPolicy(): Policy {
  const file = join(ROOT, 'shared', 'policy', 'qingdao-2025.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as Policy;
  for (const [category, value] of Object.entries(QUOTAS)) {
    json.categories[category as keyof typeof QUOTAS].quota.value = value;
  }
  // People here stand still in time between two deadlines: they would wait for a window that does not end.
  if (json.notifications !== undefined) json.notifications.value.digest = null;
  const parsed = parsePolicy(json);
  if (!parsed.ok) throw new Error(parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.policy;
}

/** What all tests here play: the same policy, number and seed. */
export const SMALL = { policy: smallPolicy(), applications: 24, seed: 'small round' };
export const assembly = (): Promise<string> => localAssembly(join(ROOT, '.local', 'assembly'));
