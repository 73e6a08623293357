import type { FormField } from '../../package/form.ts';
import { acceptOf, limitOf, mebibytes } from '../../package/limits.ts';
import { attachmentPoint } from '../../package/points.ts';
import type { Policy } from '../../policy/schema.ts';
import type { DraftRecord } from '../../schemas/drafts.ts';
import type { Problem } from '../../schemas/findings.ts';
import { ATTACHMENT_KINDS, type AttachmentKind } from '../../schemas/package.ts';
import type { SlotRecord, TaskRecord } from '../../schemas/records.ts';
import { fieldId, hidden } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { type Content, listed, marked, titleWith } from '../own.ts';
import { facts, panel, proposalMark } from '../parts.ts';
import { beijing, beijingSeconds } from '../time.ts';
import { kindTitle, limitWords, spokenProblem } from './attachment-words.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { askedList, keptFiles, type Submitted, submittedItem } from './correction.ts';
import { renderFields } from './form-fields.ts';

export interface ApplicationFormView {
  slot: SlotRecord;
  policy: Policy;
  fields: FormField[];
  draft: Pick<DraftRecord, 'revision' | 'savedAt' | 'values'> | null;
  /** What stands in the fields: the draft's, or what was just sent and could not be saved. */
  values: DraftRecord['values'];
  /** Rows of tables that are wanted beyond those filled in. */
  rows: Record<string, number>;
  /** What is known of the applicant already and is not asked for. */
  known: [string, Content][];
  deadline: string | null;
  correction: TaskRecord | null;
  /** What the district asks to be corrected. */
  opinion: string | null;
  /** The points that may be corrected, from the return on; null while everything may be written. */
  asked: readonly string[] | null;
  /** Files of the version that was submitted last, once something was asked for. */
  submitted: Submitted[];
  /** Titles of what was sent to be changed though nobody asked for it; it was not saved. */
  locked: string[];
  takesUploads: boolean;
  /** What is still wrong, once somebody asked. */
  problems: Problem[] | null;
  /** Another window saved meanwhile: what is on this page is not saved yet. */
  conflict: boolean;
  /** The draft that stepped back for this one, if two windows had different ones. */
  hasOther: boolean;
  tooLarge: boolean;
  /** The slot's page. */
  home: string;
  csrf: string;
  /** Address of the page's script, if there is one. */
  script: string | null;
}

/** A long list says nothing that its beginning does not. */
const SHOWN = 100;

function finding(problem: Problem): Markup {
  const { message, mend } = spokenProblem(problem);
  return html`<li><a href="#${fieldId(problem.where)}">${marked(message)}</a>${marked(mend)}</li>`;
}

/** All that is wrong, each with a way to its field. */
function findings(problems: Problem[] | null): Markup | null {
  if (problems === null) return null;
  if (problems.length === 0)
    return panel(
      'good',
      html`<p role="status"><strong>${t('填写的内容没有发现问题。')}</strong>${t('请在下面加入证明材料，然后提交。')}</p>`,
    );
  return html`<div class="panel bad" role="alert" aria-labelledby="errors-title"><h2 id="errors-title">${t('还有 {count} 处需要填写或改正', { count: problems.length })}</h2>
<ul>${problems.slice(0, SHOWN).map(finding)}</ul>
<p>${t('草稿已保存，可以分多次填写；全部改正后才能提交。')}</p></div>`;
}

function conflict({ conflict: open, hasOther, draft }: ApplicationFormView): Markup | null {
  if (open && draft !== null)
    return html`<div class="panel warn" role="alert"><h2>${t('另一个窗口已经保存了不同的内容')}</h2>
<p>${t('另一个窗口的内容保存于 {time}。', { time: beijingSeconds(draft.savedAt) })}${t('本页的内容还没有保存。请选择继续使用哪一份；另一份会另外保留，可以随时换回。')}</p>
<p><button type="submit" name="then" value="mine">${t('使用本页的内容')}</button> <button class="quiet" type="submit" name="then" value="theirs">${t('使用另一个窗口的内容')}</button></p></div>`;
  if (!hasOther) return null;
  return panel(
    'plain',
    html`<p>${t('两个窗口曾保存不同的内容，没有采用的一份仍保留着。')} <button class="quiet small" type="submit" name="then" value="swap">${t('换成另一份')}</button></p>`,
  );
}

