import { afterEach, describe, expect, test } from 'vitest';
import { lambdaError } from '../interpreter/harness.ts';
import { day, type Office, openOffice, type Script, type Task } from './office.ts';

let office: Office;
afterEach(() => office.close());

const ids = { roundId: 'r1', applicationId: 'a1' };
const firstCheck = { version: 1, attempt: 1, deadline: day(10), waitId: 'a1.district.1' };

async function submitted(scripts: Record<string, Script> = {}): Promise<void> {
  office = await openOffice('application', { eligibility: firstCheck, ...scripts });
  await office.begin(ids);
}
const refused = { decision: 'not-recommended', deadline: day(7), waitId: 'a1.refusal.1' };
/** At the end of a district's time; nobody asks for a review of that. */
const lapsed = { decision: 'lapsed', deadline: day(400), waitId: 'a1.refusal.1' };
const requested = { decision: 'requested', deadline: day(20), waitId: 'a1.review.1' };
const status = async () => (await office.outcome()).status;

describe('the district’s review', () => {
  test('is asked for with everything the task needs, and a token', async () => {
    await submitted();
    const { token, ...subject } = office.task('district-review');
    expect(subject).toEqual({ kind: 'district-review', ...ids, version: 1, attempt: 1, waitId: 'a1.district.1' });
    expect(token).toMatch(/.{20}/);
    expect(office.payloads('eligibility')).toEqual([ids]);
    expect(await status()).toBe('RUNNING');
  });

  test('a recommendation ends it', async () => {
    await submitted();
    expect(await office.decide('district-review', { decision: 'recommended' })).toBe('taken');
    expect(await status()).toBe('SUCCEEDED');
    expect(office.log()).toEqual(['eligibility', 'task-open district-review']);
  });

  test('that was taken back ends when nothing of it is held against others any more', async () => {
    await submitted();
    expect(await office.decide('district-review', { decision: 'withdrawn' })).toBe('taken');
    expect(await status()).toBe('SUCCEEDED');
    expect(office.payloads('eligibility')).toEqual([ids, { ...ids, op: 'retract' }]);
  });

  test('is not needed any more for a version that a newer one replaced', async () => {
    await submitted({ eligibility: [firstCheck, { ...firstCheck, version: 2, waitId: 'a1.district.2' }] });
    await office.decide('a1.district.1', { decision: 'superseded' });
    expect(office.task('a1.district.2')).toMatchObject({ version: 2, attempt: 1 });
    await office.decide('a1.district.2', { decision: 'recommended' });
    expect(await status()).toBe('SUCCEEDED');
    expect(office.opened('district-review')).toBe(2);
  });

  test('counts the decision that was made while the task was being opened', async () => {
    office = await openOffice('application', {
      eligibility: firstCheck,
      'task-open': async ({ token }: Task) => ({ sent: await office.settle(token, { decision: 'recommended' }) }),
    });
    await office.begin(ids);
    expect(await status()).toBe('SUCCEEDED');
  });

  test('takes a decision once: its repetition is late and changes nothing', async () => {
    await submitted();
    expect(await office.decide('district-review', refused)).toBe('taken');
    const first = office.payloads('task-open').at(0) as Task;
    expect(await office.decide(first, { decision: 'recommended' })).toBe('late');
    expect(office.opened('district-review')).toBe(1);
  });
});

