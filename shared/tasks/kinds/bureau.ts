import { keys } from '../../store/keys.ts';
import { type Apply, fieldError } from '../kind.ts';

/** 五(三): the expert group's meeting approves the ranking as the published rules made it. */
export const applyDeliberate: Apply<'deliberate'> = async () => ({
  ok: true,
  actions: [],
  outcome: { decision: 'approved' },
});

/** Too few experts or sheets: the bureau accepts what there is, or has it drawn again. Without a panel there is nothing to accept. */
export const applyPanelShortage: Apply<'panel-shortage'> = async ({ task }, { decision }) => {
  if (decision === 'accept' && task.applicationId === null) {
    return {
      ok: false,
      errors: [fieldError('decision', '评审组尚未抽出，没有可以接受的评分，只能重新抽取。')],
    };
  }
  return { ok: true, actions: [], outcome: { decision } };
};

/** Late reviews of a district: the applications' own executions act on this record when they next look. */
export const applyDistrictLate: Apply<'district-late'> = async () => ({
  ok: true,
  actions: [],
  outcome: { decision: 'answered' },
});

/** A tie across the cut line: the panel's recorded order decides, and only among those who are tied. */
export const applyTieBreak: Apply<'tie-break'> = async ({ task }, { order }) => {
  const tied = task.subject['applicationIds'];
  const ids = Array.isArray(tied) ? tied : [];
  const complete = ids.length === Object.keys(order).length && ids.every((id) => order[id] !== undefined);
  const distinct = new Set(Object.values(order)).size === ids.length;
  if (!complete || !distinct) {
    return { ok: false, errors: [fieldError('order', '请为每一个并列的申报填写互不相同的次序。')] };
  }
  return { ok: true, actions: [], outcome: { decision: 'ordered' } };
};

/** 五(四): confirms a list as it was shown; a list that changed meanwhile is not the one that was looked at. */
export const applyConfirm: Apply<'confirm'> = async ({ task, now, personId }) => ({
  ok: true,
  actions: [
    {
      update: keys.list(task.roundId, Number(task.subject['listNo'])),
      change: { set: { status: 'confirmed', confirmedAt: now, confirmedBy: personId }, when: { status: 'proposed' } },
    },
  ],
  outcome: { decision: 'confirmed' },
});

export const applySettlementDifference: Apply<'settlement-difference'> = async () => ({
  ok: true,
  actions: [],
  outcome: { decision: 'signed' },
});

/** Somebody else's task is overdue: the bureau has seen to it. The task itself stays open until it is done. */
export const applyOverdue: Apply<'overdue'> = async () => ({
  ok: true,
  actions: [],
  outcome: { decision: 'noted' },
});
