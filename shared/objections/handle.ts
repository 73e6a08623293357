import { nowUtc } from '../clock.ts';
import { answerDueAt, mayTake } from '../domain/objections.ts';
import type { Policy } from '../policy/schema.ts';
import { HandlingForm } from '../schemas/objections.ts';
import { ObjectionRecord, type ObjectionStep, type TaskRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { loadPinnedDays } from '../store/rounds.ts';
import { type Action, ConditionFailed } from '../store/table.ts';
import { type FieldError, fieldError, type TaskDeps } from '../tasks/kind.ts';
import { openTaskAction } from '../tasks/open.ts';
import { hearingTaskId, letterActions, stepAction } from './change.ts';
import { errorsOf } from './file.ts';
import { namesObjector } from './objector.ts';

const TRIES = 4;

export type Handled = { status: 'taken' | 'already' } | { status: 'invalid'; errors: FieldError[] };

/**
 * 五(四): what the handler does before the ruling: takes it on (受理), asks the objector for more (补充材料), hears the applicant
 * (听取意见), or decides to go on whatever the objector does (依职权). Twice is once: what was done is not done again.
 */
export async function takeStep(deps: TaskDeps, task: TaskRecord, values: unknown, tries = TRIES): Promise<Handled> {
  const parsed = HandlingForm.safeParse(values);
  if (!parsed.success) return { status: 'invalid', errors: errorsOf(parsed.error.issues) };
  const form = parsed.data;
  const key = keys.objection(task.roundId, String(task.subject['objectionId']));
  const objection = await deps.table.get(key, ObjectionRecord);
  const now = nowUtc();
  if (objection === null || !mayTake(objection, form.step, now)) return { status: 'already' };
  if (form.step === 'hear' && (await namesObjector(deps.table, objection, form.text)))
    return { status: 'invalid', errors: [fieldError('text', '内容中有提出人的姓名、名称或电话，不得告知申报单位。')] };
  const { policy } = await loadPinnedDays(deps.table, deps.evidence, task.roundId);
  const actions = await actionsOf(deps, { objection, form, policy, now, by: task.assignee.id });
  try {
    await deps.table.transact([
      { check: keys.task(task.taskId), when: { status: 'open', assignee: task.assignee } },
      ...actions,
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // Another click, an answer or a withdrawal was first: it is looked at anew, unless the task is not open any more.
    return error.failed.includes(0) || tries <= 1 ? { status: 'already' } : takeStep(deps, task, values, tries - 1);
  }
  return { status: 'taken' };
}

interface Handling {
  objection: ObjectionRecord;
  form: HandlingForm;
  policy: Policy;
  now: string;
  by: string;
}

async function actionsOf(deps: TaskDeps, { objection, form, policy, now, by }: Handling): Promise<Action[]> {
  const step = (kind: ObjectionStep['kind'], more: Partial<ObjectionStep> = {}): Action =>
    stepAction(objection, [{ kind, at: now, by, ...more }]);
  switch (form.step) {
    case 'accept':
      return [step('accepted'), ...(await letterActions(deps.table, objection, now))];
    case 'ask': {
      const until = answerDueAt(policy, 'supplement-asked', now, objection.dueAt);
      const asked = step('supplement-asked', { until, text: form.text });
      return [asked, ...(await letterActions(deps.table, objection, now))];
    }
    case 'hear': {
      const until = answerDueAt(policy, 'hearing-asked', now, objection.dueAt);
      return [step('hearing-asked', { until, text: form.text }), openTaskAction(hearingTask(objection, until), now)];
    }
    case 'ex-officio':
      return [step('ex-officio', { text: form.text })];
    default:
      return form satisfies never;
  }
}

/** The applicant is told what is objected, and not by whom. */
function hearingTask(objection: ObjectionRecord, deadline: string) {
  const { roundId, applicationId, objectionId } = objection;
  return {
    ...{ taskId: hearingTaskId(objection), kind: 'objection-hearing' as const, roundId, applicationId, waitId: null },
    assignee: { role: 'applicant' as const, id: applicationId },
    deadline,
    subject: { objectionId },
  };
}
