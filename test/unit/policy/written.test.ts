import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { parsePolicy } from '../../../shared/policy/check.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { Policy, policyCategories } from '../../../shared/policy/schema.ts';
import { changed } from './changed.ts';
import otherCity from './other-city.json' with { type: 'json' };

describe('the policies that are written', () => {
  it.each([
    ['qingdao-2025', qingdao],
    ['a made-up other city', otherCity],
  ])('%s adds up and is pinned by its content', (_name, json) => {
    const result = parsePolicy(json);
    expect(result).toMatchObject({ ok: true, hash: sha256Hex(canonicalJson(json)) });
  });

  it('has one hash whatever the order of its fields', () => {
    const reordered = Object.fromEntries(Object.entries(qingdao).reverse());
    expect(parsePolicy(reordered)).toEqual(parsePolicy(qingdao));
  });
});

describe('qingdao-2025 says what the work plan says', () => {
  const policy = Policy.parse(qingdao);

  it('has the quotas and sums of section four', () => {
    const [enterprise, ...others] = policyCategories(policy).map(([, { quota, award }]) => [quota.value, award.value]);
    expect(enterprise).toEqual([100, expect.objectContaining({ sharePercent: 50, capFen: 500_000_00 })]);
    expect(others).toEqual([
      [10, { kind: 'fixed', amountFen: 200_000_00 }],
      [40, { kind: 'fixed', amountFen: 100_000_00 }],
      [10, { kind: 'fixed', amountFen: 200_000_00 }],
    ]);
  });

  it('has 5, 4, 5 and 4 indicators, each citing its clause', () => {
    const clauses = policyCategories(policy).map(([, { indicators }]) => indicators.map(({ clause }) => clause));
    const numbered = (section: string, n: number) => Array.from({ length: n }, (_, i) => `三(${section})${i + 1}`);
    expect(clauses).toEqual([numbered('一', 5), numbered('二', 4), numbered('三', 5), numbered('四', 4)]);
  });

  it('asks every expert item with a guide, and marks every default that the plan does not state', () => {
    for (const [, { indicators, tieBreaks, attachments }] of policyCategories(policy)) {
      for (const indicator of indicators) {
        expect(indicator.proposal).toBe(true);
        for (const item of indicator.items) if (item.by === 'expert') expect(item.guide).toMatch(/看/);
      }
      expect([tieBreaks.proposal, attachments.proposal]).toEqual([true, true]);
    }
    const { panel, scoring, correction, notice, objection, implementationPeriod, timeline } = policy;
    for (const rule of [panel, scoring, correction, notice, objection, implementationPeriod, timeline]) {
      expect(rule).toMatchObject({ proposal: true, note: expect.stringContaining('待主管部门确认') });
    }
  });

  it('has ten districts and four sub-industries', () => {
    expect(policy.districts.map(({ code }) => code)).toHaveLength(10);
    expect(policy.industries).toHaveLength(4);
  });
});

describe('whatever stands in the file', () => {
  /** Every place of a JSON value, as a path of keys. */
  const placesIn = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, member]) => [`${path}.${key}`, ...placesIn(member, `${path}.${key}`)])
      : [];
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(0, -1, 1e308, '', '__proto__', '9999-12-31', null, undefined),
  );

  it('gets an answer: a policy as it was written, or faults that name a place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(qingdao)), anything, (place, value) => {
        const json = changed(qingdao, place, value);
        const result = parsePolicy(json);
        if (result.ok) expect(result.hash).toBe(sha256Hex(canonicalJson(json)));
        else expect(result.faults.every(({ path, message }) => path !== '' && message !== '')).toBe(true);
        if (!result.ok) expect(result.faults).not.toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is never taken for a policy when it is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(parsePolicy(json).ok).toBe(false);
      }),
    );
  });
});
