import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LegalPersons, legalPersons } from '../../../shared/domain/panels/candidates.ts';
import { conflictUsccs, drawPanels, type PanelApplication, replaceExpert } from '../../../shared/domain/panels.ts';
import type { PackageManifest } from '../../../shared/schemas/package.ts';
import type { ExpertRow, PilotRow } from '../../../shared/schemas/registers.ts';
import {
  chainManifest,
  ENTERPRISE,
  enterpriseManifest,
  expertRow,
  other,
  PROVIDER,
  pilotRow,
  policy,
  policyWith,
  providerManifest,
  served,
  solutionManifest,
} from './fixtures.ts';

const application = (n: number, change: Partial<PanelApplication> = {}): PanelApplication => ({
  applicationId: `qingdao-2025.b.${String(n).padStart(16, '0')}`,
  category: 'benchmark-enterprise',
  uscc: other(1000 + n),
  conflictUsccs: [other(1000 + n)],
  industry: null,
  fields: [],
  ...change,
});
const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
const draw = (
  applications: PanelApplication[],
  experts: ExpertRow[],
  seed = 'seed',
  of = policy,
  led: LegalPersons = new Map(),
) => drawPanels({ policy: of, roundId: 'qingdao-2025', seed, applications, experts, legalPersons: led });
const drawn = (...args: Parameters<typeof draw>) => {
  const result = draw(...args);
  if (!result.ok) throw new Error(JSON.stringify(result.shortages));
  return result;
};
const spread = (loads: Record<string, number>) => Math.max(...Object.values(loads)) - Math.min(...Object.values(loads));

describe('whose people must not score (回避)', () => {
  it.each<[string, PackageManifest, PilotRow | null, PilotRow[], string[]]>([
    ['an enterprise: itself and its serving provider', enterpriseManifest, pilotRow(), [], [ENTERPRISE, PROVIDER]],
    ['an enterprise that nobody served', enterpriseManifest, pilotRow({ providerUscc: null }), [], [ENTERPRISE]],
    [
      'a provider: itself, whom it served by the register and by its claim',
      { ...providerManifest, served: [{ uscc: other(3), name: '三' }] },
      null,
      served(2),
      [PROVIDER, other(1), other(2), other(3)],
    ],
    [
      'a solution: its provider, whom that served, where it landed',
      { ...solutionManifest, landed: [{ uscc: other(4), name: '四' }] },
      null,
      served(1),
      [PROVIDER, other(1), other(4)],
    ],
    [
      'a chain case: the partners as well',
      { ...chainManifest, landed: [{ uscc: other(4), name: '四' }] },
      null,
      served(1),
      [PROVIDER, other(1), other(4), other(50), other(51)],
    ],
  ])('%s', (_, manifest, pilot, servedPilots, expected) => {
    expect(conflictUsccs(manifest, pilot, servedPilots)).toEqual(expected.sort());
  });
});

