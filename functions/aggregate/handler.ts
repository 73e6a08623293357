import { NotFound } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { addedUp, scoreOf } from '../../shared/panels/score-of.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import { ApplicationRecord, type ScoreRecord, SeatRecord, SheetRecord } from '../../shared/schemas/records.ts';
import { loadAuto } from '../../shared/store/auto.ts';
import { leaveAction, passIfDone } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { sheetsWaitId } from '../../shared/store/seats.ts';
import { ABSENT, ConditionFailed } from '../../shared/store/table.ts';
import { ensureWait, loadWait } from '../../shared/store/waits.ts';
import { askAgain, awaitedLooks, type Spread } from './second-look.ts';

const DAY_MS = 86_400_000;
interface Request {
  roundId: string;
  applicationId: string;
  accept?: boolean | undefined;
}
type Aggregated =
  | { decision: 'aggregated' | 'withdrawn' | 'refill' }
  | Spread
  | { decision: 'under-minimum'; waitId: string; deadline: string };

/**
 * Adds an application's sheets up by the policy's rule and takes it out of the stage. With fewer sheets than the
 * minimum a person decides first; without any there is nothing to accept. Sheets far apart go to their panel once more
 * before they count. Who has withdrawn gets no total.
 */
export async function total(deps: Deps, { roundId, applicationId, accept = false }: Request): Promise<Aggregated> {
  const { table } = deps;
  const { policy, registers } = await loadPinned(table, deps.evidence, roundId);
  // First the application: whoever strikes a sheet that is read now changes it, and then nothing is written. Then the second looks:
  // what is settled by now stands on the sheets.
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  const looks = await awaitedLooks(table, applicationId);
  const [seats, sheets, items] = await Promise.all([
    table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#'),
    table.all(keys.applicationPk(applicationId), SheetRecord, 'SHEET#'),
    loadAuto(table, applicationId),
  ]);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  if (application.status === 'withdrawn') return { decision: 'withdrawn' };
  if (looks !== null && looks.length > 0) return { decision: 'spread', looks };
  if (seats.some(({ reopen }) => reopen === true)) return { decision: 'refill' };
  // Asked for a second look, they were enough; unless one was struck.
  const enough = looks !== null && application.conflicts === undefined;
  if (!enough && sheets.length < policy.panel.value.minimum && !(accept && sheets.length > 0))
    return underMinimum(deps, policy, application, accept);

  const result = addedUp(policy, application, items, sheets);
  const again = looks === null ? await askAgain(table, policy, application, result) : null;
  if (again !== null) return again;
  await write(deps, await scoreOf(table, { policy, registers }, application, items, result, nowUtc()), application);
  return { decision: 'aggregated' };
}

/** @param application as it was looked at: one that was taken back meanwhile gets no total, one that lost a sheet not this one */
async function write({ table }: Deps, score: ScoreRecord, { status, conflicts }: ApplicationRecord): Promise<void> {
  const { roundId, applicationId } = score;
  try {
    await table.transact([
      { put: keys.score(applicationId), item: score },
      { check: keys.application(applicationId), when: { status, conflicts: conflicts ?? ABSENT } },
      leaveAction(roundId, 'experts', applicationId),
    ]);
  } catch (error) {
    // Added up in an earlier try: the first score stands.
    if (!(error instanceof ConditionFailed)) throw error;
    const now = await table.get(keys.application(applicationId), ApplicationRecord);
    if (now?.conflicts !== conflicts) throw new Retryable('a conflict was recorded while sheets were added up');
  }
  await passIfDone(table, roundId, 'experts', nowUtc());
}

/** Asks the bureau: once until its answer was carried out, however often the panel is looked at meanwhile. */
async function underMinimum(
  { table }: Deps,
  policy: Policy,
  application: ApplicationRecord,
  accepted: boolean,
): Promise<Aggregated> {
  const { applicationId, roundId, shortages = 0, shortagesAnswered = 0 } = application;
  const no = shortages > shortagesAnswered && !accepted ? shortages : shortages + 1;
  const waitId = sheetsWaitId(applicationId, no);
  const deadline = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  await ensureWait(table, waitId, roundId, deadline);
  // Without a single sheet there was nothing to accept: that answer is used up.
  const set = { shortages: no, shortagesAnswered: no - 1 };
  try {
    await table.update(keys.application(applicationId), { set, when: { status: application.status } });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return { decision: 'withdrawn' };
  }
  return { decision: 'under-minimum', waitId, deadline: (await loadWait(table, waitId))?.deadline ?? deadline };
}
