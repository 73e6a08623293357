import { checkbox, fieldId, hidden } from '../fields.ts';
import { MAX_SCAN_BYTES } from '../form.ts';
import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { decisionForm, type FormContext } from './forms.ts';
import type { TaskView } from './task-view.ts';

const MB = 1024 * 1024;

function uploadForm({ action, csrf, state }: FormContext, again: boolean): Markup {
  const message = state.errors.find(({ field }) => field === 'file')?.message;
  const id = fieldId('file');
  return html`<form method="post" action="${action}/scan" enctype="multipart/form-data">${hidden('csrf', csrf)}
<div class="field${message === undefined ? '' : ' wrong'}"><label class="label" for="${id}">${t('盖章的推荐汇总表（PDF、JPEG 或 PNG，不超过 {mb} MB；多页请合并为一个 PDF）', { mb: Math.floor(MAX_SCAN_BYTES / MB) })}</label>
${message === undefined ? null : html`<p class="message" id="${id}-error">${message}</p>`}
<input type="file" id="${id}" name="file" required accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"${message === undefined ? null : html` aria-invalid="true" aria-describedby="${id}-error"`}></div>
<button type="submit"${again ? html` class="quiet"` : null}>${again ? t('重新上传') : t('上传')}</button></form>`;
}

/** 五(二): print, sign, stamp; then the scan, looked at once more before it goes. */
export function districtSheetTaskPage({ details }: TaskView<'district-sheet'>, form: FormContext): Markup {
  const { all, recommended, code } = details;
  const scan = form.state.values['scan'] ?? '';
  const sheet = html`<p>${t('本区（市）受理 {all} 件，推荐 {recommended} 件。请打印推荐汇总表，由负责人签字并加盖公章，再上传扫描件。', { all, recommended })}</p>
<p><a class="button" href="${form.action}/sheet" target="_blank" rel="noopener">${t('打开并打印推荐汇总表')}</a></p>
<p>${t('核验码：')}<strong><code>${code}</code></strong></p>`;
  if (scan === '') return html`${sheet}<h2 id="decide">${t('上传扫描件')}</h2>${uploadForm(form, false)}`;
  return html`${sheet}<h2 id="decide">${t('核对并交回')}</h2>
<p>${t('请打开刚上传的扫描件核对：')}<a href="${form.action}/scan/${scan}" target="_blank" rel="noopener">${t('打开扫描件')}</a></p>
${decisionForm(
  form,
  html`${hidden('decision', 'hand-in')}${hidden('scan', scan)}${hidden('sheet', code)}${checkbox({ name: 'matches', label: t('页面齐全、清晰，已签字盖章，且扫描件上的核验码为 {code}。', { code }) }, form.state)}`,
  t('交回推荐汇总表'),
)}
<h2>${t('重新上传')}</h2>${uploadForm(form, true)}`;
}