describe('the draw', () => {
  it('fills every panel with five different experts, loads one apart at most', () => {
    const { panels, loads } = drawn(
      many(37, (i) => application(i)),
      many(12, (i) => expertRow(i)),
    );
    expect(Object.keys(panels)).toHaveLength(37);
    for (const panel of Object.values(panels)) expect(new Set(panel).size).toBe(5);
    expect(Object.values(loads).reduce((a, b) => a + b, 0)).toBe(37 * 5);
    expect(spread(loads)).toBe(1);
  });

  it('depends on the seed and not on the order of the input', () => {
    const applications = many(20, (i) => application(i));
    const experts = many(15, (i) => expertRow(i));
    const first = draw(applications, experts);
    expect(draw(applications.toReversed(), experts.toReversed())).toEqual(first);
    expect(draw(applications, experts, 'another')).not.toEqual(first);
  });

  it('never seats two of one employer, known by code or by name', () => {
    const experts = [
      expertRow(1, { employer: '海洋大学', employerUscc: other(60) }),
      expertRow(2, { employer: ' 海洋 大学', employerUscc: null }),
      expertRow(3, { employer: '海洋大学（崂山）', employerUscc: other(60) }),
      ...many(4, (i) => expertRow(10 + i)),
    ];
    const { panels } = drawn(
      many(30, (i) => application(i)),
      experts,
    );
    for (const panel of Object.values(panels)) {
      expect(panel.filter((id) => ['e001', 'e002', 'e003'].includes(id))).toHaveLength(1);
    }
  });

  it('seats colleagues where the policy allows it', () => {
    const of = policyWith((p) => {
      p.panel.value.distinctEmployers = false;
    });
    const experts = many(5, (i) => expertRow(i, { employer: '海洋大学' }));
    expect(drawn([application(1)], experts, 'seed', of).panels[application(1).applicationId]).toHaveLength(5);
    expect(draw([application(1)], experts).ok).toBe(false);
  });

  it('keeps out who is employed or related, also by an employer whose code only a colleague’s row has', () => {
    const uscc = other(62);
    const against = many(20, (i) => application(i, { uscc, conflictUsccs: [other(60), other(61)] }));
    const experts = [
      expertRow(1, { employerUscc: other(60), employer: '甲厂' }),
      expertRow(2, { employer: '甲厂' }),
      expertRow(3, { relatedUsccs: [other(61)] }),
      expertRow(4, { relatedUsccs: [uscc] }),
      ...many(6, (i) => expertRow(10 + i)),
    ];
    const { loads } = drawn(against, experts);
    expect(Object.keys(loads).filter((id) => loads[id] === 0)).toEqual(['e001', 'e002', 'e003', 'e004']);
  });

  it('takes experts of the industry or field first, where the loads allow', () => {
    const experts = many(20, (i) => expertRow(i, i < 5 ? { industries: ['auto-parts'] } : {}));
    const { panels } = drawn([application(1, { industry: 'auto-parts' })], experts);
    expect(Object.values(panels)[0]?.toSorted()).toEqual(['e000', 'e001', 'e002', 'e003', 'e004']);
  });

  it('evens out loads through a chain of replacements', () => {
    // Ten applications may only take experts 0 to 5, ten any of the twelve: the free ones leave the first six alone.
    const experts = many(12, (i) => expertRow(i, i < 6 ? {} : { relatedUsccs: [other(70)] }));
    const applications = many(20, (i) => application(i, i < 10 ? { conflictUsccs: [other(70)] } : {}));
    const { loads } = drawn(applications, experts);
    expect(spread(loads)).toBeLessThanOrEqual(1);
  });

  it('explains in Chinese why a panel cannot be filled', () => {
    const experts = [
      expertRow(1, { employerUscc: other(60) }),
      expertRow(2, { relatedUsccs: [other(61)] }),
      expertRow(3, { employer: '同一所' }),
      expertRow(4, { employer: '同一所' }),
      ...many(3, (i) => expertRow(10 + i)),
    ];
    const short = application(1, { conflictUsccs: [other(60), other(61)] });
    expect(draw([short, application(2)], experts)).toEqual({
      ok: false,
      shortages: [
        {
          applicationId: short.applicationId,
          needed: 5,
          available: 4,
          reasons: [
            '专家库共 7 人，每组需 5 人',
            '1 人因任职单位与申报主体或其关联单位相同须回避',
            '1 人因申报的利害关系须回避',
            '其余 5 人分属 4 个单位，同一单位只能抽取 1 人',
            '可用 4 人，还差 1 人：请补充专家库，或由主管部门调整评审组人数',
          ],
        },
      ],
    });
  });

  it('asks nobody for more than the register says, and evens out the rest', () => {
    const experts = many(12, (i) => expertRow(i, i < 2 ? { maxPanels: i } : {}));
    const { loads } = drawn(
      many(20, (i) => application(i)),
      experts,
    );
    expect([loads['e000'], loads['e001']]).toEqual([0, 1]);
    const rest = Object.values(loads).slice(2);
    expect(Math.max(...rest) - Math.min(...rest)).toBe(1);
  });

  it('seats who was cleared, whatever employer or relation say', () => {
    const uscc = other(80);
    const against = { employerUscc: uscc, relatedUsccs: [other(81)] };
    const experts = [...many(4, (i) => expertRow(i)), expertRow(4, { ...against, clearedUsccs: [uscc, other(81)] })];
    const asked = application(1, { uscc, conflictUsccs: [uscc, other(81)] });
    expect(drawn([asked], experts).loads['e004']).toBe(1);
    const half = experts.map((row) => (row.expertId === 'e004' ? { ...row, clearedUsccs: [uscc] } : row));
    expect(draw([asked], half).ok).toBe(false);
  });

  it('says whose bounds are too low, for which applications, and by how much', () => {
    // Nine may only take the first six experts, who take no more than seven each; the others are free for all.
    const experts = many(12, (i) => expertRow(i, i < 6 ? { maxPanels: 7 } : { relatedUsccs: [other(70)] }));
    const bound = many(9, (i) => application(i, { conflictUsccs: [other(70)] }));
    const free = many(5, (i) => application(20 + i));
    const result = draw([...bound, ...free], experts);
    if (result.ok) throw new Error('drawn');
    expect(result.shortages.map((s) => s.applicationId)).toEqual(bound.map((a) => a.applicationId));
    expect(new Set(result.shortages.map((s) => s.reasons.join('；')))).toEqual(
      new Set([
        '这 9 件申报至少有 45 个席位只能由同一批 6 位专家承担；他们的评审件数上限合计 42 件，还差 3 件；' +
          '请将其中专家的上限合计提高至少 3 件，或补充可评审这些申报的其他单位专家 1 人以上，或核实须回避的单位',
      ]),
    );
    expect(draw(bound.slice(0, 8), experts).ok).toBe(true);
  });

  it('draws nothing for nobody', () => {
    expect(draw([], [])).toEqual({ ok: true, panels: {}, loads: {}, prices: {} });
  });
});

