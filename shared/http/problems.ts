import type { Text } from './english/texts.ts';
import { html, type Markup } from './html.ts';
import { t } from './language.ts';
import { page } from './layout.ts';

interface ProblemText {
  status: 200 | 400 | 403 | 404 | 410 | 413 | 415 | 429 | 500;
  title: Text;
  /** What happened and what to do, a sentence each. */
  says: readonly Text[];
}

/** Every error page, by its stable code. */
export const PROBLEMS = {
  'link.unknown': {
    status: 404,
    title: '链接无效',
    says: [
      '没有找到这个链接，可能是复制时不完整。',
      '请打开邮件，重新点击其中的链接，或把链接完整复制到浏览器地址栏。',
    ],
  },
  'link.expired': {
    status: 410,
    title: '链接已过期',
    says: [
      '这个链接的有效期已过，不能再使用。',
      '如截止时间已经延长，请使用最近一封邮件中的链接；仍需办理的，请联系发出通知的单位。',
    ],
  },
  'link.revoked': {
    status: 410,
    title: '链接已停用',
    says: ['这个链接已被停用。', '请使用最近一封邮件中的链接；没有更新的邮件的，请联系发出通知的单位重新发送链接。'],
  },
  'session.missing': {
    status: 403,
    title: '请从邮件中的链接打开',
    says: [
      '本页只能通过邮件中的链接打开；打开后超过 12 小时没有操作的，或已经使用 7 天的，也要重新打开。',
      '请打开邮件重新点击链接，并允许浏览器保存 Cookie。已经暂存的内容不会丢失。',
    ],
  },
  'session.ended': {
    status: 403,
    title: '已退出',
    says: [
      '您已在本设备或其他设备上退出，本页不再打开。',
      '需要继续办理的，请重新点击邮件中的链接；已经暂存的内容不会丢失。如果退出不是您本人操作的，请联系发出通知的单位。',
    ],
  },
  'form.stale': {
    status: 403,
    title: '页面已失效',
    says: [
      '提交的页面不是从当前链接打开的，内容没有保存。',
      '请返回上一页复制已填写的内容，重新打开邮件中的链接后再提交。',
    ],
  },
  'form.unreadable': {
    status: 415,
    title: '无法读取提交的内容',
    says: ['提交的格式不是网页表单。', '请使用页面上的表单提交。'],
  },
  'form.too-large': {
    status: 413,
    title: '提交的内容过长',
    says: ['提交的内容超过 64 KB。', '请返回上一页，缩短文字后再提交。'],
  },
  'draft.body-too-large': {
    status: 413,
    title: '提交的内容过长',
    says: ['整份申报书的文字超过 1.5 MB，没有保存。', '请返回上一页，缩短文字后再提交；详细材料请放在附件中。'],
  },
  'pace.too-fast': {
    status: 429,
    title: '操作过于频繁',
    says: ['这个链接在短时间内的操作过多，这一次没有办理。', '请返回上一页，稍候再试；已填写的内容仍在上一页。'],
  },
  'task.conflict': {
    status: 403,
    title: '须回避',
    says: [
      '主管部门已记录您与这件申报存在利害关系，须回避，评分没有提交。',
      '席位已另行安排，无需再办理。如有异议，请联系主管部门。',
    ],
  },
  'task.not-found': {
    status: 404,
    title: '没有找到这项任务',
    says: ['这项任务不存在，或者不由您办理。', '请使用最近一封邮件中的链接。'],
  },
  'attachment.not-found': {
    status: 404,
    title: '没有找到这份材料',
    says: ['申报材料可能已经更新。', '请返回任务页面，刷新后重新打开。'],
  },
  'letter.none': {
    status: 404,
    title: '没有结果通知',
    says: ['没有这项申报的结果通知：尚未评出结果，或者已放弃。', '请返回上一页。'],
  },
  'round.not-found': {
    status: 404,
    title: '没有找到这个评选批次',
    says: ['请核对网址中的批次编号。'],
  },
  'notice.not-published': {
    status: 404,
    title: '尚未公示',
    says: ['本批次的入围名单还没有公示。', '公示后可在本页查看。'],
  },
  'awards.not-announced': {
    status: 404,
    title: '尚未公布',
    says: ['本批次的评选结果还没有正式公布。', '公布后可在本页查看。'],
  },
  'proof.not-yet': {
    status: 404,
    title: '还没有存证凭证',
    says: ['这个环节的名单还没有存证：凭证在受理截止、入围公示和正式公布之后才有。', '请到时再打开申报页面下载。'],
  },
  'proof.not-listed': {
    status: 404,
    title: '不在这份名单中',
    says: [
      '本申报不在这份名单中，没有可以证明的条目。',
      '截止时仍在核验的申报，在区市审查结束时另行存证。认为有误的，请联系发出通知的单位。',
    ],
  },
  'registers.no-officer': {
    status: 403,
    title: '不能办理台账',
    says: ['工作人员台账中没有您的市级主管部门人员记录，或已被删除。', '请联系系统管理人员。'],
  },
  'console.no-officer': {
    status: 403,
    title: '不能使用评选管理台',
    says: ['工作人员台账中没有您的市级主管部门人员记录，或已被删除。', '请联系系统管理人员。'],
  },
  'task.moved': {
    status: 200,
    title: '审查意见已提交',
    says: ['您的审查意见已提交，正在等待另一位工作人员联签。', '联签人退回的，您会收到邮件，可以重新提出意见。'],
  },
  'plan.first-approval': {
    status: 200,
    title: '已同意，等待第二审批',
    says: ['您已同意本拨付方案，正在等待另一位工作人员审批。', '第二审批人同意后才下达拨付；退回的，方案重新编制。'],
  },
  'plan.approved-once': {
    status: 403,
    title: '不能重复审批',
    says: ['本拨付方案须由两人先后审批，您已经审批过。', '正在等待另一位工作人员审批，您无需再办理。'],
  },
  'scan.too-large': {
    status: 413,
    title: '文件过大',
    says: ['扫描件超过 4 MB，没有上传。', '请降低分辨率或改为黑白扫描后再上传。'],
  },
  'objection.files-too-large': {
    status: 413,
    title: '文件过大',
    says: [
      '一次上传的文件合计超过 4 MB，内容没有提交。',
      '请返回上一页，减少文件或降低分辨率后再提交；其余文件可在提交后的进度页面继续上传。',
    ],
  },
  'registers.file-too-large': {
    status: 413,
    title: '文件过大',
    says: [
      '本页最多接收 4 MB 的文件，没有导入。',
      '请只保留台账一张工作表，删除图片和多余的行列；仍然过大的，请系统管理人员用命令行导入（不超过 10 MB）。',
    ],
  },
  'registers.file-missing': {
    status: 404,
    title: '没有找到上传的文件',
    says: ['这个文件没有上传过，或者链接不完整。', '请回到台账页面重新上传。'],
  },
  'page.not-found': { status: 404, title: '没有找到这个页面', says: ['请核对网址，或使用邮件中的链接。'] },
  internal: {
    status: 500,
    title: '系统出错',
    says: ['这次操作没有完成，问题已经记录。', '请稍后再试；已填写的内容可返回上一页找回。'],
  },
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Ends a request with an error page. */
export class HttpProblem extends Error {
  override name = 'HttpProblem';
  readonly code: ProblemCode;
  constructor(code: ProblemCode) {
    super(code);
    this.code = code;
  }
}

/** @param reference what the log has under the same id, for errors nobody foresaw */
export function problemPage(code: ProblemCode, reference?: string): Markup {
  const { title, says } = PROBLEMS[code];
  const body = html`${says.map((text) => html`<p>${t(text)}</p>`)}
<p class="hint">${t('错误代码：')}<code>${code}</code>${reference === undefined ? null : html`${t('，查询编号：')}<code>${reference}</code>`}</p>`;
  return page({ title: t(title), body });
}
