import { randomUUID } from 'node:crypto';
import { BadInput } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import { CODE_MINUTES } from '../../shared/code-limits.ts';
import { hashCode, newCode } from '../../shared/codes.ts';
import { ChallengeRecord } from '../../shared/schemas/records.ts';
import { recordCode } from '../../shared/store/challenges.ts';
import { keys } from '../../shared/store/keys.ts';
import { type Change, ConditionFailed } from '../../shared/store/table.ts';
import { deliver } from './deliver.ts';
import type { NotifyDeps } from './deps.ts';
import { personOf } from './recipient.ts';

const VALID_MS = CODE_MINUTES * 60_000;

/**
 * Sends a code by text message: the link came by mail. The code is made here and kept as its hash, so that no queue, log or
 * page ever holds it. One that did not get through is not sent again: whoever waits asks for another.
 */
export async function sendCode(deps: NotifyDeps, challengeHash: string): Promise<void> {
  const challenge = await deps.table.get(keys.challenge(challengeHash), ChallengeRecord);
  if (challenge === null) throw new BadInput('mail.challenge-unknown', 'no such challenge');
  if (challenge.outbox !== 'code') return;
  const { sends, roundId, person, askedAt = nowUtc() } = challenge;
  const answered = (change: Change) => update(deps, challengeHash, sends, change);
  // A retry after a long time: nobody sits before the page any more.
  if (nowMs() - Date.parse(askedAt) > VALID_MS) return void (await answered({ remove: ['outbox'] }));
  const { mobile } = await personOf(deps, roundId, person);
  const code = newCode();
  const validUntil = new Date(nowMs() + VALID_MS).toISOString();
  const made = mobile === null ? { unreachable: true } : { code: await hashCode(code), validUntil, attempts: 0 };
  // Claimed before it is sent: of two codes on the way nobody knows which one counts.
  if (!(await answered({ set: made, remove: ['outbox'] }))) return;
  const taken =
    mobile !== null && (await deliver(deps, deliveryOf(challenge), () => deps.sms.send(message(mobile, code)), true));
  if (!taken && mobile !== null) await deps.table.update(keys.challenge(challengeHash), { set: { unreachable: true } });
  await recordCode(deps.table, challenge, taken ? 'sent' : 'unreachable');
}

const message = (mobile: string, code: string) => ({
  id: randomUUID(),
  mobile,
  template: 'code' as const,
  params: { code, minutes: String(CODE_MINUTES) },
});

const deliveryOf = ({ roundId, person }: ChallengeRecord) => ({
  roundId,
  about: `code.${person.role}.${person.id}`,
  kind: 'code' as const,
  person,
});

/** As long as this very request stands. False where another one was made, or it was answered. */
async function update({ table }: NotifyDeps, hash: string, sends: number, change: Change): Promise<boolean> {
  try {
    await table.update(keys.challenge(hash), { ...change, when: { outbox: 'code', sends } });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
