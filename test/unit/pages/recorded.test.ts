import { describe, expect, test } from 'vitest';
import { type AutoInput, autoScores } from '../../../shared/domain/auto-scores.ts';
import { awardAmount } from '../../../shared/domain/disbursement.ts';
import { assessEligibility, type EligibilityInput } from '../../../shared/domain/eligibility.ts';
import { flagsOf, type Holder, MOST_COUNTERPARTS } from '../../../shared/domain/flags/compare.ts';
import { factsOf } from '../../../shared/domain/flags/facts.ts';
import { candidates } from '../../../shared/domain/panels/candidates.ts';
import { lacking, overloaded } from '../../../shared/domain/panels/shortage.ts';
import { reconcile } from '../../../shared/domain/settlement.ts';
import { readBy } from '../../../shared/http/language.ts';
import { recorded } from '../../../shared/http/recorded.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import type { PackageManifest } from '../../../shared/schemas/package.ts';
import type { AccidentRow, DishonestyRow, ProviderRow } from '../../../shared/schemas/registers.ts';
import {
  chainManifest,
  claims,
  ENTERPRISE,
  eligible,
  enterpriseManifest,
  expertRow,
  other,
  PROVIDER,
  pilotRow,
  policy,
  policyWith,
  providerManifest,
  providerRow,
  served,
  solutionManifest,
  WRONG_CODE,
} from '../domain/fixtures.ts';
import { unmarkedHan } from './markup.ts';

/** What people are called, and wrote. */
const NAMES =
  /^(?:青岛市|试点\d+|上游甲|青岛海风机械有限公司|青岛云帆数字科技有限公司|应急局|执照原件相符|青民发字〔2025〕1号|“投入明细”)$/;

const english = (text: string): string => readBy({ language: 'en' }, () => String(recorded(text)));

/** What of it stayed Chinese though it is no name. */
function leftover(text: string): string[] {
  const said = english(text);
  const marked = [...said.matchAll(/<span lang="zh-CN">([^<]*)<\/span>/g)].map(([, inner = '']) => inner);
  return [...unmarkedHan(said), ...marked.flatMap((inner) => inner.split('、')).filter((inner) => !NAMES.test(inner))];
}

function expectEnglish(sentences: string[]): void {
  expect(sentences.length).toBeGreaterThan(0);
  for (const sentence of new Set(sentences)) expect(leftover(sentence), sentence).toEqual([]);
}

const found = (pilots: ReturnType<typeof served>) => pilots.map((pilot) => ({ ...pilot, found: true as const }));
const accident = (change: Partial<AccidentRow>): AccidentRow => ({
  ...{ uscc: ENTERPRISE, kind: 'safety', major: true, happenedOn: '2024-05-01', document: '青应急〔2024〕1号' },
  ...change,
});
const dishonest = (change: Partial<DishonestyRow>): DishonestyRow => ({
  ...{ uscc: ENTERPRISE, authority: '应急局', listedOn: '2025-01-01', removedOn: null },
  ...change,
});

