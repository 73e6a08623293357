import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificate, certificateHash, type Evidence, inputOf } from '../../../shared/domain/certificate.ts';
import { rankRound } from '../../../shared/domain/ranking.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import { Certificate } from '../../../shared/schemas/certificate.ts';
import { policyWith, versions } from './fixtures.ts';

const ROUND = 'qingdao-2025';
const id = (n: number, letter = 'b') => `${ROUND}.${letter}.${String(n).padStart(16, '0')}`;
const input = (n: number, total: string, change: Partial<Evidence> = {}): Evidence => ({
  applicationId: id(n),
  uscc: `U-${n}`,
  total,
  resultsPoints: '20',
  digitalPoints: null,
  servedCount: null,
  acceptedOn: null,
  auto: [{ code: 'digital-level', points: '12' }],
  sheets: [1, 2, 3].map((seat) => ({ seat, pointsByItem: { planning: 10 * seat } })),
  ...change,
});

interface Asked {
  inputs: Evidence[];
  quota: number;
  order?: string[];
  category?: Category;
  /** Who won in the category before. */
  winners?: Evidence[];
}

function certified({ inputs, quota, order = [], category = 'benchmark-enterprise', winners = [] }: Asked): Certificate {
  const policy = policyWith((p) => {
    p.categories[category].quota.value = quota;
    p.providerMayWinInSeveral.value = winners.length === 0;
  });
  const none = { 'benchmark-enterprise': [], 'service-provider': winners, 'solution-product': [], 'chain-case': [] };
  const ranking = rankRound({
    policy,
    categories: { ...none, [category]: inputs },
    decisions: { [category]: order },
  })[category];
  const pinned = { roundId: ROUND, policy, policyHash: 'a'.repeat(64), registers: versions };
  return certificate({ ...pinned, category, inputs: inputs.map(inputOf), ranking, panelOrder: order });
}
const told = ({ places }: Certificate) =>
  places.map((place) => `${place.rank} ${Number(place.applicationId.slice(-4))} ${place.state} ${place.apartBy}`);
const cut = ({ cut: own }: Certificate) => [own.why, own.lastIn, own.firstOut, own.exactMissing, own.placesLeft];

