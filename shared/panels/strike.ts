import { nowUtc } from '../clock.ts';
import type { Deps } from '../deps.ts';
import {
  type ApplicationRecord,
  ScoreRecord,
  type SeatRecord,
  SheetRecord,
  type StruckSheetRecord,
} from '../schemas/records.ts';
import { loadAuto } from '../store/auto.ts';
import { keys } from '../store/keys.ts';
import { loadPinned } from '../store/rounds.ts';
import { lookWaitId } from '../store/seats.ts';
import type { Action, Table } from '../store/table.ts';
import { loadWait, settleAction } from '../store/waits.ts';
import type { Standing, Way } from './conflict-way.ts';
import { addedUp, scoreOf } from './score-of.ts';

/**
 * A sheet that does not count: it stays on record apart from those that do. While the panel is at work its seat is given to
 * another; once there is a total it is added up without the sheet, and the ranking is made anew.
 */
export async function strike(
  deps: Deps,
  application: ApplicationRecord,
  seat: SeatRecord,
  { unchanged, anew }: Standing,
): Promise<Way> {
  const { table } = deps;
  const { applicationId, roundId } = application;
  const score = await table.get(keys.score(applicationId), ScoreRecord);
  const sheets = await table.all(keys.applicationPk(applicationId), SheetRecord, 'SHEET#');
  const struck = sheets.find((sheet) => sheet.seat === seat.seat);
  if (struck === undefined) return { status: 'busy' };
  const moved = movedAside(struck, seat, score === null && application.status === 'recommended');
  const base = { effect: 'struck' as const, seat: seat.seat };
  if (score === null) {
    // As long as the row stands nothing has been added up.
    const open: Action[] =
      application.status === 'recommended' ? [{ check: keys.open(roundId, 'experts', applicationId), when: {} }] : [];
    const look = await awaitedLook(table, seat);
    return { ...base, actions: [...moved, ...open, ...look.actions, ...unchanged], tasks: look.tasks };
  }
  const left = sheets.filter((sheet) => sheet.seat !== seat.seat);
  if (left.length === 0) return { status: 'last-sheet' };
  const pins = await loadPinned(table, deps.evidence, roundId);
  const items = await loadAuto(table, applicationId);
  const result = addedUp(pins.policy, application, items, left);
  const total = await scoreOf(table, pins, application, items, result, nowUtc());
  const replaced: Action = { put: keys.score(applicationId), item: total, replace: true };
  return { ...base, actions: [...moved, replaced, ...anew.actions], tasks: anew.tasks };
}

/** A second look at a sheet that does not count is not waited for. */
async function awaitedLook(
  table: Table,
  { applicationId, seat }: SeatRecord,
): Promise<{ actions: Action[]; tasks: string[] }> {
  const wait = await loadWait(table, lookWaitId(applicationId, seat));
  if (wait === null || wait.outcome !== undefined) return { actions: [], tasks: [] };
  return { actions: [settleAction(wait.waitId, { decision: 'withdrawn' })], tasks: [wait.waitId] };
}

function movedAside(sheet: SheetRecord, seat: SeatRecord, reopen: boolean): Action[] {
  const { applicationId, turn, past } = seat;
  const kept: StruckSheetRecord = { ...sheet, entity: 'StruckSheet', turn };
  const set = {
    ...{ status: 'vacant', expertId: null, turn: turn + 1 },
    past: [...past, { expertId: sheet.expertId, left: 'recused', at: nowUtc() }],
    ...(reopen ? { reopen: true } : {}),
  };
  return [
    // As it was looked at: whoever revises it at the same moment is looked at anew.
    { delete: keys.sheet(applicationId, seat.seat), when: { submittedAt: sheet.submittedAt } },
    { put: keys.struckSheet(applicationId, seat.seat, turn), item: kept },
    { update: keys.seat(applicationId, seat.seat), change: { set, when: { status: 'scored', turn } } },
  ];
}
