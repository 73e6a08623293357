import { NotFound } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { replaceExpert } from '../../shared/domain/panels.ts';
import { loadLegalPersons, panelApplication, recordedConflicts } from '../../shared/panels/facts.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import { ApplicationRecord, ConflictRecord, DrawRecord, SeatRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRows } from '../../shared/store/registers.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { seatWaitId } from '../../shared/store/seats.ts';
import { ABSENT, type Action, ConditionFailed, type Table } from '../../shared/store/table.ts';
import { loadWait, newWaitAction } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;
interface SeatRequest {
  applicationId: string;
  roundId: string;
  seat: number;
}
type Replaced = { decision: 'assigned'; waitId: string; deadline: string } | { decision: 'vacant' };

/** Seats of one panel are often given away at the same moment: those who meet look again at once. */
const TRIES = 4;

async function lookingAgain<T>(look: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      if (attempt === TRIES) throw new Retryable('the panel changed while a seat was given away');
    }
  }
}

/** Gives a seat to another expert after a recusal or a missed deadline; the rest of the panel stays as it is. */
export const replaceSeat = (deps: Deps, request: SeatRequest & { waitId: string }): Promise<Replaced> =>
  lookingAgain(() => replace(deps, request));

/** A seat that nobody could or would take, tried once more. */
export const refill = (deps: Deps, request: SeatRequest) => lookingAgain(() => fill(deps, request));

async function replace(deps: Deps, request: SeatRequest & { waitId: string }): Promise<Replaced> {
  const { table } = deps;
  const { applicationId, roundId } = request;
  const seats = await table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#');
  const seat = seats.find((one) => one.seat === request.seat);
  if (seat === undefined) throw new NotFound(`seat ${request.seat} of ${applicationId}`);
  // An earlier try of this very step did it, or a sheet came in the last moment.
  if (seat.status !== 'assigned' || seatWaitId(applicationId, seat.seat, seat.turn) !== request.waitId)
    return asItStands(deps, seat);
  const application = await applicationOf(deps, applicationId);
  if (application.status === 'withdrawn') return { decision: 'vacant' };

  const { policy } = await loadPinned(table, deps.evidence, roundId);
  const left = (await stoodAside(deps, request.waitId, seat)) ? 'recused' : 'late';
  const past = [
    ...seat.past,
    ...(seat.expertId === null ? [] : [{ expertId: seat.expertId, left, at: nowUtc() } as const]),
  ];
  const spent = seat.turn > policy.expertStage.value.maxReplacements;
  const leaving = { ...seat, past };
  const expertId = spent ? null : await successor(deps, application, seats, leaving);
  return assign(deps, application, seats, leaving, expertId);
}

/** By its own word, or because the bureau recorded a conflict. */
async function stoodAside({ table }: Deps, waitId: string, { roundId, applicationId, expertId }: SeatRecord) {
  if ((await table.get(keys.task(waitId), TaskRecord))?.status === 'decided') return true;
  return (await table.get(keys.conflict(roundId, applicationId, expertId ?? ''), ConflictRecord)) !== null;
}

async function fill(deps: Deps, request: SeatRequest) {
  const seats = await deps.table.all(keys.applicationPk(request.applicationId), SeatRecord, 'SEAT#');
  const seat = seats.find((one) => one.seat === request.seat);
  if (seat?.reopen === true) await reopened(deps.table, seat);
  const application = await applicationOf(deps, request.applicationId);
  if (seat === undefined || application.status === 'withdrawn') return [];
  const expertId = await successor(deps, application, seats, seat);
  if (expertId === null) return [];
  const given = await assign(deps, application, seats, seat, expertId);
  return given.decision === 'assigned' ? [{ seat: seat.seat, waitId: given.waitId, deadline: given.deadline }] : [];
}

/** It is looked for another expert once; where there is none the seat stays vacant. */
const reopened = (table: Table, { applicationId, seat, turn }: SeatRecord) =>
  table.update(keys.seat(applicationId, seat), { remove: ['reopen'], when: { turn } });

/** Looked at before the conflicts: one that is recorded meanwhile changes it, and then nobody gets the seat. */
async function applicationOf({ table }: Deps, applicationId: string): Promise<ApplicationRecord> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  return application;
}

/** Gives the seat away while the others are held as they were looked at: two seats never find the same expert at once. */
async function assign(
  { table, evidence }: Deps,
  { roundId, conflicts }: ApplicationRecord,
  seats: SeatRecord[],
  seat: SeatRecord,
  expertId: string | null,
): Promise<Replaced> {
  const { policy } = await loadPinned(table, evidence, roundId);
  const { applicationId, past } = seat;
  const turn = seat.turn + 1;
  const waitId = seatWaitId(applicationId, seat.seat, turn);
  const deadline = new Date(nowMs() + policy.expertStage.value.replacementDays * DAY_MS).toISOString();
  const set = { expertId, past, turn, status: expertId === null ? 'vacant' : 'assigned' };
  await table.transact([
    { update: keys.seat(applicationId, seat.seat), change: { set, when: { status: seat.status, turn: seat.turn } } },
    {
      check: keys.application(applicationId),
      when: { status: 'recommended', conflicts: conflicts ?? ABSENT },
    },
    ...(expertId === null ? [] : [newWaitAction(waitId, roundId, deadline), ...othersUnchanged(seats, seat)]),
  ]);
  return expertId === null ? { decision: 'vacant' } : { decision: 'assigned', waitId, deadline };
}

const othersUnchanged = (seats: SeatRecord[], seat: SeatRecord): Action[] =>
  seats
    .filter((other) => other.seat !== seat.seat)
    .map((other) => ({ check: keys.seat(other.applicationId, other.seat), when: { turn: other.turn } }));

async function asItStands({ table }: Deps, seat: SeatRecord): Promise<Replaced> {
  if (seat.status !== 'assigned') return { decision: 'vacant' };
  const waitId = seatWaitId(seat.applicationId, seat.seat, seat.turn);
  const wait = await loadWait(table, waitId);
  return wait === null ? { decision: 'vacant' } : { decision: 'assigned', waitId, deadline: wait.deadline };
}

/** Another expert for the seat, by the same rules and seed as the draw; null where nobody is left. */
async function successor(
  deps: Deps,
  application: ApplicationRecord,
  seats: SeatRecord[],
  seat: SeatRecord,
): Promise<string | null> {
  const { table } = deps;
  const { roundId } = application;
  const { policy, registers } = await loadPinned(table, deps.evidence, roundId);
  const [draw, experts, legalPersons, conflicts] = await Promise.all([
    table.get(keys.draw(roundId), DrawRecord),
    registerRows(table, 'experts', registers.experts),
    loadLegalPersons(table, registers),
    recordedConflicts(table, roundId, seat.applicationId),
  ]);
  const panel = seats.flatMap((one) => (one.seat !== seat.seat && one.expertId !== null ? [one.expertId] : []));
  return replaceExpert({
    policy,
    seed: `${draw?.seed ?? ''}|${seat.seat}|${seat.turn}`,
    application: await panelApplication(deps, application, registers),
    panel,
    // Who left any seat of this application, for a conflict or for silence, comes back on none of it.
    excluded: [...[...seats, seat].flatMap((one) => one.past), ...conflicts].map((one) => one.expertId),
    experts,
    legalPersons,
    loads: draw?.loads ?? {},
  });
}
