import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { isOver } from '../../shared/domain/settlement.ts';
import { nextRulingDue } from '../../shared/objections/due.ts';
import type { AwardRecord, ListRecord, PlaceRecord, PlanRecord } from '../../shared/schemas/records.ts';
import { bindAmount } from '../../shared/store/binding.ts';
import { isReleasable, listHash, loadAwards, loadLists, loadPlans, putList } from '../../shared/store/lists.ts';
import { loadAllPlaces, nextPlacesTurn, placesWaitId, takeUp } from '../../shared/store/places.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';
import { ensureWait } from '../../shared/store/waits.ts';
import { remindOverdue } from '../../shared/tasks/open.ts';

const DAY_MS = 86_400_000;
const LOOK_AGAIN_DAYS = 30;

type Collected =
  | { decision: 'list'; listNo: number; waitId: string; deadline: string }
  | { decision: 'plan' }
  | { decision: 'wait'; waitId: string; deadline: string }
  | { decision: 'done' };

/**
 * Looks what can go on: places whose notice is over and uncontested make the next list; accounts that came make a plan;
 * else the round waits for the earliest notice, an objection's ruling, an account or a settlement; or it is done.
 */
export async function collect(deps: Deps, roundId: string): Promise<Collected> {
  const { table } = deps;
  const now = nowUtc();
  // Before anything is written: nothing is made for a round that is not there.
  await loadPinned(table, deps.evidence, roundId);
  // The wait is made before the look, so that whatever changes after the look still wakes it.
  const later = new Date(nowMs() + LOOK_AGAIN_DAYS * DAY_MS).toISOString();
  const turn = await nextPlacesTurn(table, roundId, later);
  const waitId = placesWaitId(roundId, turn);
  await ensureWait(table, waitId, roundId, later);

  const [places, awards, lists, plans] = await Promise.all([
    loadAllPlaces(table, roundId),
    loadAwards(table, roundId),
    loadLists(table, roundId),
    loadPlans(table, roundId),
  ]);
  // What an execution that ended was about: a plan that was not issued, or a list before it came to a plan.
  if (isUnderWay(plans.at(-1), awards)) return { decision: 'plan' };
  const last = lists.at(-1);
  if (last !== undefined && last.planned !== true) return listAnswer(deps, last);
  const listNo = lists.length + 1;
  const taken = await takeUpAll(
    table,
    places.filter((place) => isReleasable(place, now)),
    listNo,
  );
  if (taken.length > 0) return listAnswer(deps, await propose(deps, roundId, listNo, taken));
  if (awards.some((award) => award.status === 'payable')) return { decision: 'plan' };
  const ruling = await nextRulingDue(deps, roundId);
  if (ruling === null && !pending(places, awards)) return { decision: 'done' };
  const ends = places.flatMap((place) =>
    place.state === 'shortlisted' && place.noticeEndsAt !== null && place.noticeEndsAt >= now
      ? [place.noticeEndsAt]
      : [],
  );
  const account = await nextAccountDue(deps, roundId, awards);
  const deadline = [later, ...ends, ruling ?? later, account ?? later].toSorted()[0] ?? later;
  return { decision: 'wait', waitId, deadline };
}

async function takeUpAll(table: Table, places: PlaceRecord[], listNo: number): Promise<PlaceRecord[]> {
  const byId = new Map(places.map((place) => [place.applicationId, place]));
  const taken = await forEachId([...byId.keys()], async (id) => {
    const place = byId.get(id);
    return place !== undefined && (await takeUp(table, place, listNo)) ? [place] : [];
  });
  return taken.flat();
}

/** A plan that waits for approval or for its issue; or one that was rejected and whose awards nobody took back yet. */
const isUnderWay = (plan: PlanRecord | undefined, awards: AwardRecord[]): boolean =>
  plan?.status === 'proposed' ||
  plan?.status === 'approved' ||
  (plan?.status === 'rejected' && awards.some((award) => award.status === 'planned' && award.planNo === plan.planNo));

/** Frozen or under notice; an award of more than nothing that is not settled yet; or a place given back that nobody has decided about. */
const pending = (places: PlaceRecord[], awards: AwardRecord[]) =>
  places.some((place) => place.state === 'shortlisted') ||
  awards.some((award) => (!isOver(award.status) && award.amountFen > 0) || award.declined?.filled === null);

/** When the next account is due; null where none is missing. A winner whose days have passed is reminded, with new ones. */
async function nextAccountDue(deps: Deps, roundId: string, awards: AwardRecord[]): Promise<string | null> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const again = new Date(nowMs() + policy.payee.value.days * DAY_MS).toISOString();
  const missing = awards.filter((award) => award.status === 'announced' && award.amountFen > 0);
  const tasks = missing.map(({ awardId, attempt }) => `${awardId}~payee.${attempt}`);
  const due = await forEachId(tasks, (taskId) => remindOverdue(deps.table, taskId, again, nowUtc()));
  return due.filter((deadline) => deadline !== null).toSorted()[0] ?? null;
}

async function propose(deps: Deps, roundId: string, listNo: number, places: PlaceRecord[]): Promise<ListRecord> {
  const applicationIds = places.map((place) => place.applicationId).toSorted();
  const lines = await forEachId(applicationIds, async (applicationId) => ({
    applicationId,
    amountFen: await bindAmount(deps, applicationId),
  }));
  const list: ListRecord = {
    entity: 'List',
    roundId,
    listNo,
    status: 'proposed',
    applicationIds,
    hash: listHash(lines),
    proposedAt: nowUtc(),
  };
  await putOnce(deps.table, list);
  return list;
}

async function putOnce(table: Table, list: ListRecord): Promise<void> {
  try {
    await putList(table, list);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** A list waits for its confirmation; if that was given already, waiting for it completes at once. */
async function listAnswer(deps: Deps, { roundId, listNo }: ListRecord): Promise<Collected> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const waitId = `${roundId}~confirm.${listNo}`;
  const deadline = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  await ensureWait(deps.table, waitId, roundId, deadline);
  return { decision: 'list', listNo, waitId, deadline };
}
