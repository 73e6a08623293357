import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import type { AwardRecord, PlanRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadAwards, loadLists, loadPlans, putPlan } from '../../shared/store/lists.ts';
import { changeMany } from '../../shared/store/many.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';
import { ensureWait } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;
type Planned = { decision: 'planned'; planNo: number; waitId: string; deadline: string } | { decision: 'empty' };

/** 五(五): the disbursement plan (资金拨付方案) over all awards whose account is there and that no plan has yet. */
export async function propose(deps: Deps, { roundId }: { roundId: string }): Promise<Planned> {
  const answer = await proposeNext(deps, roundId);
  const last = (await loadLists(deps.table, roundId)).at(-1);
  if (last?.status === 'announced' && last.planned !== true)
    await deps.table.update(keys.list(roundId, last.listNo), { set: { planned: true } });
  return answer;
}

async function proposeNext(deps: Deps, roundId: string): Promise<Planned> {
  const { table } = deps;
  await loadPinned(table, deps.evidence, roundId);
  const plans = await loadPlans(table, roundId);
  const last = plans.at(-1);
  // Proposed (or just approved) in an earlier try: the same plan again.
  if (last?.status === 'proposed' || last?.status === 'approved') return proposed(deps, last);
  if (last?.status === 'rejected') await release(table, last);
  const payable = (await loadAwards(table, roundId)).filter((award) => award.status === 'payable');
  if (payable.length === 0) return { decision: 'empty' };
  const plan: PlanRecord = {
    entity: 'Plan',
    roundId,
    planNo: plans.length + 1,
    status: 'proposed',
    awardIds: payable.map((award) => award.awardId).toSorted(),
    totalFen: payable.reduce((sum, award) => sum + award.amountFen, 0),
    proposedAt: nowUtc(),
  };
  await putPlan(table, plan);
  return proposed(deps, plan);
}

async function proposed(deps: Deps, plan: PlanRecord): Promise<Planned> {
  const { roundId, planNo } = plan;
  await mark(deps.table, plan, { when: 'payable', set: { status: 'planned', planNo } });
  if (await isOvertaken(deps.table, plan)) return proposeNext(deps, roundId);
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const waitId = `${roundId}~plan.${planNo}`;
  const deadline = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  await ensureWait(deps.table, waitId, roundId, deadline);
  return { decision: 'planned', planNo, waitId, deadline };
}

/** A winner who declined before its award was marked is not paid by this plan: it goes back, as if that had come a moment later. */
async function isOvertaken(table: Table, plan: PlanRecord): Promise<boolean> {
  if (plan.status !== 'proposed') return false;
  const own = new Set(plan.awardIds);
  const awards = await loadAwards(table, plan.roundId);
  if (!awards.some(({ awardId, status }) => own.has(awardId) && status === 'declined')) return false;
  try {
    const change = { set: { status: 'rejected', decidedAt: nowUtc() }, when: { status: 'proposed' } };
    await table.update(keys.plan(plan.roundId, plan.planNo), change);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return true;
}

const release = (table: Table, plan: PlanRecord) =>
  mark(table, plan, { when: 'planned', set: { status: 'payable', planNo: null } });

/** Moves the plan's awards from one status to the next; those that were moved before stay. */
const mark = (
  table: Table,
  { roundId, awardIds }: PlanRecord,
  { set, when }: { when: AwardRecord['status']; set: Pick<AwardRecord, 'status' | 'planNo'> },
): Promise<void> =>
  changeMany(
    table,
    awardIds.map((awardId) => ({ update: keys.award(roundId, awardId), change: { set, when: { status: when } } })),
  );
