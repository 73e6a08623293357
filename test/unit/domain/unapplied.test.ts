import { describe, expect, test } from 'vitest';
import { canBeReminded, districtFirms, type FirmsInput } from '../../../shared/domain/unapplied.ts';
import type { PilotRow, ProviderRow } from '../../../shared/schemas/registers.ts';
import { policy as POLICY } from './fixtures.ts';

const { from, to } = POLICY.implementationPeriod.value;
const [here = '', there = ''] = POLICY.districts.map(({ code }) => code);
const pilot = (uscc: string, change: Partial<PilotRow> = {}): PilotRow => ({
  ...{
    uscc,
    name: `企业${uscc}`,
    district: here,
    industry: 'x',
    levelBefore: 0,
    passed: true,
    level: 2,
    pointsScore: 600,
  },
  ...{ grades: {} as PilotRow['grades'], investmentFen: 0, batch: 1, acceptedOn: from, providerUscc: null },
  ...change,
});
const provider = (uscc: string, change: Partial<ProviderRow> = {}): ProviderRow => ({
  ...{ uscc, name: `服务商${uscc}`, type: 'integrator', presence: 'entity', district: here },
  ...change,
});
const slot = (category: FirmsInput['slots'][number]['category'], uscc: string) => ({
  ...{ applicationId: `a.${uscc}.${category}`, category, uscc, name: uscc, applicationNo: 1 },
});
const look = (input: Partial<FirmsInput>) =>
  districtFirms({
    ...{ policy: POLICY, district: here, pilots: [], providers: [], slots: [], applied: new Set<string>() },
    ...input,
  });
const named = (input: Partial<FirmsInput>) =>
  look(input).unapplied.map(({ category, uscc, slot }) => `${category} ${uscc}${slot === null ? ' uninvited' : ''}`);

describe('二(一): a pilot that may apply', () => {
  test.each<[string, Partial<PilotRow>, boolean]>([
    ['accepted at level 2 on the first day', {}, true],
    ['on the last day', { acceptedOn: to }, true],
    ['of a level above', { level: 4 }, true],
    ['not passed', { passed: false }, false],
    ['of level 1', { level: 1 }, false],
    ['accepted after the period', { acceptedOn: '2099-01-01' }, false],
    ['accepted before it', { acceptedOn: '2001-01-01' }, false],
    ['of another district', { district: there }, false],
  ])('%s', (_, change, listed) => {
    expect(named({ pilots: [pilot('1', change)] })).toEqual(listed ? ['benchmark-enterprise 1 uninvited'] : []);
  });
});

describe('二(二): a provider that may apply', () => {
  const served = (n: number) =>
    Array.from({ length: n }, (_, i) => pilot(`s${i}`, { district: there, providerUscc: 'p' }));
  test.each<[string, Partial<ProviderRow>, number, boolean]>([
    ['enough served', {}, 5, true],
    ['one too few', {}, 4, false],
    ['with a resident team', { presence: 'resident-team' }, 5, true],
    ['not in the city', { presence: 'none' }, 5, false],
    ['of another district', { district: there }, 5, false],
    ['of no known district', { district: null }, 5, false],
  ])('%s', (_, change, count, listed) => {
    const found = named({ pilots: served(count), providers: [provider('p', change)] });
    expect(found).toEqual(listed ? ['service-provider p uninvited'] : []);
  });
});

test('who was invited is listed once, who applied is not, and who may not apply is counted only', () => {
  const pilots = [pilot('1'), pilot('2'), pilot('3', { level: 1 }), pilot('4', { district: there }), pilot('5')];
  const slots = ['1', '2', '3', '4'].map((uscc) => slot('benchmark-enterprise', uscc));
  const applied = new Set(['a.1.benchmark-enterprise']);
  const pool = [provider('p')];
  const more = [...slots, slot('chain-case', 'p'), slot('solution-product', 'q')];
  expect(look({ pilots, slots: more, applied, providers: pool })).toMatchObject({ applied: 1, ineligible: 1 });
  expect(named({ pilots, slots: more, applied, providers: pool })).toEqual([
    'benchmark-enterprise 2',
    'benchmark-enterprise 5 uninvited',
    'chain-case p',
  ]);
});

test.each<[string, object | null, boolean]>([
  ['nobody invited it', null, false],
  ['its letter has still to leave', {}, false],
  ['its letter left a day ago', { mailedAt: '2025-11-04T01:00:00.000Z' }, true],
  ['its letter left a moment later', { mailedAt: '2025-11-04T01:00:00.001Z' }, false],
  ['another one is about to leave', { mailedAt: '2025-11-01T01:00:00.000Z', outbox: 'mail' }, false],
])('reminded or not: %s', (_, change, able) => {
  const own = change === null ? null : { ...slot('chain-case', 'p'), ...change };
  const firm = { category: 'chain-case' as const, uscc: 'p', name: 'p', slot: own };
  expect(canBeReminded(firm, '2025-11-05T01:00:00.000Z')).toBe(able);
});
