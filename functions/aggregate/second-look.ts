import { nowUtc } from '../../shared/clock.ts';
import type { Aggregate } from '../../shared/domain/scoring.ts';
import { seatsAskedAgain } from '../../shared/domain/second-look.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import { ApplicationRecord, SecondLookRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { lookWaitId } from '../../shared/store/seats.ts';
import { ABSENT, ConditionFailed, type Table } from '../../shared/store/table.ts';
import { loadWait, newWaitAction } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;

export type Spread = { decision: 'spread'; looks: { seat: number; waitId: string; deadline: string }[] };

/** The second looks that are still awaited; null where none was ever asked for. */
export async function awaitedLooks(table: Table, applicationId: string): Promise<Spread['looks'] | null> {
  const asked = await table.get(keys.secondLook(applicationId), SecondLookRecord);
  if (asked === null) return null;
  const looks = await Promise.all(
    asked.seats.map(async (seat) => {
      const wait = await loadWait(table, lookWaitId(applicationId, seat));
      return wait === null || wait.outcome !== undefined
        ? []
        : [{ seat, waitId: wait.waitId, deadline: wait.deadline }];
    }),
  );
  return looks.flat();
}

/**
 * 复核打分: asks the panel once more where its sheets lie too far apart. The record and all its waits are one write, so that a
 * repetition finds everybody asked or nobody, and whoever takes the application back or strikes a sheet in this moment ends it or
 * prevents it.
 * @returns null where nobody has to look again
 */
export async function askAgain(
  table: Table,
  policy: Policy,
  { applicationId, roundId, status, conflicts }: ApplicationRecord,
  first: Aggregate,
): Promise<Spread | { decision: 'withdrawn' } | null> {
  const seats = seatsAskedAgain(policy, first);
  const { secondLook } = policy.scoring.value;
  if (seats.length === 0 || secondLook === undefined) return null;
  const secondLookAt = nowUtc();
  const deadline = new Date(Date.parse(secondLookAt) + secondLook.days * DAY_MS).toISOString();
  const { total, shown, spread } = first;
  const record: SecondLookRecord = {
    ...{ entity: 'SecondLook', applicationId, roundId, seats, openedAt: secondLookAt, deadline },
    ...{ total, shown, spread },
  };
  try {
    await table.transact([
      { put: keys.secondLook(applicationId), item: record },
      {
        update: keys.application(applicationId),
        change: { set: { secondLookAt }, when: { status, conflicts: conflicts ?? ABSENT } },
      },
      ...seats.map((seat) => newWaitAction(lookWaitId(applicationId, seat), roundId, deadline)),
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  // Asked in an earlier try, or just now; if neither, the application was taken back, or one of its sheets struck, in the same moment.
  const looks = await awaitedLooks(table, applicationId);
  if (looks !== null) return { decision: 'spread', looks };
  const now = await table.get(keys.application(applicationId), ApplicationRecord);
  if (now?.status === 'withdrawn') return { decision: 'withdrawn' };
  throw new Retryable('a conflict was recorded while a second look was asked for');
}
