import { checkbox, type FormState, textArea, textInput } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { panel } from '../parts.ts';
import { type FormContext, singleWithReason } from './forms.ts';
import type { TaskView } from './task-view.ts';

/** What the State Council published of a year: its notice, days off and working weekends. */
export const calendarYearFields = (year: string | null, state: FormState): Markup => html`${textInput(
  { name: 'source', label: t('依据的通知'), hint: t('例如：国务院办公厅关于某年部分节假日安排的通知'), max: 200 },
  state,
)}
${textArea({ name: 'off', label: t('放假的工作日（周一至周五）'), hint: t('每行一个日期，例如 {date}；本来就是周末的不填。', { date: `${year ?? '2027'}-01-01` }), max: 4000, rows: 10 }, state)}
${textArea({ name: 'worked', label: t('上班的周末'), hint: t('每行一个日期；没有的留空。'), max: 4000, rows: 4 }, state)}`;

/** The notice cannot be published: its period, or the time for objections after it, runs into a year nobody knows yet. */
export function calendarYearPage({ details: { year } }: TaskView<'calendar-year'>, form: FormContext): Markup {
  return html`${panel('warn', html`<p>${t('公示暂缓：公示期和异议处理期限要用到 {year} 年的工作日，而系统中没有该年的放假安排。工作日不得推测。', { year })}</p>`)}
<p>${t('国务院办公厅公布 {year} 年部分节假日安排后，请按通知录入；提交后自动公示入围名单。录入后不能修改。', { year })}</p>
<h2 id="decide">${t('{year} 年放假安排', { year })}</h2>
${singleWithReason(form, 'publish', {
  fields: html`${calendarYearFields(year, form.state)}${checkbox({ name: 'checked', label: t('已与公布的通知逐日核对') }, form.state)}`,
  reasonHint: t('记录通知的文号、公布时间和核对情况。'),
  button: t('录入并公示'),
})}`;
}
