import { yuan } from '../../domain/money.ts';
import { limitOf, limitText } from '../../package/limits.ts';
import { ATTACHMENT_TITLES } from '../../package/titles.ts';
import type { Policy } from '../../policy/schema.ts';
import { receiptNumber } from '../../receipts.ts';
import type { Problem } from '../../schemas/findings.ts';
import type {
  ApplicationRecord,
  AwardRecord,
  PlaceRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from '../../schemas/records.ts';
import { checkbox, type FormState, hidden, submit } from '../fields.ts';
import { html, type Markup, written } from '../html.ts';
import { APPLICATION_STATUS, UPLOAD_VERDICTS } from '../labels.ts';
import { page } from '../layout.ts';
import { facts, panel, proposalMark, type Tone, table, tag } from '../parts.ts';
import { beijing, beijingSeconds } from '../time.ts';
import { askedList } from './correction.ts';
import { stepList } from './money.ts';
import { type ReviewRequest, refusalSection, refusalStanding } from './review-request.ts';
import { timeline } from './timeline.ts';

/** An upload form that the bucket accepts until it expires. */
export interface UploadForm {
  url: string;
  fields: Record<string, string>;
}

export interface SlotView {
  slot: SlotRecord;
  policy: Policy;
  application: ApplicationRecord | null;
  /** Latest first. */
  uploads: UploadRecord[];
  /** When uploads end, or null where the round has no such time yet. */
  deadline: string | null;
  /** When the districts are to have decided. */
  districtDeadline: string | null;
  /** Received in parts and not examined yet. */
  arrived: { uploadId: string; receivedAt: string }[];
  correction: TaskRecord | null;
  place: PlaceRecord | null;
  award: AwardRecord | null;
  /** Null once nothing more is taken. */
  upload: UploadForm | null;
  /** Where to take the application back, with the token against forgery; null once that is not possible. */
  withdrawal: { action: string; csrf: string; state: FormState } | null;
  /** Where to ask for a review of a refusal; null where that is not possible. */
  review: ReviewRequest | null;
  /** The browser just came back from the bucket, and the upload is still being examined. */
  pending: boolean;
}

interface Standing {
  text: string;
  next: string;
  tone: Tone;
}

/** Where the application stands, in words, and what happens next. The public notice says it first. */
function standing({ application, uploads, place, award, upload, pending, review }: SlotView): Standing {
  if (award !== null) return awarded(award);
  if (place?.noticeEndsAt != null) return noticed(place);
  if (place !== null && place.state !== 'shortlisted')
    return { text: '未入围', next: '本申报未进入入围名单。如有名额递补，会另行公示。', tone: 'plain' };
  if (application !== null) return refusalStanding(application, review) ?? APPLICATION_STATUS[application.status];
  if (pending)
    return {
      text: '核验中',
      next: '文件已上传完成，正在核验，请稍后刷新本页。结果也会发送到您的邮箱。',
      tone: 'plain',
    };
  if (upload === null) return { text: '未申报', next: '截止时间前没有受理到合格的申报材料。', tone: 'bad' };
  return uploads.length === 0
    ? { text: '尚未上传', next: '请在截止时间前上传申报材料包。', tone: 'warn' }
    : { text: '尚未受理', next: '已上传的材料包有问题，请按下面逐项修改后重新上传。', tone: 'warn' };
}

function noticed(place: PlaceRecord): Standing {
  if (place.state === 'removed') return { text: '取消入围', next: '经异议处理，本申报不再入围。', tone: 'bad' };
  if (place.state === 'confirmed') return { text: '名单已确认', next: '等待正式公布。', tone: 'good' };
  return {
    text: '已入围，公示中',
    next: `公示至 ${beijing(place.noticeEndsAt ?? '')}。期满且没有未处理的异议，即列入确认名单。`,
    tone: 'good',
  };
}

function awarded(award: AwardRecord): Standing {
  const next: Record<AwardRecord['status'], string> = {
    announced: '请通过另一封邮件中的链接填报收款账户。',
    payable: '收款账户已收到，等待编制资金拨付方案。',
    planned: '已列入资金拨付方案，等待审批。',
    issued: '已向财务发出拨付指令。',
    paid: '财务已完成拨付。',
  };
  return { text: '已正式公布', next: next[award.status], tone: 'good' };
}

/** English stands beside the Chinese, for firms whose people read that. */
const bilingual = (text: string, english: string | undefined): Markup =>
  html`${text}${english === undefined ? null : html`<br><span class="hint" lang="en">${english}</span>`}`;

const problemTable = (problems: Problem[]): Markup =>
  table(
    `需要修改的问题，共 ${problems.length} 项`,
    [{ title: '位置' }, { title: '问题' }, { title: '怎么改' }, { title: '代码' }],
    problems.map(({ code, where, message, messageEn, mend, mendEn }) => [
      where,
      bilingual(message, messageEn),
      bilingual(mend, mendEn),
      html`<code>${code}</code>`,
    ]),
  );

/** Number and address of what can be printed. */
const receipt = (applicationId: string, uploadId: string): Markup =>
  html`<p>回执编号：<a href="/slots/${applicationId}/receipts/${uploadId}">${receiptNumber(applicationId, uploadId)}</a></p>`;

const waiting = (applicationId: string, { uploadId, receivedAt }: SlotView['arrived'][number]): Markup =>
  html`<h3>${beijingSeconds(receivedAt)} ${tag('plain', '核验中')}</h3><p>材料已收到，正在核验。</p>${receipt(applicationId, uploadId)}`;

function uploadReport(upload: UploadRecord): Markup {
  const { text, tone, says } = UPLOAD_VERDICTS[upload.verdict];
  return html`<h3>${beijingSeconds(upload.receivedAt)} ${tag(tone, text)}</h3><p>${says}${
    upload.verdict === 'accepted' && upload.version !== null ? `本次为第 ${upload.version} 版。` : ''
  }</p>${receipt(upload.applicationId, upload.uploadId)}${upload.sha256 === null ? null : html`<p>校验值（SHA-256）：<code>${upload.sha256}</code></p>`}${upload.problems.length === 0 ? null : problemTable(upload.problems)}`;
}

function uploadForm({ slot, upload, policy, deadline, correction }: SlotView): Markup {
  if (upload === null) return html`<p>现在不接收上传。</p>`;
  const until = correction?.deadline ?? deadline;
  const limit = Math.floor(policy.intake.value.maxPackageBytes / 1024 / 1024);
  return html`<p><a href="/slots/${slot.applicationId}/form">填写申报表</a>：在网页上填写、加入材料并提交，可以随时保存。</p>
<h3>上传已经打包的材料</h3>
<p><a href="/slots/${slot.applicationId}/form.xlsx" download="申报书.xlsx">下载申报书.xlsx（已填入本单位信息）</a></p>
<p>请将填好的申报书.xlsx（或 application.json）和全部证明材料打成一个 zip 文件上传，不超过 ${limit} MB。可以多次上传，以最后一次受理的为准。${
    until === null ? null : html`截止时间：<strong>${beijing(until)}</strong>，以服务器收到完整文件的时间为准。`
  }</p>
<form method="post" action="${upload.url}" enctype="multipart/form-data">
${Object.entries(upload.fields).map(([name, value]) => hidden(name, value))}
<div class="field"><label class="label" for="file">申报材料包（zip 文件）</label>
<p class="hint">上传完成后会自动回到本页。本页打开超过一小时后请刷新再上传。</p>
<input id="file" type="file" name="file" accept=".zip,application/zip"></div>
${submit('上传')}</form>`;
}

function withdrawalForm({ withdrawal }: SlotView): Markup | null {
  if (withdrawal === null) return null;
  const { action, csrf, state } = withdrawal;
  const field = { name: 'confirm', label: '我单位撤回本项申报，知悉撤回后不能恢复，也不能重新申报。' };
  return html`<h2>撤回申报</h2><p>入围名单公示之前，可以撤回申报；已开始的评审随即终止。</p>
<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${checkbox(field, state)}${submit('撤回申报')}</form>`;
}

function amount(award: AwardRecord): Markup {
  return html`<h2>奖补金额</h2><p>奖补金额 <strong>${yuan(award.amountFen)}</strong>，计算过程如下。</p>${stepList(award.steps)}`;
}

/** 五(一): what the slot's holder is asked for, what became of it, and the way to send it. */
export function slotPage(view: SlotView): Markup {
  const { slot, policy, application, uploads, award, correction } = view;
  const { text, next, tone } = standing(view);
  const { title, attachments } = policy.categories[slot.category];
  const opinion = application?.opinion;
  const asked = application?.correction?.asked;
  const body = html`${panel(tone, html`<p><strong>${text}</strong></p><p>${next}</p>`)}
${correction === null ? null : panel('warn', html`<p>请于 <strong>${beijing(correction.deadline)}</strong> 前补正，只有这一次机会。</p>`)}
${opinion === undefined ? null : html`<h2>${correction === null ? '审查意见' : '要求补正的内容'}</h2>${asked === undefined || correction === null ? null : html`<p>只能修改以下内容，其他内容和材料须与退回的版本一致：</p>${askedList(slot.category, policy, asked)}<p>审查单位的说明：</p>`}${written(opinion)}`}
${application === null ? null : refusalSection(application, view.review)}
<h2>进度</h2>${timeline({ ...view, takesUploads: view.upload !== null })}
${facts([
  ['申报主体', slot.name],
  ['统一社会信用代码', slot.uscc],
  ['申报类别', title],
  ['申报序号', slot.applicationNo],
  ...(application === null || application.title === slot.name
    ? []
    : ([['申报名称', application.title]] as [string, string][])),
  ['申报截止', view.deadline === null ? null : beijing(view.deadline)],
])}
${award === null ? null : amount(award)}
<h2>上传申报材料</h2>${uploadForm(view)}
<h3>必须提交的证明材料${proposalMark(attachments.proposal)}</h3>
<ul>${attachments.value.map((kind) => html`<li>${ATTACHMENT_TITLES[kind]} <span class="hint">（${limitText(limitOf(policy, kind))}）</span></li>`)}</ul>
<h2>上传记录</h2>${uploads.length + view.arrived.length === 0 ? html`<p>还没有上传记录。</p>` : null}
${view.arrived.map((one) => waiting(slot.applicationId, one))}${uploads.map(uploadReport)}
${withdrawalForm(view)}`;
  return page({ title: `申报：${slot.name}`, site: policy.title, body });
}
