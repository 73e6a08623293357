import { nowUtc } from '../clock.ts';
import { CalendarYearMissing } from '../domain/calendar.ts';
import { decisionFacts, LOG_FACTS } from '../domain/decision-log.ts';
import { DECISIONS, type DecidableKind, type Decision, isDecidable } from '../schemas/decisions.ts';
import { TaskRecord } from '../schemas/records.ts';
import { type Logged, transactLogged } from '../store/decision-log.ts';
import { keys } from '../store/keys.ts';
import { loadPinned, loadPinnedDays } from '../store/rounds.ts';
import { type Action, ConditionFailed, type Table } from '../store/table.ts';
import { loadWait, settleAction } from '../store/waits.ts';
import {
  type Apply,
  CALENDAR_MISSING,
  type DecisionContext,
  type Effect,
  type FieldError,
  fieldError,
  type TaskDeps,
} from './kind.ts';
import {
  applyConfirm,
  applyDeliberate,
  applyDistrictLate,
  applyOverdue,
  applyPanelShortage,
  applySettlementDifference,
  applyTieBreak,
} from './kinds/bureau.ts';
import { applyCalendarYear } from './kinds/calendar-year.ts';
import { applyDistrictReview } from './kinds/district-review.ts';
import { applyDistrictSheet } from './kinds/district-sheet.ts';
import { applyFillPlace } from './kinds/fill-place.ts';
import { applyObjectionHearing, applyObjectionRuling } from './kinds/objection-ruling.ts';
import { applyPayee } from './kinds/payee.ts';
import { applyApprovePlan } from './kinds/plan-approval.ts';
import { applyRefusal, applyRefusalReview } from './kinds/refusal.ts';
import { applyRevocation } from './kinds/revocation.ts';
import { applyScore, sheetEffect } from './kinds/score.ts';
import { applySecondLook } from './kinds/second-look.ts';
import { endTask } from './open.ts';

const APPLY: { [K in DecidableKind]: Apply<K> } = {
  'district-review': applyDistrictReview,
  'district-late': applyDistrictLate,
  'district-sheet': applyDistrictSheet,
  refusal: applyRefusal,
  'refusal-review': applyRefusalReview,
  score: applyScore,
  'second-look': applySecondLook,
  'panel-shortage': applyPanelShortage,
  'tie-break': applyTieBreak,
  deliberate: applyDeliberate,
  'calendar-year': applyCalendarYear,
  'objection-ruling': applyObjectionRuling,
  'objection-hearing': applyObjectionHearing,
  confirm: applyConfirm,
  payee: applyPayee,
  'fill-place': applyFillPlace,
  'approve-plan': applyApprovePlan,
  'settlement-difference': applySettlementDifference,
  revocation: applyRevocation,
  overdue: applyOverdue,
};

export type DecideResult =
  | { status: 'decided'; task: TaskRecord }
  /** It is not decided: it waits for somebody else now. */
  | { status: 'moved'; task: TaskRecord }
  | { status: 'already'; task: TaskRecord }
  | { status: 'invalid'; errors: FieldError[]; later?: true }
  | { status: 'not-found' };

/** Account data is kept in the payee record, and what an applicant writes with its application; the task remembers that it was given. */
const remembered = (kind: DecidableKind, decision: { decision: string }) =>
  kind === 'payee' || kind === 'refusal' ? { decision: decision.decision } : decision;

interface DecideInput {
  taskId: string;
  personId: string;
  /** The form's fields as `formObject` makes them; parsed here by the kind's schema. */
  form: Record<string, unknown>;
}

/** What a decision does may meet another one's: two rulings that move up the same reserve, for instance. */
const TRIES = 3;

/**
 * Decides a task, once: the decision, what it does, and the outcome for the execution that waits are one transaction.
 * Two who decide at the same moment, or one who clicks twice, find `already`.
 */
export async function decideTask(deps: TaskDeps, input: DecideInput): Promise<DecideResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await decideOnce(deps, input);
    if (result.status !== 'already' || result.task.status !== 'open' || attempt > TRIES) return result;
    await endIfSettled(deps.table, result.task);
  }
}

/** A task that was opened while something newer settled its wait: nobody waits for it, and it says so from now on. */
async function endIfSettled(table: Table, { taskId, waitId }: TaskRecord): Promise<void> {
  const wait = waitId === null ? null : await loadWait(table, waitId);
  if (wait?.outcome !== undefined) await endTask(table, taskId, 'superseded');
}

async function decideOnce(deps: TaskDeps, input: DecideInput): Promise<DecideResult> {
  const opened = await contextOf(deps, input);
  if ('status' in opened) return opened;
  const checked = await checkKind(opened.context, opened.kind, input.form);
  return checked.ok ? write(opened.context, checked.effect, checked.decision) : invalid(checked);
}

