import { restartsWhenCorrected } from '../../../domain/notice.ts';
import type { CorrectionPlan } from '../../../notice/correct.ts';
import { type Policy, policyCategories } from '../../../policy/schema.ts';
import type { CalendarYearRecord, NoticeEntry, NoticeVersion } from '../../../schemas/records.ts';
import { errorSummary, type FormState, hidden, select, submit, textInput } from '../../fields.ts';
import { asWritten, html, type Markup } from '../../html.ts';
import { t, tm } from '../../language.ts';
import { panel, table, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { calendarYearFields } from '../calendar-year.ts';
import { reasonField } from '../forms.ts';
import { noticeDays, noticePath } from '../notice.ts';
import { type Console, categoryTitle, consolePage, consolePath } from './frame.ts';
import { type Naming, nameOf } from './people.ts';

/** Rows for wrong names in one correction. */
export const AMENDMENTS = 3;

export interface NoticeDesk {
  naming: Naming;
  /** The first one first; none while nothing is published. */
  versions: readonly NoticeVersion[];
  /** Who may still be put right; null where no correction is possible any more. */
  open: NoticeEntry[] | null;
  years: CalendarYearRecord[];
  csrf: string;
  correction: FormState;
}

/** 公示 on the console: what is published, correcting it, and the days off that its periods rest on. */
export function noticeDeskPage(console: Console, desk: NoticeDesk): Markup {
  const body = html`${errorSummary(desk.correction)}${versionsTable(console, desk)}
<h2>${t('更正公示')}</h2>${correctionForm(console, desk)}
<h2>${t('放假安排')}</h2>${yearsTable(desk)}
<p><a href="${consolePath(console.roundId)}/calendar">${t('录入放假安排')}</a></p>`;
  return consolePage(console, '/notice', t('公示'), body, desk.correction.errors.length > 0);
}

function versionsTable({ roundId }: Console, { versions, naming }: NoticeDesk): Markup {
  if (versions.length === 0) return html`<p>${t('入围名单还没有公示。')}</p>`;
  const columns = [
    ...titled('版本', '发布时间', '公示期', '截止', '更正理由', '更正人'),
    { title: t('名单人数'), numeric: true },
  ];
  const rows = versions.map((one) => [
    html`<a href="${noticePath(roundId)}/${one.version}">${t('第 {version} 版', { version: one.version })}</a>`,
    ...[beijing(one.publishedAt), noticeDays(one), beijing(one.endsAt)],
    one.correction === undefined ? t('首次公示') : asWritten(one.correction.reason),
    one.correction === undefined ? '' : nameOf({ role: 'bureau', id: one.correction.by }, naming),
    one.places,
  ]);
  return html`<p><a href="${noticePath(roundId)}">${t('查看现行公示')}</a></p>${table(t('公示的各个版本'), columns, rows)}`;
}

function correctionForm({ roundId }: Console, { open, naming, csrf, correction }: NoticeDesk): Markup {
  if (open === null) return html`<p>${t('现在没有可以更正的公示：尚未公示，或者所有入围对象都已公示期满。')}</p>`;
  const { policy } = naming;
  return html`<p class="lead">${t('名单中的名称有误，或者异议裁定、退出后名单有变动的，发布更正公示。名单按现在的入围情况生成；名称有误的在下面改正，改正后的名称也用于正式公布。')}${restartsWhenCorrected(policy) ? t('按评选方案，更正后公示期重新计算。') : t('按评选方案，更正不影响公示期。')}</p>
<form method="post" action="${consolePath(roundId)}/notice" accept-charset="utf-8">${hidden('csrf', csrf)}
${amendmentFields(policy, open, 0, correction)}
<details${correction.errors.length > 0 ? html` open` : null}><summary>${t('还有名称需要更正')}</summary>${Array.from({ length: AMENDMENTS - 1 }, (_, i) => amendmentFields(policy, open, i + 1, correction))}</details>
${reasonField(t('更正理由会在公示页面上公开，请勿写入个人信息。'), correction)}${submit(t('预览更正内容'))}</form>`;
}

function amendmentFields(policy: Policy, open: NoticeEntry[], i: number, state: FormState): Markup {
  const groups = policyCategories(policy).map(([category]) => ({
    label: categoryTitle(policy, category),
    choices: open
      .filter((entry) => entry.category === category)
      .map(({ applicationId, name, title }) => ({
        value: applicationId,
        label: title === name ? name : `${name}（${title}）`,
      })),
  }));
  return html`<fieldset><legend>${t('名称更正 {n}（没有的不填）', { n: i + 1 })}</legend>
${select({ name: `who.${i}`, label: t('入围对象'), groups: groups.filter(({ choices }) => choices.length > 0) }, state)}
${textInput({ name: `name.${i}`, label: t('正确的单位名称'), hint: t('不需要更正的留空。'), max: 100 }, state)}
${textInput({ name: `title.${i}`, label: t('正确的申报名称'), hint: t('不需要更正的留空。'), max: 200 }, state)}</fieldset>`;
}

export interface CorrectionPreview {
  plan: CorrectionPlan;
  naming: Naming;
  csrf: string;
  values: Record<string, string>;
}

/** Everything that a correction would change, before it is done. */
export function correctionPreviewPage(console: Console, { plan, naming, csrf, values }: CorrectionPreview): Markup {
  const { before, period, out, in: added, amended, moving } = plan;
  const moves = period.endsAt !== before.endsAt || moving.length > 0;
  const columns = titled('变动', '类别', '现行公示', '更正后');
  const words = ({ name, title }: NoticeEntry) => asWritten(title === name ? name : `${name}（${title}）`);
  const of = ({ category }: NoticeEntry) => categoryTitle(naming.policy, category);
  const rows = [
    ...out.map((one) => [t('移出名单'), of(one), words(one), null]),
    ...added.map((one) => [t('列入名单'), of(one), null, words(one)]),
    ...amended.map(({ from, to }) => [t('名称更正'), of(to), words(from), words(to)]),
  ];
  const base = consolePath(console.roundId);
  const body = html`<p class="lead">${t('将发布第 {version} 版公示，以前的版本保留在各自的网址。发布后不能撤回，只能再次更正。', { version: before.version + 1 })}</p>
${table(t('名单变动，共 {count} 处', { count: rows.length }), columns, rows)}
${panel(
  moves ? 'warn' : 'plain',
  moves
    ? html`<p>${tm('公示期由{from}改为{to}，{count} 个公示中的名额顺延到 {time}。', { from: noticeDays(before), to: noticeDays(period), count: moving.length, time: html`<strong>${beijing(period.endsAt)}</strong>` })}</p>`
    : html`<p>${t('公示期不变。')}</p>`,
)}
<form method="post" action="${base}/notice" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('seen', plan.seen)}${Object.entries(values).map(([name, value]) => hidden(name, value))}
<p>${tm('更正理由：{reason}', { reason: asWritten(values['reason'] ?? '') })}</p>${submit(t('发布更正公示'))}</form>
<p><a href="${base}/notice">${t('返回，不发布')}</a></p>`;
  return consolePage(console, '/notice', t('确认更正公示'), body);
}

function yearsTable({ naming, years }: Pick<NoticeDesk, 'naming' | 'years'>): Markup {
  const columns = titled('年度', '依据的通知', '录入人', '录入时间');
  const rows = [
    ...Object.entries(naming.policy.calendar.years).map(([year, { source }]) => [
      ...[year, asWritten(source), t('评选方案'), ''],
    ]),
    ...years.map(({ year, source, by, at }) => [
      ...[year, asWritten(source), nameOf({ role: 'bureau', id: by }, naming), beijing(at)],
    ]),
  ];
  return html`<p>${t('公示期、异议处理期限等按工作日计算，只用国务院办公厅公布的放假安排，不推测。评选方案中没有的年度在公布后录入，录入后不能修改。')}</p>
${table(t('已有的放假安排'), columns, rows)}`;
}

export interface YearDesk extends Pick<NoticeDesk, 'naming' | 'years' | 'csrf'> {
  state: FormState;
}

/** 放假安排 on the console: the days off that are known, and one year more. */
export function calendarDeskPage(console: Console, { state, csrf, ...known }: YearDesk): Markup {
  const base = consolePath(console.roundId);
  const body = html`${errorSummary(state)}${yearsTable(known)}
<form method="post" action="${base}/calendar" accept-charset="utf-8">${hidden('csrf', csrf)}
${textInput({ name: 'year', label: t('年度'), max: 4, keys: 'numeric' }, state)}${calendarYearFields(null, state)}
${reasonField(t('记录通知的文号、公布时间和核对情况。'), state)}${submit(t('录入放假安排'))}</form>
<p><a href="${base}/notice">${t('返回')}</a></p>`;
  return consolePage(console, '/notice', t('放假安排'), body, state.errors.length > 0);
}
