import type { TaskKind } from '../schemas/records.ts';
import type { MailTemplate } from './templates.ts';

const BEFORE = '请于 {deadline} 前办理。';
const BEFORE_EN = 'Please act before {deadline}.';

/** The letter of each kind of task: to whoever has it, when it opens and when it is reminded of. */
export const TASK_MAILS: Record<TaskKind, MailTemplate> = {
  'district-review': {
    zh: {
      subject: '【待办】区市审查：{title}',
      lines: ['“{title}”的申报材料已受理，请审查资格条件和项目真实性，并出具推荐意见。', BEFORE],
      button: '打开审查页面',
    },
    en: {
      subject: '[To do] District review: {title}',
      lines: [
        'The application “{title}” has been accepted. Please check the qualification and the authenticity of the project, and give your recommendation.',
        BEFORE_EN,
      ],
      button: 'Open the review',
    },
  },
  'district-late': {
    zh: {
      subject: '【待办】区市审查逾期处理',
      lines: ['有区（市）未在截止时间前完成审查，请决定延长期限、代为审查或按逾期处理。', BEFORE],
      button: '打开处理页面',
    },
    en: {
      subject: '[To do] Late district reviews',
      lines: [
        'A district has not finished its reviews in time. Please decide whether to extend, to review instead, or to let them lapse.',
        BEFORE_EN,
      ],
      button: 'Open the task',
    },
  },
  correction: {
    zh: {
      subject: '【补正通知】{title}',
      lines: [
        '审查单位要求对“{title}”补正一次，需要补正的全部内容如下：',
        '{opinion}',
        '{points}',
        '请于 {deadline} 前在申报页面填写并提交，或重新上传完整的申报材料包。补正只有这一次机会，逾期未补正的，按现有材料审查。',
      ],
      button: '打开申报页面',
    },
    en: {
      subject: '[Correction] {title}',
      lines: [
        'The reviewing office asks for one correction of “{title}”. This is all that has to be corrected:',
        '{opinion}',
        '{points}',
        'Please correct and submit it on the application page before {deadline}, or upload the complete package again. There is only this one correction; without it, what you submitted is reviewed as it is.',
      ],
      button: 'Open the application',
    },
  },
  'district-sheet': {
    zh: {
      subject: '【待办】交回盖章的推荐汇总表',
      lines: ['本区（市）的审查已全部办结。请打印推荐汇总表，签字盖章后上传扫描件。', BEFORE],
      button: '打开推荐汇总表',
    },
    en: {
      subject: '[To do] Signed recommendation sheet',
      lines: [
        'All reviews of your district are done. Please print the recommendation sheet, have it signed and stamped, and upload the scan.',
        BEFORE_EN,
      ],
      button: 'Open the sheet',
    },
  },
  refusal: {
    zh: {
      subject: '【审查结果】{title}：{ending}',
      lines: [
        '“{title}”的审查结果为：{ending}。',
        '理由：{opinion}',
        '{failed}',
        '对结果有异议的，可在 {deadline} 前在申报页面申请复核，写明事实和理由。复核由未作出原决定的人员办理，只能申请一次；逾期未申请的，结果即为最终结果。',
      ],
      button: '打开申报页面',
    },
    en: {
      subject: '[Result of the review] {title}: {ending}',
      lines: [
        'The result of the review of “{title}” is: {ending}.',
        'Reason: {opinion}',
        '{failed}',
        'If you disagree, you may ask for a review of this result on the application page before {deadline}, giving facts and reasons. Somebody who did not make the decision rules on it; it can be asked for once, and without it the result is final.',
      ],
      button: 'Open the application',
    },
  },
  'refusal-review': {
    zh: {
      subject: '【待办】复核：{title}',
      lines: ['“{title}”的申报单位对未获推荐或终止的结果申请复核，请核查后作出决定。', BEFORE],
      button: '打开复核页面',
    },
    en: {
      subject: '[To do] Review of a refusal: {title}',
      lines: ['The applicant of “{title}” asks for a review of the refusal. Please examine it and decide.', BEFORE_EN],
      button: 'Open the review',
    },
  },
  score: {
    zh: {
      subject: '【待办】专家评审：{title}',
      lines: ['您被抽取为“{title}”的评审专家。请独立评分；与申报主体有利害关系的，请在页面上申请回避。', BEFORE],
      button: '打开评审页面',
    },
    en: {
      subject: '[To do] Expert scoring: {title}',
      lines: [
        'You have been drawn as an expert for “{title}”. Please score it independently; if you have an interest in the applicant, recuse yourself on the page.',
        BEFORE_EN,
      ],
      button: 'Open the score sheet',
    },
  },
  'second-look': {
    zh: {
      subject: '【待办】评分复核：{title}',
      lines: [
        '“{title}”各位专家的评分相差较大，按评选方案请每位专家独立复核一次自己的评分，维持或者修改。修改后的评分计入总分，首次评分留存备查。',
        '请于 {deadline} 前办理；逾期未办理的，视为维持原评分。',
      ],
      button: '打开复核页面',
    },
    en: {
      subject: '[To do] Second look at a sheet: {title}',
      lines: [
        'The sheets of “{title}” lie far apart. As the policy says, each expert looks at its own sheet once more, independently, and stands by it or changes it. The changed sheet counts; the first one stays on record.',
        'Please act before {deadline}; otherwise your first sheet stands.',
      ],
      button: 'Open the second look',
    },
  },
  'panel-shortage': {
    zh: {
      subject: '【待办】评审专家不足处理',
      lines: ['有申报的评审专家或有效评分少于规定数量，请决定按现有人数继续，或补充专家后重新抽取。', BEFORE],
      button: '打开处理页面',
    },
    en: {
      subject: '[To do] Shortage of experts',
      lines: [
        'An application has fewer experts or valid sheets than required. Please decide whether to go on with those there are, or to draw again.',
        BEFORE_EN,
      ],
      button: 'Open the task',
    },
  },
  'tie-break': {
    zh: {
      subject: '【待办】并列名次议定',
      lines: ['入围线上有得分并列的申报，按公布的规则不能分出先后，请评审组议定次序。', BEFORE],
      button: '打开议定页面',
    },
    en: {
      subject: '[To do] Tie across the cut line',
      lines: [
        'Applications at the cut line have equal scores that the published rules cannot put in order. Please have the panel decide their order.',
        BEFORE_EN,
      ],
      button: 'Open the task',
    },
  },
  deliberate: {
    zh: {
      subject: '【待办】入围名单审议',
      lines: ['评分和排名已经完成，请组织审议。审议通过后即发布公示。', BEFORE],
      button: '打开审议页面',
    },
    en: {
      subject: '[To do] Deliberation of the shortlist',
      lines: [
        'Scoring and ranking are complete. Please deliberate; the public notice appears once it is approved.',
        BEFORE_EN,
      ],
      button: 'Open the shortlist',
    },
  },
  'calendar-year': {
    zh: {
      subject: '【待办】公示暂缓：请录入 {year} 年放假安排',
      lines: [
        '入围名单的公示期（含其后异议的处理期限）要用到 {year} 年的工作日，而系统中没有该年的放假安排。系统不推测工作日，公示暂缓。',
        '国务院办公厅公布 {year} 年部分节假日安排后，请按通知录入；录入后自动公示。',
        BEFORE,
      ],
      button: '录入放假安排',
    },
    en: {
      subject: '[To do] Public notice on hold: days off of {year} are missing',
      lines: [
        'The notice of the shortlist, with the time for objections after it, runs into {year}, whose days off are not in the system. Working days are never guessed: the notice is on hold.',
        'Please enter the days off of {year} as soon as the State Council has published them; the shortlist is published then by itself.',
        BEFORE_EN,
      ],
      button: 'Enter the days off',
    },
  },
  'objection-ruling': {
    zh: {
      subject: '【待办】异议处理',
      lines: ['公示期内收到一份实名异议，请调查核实并作出处理。', '请于 {deadline} 前作出处理。'],
      button: '打开处理页面',
    },
    en: {
      subject: '[To do] Ruling on an objection',
      lines: [
        'An objection was filed during the public notice. Please investigate it.',
        'Please rule before {deadline}.',
      ],
      button: 'Open the objection',
    },
  },
  'objection-hearing': {
    zh: {
      subject: '【请说明】对异议的意见：{title}',
      lines: [
        '公示期间收到对“{title}”的异议。作出决定前听取本单位的意见，请打开页面查看被异议的事项并作出说明。',
        BEFORE,
      ],
      button: '查看并说明',
    },
    en: {
      subject: '[Please answer] Objection: {title}',
      lines: [
        'An objection to “{title}” was filed during the public notice. Before it is ruled on you are heard: please see what is objected, and answer.',
        BEFORE_EN,
      ],
      button: 'See it and answer',
    },
  },
  confirm: {
    zh: {
      subject: '【待办】确认名单',
      lines: ['公示期满且没有未处理异议的入围对象已编成名单，请确认。确认后即正式公布。', BEFORE],
      button: '打开名单',
    },
    en: {
      subject: '[To do] Confirmation of a list',
      lines: [
        'The uncontested places have become a list after the end of the notice. Please confirm it; it is announced then.',
        BEFORE_EN,
      ],
      button: 'Open the list',
    },
  },
  payee: {
    zh: {
      subject: '【奖补通知】{title}',
      lines: [
        '“{title}”已正式公布，奖补金额 {amount}，计算过程见页面。',
        '请于 {deadline} 前填报本单位的收款账户。',
        '{sealed}',
      ],
      button: '填报收款账户',
    },
    en: {
      subject: '[Award] {title}',
      lines: [
        'The award of “{title}” has been announced: {amount}. The page shows how it was worked out.',
        'Please give your organisation’s account before {deadline}.',
        '{sealed}',
      ],
      button: 'Give the account',
    },
  },
  'fill-place': {
    zh: {
      subject: '【待办】获奖单位放弃：{title}',
      lines: ['“{title}”的获奖单位放弃了奖补，名额空出。请决定是否由候补递补。', BEFORE],
      button: '打开递补页面',
    },
    en: {
      subject: '[To do] Award declined: {title}',
      lines: [
        'The winner of “{title}” declined the award, and the place is free. Please decide whether the next of the reserve moves up.',
        BEFORE_EN,
      ],
      button: 'Open the decision',
    },
  },
  'approve-plan': {
    zh: {
      subject: '【待办】审批资金拨付方案',
      lines: ['资金拨付方案已编制完成，请审批。同意后系统向财务发出拨付指令。', BEFORE],
      button: '打开拨付方案',
    },
    en: {
      subject: '[To do] Approval of the disbursement plan',
      lines: ['The disbursement plan is ready. Once you approve it, finance is instructed to pay.', BEFORE_EN],
      button: 'Open the plan',
    },
  },
  'settlement-difference': {
    zh: {
      subject: '【待办】结算差异确认',
      lines: ['名单、方案、拨付指令、财务接收与结算之间存在差异，请核实并确认。', BEFORE],
      button: '打开差异清单',
    },
    en: {
      subject: '[To do] Settlement difference',
      lines: [
        'List, plan, instructions, receipts of finance and settlements differ. Please verify and sign the difference.',
        BEFORE_EN,
      ],
      button: 'Open the differences',
    },
  },
  revocation: {
    zh: {
      subject: '【待办】复核撤销奖补：{title}',
      lines: ['有人提出撤销“{title}”已支付的奖补并追回资金，请复核。同意后系统通知财政追回。', BEFORE],
      button: '打开复核页面',
    },
    en: {
      subject: '[To do] Revocation of an award: {title}',
      lines: [
        'A colleague proposes to revoke the paid award of “{title}” and to have the sum asked back. Please decide; if you agree, finance is told to recover it.',
        BEFORE_EN,
      ],
      button: 'Open the proposal',
    },
  },
  overdue: {
    zh: {
      subject: '【待办】逾期事项督办',
      lines: ['有一项任务超过截止时间仍未办理，已再次提醒办理人，请联系督促。', BEFORE],
      button: '打开督办页面',
    },
    en: {
      subject: '[To do] Overdue matter',
      lines: ['A task is overdue. Whoever has it was reminded again; please see to it that it is done.', BEFORE_EN],
      button: 'Open the matter',
    },
  },
};
