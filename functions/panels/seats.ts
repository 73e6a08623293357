import { NotFound } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import { type AutoItem, autoScores } from '../../shared/domain/auto-scores.ts';
import { forEachApplication } from '../../shared/panels/facts.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { ApplicationRecord, type DrawPlan, type RoundRecord, SeatRecord } from '../../shared/schemas/records.ts';
import { openAction } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow, servedPilots } from '../../shared/store/registers.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { seatWaitId } from '../../shared/store/seats.ts';
import { type Action, ConditionFailed, type Table } from '../../shared/store/table.ts';
import { newWaitAction } from '../../shared/store/waits.ts';

type Panel = DrawPlan['panels'][number] & { items: AutoItem[] };

/** Gives every seat of the plan to whom it was drawn for. Nobody is asked yet; repeated it completes what is missing. */
export async function seatAll(deps: Deps, { roundId, panels }: DrawPlan, deadline: string): Promise<void> {
  const { policy, registers } = await loadPinned(deps.table, deps.evidence, roundId);
  await forEachApplication(panels, async (panel) => {
    const application = await deps.table.get(keys.application(panel.applicationId), ApplicationRecord);
    if (application === null) throw new NotFound(`application ${panel.applicationId}`);
    const items = await formulaItems(deps.table, policy, registers, application);
    await seat(deps.table, roundId, { ...panel, items }, deadline);
  });
}

/** Seats, waits, formula points and the open row of one application, all or nothing; seated before is left as it is. */
async function seat(table: Table, roundId: string, panel: Panel, deadline: string): Promise<void> {
  const { applicationId } = panel;
  const waits = panel.experts.map((_, i) => newWaitAction(seatWaitId(applicationId, i + 1, 1), roundId, deadline));
  const open = [...waits, openAction(roundId, 'experts', applicationId)];
  if (await written(table, [...seatsOf(roundId, panel), ...open, standing(applicationId, 'recommended')])) return;
  if ((await table.get(keys.seat(applicationId, 1), SeatRecord)) !== null) return;
  // Taken back since the plan was made: it was drawn for, and stays so on record, but nobody waits for its sheets.
  await written(table, [...seatsOf(roundId, panel), standing(applicationId, 'withdrawn')]);
}

const standing = (applicationId: string, status: ApplicationRecord['status']): Action => ({
  check: keys.application(applicationId),
  when: { status },
});

function seatsOf(roundId: string, { applicationId, experts, industry, fields, items }: Panel): Action[] {
  const seats = experts.map((expertId, i): Action => {
    const record: SeatRecord = {
      entity: 'Seat',
      applicationId,
      roundId,
      seat: i + 1,
      status: 'assigned',
      expertId,
      turn: 1,
      past: [],
    };
    return { put: keys.seat(applicationId, record.seat), item: record };
  });
  const auto = { entity: 'Auto', applicationId, items, industry, fields };
  return [...seats, { put: keys.auto(applicationId), item: auto }];
}

async function written(table: Table, actions: Action[]): Promise<boolean> {
  try {
    await table.transact(actions);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** What formulas give from the pinned registers: worked out once, shown to the experts, counted in the total. */
async function formulaItems(
  table: Table,
  policy: Policy,
  registers: RoundRecord['registers'],
  { category, uscc }: ApplicationRecord,
): Promise<AutoItem[]> {
  const [pilot, participation, served] = await Promise.all([
    category === 'benchmark-enterprise' ? registerRow(table, 'pilots', registers.pilots, uscc) : null,
    registerRow(table, 'participation', registers.participation, uscc),
    category === 'benchmark-enterprise' ? [] : servedPilots(table, registers.pilots, uscc),
  ]);
  return autoScores(policy, category, { pilot, participation, servedPilots: served });
}
