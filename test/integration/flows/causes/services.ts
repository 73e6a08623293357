/** What fails, refuses or lags. */
import { expect } from 'vitest';
import type { Cause, World } from './cause.ts';

const BURST = 120;

/** So many requests at once; gives how often each status was answered. */
async function burst({ flows }: World, path: string, init: RequestInit = {}): Promise<Record<number, number>> {
  const url = `${flows.output('ApiUrl')}${path}`;
  const answers = await Promise.all(Array.from({ length: BURST }, () => fetch(url, { redirect: 'manual', ...init })));
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const failingFunction: Cause = {
  title: 'a function that fails',
  rings: ['eligibility-errors'],
  make: ({ flows, named }) =>
    expect(
      flows.invoke(named('eligibility'), { roundId: 'nowhere', applicationId: 'nowhere.b.0123456789abcdef' }),
    ).rejects.toThrow(),
  mend: ({ wait }) => wait(6),
};

export const pagesRefused: Cause = {
  title: 'pages that are not answered',
  rings: ['api-errors', 'functions-throttled'],
  make: async (world) => {
    await world.refuseCalls('web');
    expect(await burst(world, '/healthz')).toEqual({ 503: BURST });
  },
  mend: async (world) => {
    await world.letCalls('web');
    expect(await burst(world, '/healthz')).toEqual({ 200: BURST });
    await world.wait(6);
  },
};

export const tooFast: Cause = {
  title: 'more requests for codes than the route lets through',
  rings: ['api-throttled'],
  make: async (world) => {
    const counts = await burst(world, '/code/send', { method: 'POST', body: new URLSearchParams({}) });
    expect(counts[429]).toBeGreaterThan(20);
  },
  mend: ({ wait }) => wait(6),
};

export const throttledFunction: Cause = {
  title: 'a function that may run no more often',
  rings: ['functions-throttled'],
  make: async ({ flows, refuseCalls, named }) => {
    await refuseCalls('payee');
    await expect(flows.invoke(named('payee'), {})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  },
  mend: async ({ letCalls, wait }) => {
    await letCalls('payee');
    await wait(6);
  },
};

export const stoppedStream: Cause = {
  title: 'letters that wait because nobody may read the stream for them',
  rings: ['publisher-stream-age', 'functions-throttled', 'outbox-lag'],
  make: async ({ flows, people: { later }, refuseCalls, wait, ringing }) => {
    await refuseCalls('publisher');
    await flows.upload(later.applicationId, later.zip());
    await wait(14);
    // It is asked again in real time.
    await expect.poll(ringing, { timeout: 60_000 }).toEqual(['functions-throttled']);
    // A quarter of an hour, and the five minutes in which somebody looks for what did not leave.
    await wait(7);
  },
  mend: async ({ flows, people: { later }, letCalls, wait }) => {
    const review = `${later.applicationId}~district.1`;
    expect(flows.mailsAbout(review)).toEqual([]);
    await letCalls('publisher');
    // Its retries are nobody's work until it may run again.
    await expect.poll(() => flows.mailsAbout(review).length, { timeout: 60_000 }).toBe(1);
    await flows.cloud.idle();
    await wait(11);
  },
};