/** A button that opens the browser's own choice of files, or a telephone's camera. */
const pick = (text: string, title: string, input: Markup, css = ''): Markup =>
  html`<label class="pick${css}">${text}<input type="file" aria-label="${t('{what}：{title}', { what: text, title })}"${input}></label>`;

/** One kind of attachment: chosen, dropped here, or photographed; what it may be stands there, for people and the script. */
function dropZone(kind: AttachmentKind, policy: Policy, required: boolean, submitted: Submitted[] = []): Markup {
  const title = kindTitle(kind);
  const id = `files-${kind}`;
  const limit = limitOf(policy, kind);
  return html`<div class="drop" data-kind="${kind}"${required ? html` data-required` : null} data-types="${limit.types.join(' ')}" data-most="${limit.files}" data-bytes="${limit.fileBytes}">
<p><strong>${title}</strong> <span data-state>${t(required ? '必须提交，还没有文件' : '没有文件')}</span></p>
<p class="hint" id="${id}-limit">${t('{limit}。', { limit: limitWords(limit) })}</p>
<p>${pick(t('选择文件'), title, html` id="${id}" multiple accept="${acceptOf(limit.types)}" aria-describedby="${id}-limit"`)}
${limit.types.includes('image') ? pick(t('拍照'), title, html` id="${id}-camera" accept="image/jpeg,image/png" capture="environment"`, ' camera') : null}</p>
<ul>${submitted.map(submittedItem)}</ul></div>`;
}

/** 补正: kinds that were asked for first, with the files that are there; what was not asked for goes along as it is. */
function correctedKinds({ slot, policy, submitted }: ApplicationFormView, asked: readonly string[]): Markup {
  const required = policy.categories[slot.category].attachments.value;
  const of = (kind: AttachmentKind) => submitted.filter((file) => file.kind === kind);
  const [open, kept] = [true, false].map((wanted) =>
    ATTACHMENT_KINDS.filter((kind) => asked.includes(attachmentPoint(kind)) === wanted),
  );
  return html`${open?.length === 0 ? html`<p>${t('没有要求补正证明材料，提交时自动沿用已提交的文件，不必重新上传。')}</p>` : html`<h3>${t('要求补正的材料')}</h3>`}${open?.map((kind) => dropZone(kind, policy, required.includes(kind), of(kind)))}
<h3>${t('不需补正的材料')}</h3>${kept?.map((kind) => (of(kind).length === 0 ? null : keptFiles(kind, of(kind))))}`;
}

function kindsOf(view: ApplicationFormView): Markup {
  const { slot, policy, asked } = view;
  if (asked !== null) return correctedKinds(view, asked);
  const { attachments } = policy.categories[slot.category];
  const others = ATTACHMENT_KINDS.filter((kind) => !attachments.value.includes(kind));
  return html`<h3>${t('必须提交的材料')}${proposalMark(attachments.proposal)}</h3>${attachments.value.map((kind) => dropZone(kind, policy, true))}
<details><summary>${t('其他材料（选填）')}</summary>${others.map((kind) => dropZone(kind, policy, false))}</details>`;
}

function files(view: ApplicationFormView): Markup {
  const { takesUploads, home, asked, policy } = view;
  const { maxPackageBytes } = policy.intake.value;
  const here = html`<a href="${home}">${t('申报页面')}</a>`;
  const most = mebibytes(maxPackageBytes);
  return html`<h2 id="${fieldId('attachments')}" tabindex="-1">${t('证明材料')}</h2>
<p id="without-script">${t('本页的脚本没有运行，现在只能填写和保存草稿。可以刷新本页再试；')}${
    asked === null
      ? tm('也可以将申报表和证明材料打成 zip 文件，在{page}上传。', { page: here })
      : tm('也可以将申报表和证明材料打成 zip 文件，在{page}上传，其中不需补正的材料须与退回的版本相同。', {
          page: here,
        })
  }</p>
<section id="files" hidden aria-labelledby="${fieldId('attachments')}" data-package-bytes="${maxPackageBytes}">
<p class="hint">${t('也可以把文件拖放到各项中。文件先保存在本机浏览器中，提交时才上传；全部文件合计不超过 {most}。', { most })}</p>
<p id="files-problem" class="message" role="alert"></p>
${kindsOf(view)}
<h2>${t('提交')}</h2>
<p>${t('提交时由浏览器把申报表和材料打包，分段上传；网络中断后会接着传，不必重来。以服务器收到完整材料的时间为准。')}</p>
<div id="send-problems" role="alert"></div>
<p><button type="button" id="send"${takesUploads ? null : html` disabled`}>${t('检查并提交')}</button> <button type="button" id="stop" class="quiet" hidden>${t('停止上传')}</button></p>
<div id="sending" hidden><progress id="progress" max="1" value="0" aria-label="${t('上传进度')}"></progress><p id="sending-text" role="status"></p></div>
</section>`;
}

