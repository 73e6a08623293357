import { describe, expect, test } from 'vitest';
import { explained } from '../../../infra/cli/errors.ts';
import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { drawPanels } from '../../../shared/domain/panels.ts';
import { type RankInput, type Ranking, rankRound } from '../../../shared/domain/ranking.ts';
import { aggregate, checkSheet } from '../../../shared/domain/scoring.ts';
import { assemble } from '../../../shared/export/assemble.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { RoundExport } from '../../../shared/export/schema.ts';
import { exportText } from '../../../shared/export/text.ts';
import { parsePolicy } from '../../../shared/policy/check.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { loadPolicy } from '../../../shared/store/policies.ts';
import { expertRow, policy, policyWith } from '../domain/fixtures.ts';
import { makeRound } from '../export/round.ts';

/**
 * What does not add up on the way from sheets to places, and what becomes of it. Where a person is asked instead (too few
 * experts, everybody recused, too few sheets, a tie), the flow is in `test/integration/flows/scoring.test.ts`.
 */
const entry = (id: string, total: string): RankInput => ({
  ...{ applicationId: id, uscc: id, total, resultsPoints: '20', digitalPoints: null, servedCount: null },
  acceptedOn: null,
});
const rank = (inputs: RankInput[], of: Policy = policy): Ranking =>
  rankRound({
    policy: of,
    categories: { 'benchmark-enterprise': inputs, 'service-provider': [], 'solution-product': [], 'chain-case': [] },
    decisions: {},
  })['benchmark-enterprise'];
const states = ({ places }: Ranking) => places.map(({ state }) => state);
const twoPlaces = policyWith((p) => {
  p.categories['benchmark-enterprise'].quota.value = 2;
});

describe('a category', () => {
  test.each<[string, RankInput[], Ranking['places'][number]['state'][], Ranking['tie']]>([
    ['with no applications', [], [], null],
    ['with one that passes', [entry('a', '60')], ['shortlisted'], null],
    ['with one that does not', [entry('a', '599/10')], ['below-pass'], null],
    ['of equals that all have a place', [entry('a', '80'), entry('b', '80')], ['shortlisted', 'shortlisted'], null],
    [
      'of equals that are too many, which stops for the panel',
      [entry('c', '80'), entry('a', '80'), entry('b', '80')],
      ['tied-across-cut', 'tied-across-cut', 'tied-across-cut'],
      { applicationIds: ['a', 'b', 'c'], placesLeft: 2 },
    ],
    ['of equals that do not pass', [entry('a', '0'), entry('b', '0')], ['below-pass', 'below-pass'], null],
  ])('%s', (_, inputs, expected, tie) => {
    const ranking = rank(inputs, twoPlaces);
    expect(states(ranking)).toEqual(expected);
    expect(ranking.tie).toEqual(tie);
  });

  test.each(['', 'NaN', '80.5', '1/0', 'Infinity', '8e1', '--1', '1/-2'])('with the total “%s” is refused', (total) => {
    expect(() => rank([entry('a', '80'), entry('b', total)])).toThrow(RangeError);
  });

  test.each([0, -1, 0.5, Number.NaN, '2', null])('never has %s places: the policy is refused before', (quota) => {
    const odd = { ...policy, categories: { ...policy.categories } };
    const own = policy.categories['chain-case'];
    const changed = { ...own, quota: { ...own.quota, value: quota } };
    const result = parsePolicy({ ...odd, categories: { ...odd.categories, 'chain-case': changed } });
    const faults = result.ok ? [] : result.faults;
    expect(faults.map(({ path }) => path)).toEqual(['categories.chain-case.quota.value']);
    expect(faults[0]).toMatchObject({
      code: expect.stringMatching(/^policy\.field-(range|type)$/),
      message: expect.stringMatching(/[一-鿿]/),
    });
  });
});

describe('a panel', () => {
  const application = { applicationId: 'a', category: 'chain-case' as const, uscc: 'U', industry: null, fields: [] };
  const drawn = (count: number, conflictUsccs: string[] = []) =>
    drawPanels({
      ...{ policy, roundId: 'qd-2025', seed: 's', applications: [{ ...application, conflictUsccs }] },
      experts: Array.from({ length: count }, (_, n) => expertRow(n, { employerUscc: conflictUsccs[0] ?? null })),
      legalPersons: new Map(),
    });

  test.each([
    ['no experts at all', drawn(0), 0, '专家库共 0 人，每组需 5 人'],
    ['one expert too few', drawn(4), 4, '可用 4 人，还差 1 人'],
    [
      'experts who all have to stand aside',
      drawn(9, ['91370200MA3G00001X']),
      0,
      '9 人因任职单位与申报主体或其关联单位相同须回避',
    ],
  ])('with %s is not drawn, and says what is lacking', (_, draw, available, reason) => {
    expect(draw).toMatchObject({ ok: false, shortages: [{ applicationId: 'a', needed: 5, available }] });
    expect(draw.ok ? [] : draw.shortages.flatMap(({ reasons }) => reasons)).toEqual(
      expect.arrayContaining([expect.stringContaining(reason)]),
    );
  });

  test('whose experts all stood aside has no total: nothing is made up', () => {
    expect(() => aggregate(policy, 'chain-case', [], [])).toThrow('no score sheet');
  });
});

