import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { nextRulingDue } from '../../shared/objections/due.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { AwardRecord, type GateRecord, type RoundRecord } from '../../shared/schemas/records.ts';
import { closeGate, ensureGate, gateWaitId, loadGate, openIds, passIfDone } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { loadPinned, setStage } from '../../shared/store/rounds.ts';
import { ABSENT, ConditionFailed } from '../../shared/store/table.ts';
import { loadWait, settleWait } from '../../shared/store/waits.ts';
import { remindOverdue } from '../../shared/tasks/open.ts';
import { type Escalated, inDays, waitUntil } from './answers.ts';

const STAGE_OF: Record<string, RoundRecord['stage']> = {
  intake: 'intake',
  district: 'district',
  experts: 'experts',
  settlement: 'settlement',
};
const SETTLEMENT_CHECK_DAYS = 30;

/** The round comes to a gate: it is made or closed to newcomers, asked whether it is done already, and its deadline told. */
export async function openGate(deps: Deps, roundId: string, stage: string): Promise<Escalated> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const gate = await ensureGate(deps.table, roundId, stage, ownDeadline(policy, stage), stage !== 'intake');
  const named = STAGE_OF[stage];
  if (named !== undefined) await setStage(deps.table, roundId, named);
  if (stage === 'intake')
    return { decision: 'wait', deadline: intakeEnd(gate, policy), waitId: gateWaitId(roundId, stage) };
  await closeGate(deps.table, roundId, stage);
  await passIfDone(deps.table, roundId, stage, nowUtc());
  const deadline = await nextLook(deps, roundId, gate);
  return { decision: 'wait', deadline, waitId: gateWaitId(roundId, stage) };
}

/** While accounts are waited for, objections may fall due: the gate is looked at then, too. */
async function nextLook(deps: Deps, roundId: string, { stage, deadline }: GateRecord): Promise<string> {
  const ruling = stage.startsWith('payee-') ? await nextRulingDue(deps, roundId) : null;
  return ruling !== null && ruling < deadline ? ruling : deadline;
}

/** Where the round's opening did not set it. */
function ownDeadline(policy: Policy, stage: string): string {
  if (stage === 'experts') return inDays(policy.expertStage.value.days);
  if (stage.startsWith('payee-')) return inDays(policy.payee.value.days);
  return inDays(SETTLEMENT_CHECK_DAYS);
}

/** Uploads under way at closing time have the grace; the stage ends after it. */
const intakeEnd = (gate: GateRecord, policy: Policy) =>
  new Date(Date.parse(gate.deadline) + policy.intake.value.graceSeconds * 1000).toISOString();

/** The gate's deadline came: has it moved, is the stage done, or does it go on with what is open? */
export async function gateTimedOut(deps: Deps, roundId: string, stage: string): Promise<Escalated> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const [gate, wait] = await Promise.all([
    loadGate(deps.table, roundId, stage),
    loadWait(deps.table, gateWaitId(roundId, stage)),
  ]);
  if (gate === null) return openGate(deps, roundId, stage);
  // Passed before, in an execution that ended: nobody is reminded once more.
  if (wait?.outcome !== undefined) return { decision: 'passed' };
  const end = stage === 'intake' ? intakeEnd(gate, policy) : gate.deadline;
  if (end > nowUtc()) return waitUntil(stage === 'intake' ? end : await nextLook(deps, roundId, gate));
  if (stage === 'intake') return closeIntake(deps, roundId, gate);
  if (await passIfDone(deps.table, roundId, stage, nowUtc())) return { decision: 'passed' };
  if (stage.startsWith('payee-')) {
    await remindWinners(deps, roundId, stage, policy);
    // An award without account waits alone: the others go on.
    await settleWait(deps.table, gateWaitId(roundId, stage), { decision: 'passed' });
    return { decision: 'passed' };
  }
  // District, experts, settlement: each open application has its own reminders and escalation; the stage waits for them.
  return waitUntil(inDays(policy.review.value.escalationDays));
}

/** Nothing is taken after this. An extension that came in the same moment is seen, not lost. */
async function closeIntake(deps: Deps, roundId: string, gate: GateRecord): Promise<Escalated> {
  const now = nowUtc();
  try {
    await deps.table.update(keys.gate(roundId, 'intake'), {
      set: { closed: true, passedAt: now },
      when: { deadline: gate.deadline, passedAt: ABSENT },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const moved = await loadGate(deps.table, roundId, 'intake');
    if (moved?.passedAt === undefined) return waitUntil(moved?.deadline ?? now);
  }
  await settleWait(deps.table, gateWaitId(roundId, 'intake'), { decision: 'passed' });
  return { decision: 'passed' };
}

/** Winners who have not given their account yet: their letter goes again, with the days once more. */
async function remindWinners({ table }: Deps, roundId: string, stage: string, policy: Policy): Promise<void> {
  await forEachId(await openIds(table, roundId, stage), async (awardId) => {
    const award = await table.get(keys.award(roundId, awardId), AwardRecord);
    if (award !== null)
      await remindOverdue(table, `${awardId}~payee.${award.attempt}`, inDays(policy.payee.value.days), nowUtc());
  });
}