const ofSize = (size: number) =>
  policyWith((p) => {
    p.panel.value.size = size;
  });

/** Small worlds with many conflicts: employers are shared, every expert is related to some applicants. */
const world = fc
  .record({
    experts: fc.array(
      fc.record({ employer: fc.integer({ min: 0, max: 6 }), related: fc.uniqueArray(fc.integer({ min: 0, max: 7 })) }),
      { minLength: 3, maxLength: 12 },
    ),
    applications: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 10 }),
    size: fc.integer({ min: 1, max: 3 }),
    seed: fc.string(),
  })
  .map(({ experts, applications, size, seed }) => ({
    seed,
    size,
    experts: experts.map((e, i) =>
      expertRow(i, { employer: `单位${e.employer}`, relatedUsccs: e.related.map((n) => other(n)) }),
    ),
    applications: applications.map((n, i) => application(i, { uscc: other(n), conflictUsccs: [other(n)] })),
  }));

describe('any draw', () => {
  it('seats nobody conflicted and no two of one employer, or names exactly who lacks experts', () => {
    fc.assert(
      fc.property(world, ({ size, seed, experts, applications }) => {
        const free = (a: PanelApplication) => experts.filter((e) => !e.relatedUsccs.includes(a.uscc));
        const employers = (some: ExpertRow[]) => new Set(some.map((e) => e.employer)).size;
        const lacking = applications.filter((a) => employers(free(a)) < size).map((a) => a.applicationId);
        const result = draw(applications, experts, seed, ofSize(size));
        expect(result.ok ? [] : result.shortages.map((s) => s.applicationId)).toEqual(lacking.sort());
        if (!result.ok) return;
        for (const a of applications) {
          const members = experts.filter((e) => result.panels[a.applicationId]?.includes(e.expertId));
          expect(members).toHaveLength(size);
          expect(employers(members)).toBe(size);
          for (const m of members) expect(free(a)).toContain(m);
        }
        for (const e of experts) {
          const seats = Object.values(result.panels).filter((p) => p.includes(e.expertId)).length;
          expect(result.loads[e.expertId]).toBe(seats);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is as even as the conditions allow: no other set of panels has a smaller sum of squared loads', () => {
    const tiny = world.filter((w) => w.applications.length <= 4 && w.experts.length <= 6 && w.size <= 2);
    fc.assert(
      fc.property(tiny, ({ size, seed, experts, applications }) => {
        const result = draw(applications, experts, seed, ofSize(size));
        fc.pre(result.ok);
        const squares = Object.values(result.loads).reduce((s, l) => s + l * l, 0);
        expect(squares).toBe(leastSquares(applications, experts, size));
      }),
      { numRuns: 200 },
    );
  });
});

/** By trying every set of panels. */
function leastSquares(applications: PanelApplication[], experts: ExpertRow[], size: number): number {
  const loads = experts.map(() => 0);
  const visit = (a: number): number => {
    const current = applications[a];
    if (current === undefined) return loads.reduce((s, l) => s + l * l, 0);
    const free = experts.map((e, i) => [e, i] as const).filter(([e]) => !e.relatedUsccs.includes(current.uscc));
    let best = Number.POSITIVE_INFINITY;
    for (const panel of combinations(free, size)) {
      if (new Set(panel.map(([e]) => e.employer)).size < size) continue;
      for (const [, i] of panel) loads[i] = (loads[i] ?? 0) + 1;
      best = Math.min(best, visit(a + 1));
      for (const [, i] of panel) loads[i] = (loads[i] ?? 0) - 1;
    }
    return best;
  };
  return visit(0);
}

function combinations<T>(all: T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((one, i) => combinations(all.slice(i + 1), size - 1).map((rest) => [one, ...rest]));
}

describe('whoever represents a firm by law', () => {
  const uscc = other(1001);
  const partner = other(1002);
  const hash = (mark: string, of: string) => `${mark.repeat(8)}.${of.repeat(64)}`;
  const asked = application(1, { uscc, conflictUsccs: [uscc, partner] });
  const led = legalPersons([
    { uscc, legalPersonIdHash: hash('a', '1') },
    { uscc: partner, legalPersonIdHash: hash('a', '2') },
    { uscc: other(1003), legalPersonIdHash: hash('a', '3') },
    { uscc: other(1004) },
  ]);
  it.each<[string, Partial<ExpertRow>, boolean]>([
    ['of the applicant, by the hash of the id', { idHash: hash('a', '1') }, true],
    ['of somebody behind the application, by the hash of the id', { idHash: hash('a', '2') }, true],
    ['of the applicant, by its own word', { legalPersonOf: [uscc] }, true],
    ['of the applicant, though an officer cleared it', { idHash: hash('a', '1'), clearedUsccs: [uscc] }, true],
    [
      'of the applicant by its own word, though an officer cleared it',
      { legalPersonOf: [uscc], clearedUsccs: [uscc] },
      true,
    ],
    ['of somebody whom the application does not concern', { idHash: hash('a', '3') }, false],
    ['of nobody: the same hash under the mark of another key', { idHash: hash('b', '1') }, false],
    ['of nobody: another id', { idHash: hash('a', '4') }, false],
    ['of nobody: no id is known', {}, false],
  ])('%s', (_name, change, out) => {
    const experts = [...many(5, (i) => expertRow(i)), expertRow(5, change), expertRow(6, { maxPanels: 0 })];
    const five = (rows: ExpertRow[]) => draw([asked], rows, 'seed', policy, led);
    const without = experts.filter(({ expertId }) => expertId !== 'e000');
    expect(five(without).ok).toBe(!out);
    const panel = { panel: ['e000', 'e001', 'e002', 'e003'], excluded: ['e004', 'e006'], loads: {} };
    const next = replaceExpert({ policy, seed: 's', application: asked, ...panel, experts, legalPersons: led });
    expect(next).toBe(out ? null : 'e005');
  });

  it('and of whom a conflict was recorded, are named among the reasons of a shortage', () => {
    const experts = [...many(4, (i) => expertRow(i)), expertRow(4, { idHash: hash('a', '1') }), expertRow(5)];
    const result = draw([{ ...asked, recorded: ['e005'] }], experts, 'seed', policy, led);
    expect(result).toMatchObject({
      ok: false,
      shortages: [
        {
          available: 4,
          reasons: expect.arrayContaining([
            '1 人是申报主体或其关联单位的法定代表人须回避',
            '1 人经记录与本申报有利害关系须回避',
          ]),
        },
      ],
    });
  });
});

describe('a replacement for one seat', () => {
  const base = {
    ...{ policy, seed: 'seed', application: application(1), panel: ['e000', 'e001'], excluded: ['e002'] },
    legalPersons: new Map(),
  };
  const experts = many(6, (i) => expertRow(i));

  it('is the least loaded of those who are free', () => {
    const loads = { e003: 4, e004: 2, e005: 3 };
    expect(replaceExpert({ ...base, experts, loads })).toBe('e004');
    const specialist = experts.map((e) => (e.expertId === 'e005' ? { ...e, industries: ['auto-parts'] } : e));
    const application = { ...base.application, industry: 'auto-parts' };
    expect(replaceExpert({ ...base, application, experts: specialist, loads })).toBe('e004');
    expect(replaceExpert({ ...base, application, experts: specialist, loads: { ...loads, e004: 3 } })).toBe('e005');
  });

  it('is nobody of the panel, nobody who had the seat, no colleague of the panel, nobody conflicted', () => {
    const some = experts.map((e) => {
      if (e.expertId === 'e003') return { ...e, employer: '单位0' };
      return e.expertId === 'e004' ? { ...e, relatedUsccs: [base.application.uscc] } : e;
    });
    expect(replaceExpert({ ...base, experts: some, loads: { e005: 9 } })).toBe('e005');
    expect(replaceExpert({ ...base, excluded: ['e002', 'e005'], experts: some, loads: {} })).toBeNull();
  });

  it('does not depend on the order of the register', () => {
    const again = replaceExpert({ ...base, experts: experts.toReversed(), loads: {} });
    expect(replaceExpert({ ...base, experts, loads: {} })).toBe(again);
  });
});
