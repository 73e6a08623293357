import { randomBytes } from 'node:crypto';
import type { FormState } from '../../../shared/http/fields.ts';
import { freshForm } from '../../../shared/http/fields.ts';
import type { FormContext } from '../../../shared/http/pages/forms.ts';
import { sheetValues } from '../../../shared/http/pages/sheet-fields.ts';
import { csrfToken } from '../../../shared/links.ts';
import { isDecidable } from '../../../shared/schemas/decisions.ts';
import type { TaskKind, TaskRecord } from '../../../shared/schemas/records.ts';
import { loadTaskDrafts } from '../../../shared/store/drafts.ts';
import type { WebDeps } from '../deps.ts';
import type { TaskVisitor } from '../visitor.ts';

/** Forms whose fields may be saved before they are sent. An account number is not kept anywhere but where it is paid to, and a scan has no fields. */
export const isDrafted = (kind: TaskKind): boolean =>
  isDecidable(kind) && kind !== 'payee' && kind !== 'district-sheet';

/** What the person comes to the form with: what was just sent, or what was saved the last time. */
export interface TaskVisit {
  /** What was sent and is not taken; null for somebody who only looks. */
  state: FormState | null;
  /** A row of the inquiry log that is not taken. */
  inquiry?: FormState;
  /** It was to be saved over a draft that another window had replaced. */
  conflict?: boolean;
}

/** A sheet that was handed in, as the form has it. */
function handedInValues({ handedIn }: TaskRecord): Record<string, string> {
  return handedIn === undefined ? {} : sheetValues(handedIn.decision);
}

/** The task's form as this person goes on with it. */
export async function loadTaskForm(
  { table }: WebDeps,
  { task, session, path }: Pick<TaskVisitor, 'task' | 'session' | 'path'>,
  { state, conflict = false, inquiry = freshForm }: TaskVisit,
): Promise<FormContext> {
  const csrf = csrfToken(session.token, task.taskId);
  const asks = task.kind === 'district-review' || task.kind === 'refusal-review';
  const inquiryId = randomBytes(8).toString('hex');
  const base = {
    ...{ action: path, csrf },
    ...(asks ? { inquiry: { action: path, csrf, inquiryId, state: inquiry } } : {}),
  };
  if (!isDrafted(task.kind)) return { ...base, state: state ?? freshForm, draft: null };
  const { draft, other } = await loadTaskDrafts(table, task);
  return {
    ...base,
    state: state ?? { values: draft?.values ?? handedInValues(task), errors: [] },
    draft: {
      taskId: task.taskId,
      revision: draft?.revision ?? 0,
      savedAt: draft?.savedAt ?? null,
      hasOther: other !== null,
      conflict,
    },
  };
}
