import { describe, expect, it } from 'vitest';
import { districtOf } from '../../../shared/domain/district.ts';
import { assessEligibility, type EligibilityInput } from '../../../shared/domain/eligibility.ts';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import { Finding } from '../../../shared/schemas/findings.ts';
import type { AccidentRow, DishonestyRow } from '../../../shared/schemas/registers.ts';
import {
  chainManifest,
  claims,
  ENTERPRISE,
  eligible,
  enterpriseManifest,
  other,
  PROVIDER,
  pilotRow,
  policyWith,
  providerManifest,
  providerRow,
  served,
  solutionManifest,
  WRONG_CODE,
} from './fixtures.ts';

const outcomes = (input: EligibilityInput) => new Map(assessEligibility(input).map((f) => [f.rule, f.outcome]));
/** Rules that did not pass. */
const flagged = (input: EligibilityInput) =>
  Object.fromEntries([...outcomes(input)].filter(([, outcome]) => outcome !== 'pass'));
const evidence = (input: EligibilityInput, rule: string) =>
  assessEligibility(input).find((f) => f.rule === rule)?.evidence;
const found = (pilots: ReturnType<typeof served>) => pilots.map((p) => ({ ...p, found: true as const }));

describe('who meets every condition', () => {
  it.each(CATEGORIES)('passes every rule of %s, each a complete finding with its clause', (category) => {
    const findings = assessEligibility(eligible(category));
    expect(findings.map((f) => f.outcome)).toEqual(findings.map(() => 'pass'));
    for (const finding of findings) {
      expect(Finding.parse(finding)).toEqual(finding);
      expect(finding.clause).toMatch(/^(二|三|四|五)|GB 32100/);
      if (finding.register) {
        expect(finding.register.version).toBe(`${finding.register.kind}-v3`);
        expect(finding.evidence).toContain(`版本 ${finding.register.kind}-v3`);
      }
    }
  });

  it.each(CATEGORIES)('lists the same rules for %s when no register knows the applicant', (category) => {
    const all = [...outcomes(eligible(category)).keys()];
    const unknown = eligible(category, { pilot: null, provider: null, servedPilots: [], claimedPilots: [] });
    expect([...outcomes(unknown).keys()]).toEqual(all);
  });
});

describe('common conditions (二, last paragraph)', () => {
  const accident = (change: Partial<AccidentRow>): AccidentRow => ({
    uscc: ENTERPRISE,
    happenedOn: '2024-05-01',
    kind: 'safety',
    major: true,
    ...change,
  });

  it.each([
    ['a major safety accident', {}, 'fail'],
    ['a major network security accident', { kind: 'network-security' }, 'fail'],
    ['a major data security accident', { kind: 'data-security' }, 'fail'],
    ['one that was not major', { major: false }, 'pass'],
    ['one on the day of the call', { happenedOn: '2025-11-03' }, 'fail'],
    ['one the day after the call', { happenedOn: '2025-11-04' }, 'pass'],
    ['one three years ago to the day', { happenedOn: '2022-11-03' }, 'fail'],
    ['one a day before that', { happenedOn: '2022-11-02' }, 'pass'],
    ['one of somebody else', { uscc: other(9) }, 'pass'],
  ] as const)('accidents: %s', (_, change, outcome) => {
    const input = eligible('benchmark-enterprise', { accidents: [accident(change)] });
    expect(outcomes(input).get('common.accident-free')).toBe(outcome);
  });

  it('counts three years back from 29 February to 28 February', () => {
    const input = (happenedOn: string) =>
      eligible('benchmark-enterprise', { callDate: '2024-02-29', accidents: [accident({ happenedOn })] });
    expect(outcomes(input('2021-02-28')).get('common.accident-free')).toBe('fail');
    expect(outcomes(input('2021-02-27')).get('common.accident-free')).toBe('pass');
  });

  it('takes the number of years from the policy', () => {
    const policy = policyWith((p) => {
      p.commonConditions.value.accidentFreeYears = 1;
    });
    const input = eligible('benchmark-enterprise', { policy, accidents: [accident({ happenedOn: '2024-05-01' })] });
    expect(outcomes(input).get('common.accident-free')).toBe('pass');
  });

  const listing = (change: Partial<DishonestyRow>): DishonestyRow => ({
    uscc: PROVIDER,
    listedOn: '2025-01-10',
    removedOn: null,
    authority: '某市市场监管局',
    ...change,
  });

  it.each([
    ['listed and never removed', {}, 'fail'],
    ['removed after the call', { removedOn: '2025-11-04' }, 'fail'],
    ['removed on the day of the call', { removedOn: '2025-11-03' }, 'pass'],
    ['removed before the call', { removedOn: '2025-06-01' }, 'pass'],
    ['listed on the day of the call', { listedOn: '2025-11-03' }, 'fail'],
    ['listed after the call', { listedOn: '2025-11-04' }, 'pass'],
    ['somebody else listed', { uscc: other(9) }, 'pass'],
  ] as const)('joint dishonesty: %s', (_, change, outcome) => {
    const input = eligible('service-provider', { dishonesty: [listing(change)] });
    expect(outcomes(input).get('common.not-dishonest')).toBe(outcome);
  });

  it('leaves a wrong check character to a person, who may let it stand', () => {
    const manifest = { ...enterpriseManifest, uscc: WRONG_CODE };
    const input = eligible('benchmark-enterprise', { manifest, pilot: pilotRow({ uscc: WRONG_CODE }) });
    expect(flagged(input)).toEqual({ 'common.credit-code': 'needs-person' });
    const usccOverride = { at: '2025-11-20T02:00:00.000Z', reason: '执照原件与登记一致' };
    expect(flagged({ ...input, usccOverride })).toEqual({});
    expect(evidence({ ...input, usccOverride }, 'common.credit-code')).toBe(
      `${WRONG_CODE} 校验码不符；已由审查人员于 2025-11-20 核对原件确认，理由：执照原件与登记一致`,
    );
  });
});