describe('conditions and their evidence, to an English reader', () => {
  const pilotIs = (change: Parameters<typeof pilotRow>[0]) => ({ pilot: pilotRow(change) });
  const invoices = (...all: [string, string, number][]) => ({
    manifest: {
      ...enterpriseManifest,
      invoices: all.map(([number, issuedOn, amountFen]) => ({ number, issuedOn, amountFen })),
    },
  });
  const many = Array.from({ length: 12 }, (_, i): [string, string, number] => [`${i + 100_000}`, '2020-01-01', 100]);
  const cases: [Category, Partial<EligibilityInput>][] = [
    ...CATEGORIES.map((category): [Category, Partial<EligibilityInput>] => [category, {}]),
    ['benchmark-enterprise', { pilot: null }],
    ['benchmark-enterprise', pilotIs({ passed: false, level: 3, acceptedOn: '2020-01-01', investmentFen: 70_000_050 })],
    ['benchmark-enterprise', pilotIs({ investmentFen: 1 })],
    ['benchmark-enterprise', invoices(['370001', '2020-01-01', 1], ['370001', '2025-01-01', 2])],
    ['benchmark-enterprise', invoices(...many)],
    [
      'benchmark-enterprise',
      { accidents: (['safety', 'network-security', 'data-security'] as const).map((kind) => accident({ kind })) },
    ],
    ['benchmark-enterprise', { accidents: [accident({ major: false })] }],
    ['benchmark-enterprise', { dishonesty: [dishonest({}), dishonest({ removedOn: '2025-12-01' })] }],
    ['benchmark-enterprise', { dishonesty: [dishonest({ removedOn: '2025-02-01' })] }],
    ['benchmark-enterprise', { receivedAt: '2026-01-01T00:00:00.000Z', answersCorrection: true }],
    [
      'benchmark-enterprise',
      {
        otherEntries: [
          { applicationNo: 2, title: '甲' },
          { applicationNo: 3, title: '乙' },
        ],
      },
    ],
    ...[null, { at: '2025-11-05T00:00:00.000Z', reason: '执照原件相符' }].map(
      (usccOverride): [Category, Partial<EligibilityInput>] => [
        'benchmark-enterprise',
        { usccOverride, manifest: { ...enterpriseManifest, uscc: WRONG_CODE } },
      ],
    ),
    ['service-provider', { provider: null }],
    ...(['resident-team', 'none'] as const).map((presence): [Category, Partial<EligibilityInput>] => [
      'service-provider',
      { provider: providerRow({ presence }) },
    ]),
    ...(['light-product', 'chain-leader'] as const).map(
      (type: ProviderRow['type']): [Category, (typeof cases)[0][1]] => [
        'solution-product',
        { provider: providerRow({ type }) },
      ],
    ),
    [
      'service-provider',
      {
        manifest: { ...providerManifest, served: claims([...served(5), ...served(1)]) },
        servedPilots: served(9),
        claimedPilots: found([
          ...served(1).map((one) => ({ ...one, passed: false })),
          ...served(2)
            .slice(1)
            .map((one) => ({ ...one, providerUscc: ENTERPRISE })),
          ...served(3)
            .slice(2)
            .map((one) => ({ ...one, acceptedOn: '2020-01-01' })),
        ]),
      },
    ],
    ['solution-product', { manifest: { ...solutionManifest, links: [], scenarios: [] }, claimedPilots: [] }],
    [
      'solution-product',
      {
        manifest: {
          ...solutionManifest,
          links: ['rd-design', 'manufacturing', 'operations', 'warehousing-logistics', 'network-data-security'],
          landed: claims(served(14)),
        },
        claimedPilots: found(served(2).map((one) => ({ ...one, providerUscc: ENTERPRISE }))),
      },
    ],
    ['chain-case', { manifest: { ...chainManifest, partners: [] } }],
  ];

  test.each(cases)('%s, case %#', (category, change) => {
    const findings = assessEligibility(eligible(category, change));
    expectEnglish(findings.flatMap(({ title, evidence }) => [title, evidence]));
  });

  test('says the same as the Chinese', () => {
    expect(english('验收认定 3 级（改造前 1 级）')).toBe('Acceptance found level 3 (level 1 before)');
    expect(english('据试点企业验收台账（版本 0123abcd…）：申报 2 级，验收认定 3 级，以验收认定为准')).toBe(
      'By the acceptance register of pilot enterprises (version 0123abcd…): Declared level 2, acceptance found level 3; what acceptance found counts',
    );
  });

  test('stays as it is for whoever reads Chinese, and where nothing of it is known', () => {
    expect(recorded('验收认定 3 级（改造前 1 级）')).toBe('验收认定 3 级（改造前 1 级）');
    expect(english('另有情况<b>')).toBe('<span lang="zh-CN">另有情况&lt;b&gt;</span>');
  });
});

describe('what applications have in common, to an English reader', () => {
  const holders = (id: string, manifest: PackageManifest, related: string[] = []): Holder[] =>
    factsOf(manifest, [{ title: '投入明细', sha256: 'a' }]).map(({ kind, value, labels }) => ({
      ...{ kind, hash: value, applicationId: id, uscc: manifest.uscc, category: manifest.category, version: 1 },
      ...{ labels, related },
    }));
  const sharedBy = (mine: Holder[], others: Holder[]) =>
    mine.map((one) => ({
      mine: one,
      others: others.filter(({ kind, hash }) => kind === one.kind && hash === one.hash),
    }));

  test.each([
    ['another firm', holders('b', { ...enterpriseManifest, uscc: other(7) }, [ENTERPRISE]), enterpriseManifest],
    ['the same twice', holders('b', solutionManifest), solutionManifest],
    ['a case of the same', holders('b', { ...chainManifest, title: solutionManifest.title }), solutionManifest],
    ['an enterprise twice', holders('b', enterpriseManifest), enterpriseManifest],
    [
      'a form handed out',
      Array.from({ length: MOST_COUNTERPARTS + 1 }, (_, i) =>
        holders(`b${i}`, { ...enterpriseManifest, uscc: other(i + 1) }),
      ).flat(),
      enterpriseManifest,
    ],
  ] as const)('%s', (_, others, manifest) => {
    const flags = flagsOf(sharedBy(holders('a', manifest), [...others]));
    expectEnglish(flags.flatMap(({ evidence, mirrored }) => [evidence, mirrored]));
  });
});

