import { nowUtc } from '../../../shared/clock.ts';
import type { Deps } from '../../../shared/deps.ts';
import { countedPast } from '../../../shared/domain/disbursement.ts';
import type { PlanLine, PlanView, ShownRegister } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { AwardRecord, PlanRecord, RoundRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import type { RegisterKind } from '../../../shared/schemas/registers.ts';
import { loadPlans } from '../../../shared/store/lists.ts';
import { flagsCode, loadPlanned, seenNow } from '../../../shared/store/plans.ts';
import { registerHistory } from '../../../shared/store/register-versions.ts';
import { registerRow, registerRows } from '../../../shared/store/registers.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';

/** A plan with all that is to be seen of it now. @throws HttpProblem for one that is none */
export async function loadPlanView(deps: Deps, roundId: string, planNo: number): Promise<PlanView> {
  const { table, evidence } = deps;
  const planned = await loadPlanned(table, roundId, planNo);
  if (planned === null) throw new HttpProblem('page.not-found');
  const { plan, awards, others } = planned;
  const [pinned, plans, found] = await Promise.all([
    loadPinned(table, evidence, roundId),
    loadPlans(table, roundId),
    seenNow(deps, awards, nowUtc()),
  ]);
  const { policy, registers, openedAt } = pinned;
  // What was decided stands as it was seen then.
  const seen = plan.seen ?? found;
  const [lines, basis, looked] = await Promise.all([
    linesOf(deps, awards, { policy, registers }),
    shownRegisters(deps, { pilots: registers.pilots, subsidies: registers.subsidies }, openedAt),
    shownRegisters(deps, seen.versions, openedAt),
  ]);
  return {
    ...{ planNo, lines, totalFen: plan.totalFen, status: plan.status, seen, seenCode: flagsCode(seen) },
    ...{ registers: { basis, looked }, earlier: earlierOf(plan, plans, others) },
    accountless: others
      .filter(({ status, amountFen, payeeRef }) => status === 'announced' && amountFen > 0 && payeeRef === null)
      .map(({ awardId, name, amountFen }) => ({ awardId, name, amountFen })),
    first: null,
  };
}

/** What the other plans of the round pay. */
function earlierOf({ planNo }: PlanRecord, plans: PlanRecord[], others: AwardRecord[]): AwardRecord[] {
  const standing = plans.filter((plan) => plan.planNo < planNo && plan.status !== 'rejected');
  const ids = new Set(standing.flatMap(({ awardIds }) => awardIds));
  return others.filter(({ awardId, status }) => ids.has(awardId) && status !== 'cancelled');
}

/** Each award with what it was worked out from: the pinned registers, and what the ledger had. */
async function linesOf(
  { table }: Deps,
  awards: AwardRecord[],
  { policy, registers }: { policy: Policy; registers: RoundRecord['registers'] },
): Promise<PlanLine[]> {
  const byId = new Map(awards.map((award) => [award.awardId, award]));
  const lines = await forEachId([...byId.keys()], async (id): Promise<PlanLine[]> => {
    const award = byId.get(id);
    if (award === undefined) return [];
    const rule = policy.categories[award.category].award.value;
    if (rule.kind === 'fixed') return [{ ...award, investmentFen: null, pastFen: null }];
    const [pilot, rows] = await Promise.all([
      registerRow(table, 'pilots', registers.pilots, award.uscc),
      registerRows(table, 'subsidies', registers.subsidies, `${award.uscc}#`),
    ]);
    const pastFen = Number(countedPast(rule, rows, award.ownAwards ?? []));
    return [{ ...award, investmentFen: pilot?.investmentFen ?? null, pastFen }];
  });
  return lines.flat();
}

/** Versions by their beginnings, each with when it was imported; one that came with the round's opening, with that. */
const shownRegisters = ({ table }: Deps, versions: Partial<Record<RegisterKind, string>>, openedAt: string) =>
  Promise.all(
    Object.entries(versions).map(async ([kind, version]): Promise<ShownRegister> => {
      const own = kind as RegisterKind;
      const found = (await registerHistory(table, own)).find((one) => one.version === version);
      return { kind: own, version, at: found?.at ?? openedAt, no: found?.no ?? null };
    }),
  );

/** For whoever approves: also who approved before. */
export async function loadPlan(deps: Deps, task: TaskRecord): Promise<PlanView> {
  const { roundId, approval } = task;
  const view = await loadPlanView(deps, roundId, Number(task.subject['planNo']));
  if (approval === undefined) return view;
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const officer = await registerRow(deps.table, 'staff', registers.staff, approval.by);
  return { ...view, first: { ...approval, byName: officer?.name ?? approval.by } };
}