describe('benchmark enterprise (二(一))', () => {
  it.each([
    ['not accepted', { passed: false }, { 'enterprise.accepted': 'fail' }],
    [
      'level 1 with 75 points: the score does not make the level',
      { level: 1, pointsScore: 750 },
      {
        'enterprise.level': 'fail',
        'enterprise.declared-level': 'needs-person',
        'enterprise.computed-level': 'needs-person',
      },
    ],
    ['accepted before the period', { acceptedOn: '2023-12-28' }, { 'enterprise.period': 'fail' }],
    ['accepted on its first day', { acceptedOn: '2023-12-29' }, {}],
    ['accepted on its last day', { acceptedOn: '2025-12-31' }, {}],
    ['accepted after it', { acceptedOn: '2026-01-01' }, { 'enterprise.period': 'fail' }],
    [
      'a level above the declared one, and above what its grades give',
      { level: 3 },
      { 'enterprise.declared-level': 'needs-person', 'enterprise.computed-level': 'needs-person' },
    ],
    [
      'another investment',
      { investmentFen: 59_999_999 },
      { 'enterprise.declared-investment': 'needs-person', 'enterprise.invoices-total': 'needs-person' },
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(flagged(eligible('benchmark-enterprise', { pilot: pilotRow(change) }))).toEqual(expected);
  });

  it('fails who is no pilot, and leaves what hangs on the register to a person', () => {
    expect(flagged(eligible('benchmark-enterprise', { pilot: null }))).toEqual({
      'enterprise.pilot': 'fail',
      'enterprise.accepted': 'needs-person',
      'enterprise.level': 'needs-person',
      'enterprise.period': 'needs-person',
      'enterprise.computed-level': 'needs-person',
      'enterprise.declared-level': 'needs-person',
      'enterprise.declared-investment': 'needs-person',
      'enterprise.invoices-total': 'needs-person',
    });
  });

  it('says by how much the declared investment differs', () => {
    const input = eligible('benchmark-enterprise', { pilot: pilotRow({ investmentFen: 45_000_050 }) });
    expect(evidence(input, 'enterprise.declared-investment')).toBe(
      '据试点企业验收台账（版本 pilots-v3）：申报 600,000 元，验收认定 450,000.50 元，申报多 149,999.50 元，以验收认定为准',
    );
  });

  it('takes the least level from the policy', () => {
    const policy = policyWith((p) => {
      p.categories['benchmark-enterprise'].eligibility.value.minLevel = 3;
    });
    expect(flagged(eligible('benchmark-enterprise', { policy }))).toEqual({ 'enterprise.level': 'fail' });
  });
});

describe('service provider (二(二))', () => {
  it('fails who is not in the pool', () => {
    expect(flagged(eligible('service-provider', { provider: null }))).toEqual({
      'provider.pool': 'fail',
      'provider.presence': 'needs-person',
    });
  });

  it.each([
    ['entity', {}],
    ['resident-team', {}],
    ['none', { 'provider.presence': 'fail' }],
  ] as const)('in the city by: %s', (presence, expected) => {
    expect(flagged(eligible('service-provider', { provider: providerRow({ presence }) }))).toEqual(expected);
  });

  const withServed = (pilots: ReturnType<typeof served>) =>
    eligible('service-provider', {
      manifest: { ...providerManifest, served: claims(pilots) },
      servedPilots: pilots,
      claimedPilots: found(pilots),
    });

  it('asks for five that passed: five do, four do not', () => {
    expect(outcomes(withServed(served(5))).get('provider.served')).toBe('pass');
    expect(outcomes(withServed(served(4))).get('provider.served')).toBe('fail');
  });

  it.each([
    ['did not pass', { passed: false }, '未通过验收 1 家'],
    ['passed outside the period', { acceptedOn: '2026-01-05' }, '验收不在实施期内 1 家'],
  ] as const)('does not count the fifth when it %s, and shows the claim', (_, change, sentence) => {
    const pilots = served(5).map((p, i) => (i === 4 ? { ...p, ...change } : p));
    expect(flagged(withServed(pilots))).toEqual({
      'provider.served': 'fail',
      'provider.claimed-served': 'needs-person',
    });
    expect(evidence(withServed(pilots), 'provider.claimed-served')).toContain(sentence);
  });

  it.each([
    ['an enterprise that is no pilot', [{ uscc: other(80), name: '路人厂' }], '不是试点企业 1 家（路人厂）'],
    [
      'an enterprise that another provider served',
      [{ uscc: other(81), name: '邻家厂' }],
      '登记的服务商不是申报主体 1 家（邻家厂）',
    ],
    ['an enterprise twice', [{ uscc: other(1), name: '试点1' }], '重复填报 1 条'],
  ])('shows the claim of %s, and counts by the register', (_, extra, sentence) => {
    const input = eligible('service-provider', {
      manifest: { ...providerManifest, served: [...claims(served(6)), ...extra] },
      claimedPilots: [
        ...found(served(6)),
        { uscc: other(80), found: false },
        { ...pilotRow({ uscc: other(81), providerUscc: other(7) }), found: true },
      ],
    });
    expect(flagged(input)).toEqual({ 'provider.claimed-served': 'needs-person' });
    expect(evidence(input, 'provider.claimed-served')).toContain(sentence);
  });

  it('shows what the register has and the claim has not', () => {
    const input = eligible('service-provider', { servedPilots: served(7) });
    expect(flagged(input)).toEqual({ 'provider.claimed-served': 'needs-person' });
    expect(evidence(input, 'provider.claimed-served')).toContain('台账有而申报未列 1 家（试点7）');
  });
});

describe('solution (二(三)) and chain case (二(四))', () => {
  it.each([
    ['solution-product', 'solution.pool'],
    ['chain-case', 'chain.pool'],
  ] as const)('%s: fails who is not in the pool', (category, rule) => {
    expect(flagged(eligible(category, { provider: null }))).toEqual({ [rule]: 'fail' });
  });

  it.each([
    ['solution-product', 'solution.landed', solutionManifest],
    ['chain-case', 'chain.landed', chainManifest],
  ] as const)('%s: landed at pilots only, at some, at none', (category, rule, manifest) => {
    const stranger = { uscc: other(80), name: '路人厂' };
    const landedAt = (landed: { uscc: string; name: string }[]) =>
      flagged(eligible(category, { manifest: { ...manifest, landed } }));
    expect(landedAt(claims(served(1)))).toEqual({});
    expect(landedAt([...claims(served(1)), stranger])).toEqual({ [rule]: 'needs-person' });
    expect(landedAt([stranger])).toEqual({ [rule]: 'fail' });
  });

  it.each([
    ['solution-product', 'solution.landed-by-applicant'],
    ['chain-case', 'chain.landed-by-applicant'],
  ] as const)('%s: shows pilots that another provider served by the register', (category, rule) => {
    const claimedPilots = found(served(2)).map((pilot, i) => (i === 0 ? { ...pilot, providerUscc: other(7) } : pilot));
    const input = eligible(category, { claimedPilots });
    expect(flagged(input)).toEqual({ [rule]: 'needs-person' });
    expect(evidence(input, rule)).toContain('落地试点企业 2 家，其中 1 家登记的服务商不是申报主体：试点1');
  });

  it('fails a solution without link or scenario', () => {
    for (const change of [{ links: [] }, { scenarios: [] }]) {
      const manifest = { ...solutionManifest, ...change };
      expect(flagged(eligible('solution-product', { manifest }))).toEqual({ 'solution.scenarios': 'fail' });
    }
  });

  it('fails a chain case that names nobody but itself', () => {
    for (const partners of [[], [{ uscc: PROVIDER, name: '自己', relation: 'park' as const }]]) {
      const manifest = { ...chainManifest, partners };
      expect(flagged(eligible('chain-case', { manifest }))).toEqual({ 'chain.partners': 'fail' });
    }
  });
});

describe('the district that reviews (五(二))', () => {
  const pilot = pilotRow({ district: '370283' });
  const provider = providerRow({ district: '370202' });

  it('is the enterprise’s by the pilots register, the provider’s by the pool', () => {
    expect(districtOf(enterpriseManifest, pilot, provider)).toBe('370283');
    expect(districtOf(providerManifest, pilot, provider)).toBe('370202');
    expect(districtOf(solutionManifest, null, provider)).toBe('370202');
    expect(districtOf(chainManifest, null, provider)).toBe('370202');
  });

  it('is unknown where no register has it', () => {
    expect(districtOf(enterpriseManifest, null, provider)).toBeNull();
    expect(districtOf(providerManifest, pilot, null)).toBeNull();
    expect(districtOf(chainManifest, null, providerRow({ district: null }))).toBeNull();
  });
});
