import { randomBytes } from 'node:crypto';
import { nowUtc } from '../clock.ts';
import type { ChallengeRecord, CodeEventRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

type Person = ChallengeRecord['person'];
export const personKey = ({ role, id }: Person): string => `${role}.${id}`;

/** Writes down what happened with a code: ids only. */
export async function recordCode(
  table: Table,
  { roundId, person }: Pick<ChallengeRecord, 'roundId' | 'person'>,
  what: CodeEventRecord['what'],
): Promise<void> {
  const record: CodeEventRecord = { entity: 'CodeEvent', roundId, person, what, at: nowUtc() };
  await table.put(keys.codeEvent(roundId, record.at, randomBytes(8).toString('hex')), record);
}

const KEPT_SECONDS = 2 * 3600;

/** Counts one more for the person within this hour, atomically, and returns how many there are with it. */
export async function countInHour(
  table: Table,
  { roundId, person }: Pick<ChallengeRecord, 'roundId' | 'person'>,
  what: 'sends' | 'tries',
): Promise<number> {
  const hour = nowUtc().slice(0, 13);
  const after = await table.update(keys.codeHour(roundId, personKey(person), hour), {
    set: { entity: 'CodeHour', expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS },
    add: { [what]: 1 },
    upsert: true,
  });
  return Number(after[what] ?? 0);
}
