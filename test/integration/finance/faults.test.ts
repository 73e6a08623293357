import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOpen, keep, Told } from '../../../infra/local/finance/books.ts';
import { openLedger } from '../../../infra/local/finance/ledger.ts';
import { instruction } from './desk.ts';

const AT = '2025-12-21T01:00:00.000Z';
const KINDS = ['hold', 'release', 'cancel'] as const;
type Kind = (typeof KINDS)[number];

/** An instruction, and what was said about it in this order; nothing is said after a cancellation. */
const payment = fc
  .array(fc.constantFrom<Kind>(...KINDS), { maxLength: 3 })
  .map((said) => said.slice(0, said.indexOf('cancel') < 0 ? undefined : said.indexOf('cancel') + 1));

function eventsOf(no: number, said: Kind[]): object[] {
  const told = instruction(no);
  const { disbursementId, roundId, awardId, payeeUscc, amountFen } = told.data;
  const about = { disbursementId, roundId, awardId, payeeUscc, amountFen };
  const common = { specversion: '1.0', source: 'awards', time: AT, type: 'awards.disbursement.directed.v1' };
  return [
    told,
    ...said.map((directive, i) => {
      const id = `${disbursementId}.d${i + 1}`;
      return { ...common, id, data: { directiveId: id, no: i + 1, directive, ...about } };
    }),
  ];
}

/** What happens to the office: a message comes, again or out of its turn; or it settles; or all is sent from the start. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('from-the-start' as const), pick: fc.nat() }) },
);

test('over 1,000 runs of messages that come twice, late, out of order and all again, each is answered once, and stays so', () => {
  const run = (said: Kind[][], steps: { do: 'deliver' | 'settle' | 'from-the-start'; pick: number }[]) => {
    const ledger = openLedger(':memory:');
    const events = said.flatMap((own, no) => eventsOf(no, own));
    const paid = new Map<string, number>();
    const take = (event: object | undefined, replay = false) => {
      if (event === undefined) return;
      const marked = replay ? { ...event, replayid: 'r-1', replaytime: AT } : event;
      expect(keep(ledger, Told.parse(marked), AT)).not.toBe('contradicts');
    };
    const settle = () =>
      answerOpen(
        ledger,
        ({ disbursementId }) => {
          paid.set(disbursementId, (paid.get(disbursementId) ?? 0) + 1);
          return { outcome: 'paid' };
        },
        AT,
      );
    const answers = () => new Map(ledger.unsent().map((one) => [one.id, JSON.stringify(one.detail)]));
    for (const one of steps) {
      const before = answers();
      if (one.do === 'deliver') take(events[one.pick % Math.max(1, events.length)]);
      else if (one.do === 'settle') settle();
      else for (const event of events) take(event, true);
      for (const [id, text] of before) expect(answers().get(id)).toBe(text);
    }
    // Whatever was lost on the way comes again: the queue and the outbox see to that.
    for (const event of events) take(event);
    settle();
    for (const [no, own] of said.entries()) {
      const { disbursementId } = instruction(no).data;
      const standing = ledger.standing().find((one) => one.instruction.disbursementId === disbursementId);
      const times = paid.get(disbursementId) ?? 0;
      expect(times).toBeLessThanOrEqual(1);
      // Asked of the bank means paid; and what nobody had to stop in time is paid, cancelled or waits as was said last.
      const last = own.at(-1);
      const outcome = standing?.answer?.outcome ?? null;
      if (times === 1) expect(outcome).toBe('paid');
      else expect(outcome).toBe(last === 'cancel' ? 'cancelled' : null);
      if (times === 0) expect(['cancel', 'hold']).toContain(last);
      if (!steps.some((one) => one.do === 'settle') && (last === 'cancel' || last === 'hold')) expect(times).toBe(0);
    }
    ledger.close();
  };
  fc.assert(fc.property(fc.array(payment, { minLength: 1, maxLength: 4 }), fc.array(step, { maxLength: 25 }), run), {
    numRuns: 1000,
    seed: 20251221,
  });
});
