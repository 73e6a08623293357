import { limitOf } from '../../package/limits.ts';
import type { Policy } from '../../policy/schema.ts';
import { receiptNumber } from '../../receipts.ts';
import type { Problem } from '../../schemas/findings.ts';
import type { SealedGate } from '../../schemas/proofs.ts';
import type {
  ApplicationRecord,
  AwardRecord,
  PlaceRecord,
  Result,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from '../../schemas/records.ts';
import type { Text } from '../english/texts.ts';
import { checkbox, type FormState, hidden, submit } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { APPLICATION_STATUS, UPLOAD_VERDICTS } from '../labels.ts';
import { language, t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { type Content, marked, titleWith, told } from '../own.ts';
import { facts, panel, proposalMark, type Tone, table, tag, titled } from '../parts.ts';
import { sumOf } from '../sums.ts';
import { beijing, beijingSeconds } from '../time.ts';
import { kindTitle, limitWords } from './attachment-words.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { askedList } from './correction.ts';
import { type DeclineForm, declineForm } from './declines.ts';
import { stepList } from './money.ts';
import { proofLinks } from './proof-links.ts';
import { resultSection } from './result.ts';
import { type ReviewRequest, refusalSection, refusalStanding } from './review-request.ts';
import { type PublicityForm, publicitySection } from './showcase.ts';
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
  /** Its own result, once it was announced or released. */
  result: Result | null;
  /** Where a proof that it is in the list of the moment can be had by now. */
  proofs: SealedGate[];
  /** Null once nothing more is taken. */
  upload: UploadForm | null;
  /** Where to take the application back, with the token against forgery; null once that is not possible. */
  withdrawal: { action: string; csrf: string; state: FormState } | null;
  /** Where to give the award back; null where that is not possible, or its account is still asked for elsewhere. */
  decline: DeclineForm | null;
  /** Where a winner agrees to publicity; null for who is none. */
  publicity: PublicityForm | null;
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
    return said('未入围', '本申报未进入入围名单。如有名额递补，会另行公示。', 'plain');
  if (application !== null) {
    const { text, next, tone } = APPLICATION_STATUS[application.status];
    return refusalStanding(application, review) ?? said(text, next, tone);
  }
  if (pending) return said('核验中', '文件已上传完成，正在核验，请稍后刷新本页。结果也会发送到您的邮箱。', 'plain');
  if (upload === null) return said('未申报', '截止时间前没有受理到合格的申报材料。', 'bad');
  return uploads.length === 0
    ? said('尚未上传', '请在截止时间前上传申报材料包。', 'warn')
    : said('尚未受理', '已上传的材料包有问题，请按下面逐项修改后重新上传。', 'warn');
}

const said = (text: Text, next: Text, tone: Tone): Standing => ({ text: t(text), next: t(next), tone });

function noticed(place: PlaceRecord): Standing {
  if (place.state === 'removed') return said('取消入围', '经异议处理，本申报不再入围。', 'bad');
  if (place.state === 'confirmed') return said('名单已确认', '等待正式公布。', 'good');
  const time = beijing(place.noticeEndsAt ?? '');
  return {
    text: t('已入围，公示中'),
    next: t('公示至 {time}。期满且没有未处理的异议，即列入确认名单。', { time }),
    tone: 'good',
  };
}

function awarded(award: AwardRecord): Standing {
  const next: Record<AwardRecord['status'], Text> = {
    announced: '请通过另一封邮件中的链接填报收款账户。',
    payable: '收款账户已收到，等待编制资金拨付方案。',
    planned: '已列入资金拨付方案，等待审批。',
    issued: '已向财务发出拨付指令。',
    paid: '财务已完成拨付。',
    declined: '本单位已放弃这项奖补，不再支付。',
    cancelled: '本项奖补已终止，不再支付。',
    revoked: '本项奖补已撤销，资金由财政追回。',
  };
  if (award.status === 'declined') return said('已放弃', next.declined, 'plain');
  const lost = award.status === 'cancelled' || award.status === 'revoked';
  return said('已正式公布', next[award.status], lost ? 'bad' : 'good');
}

/** The other language stands beside the reader's, for firms whose people read that. */
function bilingual(text: string, english: string | undefined): Markup {
  if (english === undefined) return html`${asWritten(text)}`;
  return language() === 'en'
    ? html`${marked(english)}<br><span class="hint" lang="zh-CN">${text}</span>`
    : html`${text}<br><span class="hint" lang="en">${english}</span>`;
}

const problemTable = (problems: Problem[]): Markup =>
  table(
    t('需要修改的问题，共 {count} 项', { count: problems.length }),
    titled('位置', '问题', '怎么改', '代码'),
    problems.map(({ code, where, message, messageEn, mend, mendEn }) => [
      told(where),
      bilingual(message, messageEn),
      bilingual(mend, mendEn),
      html`<code>${code}</code>`,
    ]),
  );

/** Number and address of what can be printed. */
const receipt = (applicationId: string, uploadId: string): Markup =>
  html`<p>${tm('回执编号：{number}', { number: html`<a href="/slots/${applicationId}/receipts/${uploadId}">${receiptNumber(applicationId, uploadId)}</a>` })}</p>`;

const waiting = (applicationId: string, { uploadId, receivedAt }: SlotView['arrived'][number]): Markup =>
  html`<h3>${beijingSeconds(receivedAt)} ${tag('plain', t('核验中'))}</h3><p>${t('材料已收到，正在核验。')}</p>${receipt(applicationId, uploadId)}`;

function uploadReport(upload: UploadRecord): Markup {
  const { text, tone, says } = UPLOAD_VERDICTS[upload.verdict];
  return html`<h3>${beijingSeconds(upload.receivedAt)} ${tag(tone, t(text))}</h3><p>${t(says)}${
    upload.verdict === 'accepted' && upload.version !== null
      ? t('本次为第 {version} 版。', { version: upload.version })
      : ''
  }</p>${receipt(upload.applicationId, upload.uploadId)}${upload.sha256 === null ? null : html`<p>${tm('校验值（SHA-256）：{sha256}', { sha256: html`<code>${upload.sha256}</code>` })}</p>`}${upload.problems.length === 0 ? null : problemTable(upload.problems)}`;
}

const WORKBOOK = '申报书.xlsx';

function uploadForm({ slot, upload, policy, deadline, correction }: SlotView): Markup {
  if (upload === null) return html`<p>${t('现在不接收上传。')}</p>`;
  const until = correction?.deadline ?? deadline;
  const limit = Math.floor(policy.intake.value.maxPackageBytes / 1024 / 1024);
  const file = asWritten(WORKBOOK);
  return html`<p>${tm('{link}：在网页上填写、加入材料并提交，可以随时保存。', { link: html`<a href="/slots/${slot.applicationId}/form">${t('填写申报表')}</a>` })}</p>
<h3>${t('上传已经打包的材料')}</h3>
<p><a href="/slots/${slot.applicationId}/form.xlsx" download="${WORKBOOK}">${tm('下载{file}（已填入本单位信息）', { file })}</a></p>
<p>${tm('请将填好的{file}（或 application.json）和全部证明材料打成一个 zip 文件上传，不超过 {limit} MB。可以多次上传，以最后一次受理的为准。', { file, limit })}${
    until === null
      ? null
      : tm('截止时间：{time}，以服务器收到完整文件的时间为准。', { time: html`<strong>${beijing(until)}</strong>` })
  }</p>
<form method="post" action="${upload.url}" enctype="multipart/form-data">
${Object.entries(upload.fields).map(([name, value]) => hidden(name, value))}
<div class="field"><label class="label" for="file">${t('申报材料包（zip 文件）')}</label>
<p class="hint">${t('上传完成后会自动回到本页。本页打开超过一小时后请刷新再上传。')}</p>
<input id="file" type="file" name="file" accept=".zip,application/zip"></div>
${submit(t('上传'))}</form>`;
}

function withdrawalForm({ withdrawal }: SlotView): Markup | null {
  if (withdrawal === null) return null;
  const { action, csrf, state } = withdrawal;
  const field = { name: 'confirm', label: t('我单位撤回本项申报，知悉撤回后不能恢复，也不能重新申报。') };
  return html`<h2>${t('撤回申报')}</h2><p>${t('入围名单公示之前，可以撤回申报；已开始的评审随即终止。')}</p>
<form method="post" action="${action}" accept-charset="utf-8">${hidden('csrf', csrf)}${checkbox(field, state)}${submit(t('撤回申报'))}</form>`;
}

const amount = (award: AwardRecord): Markup =>
  html`<h2>${t('奖补金额')}</h2><p>${tm('奖补金额 {sum}，计算过程如下。', { sum: html`<strong>${sumOf(award.amountFen)}</strong>` })}</p>${stepList(award.steps)}`;

/** What the district wrote: in a correction what has to be mended, else why it decided so. */
function opinionOf({ slot, policy, application, correction }: SlotView): Markup | null {
  const opinion = application?.opinion;
  if (opinion === undefined) return null;
  const asked = application?.correction?.asked;
  return html`<h2>${t(correction === null ? '审查意见' : '要求补正的内容')}</h2>${asked === undefined || correction === null ? null : html`<p>${t('只能修改以下内容，其他内容和材料须与退回的版本一致：')}</p>${askedList(slot.category, policy, asked)}<p>${t('审查单位的说明：')}</p>`}${written(opinion)}`;
}

/** 五(一): what the slot's holder is asked for, what became of it, and the way to send it. */
export function slotPage(view: SlotView): Markup {
  const { slot, policy, application, uploads, award, correction } = view;
  const { text, next, tone } = standing(view);
  const { attachments } = policy.categories[slot.category];
  const entry: [string, Content][] =
    application === null || application.title === slot.name ? [] : [[t('申报名称'), asWritten(application.title)]];
  const body = html`${panel(tone, html`<p><strong>${text}</strong></p><p>${next}</p>`)}
${correction === null ? null : panel('warn', html`<p>${tm('请于 {time} 前补正，只有这一次机会。', { time: html`<strong>${beijing(correction.deadline)}</strong>` })}</p>`)}
${opinionOf(view)}
${application === null ? null : refusalSection(application, view.review)}
<h2>${t('进度')}</h2>${timeline({ ...view, takesUploads: view.upload !== null })}
${facts([
  [t('申报主体'), asWritten(slot.name)],
  [t('统一社会信用代码'), slot.uscc],
  [t('申报类别'), categoryTitle(policy, slot.category)],
  [t('申报序号'), slot.applicationNo],
  ...entry,
  [t('申报截止'), view.deadline === null ? null : beijing(view.deadline)],
])}
${award === null ? null : amount(award)}${view.result === null ? null : resultSection(view.result, slot.category, policy)}${view.publicity === null ? null : publicitySection(view.publicity)}
${application === null ? null : proofLinks(slot.applicationId, view.proofs)}
<h2>${t('上传申报材料')}</h2>${uploadForm(view)}
<h3>${t('必须提交的证明材料')}${proposalMark(attachments.proposal)}</h3>
<ul>${attachments.value.map((kind) => html`<li>${kindTitle(kind)} <span class="hint">${t('（{limit}）', { limit: limitWords(limitOf(policy, kind)) })}</span></li>`)}</ul>
<h2>${t('上传记录')}</h2>${uploads.length + view.arrived.length === 0 ? html`<p>${t('还没有上传记录。')}</p>` : null}
${view.arrived.map((one) => waiting(slot.applicationId, one))}${uploads.map(uploadReport)}
${withdrawalForm(view)}${view.decline === null ? null : declineForm(view.decline)}`;
  return page({ ...titleWith('申报：{name}', slot.name), site: roundTitle(policy), body });
}