describe('a district that lets its deadline pass', () => {
  test('is asked what now, at the deadline and not a second before', async () => {
    await submitted({ 'task-escalate': lapsed });
    await office.bench.advance(10 * 86_400 - 1);
    expect(office.payloads('task-escalate')).toEqual([]);
    await office.bench.advance(1);
    expect(office.payloads('task-escalate')).toEqual([
      { kind: 'district-review', ...ids, version: 1, attempt: 1, waitId: 'a1.district.1' },
    ]);
    expect(office.opened('refusal')).toBe(1);
  });

  test('has until the moved deadline, with a new token; the old one is late', async () => {
    await submitted({ 'task-escalate': [{ decision: 'wait', deadline: day(20) }, lapsed] });
    const before = office.task('district-review');
    await office.toDay(10);
    const after = office.task('district-review');
    expect(after).toEqual({ ...before, token: after.token });
    expect(await office.decide(before, { decision: 'recommended' })).toBe('late');
    await office.toDay(19);
    expect(await office.decide(after, { decision: 'recommended' })).toBe('taken');
    expect(await status()).toBe('SUCCEEDED');
    expect(office.payloads('task-escalate')).toHaveLength(1);
  });

  test('is asked again when the moved deadline passes too', async () => {
    await submitted({ 'task-escalate': [{ decision: 'wait', deadline: day(20) }, lapsed] });
    await office.toDay(19);
    expect(await status()).toBe('RUNNING');
    await office.toDay(20);
    expect(office.opened('refusal')).toBe(1);
    expect(office.payloads('task-escalate')).toHaveLength(2);
  });

  test('is asked at once when the deadline was already over, and a year at most when it is far away', async () => {
    const answers = [{ decision: 'wait', deadline: day(800) }, lapsed];
    await submitted({ eligibility: { ...firstCheck, deadline: day(-3) }, 'task-escalate': answers });
    await office.bench.advance(1);
    expect(office.payloads('task-escalate')).toHaveLength(1);
    await office.toDay(364);
    expect(office.opened('refusal')).toBe(0);
    await office.toDay(366);
    expect(office.opened('refusal')).toBe(1);
  });
});

describe('a correction', () => {
  const returned = { decision: 'returned', deadline: day(5), waitId: 'a1.correction.1' };
  const secondCheck = { version: 2, attempt: 2, deadline: day(12), waitId: 'a1.district.2' };

  test('is awaited until its own deadline, then checked and reviewed again', async () => {
    await submitted({ eligibility: [firstCheck, secondCheck] });
    await office.decide('district-review', returned);
    const { token, ...subject } = office.task('correction');
    expect(subject).toEqual({ kind: 'correction', ...ids, attempt: 1, waitId: 'a1.correction.1' });
    expect(token).not.toBe(office.task('district-review').token);
    await office.decide('correction', { decision: 'superseded' });
    expect(office.task('district-review')).toMatchObject({ version: 2, attempt: 2, waitId: 'a1.district.2' });
    await office.decide('district-review', { decision: 'recommended' });
    expect(await status()).toBe('SUCCEEDED');
  });

  test('that nobody sent goes back to a person', async () => {
    await submitted({
      eligibility: [firstCheck, { ...secondCheck, version: 1 }],
      'task-escalate': [{ decision: 'wait', deadline: day(7) }, { decision: 'lapsed' }],
    });
    await office.decide('district-review', returned);
    await office.toDay(6);
    expect(office.opened('correction')).toBe(2);
    await office.toDay(7);
    expect(office.payloads('task-escalate')).toEqual([
      { kind: 'correction', ...ids, attempt: 1, waitId: 'a1.correction.1' },
      { kind: 'correction', ...ids, attempt: 1, waitId: 'a1.correction.1' },
    ]);
    expect(office.task('district-review')).toMatchObject({ version: 1, attempt: 2 });
    await office.toDay(8);
    await office.decide('district-review', { decision: 'recommended' });
    expect(await status()).toBe('SUCCEEDED');
  });
});