describe('a sheet', () => {
  const [item] = policy.categories['chain-case'].indicators.flatMap(({ items }) => items);
  const code = item?.code ?? '';
  const full = Object.fromEntries(
    policy.categories['chain-case'].indicators.flatMap(({ items }) => items.map((one) => [one.code, one.points * 10])),
  );

  test.each<[string, unknown, string, string]>([
    ['beyond the most', (item?.points ?? 0) * 10 + 5, 'sheet.out-of-range', '分之间'],
    ['below nothing', -5, 'sheet.out-of-range', '分之间'],
    ['between the steps', 3, 'sheet.off-step', '分为单位'],
    ['of half a tenth', 0.5, 'sheet.not-a-number', '不是数字'],
    ['NaN', Number.NaN, 'sheet.not-a-number', '不是数字'],
    ['without end', Number.POSITIVE_INFINITY, 'sheet.not-a-number', '不是数字'],
    ['that is text', '10', 'sheet.not-a-number', '不是数字'],
    ['that is null', null, 'sheet.not-a-number', '不是数字'],
    ['left out', undefined, 'sheet.item-missing', '尚未打分'],
  ])('with points %s is refused with its code, and not added up', (_, points, fault, words) => {
    // What a sheet should be is what the type says; this is what somebody may send.
    const items = { ...full, [code]: points } as Record<string, number>;
    const faults = checkSheet(policy, 'chain-case', [], items);
    expect(faults).toMatchObject([{ item: code, code: fault, message: expect.stringContaining(words) }]);
    expect(() => aggregate(policy, 'chain-case', [], [{ seat: 1, items }])).toThrow(`${fault} ${code}`);
  });

  test('with points for what formulas decide, or for nothing there is, is refused', () => {
    for (const extra of ['charm', '__proto__x', 'constructor']) {
      const items = { ...full, [extra]: 10 };
      expect(() => aggregate(policy, 'chain-case', [], [{ seat: 1, items }])).toThrow(`sheet.item-unknown ${extra}`);
    }
  });

  test('that is unfit leaves its application without a place, and all others as they were', () => {
    const exported = assemble(makeRound());
    const [sheet] = exported.sheets;
    if (sheet === undefined) throw new Error('no sheet');
    sheet.pointsByItem[Object.keys(sheet.pointsByItem)[0] ?? ''] = 10_000;
    const { agrees, differences } = recompute(exported);
    expect(agrees).toBe(false);
    expect(differences).toContainEqual(
      expect.stringMatching(`${sheet.applicationId} 的评分表无法合计：.*out-of-range`),
    );
  });

  test('with what is no whole number is no part of an export', () => {
    const text = exportText(assemble(makeRound()));
    for (const odd of ['1.5', '"10"', 'null', '-5', '1e400']) {
      const changed: unknown = JSON.parse(text.replace(/("pointsByItem": \{\s*"[a-z-]+": )\d+/, `$1${odd}`));
      expect([odd, RoundExport.safeParse(changed).success]).toEqual([odd, false]);
    }
  });
});

describe('a policy that was changed after the first score', () => {
  const changed = policyWith((p) => {
    p.scoring.value.passMarkTenths = 500;
  });
  const pinned = sha256Hex(canonicalJson(policy));

  test('is not used: what is kept under the pinned hash must have it', async () => {
    const kept = (found: Policy) => ({ readJson: async () => found });
    await expect(loadPolicy(kept(changed), pinned)).rejects.toThrow('policy.changed');
    await expect(loadPolicy(kept(changed), pinned).catch(explained)).resolves.toMatchObject({
      code: 'policy.changed',
      message: expect.stringContaining('启动后方案不得更改'),
    });
    expect(await loadPolicy(kept(policy), pinned)).toEqual(policy);
  });

  test('is found in an export', () => {
    const exported = assemble(makeRound());
    exported.policy.scoring.value.passMarkTenths = 500;
    expect(recompute(exported).differences).toContainEqual(expect.stringMatching(/^方案与承诺：方案哈希记录为/));
  });
});
