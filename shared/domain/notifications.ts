import type { Notifications, Policy } from '../policy/schema.ts';
import type { TaskRecord } from '../schemas/records.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
type Role = TaskRecord['assignee']['role'];

const NONE: Notifications = {
  reminderDaysBefore: [],
  digest: null,
  robot: [],
  sms: [],
  secondFactor: { district: false, bureau: false, expert: false, applicant: false, finance: false },
};

export const notificationsOf = ({ notifications }: Pick<Policy, 'notifications'>): Notifications =>
  notifications?.value ?? NONE;

/**
 * When whoever has not answered is reminded next; null when no reminder is left before the deadline.
 * @param after UTC instant: an earlier one is over, and who has just got a letter is not reminded at once
 */
export function nextReminder(
  policy: Pick<Policy, 'notifications'>,
  deadline: string,
  after: string,
): { at: string; daysBefore: number } | null {
  const all = notificationsOf(policy)
    .reminderDaysBefore.map((daysBefore) => ({ daysBefore, at: earlier(deadline, daysBefore) }))
    .filter(({ at }) => at > after)
    .toSorted((a, b) => b.daysBefore - a.daysBefore);
  return all[0] ?? null;
}

/**
 * When an invitation that nobody answered is looked at next: for its next reminder, and at last when the call ends, for that may
 * have moved meanwhile. Null once it is over, or where the policy reminds nobody.
 */
export function nextCallLook(policy: Pick<Policy, 'notifications'>, deadline: string, now: string): string | null {
  if (notificationsOf(policy).reminderDaysBefore.length === 0 || now >= deadline) return null;
  return nextReminder(policy, deadline, now)?.at ?? deadline;
}

const earlier = (deadline: string, days: number) => new Date(Date.parse(deadline) - days * DAY_MS).toISOString();

/** The reminder whose time has come last; null when none has, or the deadline is over as well: then others see to it. */
export function dueReminder(policy: Pick<Policy, 'notifications'>, deadline: string, now: string): number | null {
  if (now >= deadline) return null;
  const due = notificationsOf(policy).reminderDaysBefore.filter((days) => earlier(deadline, days) <= now);
  return due.length === 0 ? null : Math.min(...due);
}

/** Nobody is urged to ask for a review: it is a right, and its letter says until when; nor to hand in what was handed in. */
export const isRemindedOf = ({ kind, handedIn }: Pick<TaskRecord, 'kind' | 'handedIn'>): boolean =>
  kind !== 'refusal' && handedIn === undefined;

/**
 * When the window ends in which a person's letters are gathered, UTC instant; null where the letter goes at once: by the
 * policy, or because the deadline would come first.
 */
export function digestEnd(
  policy: Pick<Policy, 'notifications'>,
  role: Role,
  deadline: string,
  now: string,
): string | null {
  const { digest } = notificationsOf(policy);
  if (digest === null || !digest.roles.some((one) => one === role)) return null;
  const window = digest.windowMinutes * MINUTE_MS;
  const end = new Date((Math.floor(Date.parse(now) / window) + 1) * window).toISOString();
  return end < deadline ? end : null;
}
