import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { daysMore, executionName, mustBureauKnow, verdictOn } from '../../../functions/reconciler/verdict.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { TASK_KINDS } from '../../../shared/schemas/records.ts';

const PLAN = new URL('../../../shared/policy/qingdao-2025.json', import.meta.url);
const policy = Policy.parse(JSON.parse(readFileSync(PLAN, 'utf8')));
const until = '2025-11-10T08:00:00.000Z';
const [before, after] = ['2025-11-10T07:59:59.999Z', '2025-11-10T08:00:00.001Z'];

describe('what to do about a subject that is open', () => {
  const ended = (status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'SUCCEEDED', stoppedAt = before) => ({
    status,
    stoppedAt,
  });

  test('nothing while an execution carries it on, however old it is', () => {
    expect(verdictOn({ status: 'RUNNING', stoppedAt: null }, 3, { since: before, until })).toBe('alive');
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'] as const)('another execution for one that %s', (status) => {
    expect(verdictOn(ended(status), 0, { since: before, until })).toBe('restart');
    expect(verdictOn(ended(status, until), 0, { since: before, until })).toBe('restart');
    expect(verdictOn(ended(status, after), 0, { since: before, until })).toBe('young');
  });

  test('the first where there never was one, unless it needs one only since now', () => {
    expect(verdictOn(null, 0, { since: before, until })).toBe('start');
    expect(verdictOn(null, 0, { since: after, until })).toBe('young');
  });

  test('three times at one place, and then a person must look', () => {
    const verdicts = [0, 1, 2, 3, 4].map((here) => verdictOn(ended('FAILED'), here, { since: before, until }));
    expect(verdicts).toEqual(['restart', 'restart', 'restart', 'stuck', 'stuck']);
  });

  test('under a name that nobody had before, within what AWS takes', () => {
    const id = `${'r'.repeat(40)}.b.${'0'.repeat(16)}`;
    expect([0, 1, 12].map((restarts) => executionName(id, restarts))).toEqual([id, `${id}.r1`, `${id}.r12`]);
    expect(executionName(id, 999).length).toBeLessThanOrEqual(80);
  });
});

describe('an overdue task', () => {
  const deadline = '2025-11-10T08:00:00.000Z';
  const daysLater = (days: number) => Date.parse(deadline) + days * 86_400_000;
  const winners = { assignee: { role: 'applicant' as const, id: 'a' }, reminders: 0, deadline };

  test('gets the days that its own execution would give', () => {
    const days = Object.fromEntries(TASK_KINDS.map((kind) => [kind, daysMore({ kind }, policy)]));
    const { review, expertStage, payee, bureauTask } = policy;
    expect(days).toMatchObject({
      'district-review': review.value.escalationDays,
      score: expertStage.value.escalationDays,
      payee: payee.value.days,
      'objection-ruling': bureauTask.value.days,
      overdue: bureauTask.value.days,
    });
  });

  test('is the bureau’s affair when its own days have passed too, or a reminder did not help', () => {
    const { days } = policy.bureauTask.value;
    expect(mustBureauKnow(winners, policy, daysLater(days))).toBe(false);
    expect(mustBureauKnow(winners, policy, daysLater(days) + 1)).toBe(true);
    expect(mustBureauKnow({ ...winners, reminders: 1 }, policy, daysLater(0) + 1)).toBe(true);
  });

  test('of the bureau itself needs nobody else to know', () => {
    const own = { ...winners, assignee: { role: 'bureau' as const, id: 'b' }, reminders: 5 };
    expect(mustBureauKnow(own, policy, daysLater(100))).toBe(false);
  });
});
