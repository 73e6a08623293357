import { CREDIT_CODE_RULE, overridden } from '../../domain/eligibility/common.ts';
import type { Text } from '../../http/english/texts.ts';
import type { ApplicationRecord, OverrideRecord } from '../../schemas/records.ts';
import { keys } from '../../store/keys.ts';
import type { Action } from '../../store/table.ts';
import { type DecisionContext, type FieldError, fieldError } from '../kind.ts';

interface Confirmation {
  usccConfirmed?: 'yes' | undefined;
  usccReason?: string | undefined;
}

type Confirmed = { ok: true; actions: Action[]; set: Partial<ApplicationRecord> } | { ok: false; errors: FieldError[] };

const nothing: Confirmed = { ok: true, actions: [], set: {} };
const wrong = (field: string, message: Text): Confirmed => ({ ok: false, errors: [fieldError(field, message)] });

/**
 * GB 32100-2015: an officer who held a code that fails its check against the original may let it stand, with the reason.
 * The record says who, when and why, once; the finding says that it was so, also of later versions.
 */
export function confirmCreditCode(
  { task, personId, now }: DecisionContext,
  application: ApplicationRecord,
  { usccConfirmed, usccReason = '' }: Confirmation,
): Confirmed {
  const { applicationId, roundId, version, findings } = application;
  const open = findings.some(({ rule, outcome }) => rule === CREDIT_CODE_RULE && outcome === 'needs-person');
  if (!open || (usccConfirmed === undefined && usccReason === '')) return nothing;
  if (usccConfirmed === undefined)
    return wrong('usccConfirmed', '填写了核对情况，请同时勾选确认；没有核对的，请删去。');
  if (usccReason === '') return wrong('usccReason', '请填写核对了什么、为何确认（不超过 200 字）。');
  const record: OverrideRecord = {
    entity: 'Override',
    roundId,
    applicationId,
    rule: CREDIT_CODE_RULE,
    version,
    taskId: task.taskId,
    by: personId,
    at: now,
    reason: usccReason,
  };
  const settled = findings.map((found) => (found.rule === CREDIT_CODE_RULE ? overridden(found, record) : found));
  return {
    ok: true,
    actions: [{ put: keys.override(applicationId, CREDIT_CODE_RULE), item: record }],
    set: { findings: settled },
  };
}
