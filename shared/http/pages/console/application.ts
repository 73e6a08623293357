import { checklistOf } from '../../../domain/checklist.ts';
import type { LookedAgain } from '../../../domain/diagnostics-looks.ts';
import { shown } from '../../../domain/diagnostics-scores.ts';
import { parse } from '../../../domain/rational.ts';
import type { Policy } from '../../../policy/schema.ts';
import type {
  ActionRecord,
  ApplicationRecord,
  AwardRecord,
  ConflictRecord,
  DisbursementRecord,
  InquiryRecord,
  LedgerEntryRecord,
  ObjectionRecord,
  OverrideRecord,
  PlaceRecord,
  ScoreRecord,
  SeatRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from '../../../schemas/records.ts';
import { asWritten, html, type Markup } from '../../html.ts';
import {
  APPLICATION_STATUS,
  FINDING_OUTCOMES,
  PLACE_STATES,
  TASK_ENDINGS,
  TASK_TITLES,
  UPLOAD_VERDICTS,
} from '../../labels.ts';
import { t } from '../../language.ts';
import { facts, table, tag, titled } from '../../parts.ts';
import { recorded } from '../../recorded.ts';
import { sumOf } from '../../sums.ts';
import { beijing, beijingSeconds } from '../../time.ts';
import { flagTable, type ShownFlag } from '../flags.ts';
import { inquiryTable } from '../inquiries.ts';
import { OBJECTION_STATES } from '../objections/steps.ts';
import { actionsTable } from './audit.ts';
import { conflictTable } from './conflict.ts';
import { decisionWords } from './decisions.ts';
import { type Console, categoryTitle, consolePage, districtName } from './frame.ts';
import { ledgerTable } from './ledger.ts';
import { actorOf, type Naming, nameOf } from './people.ts';
import { lookFacts } from './second-looks.ts';

export interface StoryView {
  policy: Policy;
  slot: SlotRecord;
  application: ApplicationRecord | null;
  uploads: UploadRecord[];
  overrides: OverrideRecord[];
  inquiries: InquiryRecord[];
  flags: ShownFlag[];
  tasks: TaskRecord[];
  seats: SeatRecord[];
  /** Null before all experts are done. */
  score: ScoreRecord | null;
  /** 复核打分: what it came to, where there was one; null before all experts are done. */
  looked: LookedAgain | null;
  place: PlaceRecord | null;
  objections: ObjectionRecord[];
  award: AwardRecord | null;
  /** 历次奖补: of this applicant, in all rounds. */
  ledger: LedgerEntryRecord[];
  disbursements: DisbursementRecord[];
  conflicts: ConflictRecord[];
  /** Reminders and changes of hands of its tasks are told by its tasks' ids. */
  actions: ActionRecord[];
  naming: Naming;
}

const section = (title: string, content: Markup): Markup => html`<h2>${title}</h2>${content}`;

function identity({ policy, slot, application }: StoryView): Markup {
  const status = application === null ? null : APPLICATION_STATUS[application.status];
  return facts([
    [t('申报主体'), asWritten(slot.name)],
    [t('信用代码'), html`<code>${slot.uscc}</code>`],
    [t('申报编号'), html`<code>${slot.applicationId}</code>`],
    [t('类别'), `${categoryTitle(policy, slot.category)} ${slot.applicationNo}`],
    [t('申报名称'), application === null ? null : asWritten(application.title)],
    [t('区（市）'), application === null ? null : asWritten(districtName(policy, application.district))],
    [t('状态'), status === null ? t('尚未受理') : tag(status.tone, t(status.text))],
    [t('邀请时间'), beijing(slot.issuedAt)],
  ]);
}

function uploads({ uploads: all }: StoryView): Markup {
  const columns = [
    { title: t('收到时间') },
    { title: t('结果') },
    { title: t('第几版'), numeric: true },
    { title: t('问题') },
  ];
  const rows = all.map(({ receivedAt, verdict, version, problems }) => [
    beijingSeconds(receivedAt),
    tag(UPLOAD_VERDICTS[verdict].tone, t(UPLOAD_VERDICTS[verdict].text)),
    version,
    problems.length === 0
      ? null
      : html`<ul>${problems.map(({ code, message }) => html`<li><code>${code}</code> ${message}</li>`)}</ul>`,
  ]);
  return section(t('上传'), all.length === 0 ? html`<p>${t('没有上传过材料。')}</p>` : table(t('上传'), columns, rows));
}

function findings({ application, overrides, naming }: StoryView): Markup | null {
  if (application === null) return null;
  const overridden = new Map(overrides.map((one) => [one.rule, one]));
  const columns = titled('条件', '结果', '依据', '条款', '人工确认');
  const rows = application.findings.map(({ rule, title, outcome, evidence, clause }) => {
    const override = overridden.get(rule);
    return [
      recorded(title),
      tag(FINDING_OUTCOMES[outcome].tone, t(FINDING_OUTCOMES[outcome].text)),
      recorded(evidence),
      asWritten(clause),
      override === undefined
        ? ''
        : `${nameOf({ role: 'district', id: override.by }, naming)} ${beijing(override.at)} ${override.reason}`,
    ];
  });
  return section(t('资格条件'), table(t('资格条件'), columns, rows));
}

/** 五(二): what the reviewer has gone through, and whom it asked. */
function review({ application, policy, inquiries: asked, naming }: StoryView): Markup | null {
  const points = application === null ? [] : checklistOf(policy, application.category);
  const done = new Set(application?.checks ?? []);
  const list =
    application?.checks === undefined || points.length === 0
      ? null
      : html`<ul>${points.map(({ code, title, clause }) => html`<li>${done.has(code) ? tag('good', t('已核对')) : tag('warn', t('未核对'))} <span lang="zh-CN">${title}（${clause}）</span></li>`)}</ul>`;
  const shown = asked
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map((one) => ({ ...one, byName: nameOf({ role: 'district', id: one.by }, naming) }));
  if (list === null && shown.length === 0) return null;
  return section(t('核对和核实'), html`${list}${shown.length === 0 ? null : inquiryTable(shown)}`);
}

function decisionOf({ kind, status, decision }: TaskRecord): string {
  if (status === 'open') return t('待办');
  if (decision === undefined) return status === 'decided' ? t('已办理') : t(TASK_ENDINGS[status].title);
  const { what, why } = decisionWords({ kind, decision });
  return why === '' ? what : `${what}：${why}`;
}

function tasks({ tasks: all, naming }: StoryView): Markup | null {
  if (all.length === 0) return null;
  const columns = [
    ...titled('事项', '办理人', '交办时间', '截止时间'),
    { title: t('已催办（次）'), numeric: true },
    { title: t('决定') },
    { title: t('办理时间') },
  ];
  const rows = all.map((task) => [
    t(TASK_TITLES[task.kind]),
    actorOf(task.assignee, naming),
    beijing(task.openedAt),
    beijing(task.deadline),
    task.reminders,
    decisionOf(task),
    task.decidedAt === undefined ? null : beijing(task.decidedAt),
  ]);
  return section(t('任务和决定'), table(t('任务和决定'), columns, rows));
}

const SEATS = { assigned: '等待评分', scored: '已提交', vacant: '空缺' } as const;

/** Seats say how far they are, and not who has them. */
function seats({ seats: all, score, looked }: StoryView): Markup | null {
  if (all.length === 0) return null;
  const columns = [
    { title: t('席位'), numeric: true },
    { title: t('状态') },
    { title: t('回避（次）'), numeric: true },
    { title: t('逾期更换（次）'), numeric: true },
  ];
  const rows = all.map(({ seat, status, past }) => [
    seat,
    t(SEATS[status]),
    past.filter(({ left }) => left === 'recused').length,
    past.filter(({ left }) => left === 'late').length,
  ]);
  const totals =
    score === null
      ? html`<p class="hint">${t('专家评审结束前不显示分数，以免影响评审。')}</p>`
      : facts([
          [t('得分'), score.shown],
          [t('最高分与最低分之差'), shown(parse(score.spread))],
          [t('超过复核线'), score.spreadFlag ? t('是') : t('否')],
          ...(looked === null ? [] : lookFacts(looked)),
        ]);
  return section(t('专家评审'), html`${table(t('席位'), columns, rows)}${totals}`);
}

function ranked({ place, objections }: StoryView): Markup | null {
  if (place === null) return null;
  const filed = objections.map(
    ({ filedAt, status, handlerDecided }) =>
      html`<li>${beijing(filedAt)} ${t(OBJECTION_STATES[status])}${handlerDecided === 0 ? null : t('（没有未参与过决定的人员，由参与最少的人员办理）')}</li>`,
  );
  return section(
    t('排名和公示'),
    facts([
      [t('名次'), place.rank],
      [t('状态'), t(PLACE_STATES[place.state])],
      [t('公示截止'), place.noticeEndsAt === null ? null : beijing(place.noticeEndsAt)],
      [t('异议'), filed.length === 0 ? t('无') : html`<ul>${filed}</ul>`],
    ]),
  );
}

const AWARDS = {
  announced: '已公布，等待收款账户',
  payable: '已有收款账户',
  planned: '已编入拨付方案',
  issued: '已下达拨付',
  paid: '已拨付',
  declined: '已放弃，不再支付',
  cancelled: '已终止，不再支付',
  revoked: '已撤销，资金追回',
} as const;
export const PAYMENTS = { issued: '已下达拨付', paid: '已拨付', failed: '退票', cancelled: '已撤销拨付' } as const;

/** Sums and states; the account stays with finance. */
function money({ award, disbursements }: StoryView): Markup | null {
  if (award === null) return null;
  const columns = [
    { title: t('下达时间') },
    { title: t('金额'), numeric: true },
    { title: t('状态') },
    { title: t('办结时间') },
    { title: t('原因') },
  ];
  const rows = disbursements.map(({ issuedAt, amountFen, status, settledAt, failure }) => [
    beijing(issuedAt),
    sumOf(amountFen),
    t(PAYMENTS[status]),
    settledAt === undefined ? null : beijing(settledAt),
    failure ?? null,
  ]);
  return section(
    t('奖励资金'),
    html`${facts([
      [t('金额'), sumOf(award.amountFen)],
      [t('状态'), t(AWARDS[award.status])],
      [t('公布名单'), award.listNo],
      [t('拨付方案'), award.planNo],
    ])}${disbursements.length === 0 ? null : table(t('拨付'), columns, rows)}`,
  );
}

/** Everything that became of one application, in the order in which it does. */
export function storyPage(console: Console, view: StoryView): Markup {
  const body = html`${identity(view)}${uploads(view)}${findings(view)}${review(view)}
${view.flags.length === 0 ? null : section(t('与其他申报的相同之处'), flagTable(view.flags, view.policy))}
${tasks(view)}${view.actions.length === 0 ? null : section(t('催办和转交'), actionsTable(view.actions, view.naming))}${seats(view)}${conflictTable(console, view.slot.applicationId, view.conflicts, view.naming)}${ranked(view)}${money(view)}${view.ledger.length === 0 ? null : section(t('本系统历次奖补'), ledgerTable(view.ledger, view.policy))}`;
  return consolePage(console, '/search', view.slot.name, body);
}
