import type { DecidableKind } from '../schemas/decisions.ts';
import type { Finding } from '../schemas/findings.ts';
import type { FlagCode } from '../schemas/flags.ts';
import type {
  ApplicationRecord,
  MendingRecord,
  PlaceRecord,
  RoundRecord,
  TaskKind,
  TaskRecord,
  UploadRecord,
} from '../schemas/records.ts';
import type { ProviderRow } from '../schemas/registers.ts';
import type { Text } from './english/texts.ts';
import type { Tone } from './parts.ts';

/** Chinese for what the records say. */
export const TASK_TITLES: Record<TaskKind, Text> = {
  'district-review': '区市审查',
  'district-late': '区市审查逾期处理',
  'district-sheet': '交回盖章的推荐汇总表',
  correction: '补正申报材料',
  refusal: '申请复核',
  'refusal-review': '复核',
  score: '专家评审',
  'second-look': '评分复核',
  'panel-shortage': '评审专家不足处理',
  'tie-break': '并列名次议定',
  deliberate: '入围名单审议',
  'calendar-year': '录入放假安排',
  'objection-ruling': '异议处理',
  'objection-hearing': '对异议作出说明',
  confirm: '确认名单',
  payee: '填报收款账户',
  'fill-place': '放弃后的递补',
  'approve-plan': '审批资金拨付方案',
  'settlement-difference': '结算差异确认',
  revocation: '复核撤销奖补',
  overdue: '逾期事项督办',
};

export const DECISION_LABELS: { [K in DecidableKind]: Record<string, Text> } = {
  'district-review': {
    recommend: '推荐',
    'not-recommend': '不推荐',
    return: '退回补正',
    sign: '同意，联签',
    'send-back': '退回重新提出意见',
  },
  'district-late': { extend: '延长审查期限', 'take-over': '由市级代为审查', lapse: '按逾期处理，不再审查' },
  'district-sheet': { 'hand-in': '已交回推荐汇总表' },
  refusal: { request: '申请复核' },
  'refusal-review': { uphold: '维持原决定', admit: '撤销原决定，予以推荐' },
  score: { submit: '提交评分', recuse: '申请回避' },
  'second-look': { stand: '维持原评分', revise: '修改评分' },
  'panel-shortage': { accept: '按现有人数继续', redraw: '重新抽取专家' },
  'tie-break': { order: '议定次序' },
  deliberate: { approve: '审议通过，同意公示' },
  'calendar-year': { publish: '录入放假安排' },
  'objection-ruling': { uphold: '异议成立', reject: '异议不成立', decline: '不予受理' },
  'objection-hearing': { answer: '已提交说明' },
  confirm: { confirm: '确认名单' },
  payee: { account: '已提交收款账户', decline: '已放弃奖补' },
  'fill-place': { 'move-up': '由下一名候补递补', 'leave-empty': '不递补，名额空缺' },
  'approve-plan': { approve: '同意拨付', reject: '退回重新编制' },
  'settlement-difference': { sign: '已知悉差异，同意结束' },
  revocation: { revoke: '同意撤销，由财政追回', keep: '不撤销，维持奖补' },
  overdue: { noted: '已督促办理' },
};

export const TASK_ENDINGS: Record<Exclude<TaskRecord['status'], 'open'>, { title: Text; text: Text }> = {
  decided: { title: '已办理', text: '这项任务已经办理完毕，决定不能再修改。' },
  superseded: {
    title: '已失效',
    text: '申报单位提交了新的材料、撤回了申报、放弃了奖补，或者异议已经撤回或办结，这项任务已失效；如有新的任务会另行通知。无需再办理。',
  },
  reassigned: { title: '已转交他人', text: '这项任务已转交其他人员办理，无需再办理。' },
  expired: { title: '已过期', text: '这项任务已过截止时间，不能再办理。如有疑问，请联系发出通知的单位。' },
};

/** Where a task's page says more than how it ended. */
export const ENDED_FOR: Record<NonNullable<TaskRecord['endedFor']>, { title: Text; text: Text }> = {
  conflict: {
    title: '须回避',
    text: '主管部门已记录您与这件申报存在利害关系，须回避，评分已停止，席位另行安排；未提交的评分不计入。如有异议，请联系主管部门。',
  },
};

