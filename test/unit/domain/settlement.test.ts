import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../../shared/domain/settlement.ts';

type Input = Parameters<typeof reconcile>[0];

const a1 = { awardId: 'a1', amountFen: 30_000_000 };
const a2 = { awardId: 'a2', amountFen: 20_000_000 };
const d1 = { ...a1, disbursementId: 'd1' };
const d2 = { ...a2, disbursementId: 'd2' };
const paid = { outcome: 'paid' } as const;
const good: Input = {
  list: [a1, a2],
  plan: [a1, a2],
  events: [d1, d2],
  received: [d1, d2],
  settled: [
    { ...d1, ...paid },
    { ...d2, ...paid },
  ],
};
const differences = (change: Partial<Input>) => reconcile({ ...good, ...change }).differences;

describe('list = plan = events = received = settled (五(五))', () => {
  it('agrees when every award was paid once, in full', () => {
    const { agrees, rows } = reconcile(good);
    expect(agrees).toBe(true);
    expect(rows.map((r) => `${r.name} ${r.count} ${r.fen}`)).toEqual([
      '公布名单 2 50000000',
      '拨付方案 2 50000000',
      '拨付指令 2 50000000',
      '财务接收 2 50000000',
      '已支付 2 50000000',
      '退票 0 0',
    ]);
  });

  it('agrees when a failed payment was paid by a later attempt, the sums without the failed one', () => {
    const again = { ...a2, disbursementId: 'd2-2' };
    const { agrees, rows } = reconcile({
      ...good,
      events: [d1, d2, again],
      received: [d1, d2, again],
      settled: [
        { ...d1, ...paid },
        { ...d2, outcome: 'failed' },
        { ...again, ...paid },
      ],
    });
    expect(agrees).toBe(true);
    expect(rows.map((r) => r.fen)).toEqual([5e7, 5e7, 5e7, 5e7, 5e7, 2e7]);
  });

  const again = { ...a2, disbursementId: 'd2-2' };
  const calledOff: Input = {
    ...good,
    events: [d1, d2],
    received: [d1, d2],
    settled: [
      { ...d1, ...paid },
      { ...d2, outcome: 'cancelled' },
    ],
  };

  it('agrees when a payment was called off and made anew', () => {
    const { agrees, rows } = reconcile({
      ...calledOff,
      events: [d1, d2, again],
      received: [d1, d2, again],
      settled: [...calledOff.settled, { ...again, ...paid }],
    });
    expect(agrees).toBe(true);
    expect(rows.map((r) => `${r.name} ${r.count} ${r.fen}`).slice(2)).toEqual([
      '拨付指令 2 50000000',
      '财务接收 2 50000000',
      '已支付 2 50000000',
      '退票 0 0',
      '撤销拨付 1 20000000',
    ]);
  });

  it('agrees when an award ended unpaid by order, which stands in a row of its own; and not without the order', () => {
    const { agrees, rows } = reconcile({ ...calledOff, ended: [d2] });
    expect(agrees).toBe(true);
    expect(rows.map((r) => `${r.name} ${r.count} ${r.fen}`).slice(3)).toEqual([
      '财务接收 2 50000000',
      '已支付 1 30000000',
      '退票 0 0',
      '撤销拨付 1 20000000',
      '终止的奖项 1 20000000',
    ]);
    expect(reconcile(calledOff).differences).toEqual(['奖项 a2 应支付 200,000 元，已支付 0 元']);
    expect(differences({ ended: [d2] })).toEqual(['奖项 a2 已终止，却支付了 200,000 元']);
  });

  it('has what is asked back beside, and says when it is not what was paid', () => {
    const recovery = { ...d1, recoveredFen: 10_000_000 };
    const { agrees, rows } = reconcile({ ...good, recoveries: [recovery] });
    expect(agrees).toBe(true);
    expect(rows.map((r) => `${r.name} ${r.count} ${r.fen}`).slice(4)).toEqual([
      '已支付 2 50000000',
      '退票 0 0',
      '应追回 1 30000000',
      '已追回 1 10000000',
    ]);
    expect(differences({ recoveries: [{ ...recovery, disbursementId: 'd9' }] })).toEqual([
      '拨付 d9 要求追回，没有支付',
    ]);
    expect(differences({ recoveries: [recovery, recovery] })).toEqual(['拨付 d1 要求追回不止一次']);
    expect(differences({ recoveries: [{ ...recovery, amountFen: 20_000_000, recoveredFen: 25_000_000 }] })).toEqual([
      '拨付 d1 支付 300,000 元，要求追回 200,000 元',
      '拨付 d1 应追回 200,000 元，已追回 250,000 元',
    ]);
  });

  it('agrees without a payment for an award that past subsidies left nothing of', () => {
    const nothing = { awardId: 'a3', amountFen: 0 };
    expect(differences({ list: [a1, a2, nothing], plan: [a1, a2, nothing] })).toEqual([]);
  });

  it('agrees on nothing at all', () => {
    expect(reconcile({ list: [], plan: [], events: [], received: [], settled: [] }).agrees).toBe(true);
  });

  it.each<[string, Partial<Input>, string[]]>([
    [
      'an award missing from the plan',
      { plan: [a1] },
      ['奖项 a2 在公布名单中，拨付方案中没有', '奖项 a2 有拨付指令，拨付方案中没有'],
    ],
    ['an award that is in the plan only', { list: [a1] }, ['奖项 a2 在拨付方案中，公布名单中没有']],
    ['an award listed twice', { list: [a1, a2, a2] }, ['公布名单中 a2 出现 2 次，应为 1 次']],
    [
      'another sum in the list',
      { list: [a1, { ...a2, amountFen: 1 }] },
      ['奖项 a2 公布名单为 0.01 元，拨付方案为 200,000 元'],
    ],
    [
      'an instruction that finance did not receive, and paid all the same',
      { received: [d1] },
      ['拨付 d2（200,000 元）有拨付指令，没有财务接收', '拨付 d2（200,000 元）有结算结果，没有财务接收'],
    ],
    ['an instruction received twice', { received: [d1, d2, d2] }, ['财务接收中 d2 出现 2 次，应为 1 次']],
    [
      'another sum received',
      { received: [d1, { ...d2, amountFen: 100 }] },
      ['拨付 d2 拨付指令为 200,000 元，财务接收为 1 元', '拨付 d2 财务接收为 1 元，结算结果为 200,000 元'],
    ],
    [
      'a payment not settled yet',
      { settled: [{ ...d1, ...paid }] },
      ['拨付 d2（200,000 元）有财务接收，没有结算结果', '奖项 a2 应支付 200,000 元，已支付 0 元'],
    ],
    [
      'a failed payment without a new attempt',
      {
        settled: [
          { ...d1, ...paid },
          { ...d2, outcome: 'failed' },
        ],
      },
      ['奖项 a2 应支付 200,000 元，已支付 0 元'],
    ],
    [
      'an attempt with another sum than the plan, although it failed and a later one was right',
      {
        events: [d1, { ...d2, amountFen: 100 }, { ...d2, disbursementId: 'd3' }],
        received: [d1, { ...d2, amountFen: 100 }, { ...d2, disbursementId: 'd3' }],
        settled: [
          { ...d1, ...paid },
          { ...d2, amountFen: 100, outcome: 'failed' },
          { ...d2, disbursementId: 'd3', ...paid },
        ],
      },
      ['拨付 d2 指令为 1 元，拨付方案为 200,000 元'],
    ],
    [
      'an award paid by two attempts',
      {
        events: [d1, d2, { ...d2, disbursementId: 'd3' }],
        received: [d1, d2, { ...d2, disbursementId: 'd3' }],
        settled: [...good.settled, { ...d2, disbursementId: 'd3', ...paid }],
      },
      ['奖项 a2 支付了 2 次，共 400,000 元'],
    ],
    [
      'a payment booked on another award',
      {
        settled: [
          { ...d1, ...paid },
          { ...d2, awardId: 'a1', ...paid },
        ],
      },
      [
        '拨付 d2 指令属奖项 a2，结算结果属奖项 a1',
        '奖项 a1 支付了 2 次，共 500,000 元',
        '奖项 a2 应支付 200,000 元，已支付 0 元',
      ],
    ],
  ])('says so: %s', (_, change, expected) => {
    expect(differences(change)).toEqual(expected);
  });
});

