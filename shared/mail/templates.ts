import type { TaskKind, UploadRecord } from '../schemas/records.ts';

/** What a mail says. Words in braces are filled in; a line whose words are all empty is left out. */
export interface MailTemplate {
  subject: string;
  lines: string[];
  /** What the link does; null for a mail without one. */
  button: string | null;
}

const BEFORE = '请于 {deadline} 前办理。';

export const TASK_MAILS: Record<TaskKind, MailTemplate> = {
  'district-review': {
    subject: '【待办】区市审查：{title}',
    lines: ['“{title}”的申报材料已受理，请审查资格条件和项目真实性，并出具推荐意见。', BEFORE],
    button: '打开审查页面',
  },
  'district-late': {
    subject: '【待办】区市审查逾期处理',
    lines: ['有区（市）未在截止时间前完成审查，请决定延长期限、代为审查或按逾期处理。', BEFORE],
    button: '打开处理页面',
  },
  correction: {
    subject: '【补正通知】{title}',
    lines: [
      '审查单位要求对“{title}”补正一次，需要补正的全部内容如下：',
      '{opinion}',
      '{points}',
      '请于 {deadline} 前在申报页面填写并提交，或重新上传完整的申报材料包。补正只有这一次机会，逾期未补正的，按现有材料审查。',
    ],
    button: '打开申报页面',
  },
  refusal: {
    subject: '【审查结果】{title}：{ending}',
    lines: [
      '“{title}”的审查结果为：{ending}。',
      '理由：{opinion}',
      '{failed}',
      '对结果有异议的，可在 {deadline} 前在申报页面申请复核，写明事实和理由。复核由未作出原决定的人员办理，只能申请一次；逾期未申请的，结果即为最终结果。',
    ],
    button: '打开申报页面',
  },
  'refusal-review': {
    subject: '【待办】复核：{title}',
    lines: ['“{title}”的申报单位对未获推荐或终止的结果申请复核，请核查后作出决定。', BEFORE],
    button: '打开复核页面',
  },
  score: {
    subject: '【待办】专家评审：{title}',
    lines: ['您被抽取为“{title}”的评审专家。请独立评分；与申报主体有利害关系的，请在页面上申请回避。', BEFORE],
    button: '打开评审页面',
  },
  'panel-shortage': {
    subject: '【待办】评审专家不足处理',
    lines: ['有申报的评审专家或有效评分少于规定数量，请决定按现有人数继续，或补充专家后重新抽取。', BEFORE],
    button: '打开处理页面',
  },
  'tie-break': {
    subject: '【待办】并列名次议定',
    lines: ['入围线上有得分并列的申报，按公布的规则不能分出先后，请评审组议定次序。', BEFORE],
    button: '打开议定页面',
  },
  deliberate: {
    subject: '【待办】入围名单审议',
    lines: ['评分和排名已经完成，请组织审议。审议通过后即发布公示。', BEFORE],
    button: '打开审议页面',
  },
  'objection-ruling': {
    subject: '【待办】异议处理',
    lines: ['公示期内收到一份实名异议，请调查核实并作出处理。', '请于 {deadline} 前作出处理。'],
    button: '打开处理页面',
  },
  confirm: {
    subject: '【待办】确认名单',
    lines: ['公示期满且没有未处理异议的入围对象已编成名单，请确认。确认后即正式公布。', BEFORE],
    button: '打开名单',
  },
  payee: {
    subject: '【奖补通知】{title}',
    lines: ['“{title}”已正式公布，奖补金额 {amount}，计算过程见页面。', '请于 {deadline} 前填报本单位的收款账户。'],
    button: '填报收款账户',
  },
  'approve-plan': {
    subject: '【待办】审批资金拨付方案',
    lines: ['资金拨付方案已编制完成，请审批。同意后系统向财务发出拨付指令。', BEFORE],
    button: '打开拨付方案',
  },
  'settlement-difference': {
    subject: '【待办】结算差异确认',
    lines: ['名单、方案、拨付指令、财务接收与结算之间存在差异，请核实并确认。', BEFORE],
    button: '打开差异清单',
  },
  overdue: {
    subject: '【待办】逾期事项督办',
    lines: ['有一项任务超过截止时间仍未办理，已再次提醒办理人，请联系督促。', BEFORE],
    button: '打开督办页面',
  },
};

export const SLOT_MAIL: MailTemplate = {
  subject: '【申报邀请】{round}',
  lines: [
    '邀请“{name}”申报“{category}”。',
    '请打开下面的链接填写申报表、加入证明材料并提交，也可以上传已经打包的材料。截止时间：{deadline}。',
    '此链接也是查询办理进度的凭证，请妥善保管，不要转发。',
  ],
  button: '打开申报页面',
};

export const WITHDRAWN_MAIL: MailTemplate = {
  subject: '【已撤回】{name}',
  lines: ['“{name}”在“{category}”的申报已按申报单位的要求撤回，不再审查，也不再接收新的材料。'],
  button: '打开申报页面',
};

/** The ruling of a review (复核). */
export const RULING_MAILS: Record<'uphold' | 'admit', MailTemplate> = {
  uphold: {
    subject: '【复核结果】{name}：维持原决定',
    lines: ['“{name}”在“{category}”的申报经复核，维持原决定，本次申报到此结束。', '理由：{ruling}'],
    button: '打开申报页面',
  },
  admit: {
    subject: '【复核结果】{name}：予以推荐',
    lines: ['“{name}”在“{category}”的申报经复核，撤销原决定，予以推荐，进入专家评审。', '理由：{ruling}'],
    button: '打开申报页面',
  },
};

const RECEIPT = '回执编号：{receipt}。';

export const UPLOAD_MAILS: Record<UploadRecord['verdict'], MailTemplate> = {
  accepted: {
    subject: '【已受理】{name}',
    lines: [
      '{received} 收到的申报材料包格式完整，已受理，为第 {version} 版。',
      RECEIPT,
      '材料校验值（SHA-256）：{sha256}',
      '办理进度可随时在申报页面查看。',
    ],
    button: '打开申报页面',
  },
  refused: {
    subject: '【未受理】{name}：申报材料有 {count} 处问题',
    lines: [
      '{received} 收到的申报材料包有 {count} 处问题，未受理。全部问题如下，请逐项修改后在截止时间前重新上传。',
      RECEIPT,
    ],
    button: '打开申报页面重新上传',
  },
  duplicate: {
    subject: '【重复上传】{name}',
    lines: ['{received} 收到的申报材料包与之前上传的是同一个文件，以之前的为准，无需处理。', RECEIPT],
    button: '打开申报页面',
  },
  late: {
    subject: '【逾期】{name}',
    lines: ['{received} 收到的申报材料包在截止时间之后，未受理。', RECEIPT],
    button: '打开申报页面',
  },
  closed: {
    subject: '【不再接收】{name}',
    lines: ['{received} 收到的申报材料包未受理：本申报已作出决定，不再接收新的材料。', RECEIPT],
    button: '打开申报页面',
  },
};

export const REMINDER = '【提醒】';
export const FOOTER = ['{authority}', '本邮件由系统自动发出，请勿直接回复。链接仅供收件人本人使用。'];
