import { type ApplicationRecord, DrawRecord, OpenRecord, SeatRecord, SecondLookRecord } from '../schemas/records.ts';
import { pendingRanking, RERANK } from '../store/deliberation.ts';
import { leaveAction, loadGate } from '../store/gates.ts';
import { keys } from '../store/keys.ts';
import { lookWaitId, seatWaitId, sheetsWaitId } from '../store/seats.ts';
import { pendingShortage } from '../store/shortages.ts';
import { ABSENT, type Action, type Table } from '../store/table.ts';
import { loadWait, settleAction } from '../store/waits.ts';

/** What else changes when a recommended application is taken back, all in one transaction with it, and the tasks that end. */
interface WayOut {
  /** What must be so of the application itself. */
  when: object;
  actions: Action[];
  tasks: string[];
}

/**
 * The way out of the stage that a recommended application is in: the districts', where nothing waits for it; its panel's;
 * or the ranking, which is made anew without it.
 * @returns `busy` while panels are drawn or ranks made, `closed` once the ranking is approved
 */
export async function wayOut(table: Table, application: ApplicationRecord): Promise<WayOut | 'busy' | 'closed'> {
  const { applicationId, roundId } = application;
  const district = await loadGate(table, roundId, 'district');
  if (district?.passedAt === undefined)
    return { when: {}, actions: [{ check: keys.gate(roundId, 'district'), when: { passedAt: ABSENT } }], tasks: [] };
  if ((await table.get(keys.draw(roundId), DrawRecord)) === null) return beforeTheDraw(table, roundId);
  const [open, experts] = await Promise.all([
    table.get(keys.open(roundId, 'experts', applicationId), OpenRecord),
    loadGate(table, roundId, 'experts'),
  ]);
  if (open !== null) return fromThePanel(table, application);
  // Its total is there, others' are not: it stays with the sheets, and is not ranked.
  if (experts?.passedAt === undefined)
    return { when: {}, actions: [{ check: keys.gate(roundId, 'experts'), when: { passedAt: ABSENT } }], tasks: [] };
  return fromTheRanking(table, roundId);
}

/** Panels that could not be drawn wait for the bureau's word, and are drawn from who is left then. */
async function beforeTheDraw(table: Table, roundId: string): Promise<WayOut | 'busy'> {
  const asked = await pendingShortage(table, roundId);
  if (asked === null) return 'busy';
  return { when: {}, actions: [{ check: keys.wait(asked.waitId), when: { outcome: ABSENT } }], tasks: [] };
}

/** Nobody need look at it any more: its seats' waits, second looks and a question about too few sheets are settled. */
async function fromThePanel(
  table: Table,
  { applicationId, roundId, shortages, shortagesAnswered = 0, secondLookAt }: ApplicationRecord,
): Promise<WayOut> {
  const [seats, looks] = await Promise.all([
    table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#'),
    table.get(keys.secondLook(applicationId), SecondLookRecord),
  ]);
  const asked =
    shortages !== undefined && shortages > shortagesAnswered ? [sheetsWaitId(applicationId, shortages)] : [];
  const waits = [
    ...seats.flatMap(({ seat, turn, status }) =>
      status === 'assigned' ? [seatWaitId(applicationId, seat, turn)] : [],
    ),
    ...(looks?.seats ?? []).map((seat) => lookWaitId(applicationId, seat)),
    ...asked,
  ];
  const known = await Promise.all(waits.map((waitId) => loadWait(table, waitId)));
  const open = known.flatMap((wait) => (wait === null || wait.outcome !== undefined ? [] : [wait.waitId]));
  return {
    when: { shortages: shortages ?? ABSENT, secondLookAt: secondLookAt ?? ABSENT },
    actions: [
      // As long as the row stands the stage goes on.
      { ...leaveAction(roundId, 'experts', applicationId), when: {} },
      ...seats.map(({ seat, turn }): Action => ({ check: keys.seat(applicationId, seat), when: { turn } })),
      ...open.map((waitId) => settleAction(waitId, { decision: 'withdrawn' })),
    ],
    tasks: open,
  };
}

/** The question that the ranking waits for is put anew, about those who are left. */
async function fromTheRanking(table: Table, roundId: string): Promise<WayOut | 'busy' | 'closed'> {
  const pending = await pendingRanking(table, roundId);
  if (pending === 'approved') return 'closed';
  if (pending === null) return 'busy';
  return { when: {}, actions: [settleAction(pending.waitId, { decision: RERANK })], tasks: [pending.waitId] };
}
