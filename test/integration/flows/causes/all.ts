import type { AlarmKindName } from '../../../../infra/constructs/alarm-kinds.ts';
import type { Cause } from './cause.ts';
import { noKeyForFinance, noKeyForWinner, otherSum } from './money.ts';
import { failedSchedule, financeAway, poisoned, unfedIntake } from './queues.ts';
import { failingFunction, pagesRefused, stoppedStream, throttledFunction, tooFast } from './services.ts';
import { held, hopeless, overdue, refusedLetter, stopped } from './work.ts';

/**
 * What makes each kind of alarm ring, in the order in which they may follow each other: whoever adds a kind adds a cause. Of what throttles
 * only functions can be made to here: neither the embedded database nor the state machines of the local cloud have a limit.
 */
export const CAUSES: Record<AlarmKindName, [Cause, ...Cause[]]> = {
  'dead-letters': [poisoned],
  'dead-schedules': [failedSchedule],
  executions: [stopped],
  'function-errors': [failingFunction],
  'page-errors': [pagesRefused],
  'too-many-requests': [tooFast],
  throttled: [throttledFunction],
  'queue-age': [unfedIntake],
  'stream-age': [stoppedStream],
  'payee-key': [noKeyForWinner, noKeyForFinance],
  'finance-age': [financeAway],
  'settlement-mismatch': [otherSum],
  'outbox-lag': [held],
  undelivered: [refusedLetter],
  stuck: [hopeless],
  'tasks-overdue': [overdue],
};
