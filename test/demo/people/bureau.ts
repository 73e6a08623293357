import type { Page } from '../outside/browser.ts';
import type { Circumstances, Duty, TaskLetters } from './duty.ts';
import { beforeDeadline, daysAfter } from './schedule.ts';
import { type Decided, visitTask } from './visit.ts';

type BureauKind =
  | 'district-late'
  | 'panel-shortage'
  | 'tie-break'
  | 'deliberate'
  | 'confirm'
  | 'approve-plan'
  | 'overdue';
const ORDER = 'order.';

/** What the bureau decides by the kind of its task, and how that is counted. */
const DECISIONS: Record<BureauKind, (page: Page) => Decided> = {
  'district-late': () => ({
    decision: 'take-over',
    values: { reason: '审查人员因公外出，由市级代为审查，确保进度。' },
    counted: '代为审查',
  }),
  'panel-shortage': () => ({
    decision: 'accept',
    values: { reason: '已有评分能够反映申报质量，按现有人数继续。' },
    counted: '按现有评分继续',
  }),
  'tie-break': ({ forms }) => {
    const fields = forms
      .flatMap((form) => form.fields.map(({ name }) => name))
      .filter((name) => name.startsWith(ORDER));
    const order = fields.toSorted().map((name, i) => [name, String(i + 1)]);
    return {
      decision: 'order',
      values: { ...Object.fromEntries(order), reason: '评审组集体比较成效材料后议定。' },
      counted: '议定并列',
    };
  },
  deliberate: () => ({
    decision: 'approve',
    values: { reason: '评审组会议审议，名次符合公布的规则，同意公示。' },
    counted: '审议通过',
  }),
  confirm: () => ({
    decision: 'confirm',
    values: { reason: '公示期满，名单内无未处理异议，予以确认。' },
    counted: '确认名单',
  }),
  'approve-plan': () => ({
    decision: 'approve',
    values: { reason: '金额与名单一致，同意按程序拨付。' },
    counted: '批准拨付方案',
  }),
  overdue: () => ({
    decision: 'noted',
    values: { reason: '已电话联系，督促尽快办理。' },
    counted: '督办',
  }),
};

const STAGES: Record<BureauKind, Duty['stage']> = {
  'district-late': 'district',
  'panel-shortage': 'experts',
  'tie-break': 'ranking',
  deliberate: 'ranking',
  confirm: 'lists',
  'approve-plan': 'lists',
  overdue: 'lists',
};

/** Whether a letter's kind is one that the bureau decides alike each time. */
export const isBureauKind = (kind: string): kind is BureauKind => kind in DECISIONS;

/** The bureau's officers, the morning after. One at a time: each decision moves the whole round. */
export const bureauDuty = (kind: BureauKind, { cast }: Circumstances, { first, latest }: TaskLetters): Duty => ({
  id: first.about,
  owner: cast.world.roundId,
  stage: STAGES[kind],
  readyAt: beforeDeadline(first, daysAfter(first.receivedAt, 1, '09:30')),
  perform: () => visitTask(latest, DECISIONS[kind]),
});
