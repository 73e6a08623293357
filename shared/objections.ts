import { sha256Hex } from './canonical.ts';
import { nowMs, nowUtc } from './clock.ts';
import { LOG_FACTS } from './domain/decision-log.ts';
import { rulingDueAt } from './domain/objections.ts';
import { ObjectionForm } from './schemas/decisions.ts';
import { ObjectionRecord, PlaceRecord } from './schemas/records.ts';
import { transactLogged } from './store/decision-log.ts';
import { categoryOf, keys } from './store/keys.ts';
import { forEachId } from './store/roster.ts';
import { loadPinned } from './store/rounds.ts';
import { bureauOfficer } from './store/staff.ts';
import { ConditionFailed } from './store/table.ts';
import type { FieldError, TaskDeps } from './tasks/kind.ts';
import { openTaskAction, remindOverdue } from './tasks/open.ts';

export type FiledObjection =
  | { status: 'filed'; objectionId: string; dueAt: string }
  | { status: 'invalid'; errors: FieldError[] }
  | { status: 'closed' }
  | { status: 'duplicate'; objectionId: string };

/**
 * Files an objection (异议) against a place while its notice runs: real name with phone. The place is frozen from this
 * moment; an officer who did not decide before rules on it. The same objector with the same words is one objection.
 */
export async function fileObjection(deps: TaskDeps, roundId: string, form: unknown): Promise<FiledObjection> {
  const parsed = ObjectionForm.safeParse(form);
  if (!parsed.success) {
    return {
      status: 'invalid',
      errors: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message })),
    };
  }
  const { applicationId, objectorKind, objectorName, phone, grounds } = parsed.data;
  const now = nowUtc();
  const placeKey = keys.place(roundId, categoryOf(applicationId), applicationId);
  const place = await deps.table.get(placeKey, PlaceRecord);
  if (place === null || place.state !== 'shortlisted' || place.noticeEndsAt === null || place.noticeEndsAt < now)
    return { status: 'closed' };

  const { policy, registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const officer = await bureauOfficer(deps.table, registers.staff ?? '', 'objections');
  const objectionId = sha256Hex(`${applicationId}|${objectorName}|${phone}|${grounds}`).slice(0, 16);
  const dueAt = rulingDueAt(policy, now);
  const taskId = `${roundId}~objection.${objectionId}`;
  const record: ObjectionRecord = {
    entity: 'Objection',
    roundId,
    objectionId,
    applicationId,
    objector: { kind: objectorKind, name: objectorName, phone },
    grounds,
    status: 'open',
    filedAt: now,
    dueAt,
    taskId,
  };
  const task = {
    taskId,
    kind: 'objection-ruling' as const,
    roundId,
    applicationId,
    waitId: null,
    assignee: { role: 'bureau' as const, id: officer.staffId },
    deadline: dueAt,
    subject: { objectionId },
  };
  try {
    const filed = {
      ...{ owner: applicationId, about: `objection:${objectionId}`, decision: 'objection', at: now, by: null },
      facts: LOG_FACTS.objection(objectionId),
    };
    await transactLogged(
      deps.table,
      roundId,
      [filed],
      [
        { put: keys.objection(roundId, objectionId), item: record },
        openTaskAction(task, now),
        { update: placeKey, change: { add: { openObjections: 1 }, when: { state: 'shortlisted' } } },
      ],
    );
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return error.failed.includes(0) ? { status: 'duplicate', objectionId } : { status: 'closed' };
  }
  return { status: 'filed', objectionId, dueAt };
}

const DAY_MS = 86_400_000;

/**
 * When the next ruling of a round is due; null where no objection is open. An officer whose time has passed is reminded:
 * the link ended with it, and without a ruling the place would stay frozen for ever.
 */
export async function nextRulingDue({ table, evidence }: TaskDeps, roundId: string): Promise<string | null> {
  const objections = await table.all(keys.objectionsPk(roundId), ObjectionRecord);
  const open = objections.filter((objection) => objection.status === 'open').map((objection) => objection.taskId);
  if (open.length === 0) return null;
  const { policy } = await loadPinned(table, evidence, roundId);
  const again = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  const due = await forEachId(open, (taskId) => remindOverdue(table, taskId, again, nowUtc()));
  return due.filter((deadline) => deadline !== null).toSorted()[0] ?? null;
}
