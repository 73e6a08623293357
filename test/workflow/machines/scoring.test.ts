import { afterEach, describe, expect, test } from 'vitest';
import { lambdaError } from '../interpreter/harness.ts';
import { type Answer, day, type Office, openOffice, type Script } from './office.ts';

let office: Office;
afterEach(() => office.close());

const ids = { roundId: 'r1', applicationId: 'a1' };
const seats = (...numbers: number[]) => ({
  seats: numbers.map((seat) => ({ seat, waitId: `seat-${seat}.1`, deadline: day(10) })),
});

async function convened(scripts: Record<string, Script>): Promise<void> {
  office = await openOffice('scoring', { aggregate: { decision: 'aggregated' }, ...scripts });
  await office.begin(ids);
}
/** The function `panels`: these seats to load, these answers to replacements. */
const panel =
  (loads: Answer[], replacements: Answer[] = []) =>
  ({ op }: { op: string }): Answer =>
    (op === 'load' ? loads : replacements).shift() ?? { decision: 'vacant' };
const status = async () => (await office.outcome()).status;
const score = (seat: number) => office.decide(`seat-${seat}.1`, { decision: 'scored' });

describe('a panel', () => {
  test('of five scores, in any order, and the sheets become a total', async () => {
    await convened({ panels: panel([seats(1, 2, 3, 4, 5)]) });
    expect(office.opened('score')).toBe(5);
    const { token: _, ...subject } = office.task('seat-3.1');
    expect(subject).toEqual({ kind: 'score', ...ids, seat: 3, waitId: 'seat-3.1' });
    for (const seat of [4, 2, 5, 1]) await score(seat);
    expect(office.payloads('aggregate')).toEqual([]);
    await score(3);
    expect(office.payloads('aggregate')).toEqual([ids]);
    expect(await office.outcome()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test.each([[[1]], [[]]])('with the open seats %j only', async (open) => {
    await convened({ panels: panel([seats(...open)]) });
    for (const seat of open) await score(seat);
    expect(await status()).toBe('SUCCEEDED');
    expect(office.opened('score')).toBe(open.length);
  });
});

describe('an expert who recuses', () => {
  test('makes room for another with a deadline of their own', async () => {
    const another = { decision: 'assigned', waitId: 'seat-2.2', deadline: day(14) };
    await convened({ panels: panel([seats(1, 2)], [another]), 'task-escalate': { decision: 'replace' } });
    await office.decide('seat-2.1', { decision: 'recused' });
    expect(office.payloads('panels').at(-1)).toEqual({ op: 'replace', ...ids, seat: 2, waitId: 'seat-2.1' });
    await score(1);
    await office.toDay(13);
    expect(office.payloads('task-escalate')).toEqual([]);
    await office.decide('seat-2.2', { decision: 'scored' });
    expect(await status()).toBe('SUCCEEDED');
  });

  test('leaves the seat vacant when nobody is free of conflicts', async () => {
    await convened({ panels: panel([seats(1, 2)]) });
    await office.decide('seat-2.1', { decision: 'recused' });
    await score(1);
    expect(await status()).toBe('SUCCEEDED');
    expect(office.opened('score')).toBe(2);
  });
});

describe('an application that is taken back', () => {
  test('ends when its seats are settled, without a total', async () => {
    await convened({ panels: panel([seats(1, 2, 3)]), aggregate: { decision: 'withdrawn' } });
    await score(1);
    for (const seat of [2, 3]) await office.decide(`seat-${seat}.1`, { decision: 'withdrawn' });
    expect(office.payloads('panels')).toHaveLength(1);
    expect(await office.outcome()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('also while the bureau is asked about too few sheets', async () => {
    const asked = { decision: 'under-minimum', waitId: 'shortage-1', deadline: day(20) };
    await convened({ panels: panel([seats()]), aggregate: asked });
    await office.decide('shortage-1', { decision: 'withdrawn' });
    expect(office.payloads('aggregate')).toHaveLength(1);
    expect(await office.outcome()).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a late seat', () => {
  test('is reminded, then given to another, and the late expert’s sheet does not count', async () => {
    const another = { decision: 'assigned', waitId: 'seat-1.2', deadline: day(20) };
    await convened({
      panels: panel([seats(1, 2)], [another]),
      'task-escalate': [{ decision: 'wait', deadline: day(12) }, { decision: 'replace' }],
    });
    await score(2);
    await office.toDay(10);
    const late = office.task('seat-1.1');
    expect(office.opened('seat-1.1')).toBe(2);
    await office.toDay(12);
    expect(office.payloads('task-escalate')).toEqual([
      { kind: 'score', ...ids, seat: 1, waitId: 'seat-1.1' },
      { kind: 'score', ...ids, seat: 1, waitId: 'seat-1.1' },
    ]);
    expect(await office.decide(late, { decision: 'scored' })).toBe('late');
    await office.decide('seat-1.2', { decision: 'scored' });
    expect(await status()).toBe('SUCCEEDED');
  });

  test('that somebody declares vacant is not waited for', async () => {
    await convened({ panels: panel([seats(1)]) });
    await office.decide('seat-1.1', { decision: 'vacant' });
    expect(await status()).toBe('SUCCEEDED');
  });
});

describe('a sheet that was struck', () => {
  test('has its seat given to another before anything is added up, without anybody being asked', async () => {
    await convened({
      panels: panel([seats(1, 2), seats(2)]),
      aggregate: [{ decision: 'refill' }, { decision: 'aggregated' }],
    });
    await score(1);
    await score(2);
    await score(2);
    expect(office.payloads('aggregate')).toEqual([ids, ids]);
    expect(office.opened('panel-shortage')).toBe(0);
    expect(await status()).toBe('SUCCEEDED');
  });
});

describe('fewer sheets than the minimum', () => {
  const short = { decision: 'under-minimum', waitId: 'a1.shortage.1', deadline: day(15) };

  test('go to a person, who lets them count', async () => {
    await convened({ panels: panel([seats(1)]), aggregate: [short, { decision: 'aggregated' }] });
    await score(1);
    const { token: _, ...subject } = office.task('panel-shortage');
    expect(subject).toEqual({ kind: 'panel-shortage', ...ids, waitId: 'a1.shortage.1' });
    await office.decide('panel-shortage', { decision: 'accept' });
    expect(office.payloads('aggregate')).toEqual([ids, { ...ids, accept: true }]);
    expect(await status()).toBe('SUCCEEDED');
  });

  test('go to a person, who draws again; only the new seats are waited for', async () => {
    await convened({ panels: panel([seats(1), seats(6, 7)]), aggregate: [short, { decision: 'aggregated' }] });
    await score(1);
    await office.decide('panel-shortage', { decision: 'redraw' });
    await score(6);
    await score(7);
    expect(office.payloads('aggregate')).toEqual([ids, ids]);
    expect(await status()).toBe('SUCCEEDED');
  });

  test('wait for the person, with a reminder at each deadline', async () => {
    await convened({
      panels: panel([seats(1)]),
      aggregate: [short, { decision: 'aggregated' }],
      'task-escalate': [
        { decision: 'wait', deadline: day(17) },
        { decision: 'wait', deadline: day(19) },
      ],
    });
    await score(1);
    await office.toDay(18);
    expect(office.opened('panel-shortage')).toBe(3);
    await office.decide('panel-shortage', { decision: 'accept' });
    expect(await status()).toBe('SUCCEEDED');
  });
});

describe('sheets that lie far apart', () => {
  const spread = {
    decision: 'spread',
    looks: [1, 2, 3].map((seat) => ({ seat, waitId: `a1.second-look.${seat}`, deadline: day(14) })),
  };
  const aggregate = [spread, { decision: 'aggregated' }];
  const looked = (seat: number, decision: string) => office.decide(`a1.second-look.${seat}`, { decision });

  test('are looked at by everybody once more, in any order, and added up again', async () => {
    await convened({ panels: panel([seats(1, 2, 3)]), aggregate });
    for (const seat of [1, 2, 3]) await score(seat);
    expect(office.opened('second-look')).toBe(3);
    const { token: _, ...subject } = office.task('a1.second-look.2');
    expect(subject).toEqual({ kind: 'second-look', ...ids, seat: 2, waitId: 'a1.second-look.2' });
    await looked(3, 'revised');
    await looked(1, 'stood');
    expect(office.payloads('aggregate')).toEqual([ids]);
    await looked(2, 'stood');
    expect(office.payloads('aggregate')).toEqual([ids, ids]);
    expect(await status()).toBe('SUCCEEDED');
  });

  test('stand where nobody says anything in time; a deadline that moved is waited for', async () => {
    const answers = [{ decision: 'wait', deadline: day(16) }, { decision: 'lapsed' }];
    await convened({ panels: panel([seats(1)]), aggregate, 'task-escalate': answers });
    await score(1);
    for (const seat of [2, 3]) await looked(seat, 'stood');
    await office.toDay(14);
    expect(office.opened('a1.second-look.1')).toBe(2);
    const late = office.task('a1.second-look.1');
    await office.toDay(16);
    const { token: _, ...subject } = late;
    expect(office.payloads('task-escalate')).toEqual([subject, subject]);
    expect(await office.decide(late, { decision: 'revised' })).toBe('late');
    expect(await status()).toBe('SUCCEEDED');
  });

  test('end with their application, without a total', async () => {
    await convened({ panels: panel([seats(1)]), aggregate: [spread, { decision: 'withdrawn' }] });
    await score(1);
    for (const seat of [1, 2, 3]) await looked(seat, 'withdrawn');
    expect(await status()).toBe('SUCCEEDED');
  });

  test('of too few experts, which a person let count, go to them as well', async () => {
    const short = { decision: 'under-minimum', waitId: 'a1.shortage.1', deadline: day(15) };
    await convened({ panels: panel([seats(1)]), aggregate: [short, spread, { decision: 'aggregated' }] });
    await score(1);
    await office.decide('panel-shortage', { decision: 'accept' });
    for (const seat of [1, 2, 3]) await looked(seat, 'stood');
    expect(office.payloads('aggregate')).toEqual([ids, { ...ids, accept: true }, ids]);
    expect(await status()).toBe('SUCCEEDED');
  });

  test('are not looked at a third time', async () => {
    await convened({ panels: panel([seats(1)]), aggregate: spread });
    await score(1);
    for (const seat of [1, 2, 3]) await looked(seat, 'stood');
    expect(await office.outcome()).toMatchObject({ status: 'FAILED', error: 'UnexpectedAnswer' });
  });
});

describe('trouble', () => {
  test('that passes is tried again', async () => {
    let calls = 0;
    await convened({
      panels: () => {
        calls += 1;
        if (calls < 3) throw lambdaError('Lambda.ServiceException');
        return seats(1);
      },
    });
    expect(office.opened('score')).toBe(1);
    expect(calls).toBe(3);
  });

  test('in one seat fails the execution with its cause, and ends the others’ waits', async () => {
    await convened({ panels: panel([seats(1, 2)], [{ decision: 'assigned' }]) });
    const other = office.task('seat-1.1');
    await office.decide('seat-2.1', { decision: 'abstained' });
    expect(await office.outcome()).toMatchObject({ status: 'FAILED', error: 'UnexpectedAnswer' });
    expect((await office.outcome()).cause).toContain('abstained');
    expect(await office.decide(other, { decision: 'scored' })).toBe('late');
  });
});
