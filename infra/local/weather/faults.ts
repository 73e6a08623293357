/** Everything that bad weather throws, and how often. */

/** What befalls one request of a function to a service. */
export const CALL_FAULTS = [
  'call.throttled',
  'call.failed',
  'call.answer-lost',
  'transaction.conflict',
  'batch.partly-written',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

export const FAULTS = [
  'invocation.overlapped',
  'invocation.died-before',
  'invocation.died-between',
  'invocation.died-after',
  'invocation.timed-out',
  ...CALL_FAULTS,
  'events.partly-taken',
  'messages.partly-taken',
  'event.delayed',
  'event.doubled',
  'event.reordered',
  'queue.redelivered',
  'stream.replayed',
  'index.behind',
  'mail.bounced',
  'mail.answer-lost',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What each fault is, for people. */
export const FAULT_TITLES: Record<Fault, string> = {
  'invocation.overlapped': '同一调用重叠执行',
  'invocation.died-before': '函数在生效前崩溃',
  'invocation.died-between': '函数在生效中途崩溃',
  'invocation.died-after': '函数在生效后、答复前崩溃',
  'invocation.timed-out': '函数超时',
  'call.throttled': '服务调用被限流',
  'call.failed': '服务内部错误',
  'call.answer-lost': '服务已执行但答复丢失',
  'transaction.conflict': '事务冲突被取消',
  'batch.partly-written': '批量写入只完成一部分',
  'events.partly-taken': '事件总线只接收一部分',
  'messages.partly-taken': '队列只接收一部分消息',
  'event.delayed': '事件延迟',
  'event.doubled': '事件重复',
  'event.reordered': '事件乱序',
  'queue.redelivered': '消息处理后再次投递',
  'stream.replayed': '数据流从头重放',
  'index.behind': '索引读取落后',
  'mail.bounced': '邮件暂时退回',
  'mail.answer-lost': '邮件已收但答复丢失',
};

/** What is decided: an invocation that dies does so before, between or after its effects, as it comes. */
export type Decided = Exclude<Fault, `invocation.died-${string}`> | 'invocation.died';
/** Of each thing that may be hit, this share is. */
export type Rates = Readonly<Record<Decided, number>>;

/**
 * Much worse than any day of the cloud's, and still such that the retries of the pipeline get through most of the time:
 * what a retry cannot mend shows as a dead letter or a failed execution, which is to be seen and mended, too.
 */
export const BAD_RATES: Rates = {
  'invocation.overlapped': 0.06,
  'invocation.died': 0.04,
  'invocation.timed-out': 0.01,
  'call.throttled': 0.002,
  'call.failed': 0.004,
  'call.answer-lost': 0.004,
  'transaction.conflict': 0.04,
  'batch.partly-written': 0.1,
  'events.partly-taken': 0.1,
  'messages.partly-taken': 0.05,
  'event.delayed': 0.1,
  'event.doubled': 0.15,
  'event.reordered': 0.15,
  'queue.redelivered': 0.08,
  'stream.replayed': 0.02,
  'index.behind': 1,
  'mail.bounced': 0.05,
  'mail.answer-lost': 0.04,
};
