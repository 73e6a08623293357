import { nowUtc } from '../../shared/clock.ts';
import { CODE_TRIES, HOURLY_SENDS, HOURLY_TRIES } from '../../shared/code-limits.ts';
import { codeMatches } from '../../shared/codes.ts';
import type { CodeTrouble } from '../../shared/http/pages/code.ts';
import { ChallengeRecord } from '../../shared/schemas/records.ts';
import { countInHour, recordCode } from '../../shared/store/challenges.ts';
import { keys } from '../../shared/store/keys.ts';
import { ABSENT, type Change, ConditionFailed, PRESENT, type Table } from '../../shared/store/table.ts';

type Challenge = ChallengeRecord;

/** Has a code sent; the one before is worth nothing from now on. @returns what is in the way, if anything */
export async function askForCode(table: Table, challenge: Challenge): Promise<CodeTrouble | null> {
  if ((await countInHour(table, challenge, 'sends')) > HOURLY_SENDS) return limited(table, challenge);
  const asked = await change(table, challenge, {
    set: { outbox: 'code', askedAt: nowUtc() },
    add: { sends: 1 },
    remove: ['code', 'validUntil', 'unreachable'],
    when: { usedAt: ABSENT },
  });
  if (asked === null) return 'used';
  await recordCode(table, challenge, 'asked');
  return null;
}

/**
 * Tries a code. Every try is counted before it is looked at, so that many at once are not more than the limit; the right one is
 * good once. @returns what is in the way; null when it was right
 */
export async function tryCode(table: Table, challenge: Challenge, typed: string): Promise<CodeTrouble | null> {
  const code = typed.normalize('NFKC').replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return 'no-code';
  if ((await countInHour(table, challenge, 'tries')) > HOURLY_TRIES) return limited(table, challenge);
  const counted = await change(table, challenge, { add: { attempts: 1 }, when: { usedAt: ABSENT, code: PRESENT } });
  if (counted?.code === undefined) return 'used';
  if (counted.attempts > CODE_TRIES) return limited(table, challenge, 'spent');
  if ((counted.validUntil ?? '') < nowUtc()) return 'expired';
  if (!(await codeMatches(code, counted.code))) {
    await recordCode(table, challenge, 'wrong');
    return 'wrong';
  }
  const when = { usedAt: ABSENT, code: counted.code };
  const used = await change(table, challenge, { set: { usedAt: nowUtc() }, remove: ['code'], when });
  if (used === null) return 'used';
  await recordCode(table, challenge, 'passed');
  return null;
}

async function limited(table: Table, challenge: Challenge, trouble: CodeTrouble = 'limited'): Promise<CodeTrouble> {
  await recordCode(table, challenge, 'limited');
  return trouble;
}

/** Null where it is not like that any more. */
async function change(table: Table, { challengeHash }: Challenge, what: Change): Promise<Challenge | null> {
  try {
    return ChallengeRecord.parse(await table.update(keys.challenge(challengeHash), what));
  } catch (error) {
    if (error instanceof ConditionFailed) return null;
    throw error;
  }
}