describe('the certificate of a ranking (五(三))', () => {
  it('is whole: policy, registers, inputs, quota, line, and every place in order', () => {
    const made = certified({ inputs: [input(1, '70'), input(2, '251/3')], quota: 1 });
    expect(Certificate.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      policy: { id: 'qingdao-2025', hash: 'a'.repeat(64) },
      registers: { pilots: 'pilots-v3' },
      exactPassMark: '60',
      tieBreaks: ['results-indicator', 'digital-level', 'earlier-acceptance'],
      ...{ quota: 1, exactCutOff: '251/3', inputs: { applications: 2, sheets: 6 } },
    });
    expect(told(made)).toEqual(['1 2 shortlisted null', '2 1 reserve total']);
    expect(made.sha256).toBe(certificateHash(made));
  });

  it('names the step of the chain that puts each place behind the one above', () => {
    const dated = (n: number, acceptedOn: string, change: Partial<Evidence> = {}) =>
      input(n, '80', { acceptedOn, digitalPoints: '10', ...change });
    const made = certified({
      inputs: [
        input(1, '81'),
        dated(2, '2025-03-01', { resultsPoints: '30' }),
        dated(3, '2025-03-01', { digitalPoints: '11' }),
        dated(4, '2025-01-01'),
        dated(5, '2025-03-01'),
        dated(6, '2025-03-01'),
        dated(7, '2025-04-01'),
      ],
      quota: 3,
    });
    expect(told(made)).toEqual([
      '1 1 shortlisted null',
      '2 2 shortlisted total',
      '3 3 shortlisted results-indicator',
      '4 4 reserve digital-level',
      '5 5 reserve earlier-acceptance',
      '5 6 reserve equal',
      '7 7 reserve earlier-acceptance',
    ]);
    expect(cut(made)).toEqual(['digital-level', id(3), id(4), '0', 0]);
  });

  it.each<[string, Asked, unknown[]]>([
    ['nobody', { inputs: [], quota: 2 }, ['all-in', null, null, null, 2]],
    ['one who is in', { inputs: [input(1, '60')], quota: 2 }, ['all-in', id(1), null, null, 1]],
    ['one who does not pass', { inputs: [input(1, '599/10')], quota: 1 }, ['below-pass', null, id(1), '1/10', 1]],
    [
      'a total that is lower by a third',
      { inputs: [input(1, '80'), input(2, '239/3')], quota: 1 },
      ['total', id(1), id(2), '1/3', 0],
    ],
    [
      'equals across the line',
      { inputs: [input(1, '80'), input(2, '80'), input(3, '70')], quota: 1 },
      ['tied', null, id(1), null, 1],
    ],
    [
      'equals that the panel has put in order',
      { inputs: [input(1, '80'), input(2, '80')], quota: 1, order: [id(2), id(1)] },
      ['panel-decision', id(2), id(1), '0', 0],
    ],
    [
      'places left, and only somebody who won before',
      {
        inputs: [input(3, '80', { uscc: 'U-9' })],
        quota: 2,
        category: 'solution-product',
        winners: [input(9, '90')],
      },
      ['excluded', null, id(3), null, 2],
    ],
  ])('says why the line lies where it lies: %s', (_, asked, expected) => {
    expect(cut(certified(asked))).toEqual(expected);
  });

  it('takes the first difference in the chain, whoever stands between who cannot win', () => {
    const at = (n: number, change: Partial<Evidence>) => input(n, '80', { servedCount: 9, ...change });
    const made = certified({
      inputs: [at(1, {}), at(2, { servedCount: 8, uscc: 'U-9' }), at(3, { resultsPoints: '19', servedCount: 20 })],
      ...{ quota: 1, category: 'chain-case', winners: [input(9, '90')] },
    });
    expect(told(made).map((line) => line.split(' ')[2])).toContain('excluded');
    expect(cut(made)).toEqual(['results-indicator', id(1), id(3), '0', 0]);
  });

  it('changes with any of its inputs, and with nothing else', () => {
    const inputs = [input(1, '70'), input(2, '80'), input(3, '75')];
    const { sha256 } = certified({ inputs, quota: 2 });
    const [one, ...others] = inputs.map((own) => ({ ...own, sheets: own.sheets.toReversed() }));
    if (one === undefined) throw new Error('no input');
    expect(certified({ inputs: [...others, one], quota: 2 }).sha256).toBe(sha256);
    const changed: Partial<Evidence>[] = [
      ...[{ uscc: 'U-8' }, { resultsPoints: '21' }, { digitalPoints: '1' }, { servedCount: 3 }],
      ...[{ acceptedOn: '2025-01-01' }, { auto: [{ code: 'digital-level', points: '13' }] }],
      { sheets: one.sheets.map(({ seat }) => ({ seat, pointsByItem: { planning: 10 } })) },
    ];
    for (const change of changed)
      expect(certified({ inputs: [{ ...one, ...change }, ...others], quota: 2 }).sha256).not.toBe(sha256);
    expect(certified({ inputs, quota: 1 }).sha256).not.toBe(sha256);
  });

  it('has every place of any ranking, each with a reason but the first', () => {
    const entries = fc.array(fc.tuple(fc.constantFrom('59', '60', '80'), fc.constantFrom('1', '2')), { maxLength: 9 });
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 9 }), (list, quota) => {
        const inputs = list.map(([total, resultsPoints], n) => input(n, total, { resultsPoints }));
        const made = certified({ inputs, quota });
        expect(Certificate.parse(made)).toEqual(made);
        expect(made.places.map(({ apartBy }) => apartBy === null)).toEqual(inputs.map((_, n) => n === 0));
        const out = made.places.filter(({ state }) => state !== 'shortlisted');
        expect(made.cut.firstOut === null).toBe(out.length === 0);
      }),
    );
  });

  it('is refused where a place has no input', () => {
    const made = { places: [], tie: null, quota: 1, cutOff: null };
    const policy = policyWith(() => {});
    const place = { rank: 1, applicationId: id(1), total: '80', shown: '80.00', decidedBy: null };
    const asked = { roundId: ROUND, policy, policyHash: 'a'.repeat(64), registers: versions, inputs: [] };
    const ranking = { ...made, places: [{ ...place, state: 'shortlisted' as const }] };
    expect(() => certificate({ ...asked, category: 'chain-case', ranking, panelOrder: [] })).toThrow('no input');
  });
});