describe('a refusal', () => {
  test.each([
    ['by the district', refused],
    ['by the bureau, which let it lapse', { ...refused, decision: 'lapsed' }],
  ])('%s leaves its days to ask for a review, and is final after them', async (_, answer) => {
    await submitted({ 'task-escalate': { decision: 'final' } });
    await office.decide('district-review', answer);
    const { token: _token, ...subject } = office.task('refusal');
    expect(subject).toEqual({ kind: 'refusal', ...ids, attempt: 1, waitId: 'a1.refusal.1' });
    await office.bench.advance(7 * 86_400 - 1);
    expect(await status()).toBe('RUNNING');
    await office.bench.advance(1);
    expect(office.payloads('task-escalate')).toEqual([{ kind: 'refusal', ...ids, attempt: 1, waitId: 'a1.refusal.1' }]);
    expect(await status()).toBe('SUCCEEDED');
    expect(office.opened('refusal-review')).toBe(0);
  });

  test('that the bureau’s silence brought about when a deadline passed is told as well', async () => {
    await submitted({
      'task-escalate': [{ ...refused, decision: 'lapsed', deadline: day(17) }, { decision: 'final' }],
    });
    await office.toDay(10);
    expect(office.opened('refusal')).toBe(1);
    await office.toDay(17);
    expect(await status()).toBe('SUCCEEDED');
  });

  test.each(['upheld', 'admitted'])('is reviewed when the applicant asks: %s', async (decision) => {
    await submitted();
    await office.decide('district-review', refused);
    await office.toDay(6);
    expect(await office.decide('refusal', requested)).toBe('taken');
    const { token: _, ...subject } = office.task('refusal-review');
    expect(subject).toEqual({ kind: 'refusal-review', ...ids, attempt: 1, waitId: 'a1.review.1' });
    await office.toDay(8);
    expect(await office.decide('refusal-review', { decision })).toBe('taken');
    expect(await status()).toBe('SUCCEEDED');
    expect(office.payloads('task-escalate')).toEqual([]);
  });

  test('is asked about in the last moment: who comes first counts', async () => {
    await submitted({ 'task-escalate': { decision: 'wait', deadline: day(8) } });
    await office.decide('district-review', refused);
    await office.toDay(7);
    expect(office.opened('refusal')).toBe(2);
    await office.decide('refusal', requested);
    expect(office.opened('refusal-review')).toBe(1);
  });

  test('has a reviewer who is reminded, and never forgotten', async () => {
    await submitted({
      'task-escalate': [
        { decision: 'wait', deadline: day(25) },
        { decision: 'wait', deadline: day(30) },
      ],
    });
    await office.decide('district-review', refused);
    await office.decide('refusal', requested);
    await office.toDay(26);
    expect(office.opened('refusal-review')).toBe(3);
    await office.decide('refusal-review', { decision: 'upheld' });
    expect(await status()).toBe('SUCCEEDED');
  });
});

describe('trouble', () => {
  const failing = (times: number, name: string): Script => {
    let left = times;
    return () => {
      if (left-- > 0) throw lambdaError(name, 'the table is busy');
      return firstCheck;
    };
  };

  test('that passes is tried again', async () => {
    await submitted({ eligibility: failing(2, 'Retryable') });
    expect(office.log()).toEqual(['eligibility', 'eligibility', 'eligibility', 'task-open district-review']);
  });

  test.each([
    ['Retryable', 7],
    ['Lambda.TooManyRequestsException', 7],
    ['ZodError', 1],
  ])('that stays fails the execution, and says where: %s after %i calls', async (name, calls) => {
    await submitted({ eligibility: failing(99, name) });
    expect(await office.outcome()).toMatchObject({ status: 'FAILED', error: name });
    expect((await office.outcome()).cause).toContain('CheckEligibility');
    expect(office.log()).toHaveLength(calls);
  });

  test('of a decision nobody foresaw fails the execution', async () => {
    await submitted();
    await office.decide('district-review', { decision: 'maybe' });
    expect(await office.outcome()).toMatchObject({
      status: 'FAILED',
      error: 'UnexpectedAnswer',
      cause: 'nothing leads on from decision maybe',
    });
  });
});

test('a restart of the machine room loses no waiting application', async () => {
  await submitted({ 'task-escalate': { decision: 'wait', deadline: day(20) } });
  await office.bench.restart();
  await office.toDay(11);
  expect(office.opened('district-review')).toBe(2);
  await office.decide('district-review', { decision: 'recommended' });
  expect(await status()).toBe('SUCCEEDED');
});
