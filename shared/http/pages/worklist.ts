import { isToDo, WORK_STATES, type WorkEntry, type WorkFilter, type WorkState } from '../../domain/worklist.ts';
import { type Policy, policyCategories } from '../../policy/schema.ts';
import { isDecidable } from '../../schemas/decisions.ts';
import type { Text } from '../english/texts.ts';
import { checkbox, errorSummary, type FormState, fieldId, hidden, textArea } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { DECISION_LABELS, TASK_ENDINGS, TASK_TITLES } from '../labels.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';
import { panel, type Tone, table, tag, titled } from '../parts.ts';
import { beijing } from '../time.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';

export interface WorklistView {
  roundId: string;
  policy: Policy;
  /** All, in the order in which they are best done. */
  all: WorkEntry[];
  /** What the filter leaves, and which page of it. */
  filter: WorkFilter;
  shown: WorkEntry[];
  page: number;
  pages: number;
  /** A district may recommend several at once: the token for it. */
  bulk: { csrf: string } | null;
  /** What was just decided on another page. */
  done: WorkEntry | null;
  script: string | null;
}

export const workPath = (roundId: string): string => `/work/${roundId}`;
export const workTaskPath = (roundId: string, taskId: string): string =>
  `${workPath(roundId)}/tasks/${encodeURIComponent(taskId)}`;

export const firmsPath = (roundId: string): string => `${workPath(roundId)}/firms`;

const STATE: Record<WorkState, { text: Text; tone: Tone }> = {
  late: { text: '已逾期', tone: 'bad' },
  waiting: { text: '待办', tone: 'warn' },
  done: { text: '已办', tone: 'good' },
  gone: { text: '已失效', tone: 'plain' },
};

/** One entry as everybody recognises it: what it is called, whose it is. */
export const entryName = ({ title, name, kind }: Pick<WorkEntry, 'title' | 'name' | 'kind'>): Markup =>
  title === ''
    ? html`${t(TASK_TITLES[kind])}`
    : html`<span lang="zh-CN">${title}${name === '' || name === title ? '' : `（${name}）`}</span>`;

function progress(all: WorkEntry[]): Markup {
  const counted = all.filter(({ state }) => state !== 'gone');
  const done = counted.filter(({ state }) => state === 'done').length;
  const late = counted.filter(({ state }) => state === 'late').length;
  return html`<p><label for="work-progress">${t('已办 {done} 项，共 {all} 项', { done, all: counted.length })}${late > 0 ? t('，其中逾期 {late} 项', { late }) : ''}</label>
<progress id="work-progress" max="${Math.max(1, counted.length)}" value="${done}"></progress></p>`;
}

function filterForm({ roundId, policy, filter, all }: WorklistView): Markup {
  const states: [WorkFilter['state'], Text][] = [
    ['todo', '待办和逾期'],
    ...WORK_STATES.map((state): [WorkState, Text] => [state, STATE[state].text]),
    ['all', '全部'],
  ];
  const count = (state: WorkFilter['state']) =>
    all.filter((entry) => state === 'all' || (state === 'todo' ? isToDo(entry) : entry.state === state)).length;
  const option = (value: string, label: string, chosen: boolean) =>
    html`<option value="${value}"${chosen ? html` selected` : null}>${label}</option>`;
  return html`<form method="get" action="${workPath(roundId)}" class="filter noprint">
<label>${t('状态')} <select name="state">${states.map(([state, text]) => option(state, `${t(text)} (${count(state)})`, state === filter.state))}</select></label>
<label>${t('申报类别')} <select name="category">${option('', t('全部'), filter.category === null)}${policyCategories(policy).map(([category]) => option(category, categoryTitle(policy, category), category === filter.category))}</select></label>
<label>${t('名称或编号')} <input type="text" name="q" maxlength="100" autocomplete="off" value="${filter.wanted}"></label>
<button type="submit" class="quiet">${t('筛选')}</button></form>`;
}