export const APPLICATION_STATUS: Record<ApplicationRecord['status'], { text: Text; next: Text; tone: Tone }> = {
  'in-review': {
    text: '审查中',
    next: '材料已受理，正在由区（市）主管部门审查。审查结果可在本页查看；需要补正的，会发送邮件通知。',
    tone: 'plain',
  },
  returned: { text: '待补正', next: '请按下面的意见一次性补正，重新上传完整的申报材料包。', tone: 'warn' },
  recommended: { text: '已推荐', next: '区（市）主管部门已推荐，等待专家评审和入围公示。', tone: 'good' },
  'not-recommended': {
    text: '未获推荐',
    next: '未予推荐，本次申报到此结束。',
    tone: 'bad',
  },
  withdrawn: { text: '已撤回', next: '申报已由本单位撤回，不再审查，也不再接收新的材料。', tone: 'plain' },
  lapsed: { text: '已终止', next: '审查逾期未完成，本次申报终止。', tone: 'bad' },
};

export const UPLOAD_VERDICTS: Record<UploadRecord['verdict'], { text: Text; tone: Tone; says: Text }> = {
  accepted: { text: '已受理', tone: 'good', says: '材料包格式完整，已受理。' },
  refused: { text: '未受理', tone: 'bad', says: '材料包有问题，未受理。请按下面逐项修改后重新上传。' },
  duplicate: { text: '重复', tone: 'plain', says: '与之前上传的是同一个文件，以之前的为准，无需处理。' },
  late: { text: '逾期', tone: 'bad', says: '上传完成时已过截止时间，未受理。' },
  closed: { text: '不再接收', tone: 'bad', says: '本申报已作出决定，不再接收新的材料。' },
};

export const FINDING_OUTCOMES: Record<Finding['outcome'], { text: Text; tone: Tone }> = {
  fail: { text: '不符合', tone: 'bad' },
  'needs-person': { text: '需人工核实', tone: 'warn' },
  pass: { text: '符合', tone: 'good' },
};

export const FLAG_TITLES: Record<FlagCode, Text> = {
  'same-file': '附件相同',
  'same-invoice': '发票号码相同',
  'same-legal-person': '法定代表人同名',
  'same-phone': '联系电话相同',
  'two-categories': '同一成果申报两个类别',
  'entered-twice': '同一方案或案例申报两项',
  'applied-twice': '同一主体在本类别申报两项',
};

export const FLAG_GONE = { 'new-version': '材料更换后已不存在', withdrawn: '一方已撤回申报' } as const;

export const ROUND_STAGES: Record<RoundRecord['stage'], Text> = {
  call: '发布申报通知',
  intake: '组织申报',
  district: '区市审查',
  experts: '专家评审',
  ranking: '排名与审议',
  notice: '入围公示',
  lists: '正式公布与资金拨付',
  settlement: '资金结算',
  closed: '已结束',
};

export const PLACE_STATES: Record<PlaceRecord['state'], Text> = {
  shortlisted: '入围',
  reserve: '递补',
  'below-pass': '未达合格线',
  excluded: '不参与排名',
  removed: '异议成立，取消入围',
  confirmed: '已确认',
  declined: '放弃，名额空出',
};

export const TIE_BREAK_STEPS: Record<string, Text> = {
  'results-indicator': '同分，按成效（绩效）指标得分',
  'digital-level': '同分，按数字化水平得分',
  'served-count': '同分，按服务企业数',
  'earlier-acceptance': '同分，按验收时间先后',
  'panel-decision': '同分，由评审组议定',
};

export const PROVIDER_TYPES: Record<ProviderRow['type'], Text> = {
  integrator: '综合集成型',
  'light-product': '“小快轻准”产品型',
  'chain-leader': '“链主”企业型',
};

export const PRESENCE: Record<ProviderRow['presence'], Text> = {
  entity: '在青设立实体机构',
  'resident-team': '在青有常驻团队',
  none: '无',
};

export const MENDING_FOUND: Record<MendingRecord['found'], Text> = {
  'callback-lost': '决定未送达流程',
  'not-published': '记录未发出',
  'no-record': '上传文件无记录',
  FAILED: '流程失败',
  TIMED_OUT: '流程超时',
  ABORTED: '流程被中止',
  SUCCEEDED: '流程已结束而事项未办结',
  'not-started': '流程未启动',
  overdue: '任务逾期',
  'nobody-waits': '任务已无须办理',
  withdrawn: '申报已撤回，关联提示仍在',
};

export const MENDING_DONE: Record<MendingRecord['done'], Text> = {
  'callback-sent': '已送达',
  published: '已发出',
  'told-again': '已重新受理',
  started: '已启动流程',
  reminded: '已提醒',
  escalated: '已提醒并报市级督办',
  ended: '已终止任务',
};
