import { nowUtc } from '../clock.ts';
import type { Deps } from '../deps.ts';
import {
  ApplicationRecord,
  ConflictRecord,
  DrawPlanRecord,
  DrawRecord,
  SeatRecord,
  TaskRecord,
} from '../schemas/records.ts';
import { pendingRanking, RERANK } from '../store/deliberation.ts';
import { loadGate } from '../store/gates.ts';
import { keys } from '../store/keys.ts';
import { registerRow } from '../store/registers.ts';
import { loadPinned } from '../store/rounds.ts';
import { seatWaitId } from '../store/seats.ts';
import { ABSENT, type Action, ConditionFailed } from '../store/table.ts';
import { loadWait, settleAction } from '../store/waits.ts';
import { endTask } from '../tasks/open.ts';
import type { NotRecorded, Standing, Way } from './conflict-way.ts';
import { strike } from './strike.ts';

export interface ConflictOrder {
  roundId: string;
  applicationId: string;
  expertId: string;
  /** The officer who records it. */
  by: string;
  reason: string;
  /** What becomes of a sheet that is in. */
  sheet?: 'keep' | 'strike' | undefined;
}

export type ConflictOutcome = { status: 'recorded' | 'already'; record: ConflictRecord } | NotRecorded;

/** Whoever submits, is replaced or is added up at the same moment changes what is to be done: it is looked at anew. */
const TRIES = 5;

/**
 * 回避: records that an expert must not score an application, and sees to it in the same transaction: before the draw it is not
 * drawn for it; whoever has still to score is stopped, and the seat goes to another; of a sheet that is in, the officer says
 * whether it counts. Once the shortlist is approved it is too late.
 */
export async function recordConflict(deps: Deps, order: ConflictOrder): Promise<ConflictOutcome> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      const outcome = await once(deps, order);
      // What others are busy with may be what another click has set going: that it is recorded.
      if (outcome.status !== 'busy') return outcome;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }
  return { status: 'busy' };
}

async function once(deps: Deps, order: ConflictOrder): Promise<ConflictOutcome> {
  const { table, evidence } = deps;
  const { roundId, applicationId, expertId, by, reason } = order;
  const { registers } = await loadPinned(table, evidence, roundId);
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  const expert = await registerRow(table, 'experts', registers.experts, expertId);
  if (application === null || application.roundId !== roundId || expert === null) return { status: 'unknown' };
  const known = await table.get(keys.conflict(roundId, applicationId, expertId), ConflictRecord);
  if (known !== null) return { status: 'already', record: known };
  const way = await wayOf(deps, order, application);
  if ('status' in way) return way;
  const { effect, seat, actions, tasks } = way;
  const record: ConflictRecord = {
    ...{ entity: 'Conflict', roundId, applicationId, expertId, by, at: nowUtc(), reason, effect, seat },
  };
  const { status, conflicts, secondLookAt } = application;
  await table.transact([
    { put: keys.conflict(roundId, applicationId, expertId), item: record },
    {
      update: keys.application(applicationId),
      change: {
        add: { conflicts: 1 },
        // A second look that is asked for meanwhile has to be ended with the sheet.
        when: { status, conflicts: conflicts ?? ABSENT, secondLookAt: secondLookAt ?? ABSENT },
      },
    },
    ...actions,
  ]);
  for (const taskId of tasks) await endTask(table, taskId, 'superseded');
  return { status: 'recorded', record };
}

async function wayOf(deps: Deps, order: ConflictOrder, application: ApplicationRecord): Promise<Way> {
  const { table } = deps;
  const { roundId, applicationId, expertId } = order;
  if ((await table.get(keys.draw(roundId), DrawRecord)) === null) return beforeTheDraw(deps, roundId);
  const ranking = await rankingOf(deps, roundId);
  if ('status' in ranking) return ranking;
  const seats = await table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#');
  const seat = seats.find((one) => one.expertId === expertId);
  if (seat === undefined) return { effect: 'barred', seat: null, actions: ranking.unchanged, tasks: [] };
  if (seat.status !== 'scored') return stop(deps, seat, ranking);
  if (order.sheet === undefined) return { status: 'sheet-in' };
  if (order.sheet === 'strike') return strike(deps, application, seat, ranking);
  const { turn, status } = seat;
  const check: Action = { check: keys.seat(applicationId, seat.seat), when: { status, turn } };
  return { effect: 'kept', seat: seat.seat, actions: [check, ...ranking.unchanged], tasks: [] };
}

/** Counted, so that a draw that is just being worked out without it is worked out again. */
async function beforeTheDraw({ table }: Deps, roundId: string): Promise<Way> {
  const plan = await table.get(keys.drawPlan(roundId), DrawPlanRecord);
  if (plan?.sha256 !== undefined) return { status: 'busy' };
  const change = {
    ...{ set: { entity: 'DrawPlan', roundId }, add: { conflicts: 1 }, when: { sha256: ABSENT }, upsert: true },
  };
  const counted: Action = { update: keys.drawPlan(roundId), change };
  return { effect: 'before-draw', seat: null, actions: [counted], tasks: [] };
}

async function rankingOf({ table }: Deps, roundId: string): Promise<Standing | NotRecorded> {
  const gate = await loadGate(table, roundId, 'experts');
  if (gate?.passedAt === undefined) {
    const actions: Action[] =
      gate === null ? [] : [{ check: keys.gate(roundId, 'experts'), when: { passedAt: ABSENT } }];
    return { unchanged: actions, anew: { actions, tasks: [] } };
  }
  const pending = await pendingRanking(table, roundId);
  if (pending === 'approved') return { status: 'closed' };
  if (pending === null) return { status: 'busy' };
  return {
    unchanged: [{ check: keys.wait(pending.waitId), when: { outcome: ABSENT } }],
    anew: { actions: [settleAction(pending.waitId, { decision: RERANK })], tasks: [pending.waitId] },
  };
}

/** Stopped at once: its task ends and says why, and the execution gives the seat to another as after a recusal. */
async function stop({ table }: Deps, seat: SeatRecord, { unchanged }: Standing): Promise<Way> {
  const { applicationId, turn, status, expertId } = seat;
  const waitId = seatWaitId(applicationId, seat.seat, turn);
  const [wait, task] = await Promise.all([loadWait(table, waitId), table.get(keys.task(waitId), TaskRecord)]);
  const waiting = wait !== null && wait.outcome === undefined;
  const ended: Action = {
    update: keys.task(waitId),
    change: {
      set: { status: 'superseded', endedFor: 'conflict' },
      remove: ['outbox', 'gsi1pk', 'gsi1sk'],
      when: { status: 'open' },
    },
  };
  return {
    ...{ effect: 'stopped', seat: seat.seat, tasks: [] },
    actions: [
      { check: keys.seat(applicationId, seat.seat), when: { status, turn, expertId } },
      ...(waiting ? [settleAction(waitId, { decision: 'recused' })] : []),
      ...(task?.status === 'open' ? [ended] : []),
      ...unchanged,
    ],
  };
}