describe('how figures came about, to an English reader', () => {
  test('points by formula', () => {
    const nobody: AutoInput = { pilot: null, participation: null, servedPilots: [] };
    const participation = {
      ...{ uscc: ENTERPRISE, activitiesHeld: 7, activitiesAttended: 6, materialsAsked: 3, materialsDelivered: 1 },
    };
    const pilots = [pilotRow(), pilotRow({ levelBefore: 2, investmentFen: 0 }), pilotRow({ passed: false, batch: 9 })];
    expectEnglish(
      [
        ...pilots.flatMap((pilot) => autoScores(policy, 'benchmark-enterprise', { ...nobody, pilot, participation })),
        ...[0, 2, 30].flatMap((n) =>
          autoScores(policy, 'service-provider', {
            ...nobody,
            servedPilots: [...served(n), pilotRow({ passed: false })],
          }),
        ),
        ...CATEGORIES.flatMap((category) => autoScores(policy, category, nobody)),
      ].map(({ working }) => working),
    );
  });

  test('sums', () => {
    const pastSubsidies = (['level-2-or-above', 'other'] as const).map((kind) => ({
      ...{ uscc: ENTERPRISE, kind, amountFen: 12_345, paidOn: '2025-03-01', document: '青民发字〔2025〕1号' },
    }));
    const policies = (['remaining-cap', 'total-half'] as const).flatMap((reading) =>
      [true, false].map((all) =>
        policyWith((p) => {
          const award = p.categories['benchmark-enterprise'].award.value;
          if (award.kind === 'share-of-investment')
            Object.assign(award, { reading, countedSubsidyKinds: all ? ['level-2-or-above', 'other'] : [] });
        }),
      ),
    );
    expectEnglish(
      policies.flatMap((one) =>
        [null, 1_234_567].flatMap((investmentFen) =>
          CATEGORIES.flatMap((category) =>
            awardAmount(one, category, { investmentFen, pastSubsidies }).steps.map(({ text }) => text),
          ),
        ),
      ),
    );
  });

  test('too few experts', () => {
    const rows = [
      expertRow(1, { employerUscc: ENTERPRISE }),
      expertRow(2, { relatedUsccs: [ENTERPRISE] }),
      ...[3, 4].map((n) => expertRow(n, { employer: '同一单位', maxPanels: 1 })),
      expertRow(5, { legalPersonOf: [ENTERPRISE] }),
      expertRow(6),
    ];
    const pool = candidates(rows, true, new Map());
    const application = {
      ...{ applicationId: 'a', uscc: ENTERPRISE, conflictUsccs: [], recorded: ['e006'] },
      barred: new Set([0, 1, 4, 5]),
    };
    const short = [
      ...lacking(pool, [application], 5),
      ...overloaded(pool, [application], 5, { experts: [2, 3], panels: [0], seats: 5 }),
    ];
    expectEnglish(short.flatMap(({ reasons }) => reasons));
    expectEnglish(short.map(({ reasons }) => `试点1：需要 5 位，可用 2 位。${reasons.join('；')}`));
  });

  test('money that does not agree', () => {
    const [a1, a2, a3] = ['a1', 'a2', 'a3'].map((awardId, i) => ({ awardId, amountFen: 100 * (i + 1) }));
    if (a1 === undefined || a2 === undefined || a3 === undefined) throw new Error('three awards');
    const payment = (disbursementId: string, award: typeof a1) => ({ ...award, disbursementId });
    const paid = { outcome: 'paid' as const };
    const { rows, differences } = reconcile({
      list: [a1, a1, { ...a2, amountFen: 5 }],
      plan: [a1, a2, a3],
      events: [
        payment('d1', a1),
        payment('d1', a1),
        payment('d2', { ...a2, amountFen: 7 }),
        payment('d9', { awardId: 'a9', amountFen: 1 }),
      ],
      received: [payment('d1', { ...a1, amountFen: 9 }), payment('d8', a1)],
      settled: [
        { ...payment('d1', a1), ...paid },
        { ...payment('d7', a1), ...paid },
        { ...payment('d2', a1), ...paid },
        { ...payment('d5', a3), outcome: 'failed' },
      ],
    });
    expect(differences.length).toBeGreaterThan(8);
    expectEnglish([...differences, ...rows.map(({ name }) => name)]);
  });
});

test('the names of these tests are none of the system', () => {
  for (const name of ['试点1', '上游甲', PROVIDER]) expect(leftover(name)).toEqual([]);
});
