import type { Stage } from '../stages.ts';

/**
 * `page`: people cannot go on, or money is wrong: somebody looks now, also at night. `ticket`: nobody is held up yet, somebody looks
 * today. Each has a topic of its own, so that they can wake different people.
 */
export type Severity = 'page' | 'ticket';

export interface AlarmKind {
  severity: Severity;
  /** What it means for people, in one sentence. */
  zh: string;
  en: string;
  /** It rings above this, in `unit`, within any one period. */
  threshold: number;
  unit: 'count' | 'percent' | 'seconds' | 'milliseconds';
  periodMinutes: number;
}

/** Longer than this nothing should wait for a function of ours. */
const LATE_SECONDS = 15 * 60;

/**
 * All that rings, by the anchor of its section in the runbook. Thresholds are the operator's proposals: the work plan states none. One
 * kind may have several alarms: one for each queue, machine or function.
 */
export const ALARM_KINDS = {
  'dead-letters': {
    severity: 'page',
    zh: '有消息处理失败，停在死信队列里：对应的上传、邮件或拨付没有继续。',
    en: 'Work that failed to the end waits for somebody: an upload, a mail or a payment has not gone on.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
  'dead-schedules': {
    severity: 'ticket',
    zh: '定时巡检或后台调用失败，停在死信队列里；下一次定时会再做。',
    en: 'A scheduled run or a call in the background failed and is parked; the next schedule does its work.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
  executions: {
    severity: 'page',
    zh: '有流程失败、超时或被中止：这件申报或这个批次停住了，没有结论。',
    en: 'An execution failed, timed out or was aborted: its application or round stands still, without a decision.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
  'function-errors': {
    severity: 'ticket',
    zh: '某个函数的调用失败或超时过多；系统会重试，暂时无人受阻。',
    en: 'Too many calls of a function fail or run out of time; they are tried again, so nobody is held up yet.',
    ...{ threshold: 5, unit: 'percent', periodMinutes: 5 },
  },
  'page-errors': {
    severity: 'page',
    zh: '网页和接口返回错误过多：申报单位、区市、专家打不开页面或提交不了。',
    en: 'Too many pages answer with an error: applicants, districts and experts cannot open or send them.',
    ...{ threshold: 5, unit: 'percent', periodMinutes: 5 },
  },
  'too-many-requests': {
    severity: 'ticket',
    zh: '访问超过限速，有人看到“请稍后再试”（429）。',
    en: 'More requests came than the rate lets through: some visitors were told to try again (429).',
    ...{ threshold: 20, unit: 'count', periodMinutes: 5 },
  },
  throttled: {
    severity: 'ticket',
    zh: '云服务限流（函数、数据库或流程）：处理变慢，会自动重试。',
    en: 'A service throttles us (functions, database or state machines): work is slower, and tried again.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
  'queue-age': {
    severity: 'page',
    zh: '队列里最早的消息等得太久：上传没有被受理，或邮件没有发出。',
    en: 'The oldest message of a queue has waited too long: uploads are not taken in, or mails do not go out.',
    ...{ threshold: LATE_SECONDS, unit: 'seconds', periodMinutes: 5 },
  },
  'finance-age': {
    severity: 'ticket',
    zh: '拨付指令一天以上没有被财政取走；14 天后会从队列消失，须重发。',
    en: 'Finance has not fetched a payment instruction for a day; after 14 days it leaves the queue and must be sent again.',
    ...{ threshold: 24 * 60 * 60, unit: 'seconds', periodMinutes: 60 },
  },
  'stream-age': {
    severity: 'page',
    zh: '数据库变更流落后：决定之后流程没有继续，通知没有发出。',
    en: 'The table’s stream lags: decisions are not carried on, and letters do not leave.',
    ...{ threshold: LATE_SECONDS * 1000, unit: 'milliseconds', periodMinutes: 5 },
  },
  'outbox-lag': {
    severity: 'page',
    zh: '有记录早该发出（通知邮件或拨付指令）却还没有发出。',
    en: 'A letter or a payment instruction should have left long ago, and has not.',
    // It is looked for every five minutes: a period that long would now and then have nothing in it.
    ...{ threshold: LATE_SECONDS, unit: 'seconds', periodMinutes: 10 },
  },
  'tasks-overdue': {
    severity: 'ticket',
    zh: '有人到期没有办理任务；系统已催办，或已改派、已报主管部门。',
    en: 'Somebody has not done a task by its deadline; it was reminded of, given to another, or told to the bureau.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 60 },
  },
  'settlement-mismatch': {
    severity: 'page',
    zh: '资金对不上：财政回复的金额、对象或结果与指令不符，或结算时各环节不一致。',
    en: 'Money disagrees: finance answered for another sum, payment or outcome, or the stations of the money differ at the close.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
  stuck: {
    severity: 'page',
    zh: '流程多次重启仍中断，或记录自相矛盾，须由人处理。',
    en: 'An execution was started again as often as is sensible and still ends; a person must look.',
    // It is counted by the hourly run: until the next one it is no less stuck.
    ...{ threshold: 0, unit: 'count', periodMinutes: 60 },
  },
  undelivered: {
    severity: 'ticket',
    zh: '有通知、短信或验证码被拒收，收件人没有收到；管理台写明是谁。',
    en: 'Somebody’s letter, message or code was refused for good; the console says whose.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
  'payee-key': {
    severity: 'page',
    zh: '收款账户的密钥不可用：获奖单位填不了账户，已请其稍后再试；或财政取不到账户。',
    en: 'The key of accounts was not there: a winner was asked to give its account later, or finance could not read one.',
    ...{ threshold: 0, unit: 'count', periodMinutes: 5 },
  },
} as const satisfies Record<string, AlarmKind>;

export type AlarmKindName = keyof typeof ALARM_KINDS;

export const RUNBOOKS = ['docs/runbook.md', 'docs/runbook.zh-CN.md'] as const;

/** What whoever is woken reads: how urgent it is, what it means, and where it says what to do. */
export function alarmDescription(kind: AlarmKindName, severity: Severity, { runbookUrl = '' }: Stage): string {
  const { zh, en } = ALARM_KINDS[kind];
  const links = RUNBOOKS.map((file) => `${runbookUrl}${file}#${kind}`);
  return [`[${severity}] ${zh}`, en, ...links].join('\n');
}