function line(view: WorklistView, entry: WorkEntry, i: number) {
  const { roundId, bulk } = view;
  const link = html`<a href="${workTaskPath(roundId, entry.taskId)}" data-entry>${entryName(entry)}</a>`;
  const pick =
    bulk !== null && isToDo(entry) && entry.kind === 'district-review'
      ? html`<input type="checkbox" name="pick.${i}" value="${entry.taskId}" aria-label="${t('选择')} ${entry.title}">`
      : '';
  return [
    bulk === null ? '' : pick,
    html`${link}<br><code>${entry.taskId}</code>`,
    t(TASK_TITLES[entry.kind]),
    tag(STATE[entry.state].tone, t(STATE[entry.state].text)),
    entry.category === null ? '' : categoryTitle(view.policy, entry.category),
    isToDo(entry) ? beijing(entry.deadline) : ending(entry),
    entry.kind === 'score' && isToDo(entry) ? entry.sheets : '',
  ];
}

function ending({ kind, status, decision, decidedAt }: WorkEntry): string {
  if (status !== 'decided') return status === 'open' ? '' : t(TASK_ENDINGS[status].title);
  const label = isDecidable(kind) && decision !== null ? DECISION_LABELS[kind][decision] : undefined;
  return [label === undefined ? '' : t(label), decidedAt === null ? '' : beijing(decidedAt)]
    .filter((part) => part !== '')
    .join(' · ');
}

function entriesTable(view: WorklistView): Markup {
  const { shown, bulk, roundId } = view;
  if (shown.length === 0) return html`<p>${t('没有符合条件的任务。')}</p>`;
  const columns = [
    ...titled('选择', '申报', '任务', '状态', '申报类别', '截止时间或结果'),
    { title: t('已有评分表（份）'), numeric: true },
  ];
  const listed = table(
    t('任务，最先应办的在前'),
    columns,
    shown.map((entry, i) => line(view, entry, i)),
  );
  if (bulk === null || !shown.some((entry) => isToDo(entry) && entry.kind === 'district-review')) return listed;
  return html`<form method="post" action="${workPath(roundId)}/recommend" accept-charset="utf-8">${hidden('csrf', bulk.csrf)}${listed}
<p><button type="submit" class="quiet">${t('批量推荐所选申报…')}</button> <span class="hint">${t('先显示编号和件数，确认后才生效；有不符合或需人工核对事项的不能批量办理。')}</span></p></form>`;
}

const ownPager = ({ roundId, filter, page: at, pages }: WorklistView): Markup | null =>
  pager(
    at,
    pages,
    (n) =>
      `${workPath(roundId)}?${new URLSearchParams({ state: filter.state, category: filter.category ?? '', q: filter.wanted, page: String(n) })}`,
  );

/** To the pages before and after, where there is more than one. */
export function pager(at: number, pages: number, to: (page: number) => string): Markup | null {
  if (pages < 2) return null;
  return html`<p class="noprint">${at > 1 ? html`<a href="${to(at - 1)}">${t('上一页')}</a> ` : null}${t('第 {page} 页，共 {pages} 页', { page: at, pages })}${at < pages ? html` <a href="${to(at + 1)}">${t('下一页')}</a>` : null}</p>`;
}

/** What a task's page says of the list that it was opened from. */
export interface WorkBeside {
  roundId: string;
  /** The entry that is open now. */
  now: WorkEntry | null;
  /** The one that was decided just before. */
  done: WorkEntry | null;
}