/** Whether a decision would be taken as it is. Nothing is written. */
export async function checkDecision(
  deps: TaskDeps,
  input: DecideInput,
): Promise<{ status: 'ok' } | Exclude<DecideResult, { status: 'decided' | 'moved' }>> {
  const opened = await contextOf(deps, input);
  if ('status' in opened) return opened;
  const checked = await checkKind(opened.context, opened.kind, input.form);
  return checked.ok ? { status: 'ok' } : invalid(checked);
}

type Opened = { context: DecisionContext; kind: DecidableKind };

async function contextOf(
  deps: TaskDeps,
  { taskId, personId }: DecideInput,
): Promise<Opened | Extract<DecideResult, { status: 'already' | 'not-found' }>> {
  const task = await deps.table.get(keys.task(taskId), TaskRecord);
  if (task === null || task.assignee.id !== personId || !isDecidable(task.kind)) return { status: 'not-found' };
  if (task.status !== 'open') return { status: 'already', task };
  const { policy, registers } = await loadPinnedDays(deps.table, deps.evidence, task.roundId);
  return { context: { ...deps, task, personId, policy, registers, now: nowUtc() }, kind: task.kind };
}

type Checked =
  | { ok: true; effect: Effect & { ok: true }; decision: { decision: string } }
  | { ok: false; errors: FieldError[]; later?: true };

const invalid = ({ ok: _, ...said }: Checked & { ok: false }) => ({ status: 'invalid' as const, ...said });

async function checkKind<K extends DecidableKind>(
  context: DecisionContext,
  kind: K,
  form: Record<string, unknown>,
): Promise<Checked> {
  const parsed = DECISIONS[kind].safeParse(form);
  if (!parsed.success) {
    return {
      ok: false,
      errors: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
    };
  }
  const decision = parsed.data as Decision<K>;
  const effect = await applied(context, kind, decision);
  if (!effect.ok) return effect;
  const kept = 'kept' in effect ? effect.kept : undefined;
  return { ok: true, effect, decision: kept ?? remembered(kind, decision) };
}

/** A deadline that runs into a year nobody knows yet is not guessed: whoever decides is told what to do first. */
async function applied<K extends DecidableKind>(
  context: DecisionContext,
  kind: K,
  decision: Decision<K>,
): Promise<Effect> {
  try {
    return await APPLY[kind](context, decision);
  } catch (error) {
    if (!(error instanceof CalendarYearMissing)) throw error;
    return { ok: false, errors: [fieldError('decision', CALENDAR_MISSING, { year: error.year })] };
  }
}

async function write(
  context: DecisionContext,
  effect: Effect & { ok: true },
  decision: { decision: string },
): Promise<DecideResult> {
  const { table, task, now } = context;
  if ('moves' in effect) return move(context, effect.moves);
  const actions: Action[] = [
    {
      update: keys.task(task.taskId),
      change: {
        set: { status: 'decided', decision, decidedAt: now },
        remove: ['outbox', 'gsi1pk', 'gsi1sk'],
        // Whoever gave it to somebody else in the same moment does not decide it any more.
        when: { status: 'open', assignee: task.assignee },
      },
    },
    ...(task.waitId === null ? [] : [settleAction(task.waitId, effect.outcome)]),
    ...effect.actions,
  ];
  try {
    await transactLogged(table, task.roundId, [logged(context, effect, decision), ...(effect.also ?? [])], actions);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // Somebody was first: another click, a newer package, or the deadline.
    return { status: 'already', task: (await table.get(keys.task(task.taskId), TaskRecord)) ?? task };
  }
  return { status: 'decided', task: { ...task, status: 'decided', decision, decidedAt: now } };
}

/** The decision as it stands in the chain: of what the task is about, or of the round. */
const logged = (
  { task, personId, now }: DecisionContext,
  { sheet }: Extract<Effect, { outcome: unknown }>,
  decision: { decision: string },
): Logged => ({
  owner: task.applicationId ?? task.roundId,
  about: `task:${task.taskId}`,
  decision: decision.decision,
  at: now,
  by: personId,
  facts: LOG_FACTS.task(decisionFacts(decision), sheet ?? null),
});

async function move({ table, task }: DecisionContext, moves: Action[]): Promise<DecideResult> {
  try {
    await table.transact(moves);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return { status: 'already', task: (await table.get(keys.task(task.taskId), TaskRecord)) ?? task };
  }
  return { status: 'moved', task };
}

/** A sheet that was handed in and could be changed until now counts: decided as of the moment at which it was handed in. */
export async function countHandedIn(deps: TaskDeps, task: TaskRecord): Promise<void> {
  const { handedIn } = task;
  if (handedIn === undefined || task.status !== 'open') return;
  const { policy, registers } = await loadPinned(deps.table, deps.evidence, task.roundId);
  const context = { ...deps, task, personId: task.assignee.id, policy, registers, now: handedIn.at };
  const effect = await sheetEffect(context, handedIn.decision);
  if (!effect.ok) throw new Error(`the sheet of ${task.taskId} is not one any more`);
  await write(context, effect, handedIn.decision);
}
