import { describe, expect, it } from 'vitest';
import { assessEligibility, type EligibilityInput } from '../../../shared/domain/eligibility.ts';
import { eligible, enterpriseManifest, pilotRow } from './fixtures.ts';

/** What is compared beside the conditions of section two: when it came, what else was entered, the invoices. */
const outcomes = (input: EligibilityInput) => new Map(assessEligibility(input).map((f) => [f.rule, f.outcome]));
const flagged = (input: EligibilityInput) =>
  Object.fromEntries([...outcomes(input)].filter(([, outcome]) => outcome !== 'pass'));
const evidence = (input: EligibilityInput, rule: string) =>
  assessEligibility(input).find((f) => f.rule === rule)?.evidence;

describe('the window of the call (五(一))', () => {
  it.each([
    ['at its very opening', '2025-11-03T01:00:00.000Z', false, 'pass'],
    ['at its very end, the grace counted', '2025-11-28T09:15:00.000Z', false, 'pass'],
    ['a moment after', '2025-11-28T09:15:00.001Z', false, 'needs-person'],
    ['before it', '2025-11-03T00:59:59.999Z', false, 'needs-person'],
    ['after it, in answer to a correction', '2025-12-03T02:00:00.000Z', true, 'pass'],
  ] as const)('%s', (_, receivedAt, answersCorrection, outcome) => {
    const input = eligible('chain-case', { receivedAt, answersCorrection });
    expect(outcomes(input).get('common.window')).toBe(outcome);
  });

  it('shows the times as the clock in the city has them', () => {
    expect(evidence(eligible('chain-case'), 'common.window')).toBe(
      '2025-11-12 11:00 收到，申报期 2025-11-03 09:00 至 2025-11-28 17:15（北京时间，含宽限）',
    );
  });
});

describe('one entry for each applicant (四)', () => {
  const otherEntries = [{ applicationNo: 2, title: '另一项' }];

  it.each([
    ['benchmark-enterprise', { 'common.entered-once': 'needs-person' }],
    ['service-provider', { 'common.entered-once': 'needs-person' }],
    // A provider may enter several solutions and cases.
    ['solution-product', {}],
    ['chain-case', {}],
  ] as const)('%s, entered twice', (category, expected) => {
    expect(flagged(eligible(category, { otherEntries }))).toEqual(expected);
  });

  it('names the other entries by their numbers', () => {
    const input = eligible('service-provider', { otherEntries });
    expect(evidence(input, 'common.entered-once')).toBe('除本项（申报序号 1）外另有：申报序号 2');
  });
});

describe('invoices (三(一)2)', () => {
  const invoice = (number: string, issuedOn = '2025-01-15', amountFen = 30_000_000) => ({
    number,
    issuedOn,
    amountFen,
  });
  const withInvoices = (...invoices: ReturnType<typeof invoice>[]) =>
    eligible('benchmark-enterprise', { manifest: { ...enterpriseManifest, invoices } });

  it.each([
    [
      'on the first and the last day of the period',
      [invoice('100001', '2023-12-29'), invoice('100002', '2025-12-31')],
      {},
    ],
    [
      'a day before it',
      [invoice('100001', '2023-12-28'), invoice('100002')],
      { 'enterprise.invoices-period': 'needs-person' },
    ],
    [
      'a day after it',
      [invoice('100001'), invoice('100002', '2026-01-01')],
      { 'enterprise.invoices-period': 'needs-person' },
    ],
    [
      'one written in two ways',
      [invoice('3702a-100001'), invoice('3702A100001')],
      { 'enterprise.invoices-once': 'needs-person' },
    ],
    ['none', [], { 'enterprise.invoices-total': 'needs-person' }],
    [
      'one fen too much',
      [invoice('100001'), invoice('100002', '2025-01-15', 30_000_001)],
      { 'enterprise.invoices-total': 'needs-person' },
    ],
  ])('%s', (_, invoices, expected) => {
    expect(flagged(withInvoices(...invoices))).toEqual(expected);
  });

  it('names an invoice by its place and the end of its number', () => {
    const input = withInvoices(invoice('25372000000012345678'), invoice('25372000000087654321', '2026-02-01'));
    expect(evidence(input, 'enterprise.invoices-period')).toBe(
      '填报发票 2 张，实施期 2023-12-29 至 2025-12-31，不在期内 1 张：第 2 张（尾号 4321）',
    );
  });
});

describe('the level that acceptance stated (三(一)1)', () => {
  const three = { ...pilotRow().grades };
  for (const scenario of ['product-design', 'marketing', 'quality', 'equipment', 'scheduling'] as const)
    three[scenario] = 3;
  it.each([
    ['a score just under the threshold', { pointsScore: 399 }, 1],
    ['the score of level 3 with the grades of level 2', { pointsScore: 750 }, 2],
    ['too few grades at level 3', { pointsScore: 750, grades: three }, 2],
    ['no grade at all', { grades: Object.fromEntries(Object.keys(three).map((s) => [s, 0])) as typeof three }, 0],
  ] as const)('computes the level from score and grades: %s', (_, change, computed) => {
    const input = eligible('benchmark-enterprise', { pilot: pilotRow(change) });
    expect(outcomes(input).get('enterprise.computed-level')).toBe(computed === 2 ? 'pass' : 'needs-person');
    expect(evidence(input, 'enterprise.computed-level')).toContain(`按方案所列门槛为 ${computed} 级，验收认定 2 级`);
  });
});
