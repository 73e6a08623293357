import { describe, expect, test } from 'vitest';
import { legalPersons } from '../../../shared/domain/panels/candidates.ts';
import { sameNames, tryPanels } from '../../../shared/domain/panels/dry-run.ts';
import { drawPanels, type PanelApplication } from '../../../shared/domain/panels.ts';
import type { ExpertRow } from '../../../shared/schemas/registers.ts';
import { expertRow, other, policy } from './fixtures.ts';

const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
const application = (n: number, change: Partial<PanelApplication> = {}): PanelApplication => ({
  applicationId: `qingdao-2025.b.${String(n).padStart(16, '0')}`,
  category: 'benchmark-enterprise',
  uscc: other(1000 + n),
  conflictUsccs: [other(1000 + n), other(2000 + n)],
  industry: null,
  fields: [],
  ...change,
});
const led = new Map();
const input = (applications: PanelApplication[], experts: ExpertRow[]) => ({
  ...{ policy, roundId: 'qingdao-2025', applications, experts, legalPersons: led },
});

test('loads and fit are what any draw has, whatever its seed', () => {
  const experts = many(9, (i) =>
    expertRow(i, i < 4 ? { industries: ['auto-parts'], maxPanels: 4 } : { fields: ['operations'] }),
  );
  const applications = many(7, (i) =>
    application(i, i === 0 ? {} : { industry: 'auto-parts', fields: i < 4 ? ['operations'] : [] }),
  );
  const trial = tryPanels(input(applications, experts));
  expect(trial).toMatchObject({ applications: 7, experts: 9, seats: 35, shortages: [] });
  expect(Object.values(trial.fit).reduce((sum, one) => sum + one, 0)).toBe(35);
  expect(trial.fit.unmatchable).toBe(5);
  for (const seed of ['real', 'another']) {
    const draw = drawPanels({ ...input(applications, experts), seed });
    if (!draw.ok) throw new Error('no panels');
    const loads = Object.values(draw.loads).toSorted((a, b) => a - b);
    expect(trial.loads.flatMap(({ panels, experts: n }) => Array(n).fill(panels))).toEqual(loads);
    const byId = new Map(applications.map((one) => [one.applicationId, one]));
    const matches = Object.entries(draw.panels).flatMap(([id, panel]) =>
      panel.map((e) => {
        const [row, one] = [experts.find(({ expertId }) => expertId === e), byId.get(id)];
        return (
          Number(row?.industries.includes(one?.industry ?? '') === true) +
          Number(one?.fields.some((f) => row?.fields.includes(f)) === true)
        );
      }),
    );
    const total = matches.reduce((sum, one) => sum + one, 0);
    // Nobody here matches both, and whoever matches one of two fits in part.
    const matched = trial.fit.all + trial.fit.some;
    expect(matched).toBe(total);
  }
});

test('a draw that is short says what is missing and what would help', () => {
  const trial = tryPanels(
    input(
      [application(1)],
      many(3, (i) => expertRow(i)),
    ),
  );
  expect(trial.loads).toEqual([]);
  expect(trial.shortages).toMatchObject([
    { needed: 5, available: 3, reasons: expect.arrayContaining([expect.stringContaining('请补充专家库')]) },
  ]);
});

describe('an equal name', () => {
  const one = application(1);
  const hash = (mark: string, of: string) => `${mark.repeat(8)}.${of.repeat(64)}`;
  const partner = other(2001);
  const flagged = (change: Partial<ExpertRow>, idHash: string | undefined, uscc = one.uscc) => {
    const experts = [expertRow(1, change), expertRow(2)];
    const legal = legalPersons([{ uscc, legalPersonIdHash: idHash }]);
    return sameNames([{ uscc, expertIds: ['e001'], idHash }], {
      applications: [one, application(2)],
      experts,
      legalPersons: legal,
    });
  };
  test.each<[string, Partial<ExpertRow>, string | undefined]>([
    ['with no ids at all', {}, undefined],
    ['with the id of the expert alone', { idHash: hash('a', '1') }, undefined],
    ['with the id of the representative alone', {}, hash('a', '1')],
    ['with ids under different keys', { idHash: hash('a', '1') }, hash('b', '1')],
  ])('is to be looked at %s', (_name, change, idHash) => {
    expect(flagged(change, idHash)).toEqual([{ applicationId: one.applicationId, expertId: 'e001', uscc: one.uscc }]);
  });

  test('counts for everybody whom an application concerns', () => {
    expect(flagged({}, undefined, partner)).toEqual([
      { applicationId: one.applicationId, expertId: 'e001', uscc: partner },
    ]);
    expect(flagged({}, undefined, other(9))).toEqual([]);
  });

  test.each<[string, Partial<ExpertRow>, string | undefined]>([
    ['with other ids: these are two persons', { idHash: hash('a', '1') }, hash('a', '2')],
    ['with equal ids: that is a conflict', { idHash: hash('a', '1') }, hash('a', '1')],
    ['of somebody who was cleared', { clearedUsccs: [one.uscc] }, undefined],
    ['of somebody who is barred in any case', { relatedUsccs: [one.uscc] }, undefined],
  ])('is not looked at %s', (_name, change, idHash) => {
    expect(flagged(change, idHash)).toEqual([]);
  });
});
