import { createHmac, randomBytes } from 'node:crypto';
import { canonicalJson } from '../canonical.ts';
import { SealSecretRecord } from '../schemas/proofs.ts';
import { keys } from './keys.ts';
import { ConditionFailed, type Table } from './table.ts';

/** It never changes: one read in a process is enough. */
const known = new WeakMap<Table, Map<string, string>>();

/**
 * What keeps sealed entries and persons from being found by hashing guesses. The first who needs it makes it; it is never
 * disclosed, and nothing else follows from it.
 */
export async function sealSecret(table: Table, roundId: string): Promise<string> {
  const own = known.get(table) ?? new Map<string, string>();
  known.set(table, own);
  const secret = own.get(roundId) ?? (await ensured(table, roundId));
  own.set(roundId, secret);
  return secret;
}

async function ensured(table: Table, roundId: string): Promise<string> {
  const key = keys.sealSecret(roundId);
  const found = await table.get(key, SealSecretRecord);
  if (found !== null) return found.secret;
  try {
    const made: SealSecretRecord = { entity: 'SealSecret', roundId, secret: randomBytes(32).toString('hex') };
    await table.put(key, made);
    return made.secret;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return ensured(table, roundId);
  }
}

/** A value under the secret, in hex. */
export const sealedBy = (secret: string, value: readonly (string | number)[]): string =>
  createHmac('sha256', secret).update(canonicalJson(value)).digest('hex');