/** Everything that waits for a person in a round, what is done, what is late. */
export function worklistPage(view: WorklistView): Markup {
  const { policy, done, all, roundId, script, bulk } = view;
  const first = all.find(isToDo);
  const body = html`${done === null ? null : panel('good', html`<p role="status">${t('已办理：')}<strong>${entryName(done)}</strong> <code>${done.taskId}</code></p>`)}
${progress(all)}
${first === undefined ? panel('good', html`<p>${t('全部任务已办完。')}</p>`) : html`<p><a class="button" href="${workTaskPath(roundId, first.taskId)}">${t('办理下一项')}</a> ${entryName(first)}</p>`}
${bulk === null ? null : html`<p class="noprint"><a href="${workPath(roundId)}/sheet">${t('推荐汇总表（打印盖章）')}</a>　<a href="${firmsPath(roundId)}">${t('尚未申报的企业')}</a></p>`}${filterForm(view)}${entriesTable(view)}${ownPager(view)}
${script === null ? null : html`<p class="hint noprint">${t('快捷键：j、k 在列表中上下移动，回车打开；在任务页按 Ctrl+Enter 提交。')}</p>`}`;
  return page({ title: t('我的待办'), site: roundTitle(policy), ...(script === null ? {} : { script }), body });
}

/** What is to be recommended at once, before anything is done. */
export interface BulkView {
  roundId: string;
  policy: Policy;
  picked: WorkEntry[];
  /** What has to be looked at one by one, and why. */
  left: { entry: WorkEntry; why: Text }[];
  csrf: string;
  state: FormState;
}

const named = (entries: WorkEntry[]): Markup =>
  html`<ol>${entries.map((entry) => html`<li>${entryName(entry)} <code>${entry.taskId}</code></li>`)}</ol>`;

export function bulkPage({ roundId, policy, picked, left, csrf, state }: BulkView): Markup {
  const back = html`<p><a href="${workPath(roundId)}">${t('返回我的待办')}</a></p>`;
  const one = html`${
    left.length === 0
      ? null
      : html`<h2>${t('须逐项办理：{n} 件', { n: left.length })}</h2><ul>${left.map(({ entry, why }) => html`<li>${entryName(entry)} <code>${entry.taskId}</code>：${t(why)}</li>`)}</ul>`
  }`;
  const form = html`<h2>${t('将推荐以下 {n} 件申报', { n: picked.length })}</h2>${named(picked)}
<form method="post" action="${workPath(roundId)}/recommend" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('confirm', 'yes')}${picked.map(({ taskId }, i) => hidden(`pick.${i}`, taskId))}
${textArea({ name: 'opinion', label: t('审查意见'), hint: t('以上各件使用同一意见，申报单位可以看到。'), max: 2000, rows: 4 }, state)}
${checkbox({ name: 'checked', label: t('以上各件均已逐项完成核对清单。') }, state)}
<button type="submit">${t('推荐以上 {n} 件申报', { n: picked.length })}</button></form>`;
  const body = html`${errorSummary(state)}${back}${picked.length === 0 ? html`<p id="${fieldId('pick')}">${t('没有可以批量推荐的申报。')}</p>` : form}${one}`;
  return page({ title: t('批量推荐'), site: roundTitle(policy), faulty: state.errors.length > 0, body });
}

export interface BulkDoneView {
  roundId: string;
  policy: Policy;
  done: WorkEntry[];
  /** What somebody or something else had changed meanwhile. */
  not: WorkEntry[];
}

export function bulkDonePage({ roundId, policy, done, not }: BulkDoneView): Markup {
  const body = html`${panel(not.length === 0 ? 'good' : 'warn', html`<p role="status">${t('已推荐 {n} 件。', { n: done.length })}${not.length === 0 ? '' : t('{n} 件没有办理：任务已经办结、失效或材料有变化，请逐项查看。', { n: not.length })}</p>`)}
${done.length === 0 ? null : html`<h2>${t('已推荐')}</h2>${named(done)}`}${not.length === 0 ? null : html`<h2>${t('没有办理')}</h2>${named(not)}`}
<p><a href="${workPath(roundId)}">${t('返回我的待办')}</a></p>`;
  return page({ title: t('批量推荐'), site: roundTitle(policy), body });
}
