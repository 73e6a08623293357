import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../shared/policy/check.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { BadFlags } from './options.ts';

export const QINGDAO = join(import.meta.dirname, '..', '..', 'shared', 'policy', 'qingdao-2025.json');

/** People here stand still in time between two deadlines: they would wait for a window that does not end. */
const atOnce = ({ notifications, ...policy }: Policy): Policy =>
  notifications === undefined
    ? policy
    : { ...policy, notifications: { ...notifications, value: { ...notifications.value, digest: null } } };

/** @throws BadFlags naming every fault of a policy that does not add up, or the file that cannot be read */
export function readPolicy(file: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadFlags(`--policy: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = parsePolicy(json);
  if (parsed.ok) return atOnce(parsed.policy);
  const faults = parsed.faults.map(({ path, code, message }) => `  ${path}: ${message} (${code})`);
  throw new BadFlags(`--policy: ${file} does not add up:\n${faults.join('\n')}`);
}
