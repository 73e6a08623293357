import type { Policy } from '../policy/schema.ts';
import type { ApplicationRecord } from '../schemas/records.ts';
import { endOfLocalDay, endOfWorkingDays, localDateOf } from './calendar.ts';

const daysFrom = (policy: Policy, now: string, days: number): string =>
  endOfLocalDay(endOfWorkingDays(policy.calendar, localDateOf(now), days, false));

/** Last moment for asking, and for deciding: whole working days, the day itself not counted. UTC instants. */
export const reviewRequestEnds = (policy: Policy, now: string): string =>
  daysFrom(policy, now, policy.refusalReview.value.workingDays);
export const reviewRulingEnds = (policy: Policy, now: string): string =>
  daysFrom(policy, now, policy.refusalReview.value.rulingWorkingDays);

/** Whether a refusal is not final yet: its review may still be asked for, or is under way. */
export const isContestable = ({ status, waitId }: Pick<ApplicationRecord, 'status' | 'waitId'>): boolean =>
  (status === 'not-recommended' || status === 'lapsed') && waitId !== null;
