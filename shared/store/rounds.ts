import { NotFound } from '../bad-input.ts';
import { withYears } from '../domain/calendar.ts';
import type { Policy } from '../policy/schema.ts';
import { ActiveRoundRecord, CalendarYearRecord, ROUND_STAGES, RoundRecord } from '../schemas/records.ts';
import type { Bucket } from './buckets.ts';
import { keys } from './keys.ts';
import { loadPolicy } from './policies.ts';
import { type Action, ConditionFailed, type Table } from './table.ts';

export async function loadRound(table: Table, roundId: string): Promise<RoundRecord> {
  const round = await table.get(keys.round(roundId), RoundRecord);
  if (round === null) throw new NotFound(`round ${roundId}`);
  return round;
}

const pinned = new Map<string, Pick<RoundRecord, 'policyHash' | 'registers' | 'callDate' | 'openedAt'>>();

/** What a round pinned when it opened: it cannot change, so one read per process is enough. */
export async function loadPinned(
  table: Table,
  evidence: Bucket,
  roundId: string,
): Promise<{ policy: Policy; registers: RoundRecord['registers']; callDate: string; openedAt: string }> {
  let pins = pinned.get(roundId);
  if (pins === undefined) {
    pins = await loadRound(table, roundId);
    pinned.set(roundId, pins);
  }
  const { registers, callDate, openedAt } = pins;
  return { policy: await loadPolicy(evidence, pins.policyHash), registers, callDate, openedAt };
}

/** Years whose days off were put in since the round opened, in their order. */
export const loadCalendarYears = (table: Table, roundId: string): Promise<CalendarYearRecord[]> =>
  table.all(keys.roundPk(roundId), CalendarYearRecord, 'CALENDAR#');

/** The same for whoever counts working days: its policy knows the years that were published since the round opened, too. */
export async function loadPinnedDays(table: Table, evidence: Bucket, roundId: string): ReturnType<typeof loadPinned> {
  const [pins, added] = await Promise.all([loadPinned(table, evidence, roundId), loadCalendarYears(table, roundId)]);
  return { ...pins, policy: withYears(pins.policy, added) };
}

/**
 * Moves the round on. A stage is never taken back: an execution that was started anew passes through those that are over.
 */
export async function setStage(table: Table, roundId: string, stage: RoundRecord['stage']): Promise<void> {
  for (;;) {
    const { stage: now } = await loadRound(table, roundId);
    if (ROUND_STAGES.indexOf(now) >= ROUND_STAGES.indexOf(stage)) return;
    try {
      await table.update(keys.round(roundId), { set: { stage }, when: { stage: now } });
      return;
    } catch (error) {
      // Somebody moved it meanwhile, and only ever on: this ends with the last stage.
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
}

/** Puts the round on the list of those that are not closed. */
export const activeAction = (roundId: string): Action => ({
  put: keys.active(roundId),
  item: { entity: 'ActiveRound', roundId },
  replace: true,
});

/** Ids of the rounds that are not closed, sorted; one short partition, whatever there was before. */
export const activeRounds = async (table: Table): Promise<string[]> =>
  (await table.all(keys.activePk, ActiveRoundRecord)).map((one) => one.roundId);
