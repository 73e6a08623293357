import { describe, expect, test } from 'vitest';
import { digestEnd, dueReminder, nextCallLook, nextReminder } from '../../../shared/domain/notifications.ts';
import type { Notifications } from '../../../shared/policy/schema.ts';

const value: Notifications = {
  ...{ reminderDaysBefore: [1, 3], digest: { windowMinutes: 15, roles: ['expert'] }, robot: [], sms: [] },
  secondFactor: { district: false, bureau: false, expert: false, applicant: false, finance: false },
};
const policy = { notifications: { value, clause: '六(一)', proposal: true } };
const at = (time: string) => `2025-11-${time}:00.000Z`;
const DEADLINE = at('28T09:00');

describe('reminders before a deadline', () => {
  test.each([
    [at('20T09:00'), { daysBefore: 3, at: at('25T09:00') }],
    [at('25T09:00'), { daysBefore: 1, at: at('27T09:00') }],
    [at('27T08:59'), { daysBefore: 1, at: at('27T09:00') }],
    [at('27T09:00'), null],
    [at('29T09:00'), null],
  ])('after %s the next is %j', (after, next) => {
    expect(nextReminder(policy, DEADLINE, after)).toEqual(next);
  });

  test.each([
    [at('25T08:59'), null],
    [at('25T09:00'), 3],
    [at('27T08:59'), 3],
    [at('27T09:00'), 1],
    [at('28T08:59'), 1],
    [DEADLINE, null],
  ])('at %s the one that is due is %j: one, however late it is looked', (now, days) => {
    expect(dueReminder(policy, DEADLINE, now)).toBe(days);
  });

  test('a call is looked at once more when it ends, for it may have been extended', () => {
    expect(nextCallLook(policy, DEADLINE, at('20T09:00'))).toBe(at('25T09:00'));
    expect(nextCallLook(policy, DEADLINE, at('27T09:00'))).toBe(DEADLINE);
    expect(nextCallLook(policy, DEADLINE, DEADLINE)).toBeNull();
  });

  test('are none where the policy says nothing of them', () => {
    expect(nextReminder({}, DEADLINE, at('20T09:00'))).toBeNull();
    expect(nextCallLook({}, DEADLINE, at('20T09:00'))).toBeNull();
    expect(dueReminder({}, DEADLINE, at('27T09:00'))).toBeNull();
  });
});

test('a letter waits until its window ends, unless the deadline comes first or its holder is told at once', () => {
  expect(digestEnd(policy, 'expert', DEADLINE, at('20T09:07'))).toBe(at('20T09:15'));
  expect(digestEnd(policy, 'expert', DEADLINE, at('20T09:15'))).toBe(at('20T09:30'));
  expect(digestEnd(policy, 'expert', DEADLINE, at('28T08:50'))).toBeNull();
  expect(digestEnd(policy, 'bureau', DEADLINE, at('20T09:07'))).toBeNull();
  expect(digestEnd({}, 'expert', DEADLINE, at('20T09:07'))).toBeNull();
});