const complete = fc
  .array(fc.record({ amountFen: fc.integer({ min: 0, max: 50_000_000 }), failures: fc.integer({ min: 0, max: 2 }) }))
  .map((awards): Input => {
    const list = awards.map(({ amountFen }, i) => ({ awardId: `a${i}`, amountFen }));
    const attempts = awards.flatMap(({ amountFen, failures }, i) =>
      Array.from({ length: failures + 1 }, (_, n) => ({
        awardId: `a${i}`,
        amountFen,
        disbursementId: `d${i}-${n}`,
        outcome: n === failures ? ('paid' as const) : ('failed' as const),
      })),
    );
    const instructions = attempts.map(({ outcome: _, ...rest }) => rest);
    return { list, plan: list, events: instructions, received: instructions, settled: attempts };
  });
const stations = ['list', 'plan', 'events', 'received', 'settled'] as const;

describe('any round', () => {
  it('that is complete agrees, with the same sum at each station', () => {
    fc.assert(
      fc.property(complete, (input) => {
        const { agrees, rows } = reconcile(input);
        expect(agrees).toBe(true);
        expect(new Set(rows.slice(0, 5).map((r) => r.fen)).size).toBe(1);
      }),
    );
  });

  it('does not agree once one sum at one station is another, or one record is missing or doubled', () => {
    const changed = fc.tuple(
      complete.filter((i) => i.list.length > 0 && i.list.every((a) => a.amountFen > 0)),
      fc.constantFrom(...stations),
      fc.constantFrom('sum', 'missing', 'doubled'),
      fc.nat(),
    );
    fc.assert(
      fc.property(changed, ([input, station, how, at]) => {
        // Not structuredClone: the stations share their records, and would share the change.
        const copy: Input = JSON.parse(JSON.stringify(input));
        const records: { amountFen: number }[] = copy[station];
        const n = at % records.length;
        const [record] = records.slice(n, n + 1);
        if (how === 'sum' && record) record.amountFen += 1;
        if (how === 'missing') records.splice(n, 1);
        if (how === 'doubled' && record) records.push(structuredClone(record));
        expect(reconcile(copy).agrees).toBe(false);
      }),
    );
  });
});