const saved = ({ draft }: ApplicationFormView): string =>
  draft === null ? t('还没有保存。') : t('已保存：{time}', { time: beijingSeconds(draft.savedAt) });

function head({ slot, policy, known, deadline, correction, opinion, asked }: ApplicationFormView): Markup {
  const until = correction?.deadline ?? deadline;
  return html`${correction === null ? null : panel('warn', html`<p>${tm('{what}，于 {time} 前一次完成；其他内容保持不变。', { what: html`<strong>${t('本次只需补正以下内容')}</strong>`, time: beijing(correction.deadline) })}</p>`)}
${correction === null || opinion === null ? null : html`<h2>${t('要求补正的内容')}</h2>${asked === null ? null : askedList(slot.category, policy, asked)}${written(opinion)}`}
${until === null ? null : html`<p>${tm('截止时间：{time}，以服务器的时间为准。可以分多次填写。', { time: html`<strong>${beijing(until)}</strong>` })}</p>`}
<h2>${t('已知信息')}</h2><p class="hint">${t('以下内容来自上传凭证和主管部门台账，无需填写。如有出入，请联系发出通知的单位。')}</p>
${facts([
  [t('申报主体'), asWritten(slot.name)],
  [t('统一社会信用代码'), slot.uscc],
  [t('申报类别'), categoryTitle(policy, slot.category)],
  [t('申报序号'), slot.applicationNo],
  ...known,
])}`;
}

function notSaved({ tooLarge, locked }: ApplicationFormView): Markup {
  const code = html`<code>draft.locked</code>`;
  return html`${tooLarge ? panel('bad', html`<p role="alert">${t('内容过多，没有保存。请缩短文字或减少行数后再保存。')}</p>`) : null}
${locked.length === 0 ? null : panel('bad', html`<p role="alert">${tm('以下内容不在要求补正之列，不能修改，本次没有保存：{points}。请只修改要求补正的内容后再保存。（错误代码：{code}）', { points: listed(locked), code })}</p>`)}`;
}

/** 五(一): the application is filled in over as many visits as it takes; with a script it is also packed and sent from here. */
export function applicationFormPage(view: ApplicationFormView): Markup {
  const { slot, policy, fields, draft, values, rows, problems, csrf, home, script, asked } = view;
  const errors = (problems ?? []).map((problem) => {
    const { message, mend } = spokenProblem(problem);
    return { field: problem.where, message: `${message}${mend}` };
  });
  const body = html`<p><a href="${home}">${t('返回申报页面')}</a></p>${head(view)}
<form id="application" method="post" action="${home}/form" accept-charset="utf-8" autocomplete="off" data-owner="${slot.applicationId}">
${hidden('csrf', csrf)}${hidden('revision', String(draft?.revision ?? 0))}
<button class="quiet small" type="submit" name="then" value="save">${t('保存草稿')}</button>
${notSaved(view)}
<div id="conflict">${conflict(view)}</div><div id="findings">${findings(problems)}</div>
<h2>${t('申报内容')}</h2>
${renderFields(fields, { state: { values, errors }, rows, asked })}
<div class="bar"><button type="submit" name="then" value="save">${t('保存草稿')}</button><button class="quiet" type="submit" name="then" value="check">${t('检查')}</button><p id="save-state" role="status">${saved(view)}</p></div>
</form>
${files(view)}`;
  return page({
    ...titleWith('填写申报表：{name}', slot.name),
    site: roundTitle(policy),
    faulty: errors.length > 0,
    ...(script === null ? {} : { script }),
    body,
  });
}
