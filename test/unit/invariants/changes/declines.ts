import { noticePeriod } from '../../../../shared/domain/notice.ts';
import type { RoundExport } from '../../../../shared/export/schema.ts';
import { at } from '../../export/constants.ts';
import { type Change, FIGURES, first, set, taskOf } from './tools.ts';

type Declined = NonNullable<RoundExport['awards'][number]['declined']>;
const DECLINED = at('12-21');
const FILLED = at('12-22');

const officer = (x: RoundExport) => first(x.registers.staff, ({ role }) => role === 'bureau').staff;
const nextUp = (x: RoundExport) =>
  first(
    x.places.toSorted((a, b) => a.order - b.order),
    ({ category, state }) => category === 'benchmark-enterprise' && state === 'reserve',
  );

/** A winner gave its award back before its plan was approved; properly, but for `change`. The place stays empty, or the next one has its notice. */
function declined(x: RoundExport, change: Partial<Declined> = {}, up = false): RoundExport['awards'][number] {
  const award = first(
    x.awards,
    ({ category, listNo, status, attempt }) =>
      listNo === 1 && status === 'paid' && attempt === 1 && category === 'benchmark-enterprise',
  );
  const { awardId, amountFen } = award;
  const plan = first(x.plans, ({ awardIds }) => awardIds.includes(awardId));
  set(plan, { awardIds: plan.awardIds.filter((id) => id !== awardId), totalFen: plan.totalFen - amountFen });
  x.disbursements = x.disbursements.filter((one) => one.awardId !== awardId);
  const place = first(x.places, ({ applicationId }) => applicationId === awardId);
  place.state = 'declined';
  const next = up ? nextUp(x) : null;
  if (next !== null) {
    set(next, { state: 'shortlisted', noticeEndsAt: noticePeriod(x.policy, FILLED).endsAt });
    set(x.round, { stage: 'settlement', closedAt: null, settlement: null });
  }
  const filled = { in: next?.applicationId ?? null, by: officer(x), at: FILLED, reason: '会议议定' };
  set(award, { status: 'declined', planNo: null, payeeRef: null });
  award.declined = { at: DECLINED, reason: '另有资助', filled, ...change };
  x.tasks.push({
    ...taskOf(x, 'approve-plan'),
    taskId: `${x.round.roundId}~fill-place.${awardId}`,
    kind: 'fill-place',
    applicationId: awardId,
    subject: { listNo: 1 },
    assignee: officer(x),
    openedAt: DECLINED,
    decidedAt: FILLED,
    decision: {
      decision: up ? 'move-up' : 'leave-empty',
      reason: '会议议定',
      order: null,
      asked: null,
      proposedBy: null,
    },
  });
  return award;
}

/** What must not be found. */
export const HONEST_DECLINES: [what: string, change: (x: RoundExport) => void][] = [
  ['an award that was given back, and a place that stays empty', (x) => void declined(x)],
  ['an award that was given back, and the next of the reserve', (x) => void declined(x, {}, true)],
];

export const DECLINES: Change[] = [
  ['declines-explained', 'nobody says why', (x) => void declined(x, { reason: ' ' }), /的放弃没有载明何时、为何/],
  [
    'declines-explained',
    'nobody decided about the place, and nobody has to',
    (x) => {
      declined(x, { filled: null });
      x.tasks = x.tasks.filter(({ kind }) => kind !== 'fill-place');
    },
    /放弃后的名额没有决定，也没有待办任务/,
  ],
  [
    'declines-explained',
    'somebody decided whose task it was not',
    (x) => {
      const { filled } = declined(x).declined ?? {};
      if (filled != null) filled.by = 'staff-999';
    },
    /放弃后的名额没有载明何人/,
  ],
  [
    FIGURES,
    'somebody moved up who was not the next',
    (x) => {
      const award = declined(x, {}, true);
      const passed = nextUp(x);
      const moved = first(x.places, ({ state }) => state === 'shortlisted');
      [passed.state, moved.state] = [moved.state, passed.state];
      [passed.noticeEndsAt, moved.noticeEndsAt] = [moved.noticeEndsAt, passed.noticeEndsAt];
      if (award.declined?.filled != null) award.declined.filled.in = passed.applicationId;
    },
    /放弃后的递补记录为/,
  ],
];
