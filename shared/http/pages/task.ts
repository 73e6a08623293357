import type { WorkEntry } from '../../domain/worklist.ts';
import { type DecidableKind, isDecidable } from '../../schemas/decisions.ts';
import type { TaskRecord } from '../../schemas/records.ts';
import type { Text } from '../english/texts.ts';
import { errorSummary } from '../fields.ts';
import { html, type Markup, written } from '../html.ts';
import { DECISION_LABELS, ENDED_FOR, TASK_ENDINGS, TASK_TITLES } from '../labels.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { facts, panel } from '../parts.ts';
import { beijing } from '../time.ts';
import { districtLatePage, overduePage, panelShortagePage, tieBreakPage } from './bureau.ts';
import { calendarYearPage } from './calendar-year.ts';
import { roundTitle } from './console/frame.ts';
import { type DecidedPaper, decidedFoot, decidedHead } from './decided-paper.ts';
import { fillPlacePage } from './declines.ts';
import { districtReviewPage } from './district-review.ts';
import type { FormContext } from './forms.ts';
import { confirmPage, payeePage, settlementDifferencePage } from './money.ts';
import { objectionHearingPage, objectionRulingPage } from './objections/handling.ts';
import { deliberatePage } from './panel.ts';
import { approvePlanPage } from './plan.ts';
import { refusalPage, refusalReviewPage } from './review-request.ts';
import { revocationPage } from './revocation.ts';
import { scorePage } from './score.ts';
import { secondLookPage } from './second-look.ts';
import { districtSheetTaskPage } from './sheet-scan.ts';
import type { TaskView } from './task-view.ts';
import { entryName, type WorkBeside, workPath } from './worklist.ts';

const PAGES: { [K in DecidableKind]: (view: TaskView<K>, form: FormContext) => Markup } = {
  'district-review': districtReviewPage,
  'district-late': districtLatePage,
  'district-sheet': districtSheetTaskPage,
  refusal: refusalPage,
  'refusal-review': refusalReviewPage,
  score: scorePage,
  'second-look': secondLookPage,
  'panel-shortage': panelShortagePage,
  'tie-break': tieBreakPage,
  deliberate: deliberatePage,
  'calendar-year': calendarYearPage,
  'objection-ruling': objectionRulingPage,
  'objection-hearing': objectionHearingPage,
  confirm: confirmPage,
  payee: payeePage,
  'fill-place': fillPlacePage,
  'approve-plan': approvePlanPage,
  'settlement-difference': settlementDifferencePage,
  revocation: revocationPage,
  overdue: overduePage,
};

/** An open task: what it is about, until when, and the form that decides it. */
export function taskPage<K extends DecidableKind>(
  view: TaskView<K>,
  form: FormContext & { script: string | null; work: WorkBeside | null },
  now: string,
): Markup {
  const { task, policy, kind } = view;
  const late = now > task.deadline;
  const body = html`${errorSummary(form.state)}${besideList(form.work)}
${panel(
  late ? 'warn' : 'plain',
  html`<p>${tm(late ? '已超过截止时间：{time}' : '请于以下时间前办理：{time}', { time: html`<strong>${beijing(task.deadline)}</strong>` })}</p>`,
)}
<p class="noprint"><a href="#decide">${t('直接填写')}</a></p>
${PAGES[kind](view, { ...form, next: form.work !== null })}`;
  return page({
    title: t(TASK_TITLES[kind]),
    site: roundTitle(policy),
    faulty: form.state.errors.length > 0,
    ...(form.script === null ? {} : { script: form.script }),
    body,
  });
}

/** Which entry was decided and which is open now, so that nobody acts on the wrong one; and the way back to the list. */
function besideList(work: WorkBeside | null): Markup | null {
  if (work === null) return null;
  const { roundId, now, done } = work;
  const entry = (text: Text, one: WorkEntry | null) =>
    one === null ? null : html`<p>${t(text)}<strong>${entryName(one)}</strong> <code>${one.taskId}</code></p>`;
  return html`${done === null ? null : panel('good', html`<div role="status">${entry('已办理：', done)}${entry('现在办理：', now)}</div>`)}
<p class="noprint"><a href="${workPath(roundId)}">${t('返回我的待办')}</a></p>`;
}

/** A task that cannot be acted on any more: what became of it, and for a decided one what was decided. */
export function endedTaskPage(
  task: TaskRecord,
  work: WorkBeside | null = null,
  paper: DecidedPaper | null = null,
): Markup {
  if (task.status === 'open') throw new RangeError('an open task has not ended');
  const { title, text } = task.endedFor === undefined ? TASK_ENDINGS[task.status] : ENDED_FOR[task.endedFor];
  const head = paper === null ? null : decidedHead(task, paper);
  const foot = paper === null ? null : decidedFoot(task, paper);
  const body = html`${head}${besideList(work)}${panel(task.status === 'decided' ? 'good' : 'warn', html`<p>${t(text)}</p>`)}${decided(task)}${foot}`;
  const site = paper === null ? {} : { site: roundTitle(paper.policy) };
  return page({ title: t('{task}：{state}', { task: t(TASK_TITLES[task.kind]), state: t(title) }), ...site, body });
}

function decided({ kind, decision, decidedAt }: TaskRecord): Markup | null {
  if (decision === undefined || !isDecidable(kind)) return null;
  const remark = [decision['opinion'], decision['reason'], decision['comment']].find(
    (text) => typeof text === 'string' && text !== '',
  );
  const label = DECISION_LABELS[kind][decision.decision];
  return html`${facts([
    [t('决定'), label === undefined ? decision.decision : t(label)],
    [t('办理时间'), decidedAt === undefined ? null : beijing(decidedAt)],
  ])}${typeof remark === 'string' ? html`<h2>${t('意见')}</h2>${written(remark)}` : null}${points(decision['points'])}`;
}

/** Tenths of points by item, as the expert submitted them. */
function points(sheet: unknown): Markup | null {
  if (typeof sheet !== 'object' || sheet === null) return null;
  const total = Object.values(sheet).reduce((sum: number, tenths) => sum + Number(tenths), 0);
  return html`<h2>${t('评分')}</h2><p>${t('共 {n} 项，您的评分合计 {points} 分（不含系统计算的各项）。', { n: Object.keys(sheet).length, points: total / 10 })}</p>`;
}
