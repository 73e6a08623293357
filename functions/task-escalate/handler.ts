import { NotFound } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { countMetric } from '../../shared/runtime/handler.ts';
import { ApplicationRecord, TaskRecord } from '../../shared/schemas/records.ts';
import type { AwaitedOf, EscalateRequest } from '../../shared/schemas/workflow.ts';
import { deliberationWaitId, RERANK } from '../../shared/store/deliberation.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { turnId, turnsOf } from '../../shared/store/turns.ts';
import { ensureWait, loadWait, moveWait } from '../../shared/store/waits.ts';
import { countHandedIn } from '../../shared/tasks/decide.ts';
import { endTask, remindOverdue } from '../../shared/tasks/open.ts';
import { type Escalated, inDays, soon, waitUntil } from './answers.ts';
import { escalateDistrict } from './district.ts';
import { gateTimedOut, openGate } from './gates.ts';
import { refusalFinal } from './refusal.ts';
import { lookLapsed } from './second-look.ts';
import { askForSheets } from './sheets.ts';

/** Whose days simply end: the refusal becomes final, the first sheet counts. Nobody was late. */
const LAPSES = new Set<EscalateRequest['kind']>(['refusal', 'second-look']);

/** What a timed-out wait asks: was it decided after all, has its deadline moved, and if neither, who must know. */
export async function escalate(deps: Deps, request: EscalateRequest): Promise<Escalated> {
  if (request.kind === 'gate-deadline') return openGate(deps, request.roundId, request.stage);
  if (request.kind === 'deadline') {
    const { roundId, task } = request;
    return task === 'deliberate' ? deliberation(deps, roundId) : askForSheets(deps, roundId);
  }
  if (request.kind === 'gate') return gateTimedOut(deps, request.roundId, request.stage);

  const wait = await loadWait(deps.table, request.waitId);
  if (wait === null) throw new NotFound(`wait ${request.waitId}`);
  // Decided, only the callback met a token that had run out: waiting again completes as soon as the stream brings it.
  if (wait.outcome !== undefined) return waitUntil(soon());
  if (wait.deadline > nowUtc()) return waitUntil(wait.deadline);
  if (!LAPSES.has(request.kind)) countMetric('TasksOverdue');
  switch (request.kind) {
    case 'district-review':
      return escalateDistrict(deps, request);
    case 'correction':
      return correctionLapsed(deps, request);
    case 'refusal':
      return refusalFinal(deps, request);
    case 'score':
      return seatDue(deps, request.waitId);
    case 'second-look':
      return lookLapsed(deps, request.waitId);
    default:
      return remindBureau(deps, request.roundId, request.waitId);
  }
}

/** A seat's time is over: the sheet that was handed in counts, or another expert gets the seat. */
async function seatDue(deps: Deps, waitId: string): Promise<Escalated> {
  const task = await deps.table.get(keys.task(waitId), TaskRecord);
  if (task?.handedIn !== undefined && task.status === 'open') {
    await countHandedIn(deps, task);
    return waitUntil(soon());
  }
  await endTask(deps.table, waitId, 'expired');
  return { decision: 'replace' };
}

/** Asks whether the ranking is approved; of one that was made anew, once more. */
async function deliberation(deps: Deps, roundId: string): Promise<Escalated> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const asked = await turnsOf(deps.table, deliberationWaitId(roundId));
  const last = asked.at(-1);
  // Approved before, or still open: it is not asked once more.
  const turn = last !== undefined && last.outcome?.decision !== RERANK ? asked.length : asked.length + 1;
  const waitId = turnId(deliberationWaitId(roundId), turn);
  await ensureWait(deps.table, waitId, roundId, inDays(policy.bureauTask.value.days));
  return { decision: 'wait', waitId, deadline: (await loadWait(deps.table, waitId))?.deadline ?? nowUtc() };
}

/** A task of the bureau that nobody has done: its mail goes again, and the round waits on. */
async function remindBureau(deps: Deps, roundId: string, waitId: string): Promise<Escalated> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const days = inDays(policy.bureauTask.value.days);
  // The wait moves last: a repetition after a crash finds that it was reminded, and until when.
  const deadline = (await remindOverdue(deps.table, waitId, days, nowUtc())) ?? days;
  await moveWait(deps.table, waitId, deadline);
  return waitUntil(deadline);
}

/** The correction that was asked for once did not come: the version there is goes back to the district, where a person decides. */
async function correctionLapsed(
  { table }: Deps,
  { applicationId, waitId }: AwaitedOf<'correction'>,
): Promise<Escalated> {
  try {
    await table.update(keys.application(applicationId), {
      set: { status: ApplicationRecord.shape.status.enum['in-review'], waitId: null },
      when: { status: 'returned', waitId },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const application = await table.get(keys.application(applicationId), ApplicationRecord);
    // A new version came in the same moment: its outcome stands at the wait.
    if (application?.status === 'returned' || (await loadWait(table, waitId))?.outcome !== undefined)
      return waitUntil(nowUtc());
  }
  await endTask(table, waitId, 'expired');
  return { decision: 'lapsed' };
}
