import { askedOfObjector } from '../../../domain/objections.ts';
import type { Policy } from '../../../policy/schema.ts';
import type { ObjectionRecord, ObjectorRecord } from '../../../schemas/records.ts';
import { checkbox, errorSummary, type FormState, hidden, submit, textArea } from '../../fields.ts';
import { asWritten, html, type Markup, written } from '../../html.ts';
import { t, tm } from '../../language.ts';
import { page } from '../../layout.ts';
import { facts, panel } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { roundTitle } from '../console/frame.ts';
import { evidenceInput } from './form.ts';
import { DECLINE_TITLES } from './handling.ts';
import { fileList, OBJECTION_STATES, stepTable } from './steps.ts';

export interface ObjectorView {
  policy: Policy;
  objection: ObjectionRecord;
  objector: ObjectorRecord;
  /** The entry objected to, as it was published. */
  against: string;
  csrf: string;
  state: FormState;
}

/** Where an objection stands, for whoever filed it: what is asked, what can be sent, how it ended and why. */
export function objectionStatusPage(view: ObjectorView): Markup {
  const { policy, objection, objector, against, state } = view;
  const { objectionId, status, filedAt, dueAt } = objection;
  const open = status === 'open';
  const body = html`${errorSummary(state)}
${panel(open ? 'plain' : 'good', html`<p>${tm('目前状态：{state}', { state: html`<strong>${t(OBJECTION_STATES[status])}</strong>` })}</p>`)}
${facts([
  [t('异议编号'), html`<code>${objectionId}</code>`],
  [t('被异议对象'), asWritten(against)],
  [t('提出时间'), beijing(filedAt)],
  [t('答复期限'), open ? beijing(dueAt) : null],
])}
${ending(objection)}
<h2>${t('办理经过')}</h2>${stepTable(objection)}
<h2>${t('您提交的内容')}</h2>${written(objector.grounds)}${objector.supplements.map(({ at, text }) => html`<p class="hint">${beijing(at)}</p>${written(text)}`)}
${fileList(objector.files, null)}
${open ? sendForm(view) : null}${open ? withdrawForm(view) : null}`;
  return page({ title: t('异议办理进度'), site: roundTitle(policy), faulty: state.errors.length > 0, body });
}

function ending({ ruling, declined }: ObjectionRecord): Markup | null {
  if (ruling === undefined) return null;
  return html`<h2>${t('处理决定')}</h2>${facts([
    [t('决定时间'), beijing(ruling.at)],
    ...(declined === undefined ? [] : [[t('不予受理的情形'), t(DECLINE_TITLES[declined])] as [string, string]]),
  ])}${written(ruling.reason)}`;
}

/** What was asked for, or simply more evidence. */
function sendForm({ policy, objection, csrf, state }: ObjectorView): Markup {
  const asked = askedOfObjector(objection);
  const { objectionId } = objection;
  const words =
    asked === null
      ? null
      : html`${panel('warn', html`<p>${tm('请于 {time} 前补充以下材料。逾期没有补充的，按已有材料处理。', { time: html`<strong>${beijing(asked.until ?? objection.dueAt)}</strong>` })}</p>${written(asked.text ?? '')}`)}
${textArea({ name: 'text', label: t('补充说明'), hint: t('1 至 4000 字，文件可以一并上传。'), max: 4000, rows: 6 }, state)}`;
  return html`<h2>${asked === null ? t('补充证据') : t('补充材料')}</h2>
<form method="post" action="/objections/${objectionId}" enctype="multipart/form-data" accept-charset="utf-8">${hidden('csrf', csrf)}${words}
${evidenceInput(policy, state)}${submit(asked === null ? t('上传') : t('提交补充材料'))}</form>`;
}

const withdrawForm = ({ objection, csrf, state }: ObjectorView): Markup | null =>
  objection.steps.some(({ kind }) => kind === 'withdrawn')
    ? html`<h2>${t('撤回异议')}</h2><p>${t('您已撤回这份异议，公示单位决定依职权继续核查，结果仍会在本页显示。')}</p>`
    : html`<h2>${t('撤回异议')}</h2>
<form method="post" action="/objections/${objection.objectionId}/withdraw" accept-charset="utf-8">${hidden('csrf', csrf)}
${checkbox({ name: 'sure', label: t('撤回这份异议。撤回后不再办理，也不能恢复。') }, state)}<button class="quiet" type="submit">${t('撤回异议')}</button></form>`;
