import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../shared/policy/check.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { changed, faultsOf } from './changed.ts';
import otherCity from './other-city.json' with { type: 'json' };

const ENTERPRISE = 'categories.benchmark-enterprise';
const PROVIDER = 'categories.service-provider';
const SOLUTION = 'categories.solution-product';
/** Where sizes of attachments are written down. */
const LIMITED = [
  'usual',
  ...Object.entries(qingdao.attachmentLimits.value.kinds).flatMap(([kind, limit]) =>
    'fileBytes' in limit ? [`kinds.${kind}`] : [],
  ),
];

describe('a policy that does not add up is refused', () => {
  const cases: [place: string, value: unknown, faults: string[]][] = [
    ['city', undefined, ['policy.field-missing @ city']],
    ['colour', 'red', ['policy.field-unknown @ colour']],
    ['version', 1.5, ['policy.field-type @ version']],
    ['id', 'Qingdao', ['policy.field-format @ id']],
    ['schema', 'awards-policy/2', ['policy.field-choice @ schema']],
    ['zone', 'Europe/Berlin', ['policy.field-choice @ zone']],
    ['districts', [], ['policy.field-range @ districts']],
    ['districts[1].code', '370202', ['list.repeated @ districts[1].code']],
    ['industries[2].code', 'auto-parts', ['list.repeated @ industries[2].code']],
    [PROVIDER, undefined, [`policy.field-missing @ ${PROVIDER}`]],
    ['categories.best-mayor', {}, ['policy.field-unknown @ categories.best-mayor']],
    [`${SOLUTION}.quota.value`, 0, [`policy.field-range @ ${SOLUTION}.quota.value`]],
    [`${SOLUTION}.quota.clause`, '', [`policy.field-range @ ${SOLUTION}.quota.clause`]],
    [`${SOLUTION}.award.value.kind`, 'medal', [`policy.field-choice @ ${SOLUTION}.award.value.kind`]],
    [
      `${SOLUTION}.award.value`,
      qingdao.categories['benchmark-enterprise'].award.value,
      [`award.not-for-category @ ${SOLUTION}.award.value.kind`],
    ],
    [
      `${ENTERPRISE}.award.value.roundDownToFen`,
      50_000_001,
      [`award.rounds-to-nothing @ ${ENTERPRISE}.award.value.roundDownToFen`],
    ],
    [
      `${ENTERPRISE}.award.value.countedSubsidyKinds`,
      ['other', 'other'],
      [`list.repeated @ ${ENTERPRISE}.award.value.countedSubsidyKinds[1]`],
    ],
    [
      `${ENTERPRISE}.eligibility.value`,
      { minServed: 5 },
      [`eligibility.not-for-category @ ${ENTERPRISE}.eligibility.value.minServed`],
    ],
    [
      `${PROVIDER}.eligibility.value`,
      { minLevel: 2 },
      [`eligibility.not-for-category @ ${PROVIDER}.eligibility.value.minLevel`],
    ],
    [`${ENTERPRISE}.resultsIndicator`, 'fame', [`results-indicator.unknown @ ${ENTERPRISE}.resultsIndicator`]],
    [
      `${ENTERPRISE}.tieBreaks.value`,
      ['served-count', 'digital-level', 'digital-level'],
      [
        `list.repeated @ ${ENTERPRISE}.tieBreaks.value[2]`,
        `tie-break.not-for-category @ ${ENTERPRISE}.tieBreaks.value[0]`,
      ],
    ],
    [
      `${SOLUTION}.tieBreaks.value`,
      ['digital-level', 'earlier-acceptance'],
      [
        `tie-break.not-for-category @ ${SOLUTION}.tieBreaks.value[0]`,
        `tie-break.not-for-category @ ${SOLUTION}.tieBreaks.value[1]`,
      ],
    ],
    [`${SOLUTION}.attachments.value[1]`, 'business-licence', [`list.repeated @ ${SOLUTION}.attachments.value[1]`]],
    ['panel.value.minimum', 6, ['panel.minimum-over-size @ panel.value.minimum']],
    ['implementationPeriod.value.to', '2023-12-28', ['dates.out-of-order @ implementationPeriod.value.to']],
    ['timeline.value.callAt', '2025-11-31T09:00', ['policy.field-format @ timeline.value.callAt']],
    ['timeline.value.callAt', '2025-11-30T24:00', ['policy.field-format @ timeline.value.callAt']],
    ['timeline.value.callAt', '2025-11-28T17:00:00', ['dates.out-of-order @ timeline.value.intakeClosesAt']],
    ['timeline.value.districtClosesAt', '2027-01-08T17:00', ['calendar.year-missing @ calendar.years.2027']],
    // The review of a refusal on the stage's last day would run into a year that is not known.
    ['timeline.value.districtClosesAt', '2026-12-10T17:00', ['calendar.year-missing @ calendar.years.2027']],
    ['calendar.years.2025', undefined, ['calendar.year-missing @ calendar.years.2025']],
    ['calendar.years.2026.off[0]', '2026-01-03', ['calendar.off-on-weekend @ calendar.years.2026.off[0]']],
    ['calendar.years.2026.off[0]', '2027-01-01', ['calendar.wrong-year @ calendar.years.2026.off[0]']],
    ['calendar.years.2026.off[1]', '2026-01-01', ['list.repeated @ calendar.years.2026.off[1]']],
    ['calendar.years.2026.worked[0]', '2026-01-05', ['calendar.worked-on-weekday @ calendar.years.2026.worked[0]']],
    ['calendar.years.2026.worked[0]', '2026-02-30', ['policy.field-format @ calendar.years.2026.worked[0]']],
    ['digitalLevels.value.thresholds[2].minPoints', 40, ['levels.not-ascending @ digitalLevels.value.thresholds']],
    ['digitalLevels.value.thresholds[3].minScenarios', 7, ['levels.not-ascending @ digitalLevels.value.thresholds']],
    [
      'digitalLevels.value.thresholds[3].minMandatory',
      11,
      ['levels.mandatory-too-many @ digitalLevels.value.thresholds[3].minMandatory'],
    ],
    [
      'digitalLevels.value.thresholds[1].level',
      1,
      [
        'levels.not-ascending @ digitalLevels.value.thresholds',
        `eligibility.level-unknown @ ${ENTERPRISE}.eligibility.value.minLevel`,
      ],
    ],
    [
      'digitalLevels.value.mandatoryScenarios[1]',
      'quality',
      ['list.repeated @ digitalLevels.value.mandatoryScenarios[3]'],
    ],
    [
      'intake.value.maxUnpackedBytes',
      1000,
      [
        'intake.unpacked-under-package @ intake.value.maxUnpackedBytes',
        ...LIMITED.map((name) => `attachments.file-over-unpacked @ attachmentLimits.value.${name}.fileBytes`),
      ],
    ],
    ['attachmentLimits.value.usual.types[1]', 'pdf', ['list.repeated @ attachmentLimits.value.usual.types']],
    [
      'attachmentLimits.value.kinds.vouchers.files',
      301,
      ['attachments.files-over-entries @ attachmentLimits.value.kinds.vouchers.files'],
    ],
    [
      'attachmentLimits.value.kinds.passport',
      { files: 1 },
      ['policy.field-unknown @ attachmentLimits.value.kinds.passport'],
    ],
    ['attachmentLimits.value.usual.types', [], ['policy.field-range @ attachmentLimits.value.usual.types']],
  ];
  it.each(cases)('%s = %j', (place, value, faults) => {
    expect(faultsOf(changed(qingdao, place, value))).toEqual(faults);
  });

  it.each([null, [], 'policy', 3])('%j is no policy', (json) => {
    expect(faultsOf(json)).toEqual(['policy.field-type @ $']);
  });

  it('has a Chinese message for every fault', () => {
    for (const [place, value] of cases) {
      const result = parsePolicy(changed(qingdao, place, value));
      for (const { message } of result.ok ? [] : result.faults) expect(message).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('a rubric that does not add up is refused', () => {
  const at = `${ENTERPRISE}.indicators`;
  const expert = (points: number) => ({ code: 'new', title: '新', titleEn: 'New', points, by: 'expert' });
  const cases: [place: string, value: unknown, faults: string[]][] = [
    [`${at}[0].points`, 24, [`rubric.not-100 @ ${at}`, `indicator.points-not-sum @ ${at}[0].points`]],
    [`${at}[3].items[0].points`, 7, [`indicator.points-not-sum @ ${at}[3].points`]],
    [`${at}[1].code`, 'digital-level', [`indicator.code-repeated @ ${at}[1].code`]],
    [`${at}[3].items[0].code`, 'planning', [`item.code-repeated @ ${at}[3].items[0].code`]],
    [`${at}[0].items[0].params.scoreTenths`, 140, [`item.formula-points @ ${at}[0].items[0].points`]],
    [`${at}[0].items[0].params.minGrade`, 5, [`item.params-misfit @ ${at}[0].items[0].params.minGrade`]],
    [
      `${at}[0].items[0].params`,
      {},
      [
        `item.params-misfit @ ${at}[0].items[0].params.scoreTenths`,
        `item.params-misfit @ ${at}[0].items[0].params.scenarioTenths`,
        `item.params-misfit @ ${at}[0].items[0].params.minGrade`,
      ],
    ],
    [`${at}[0].items[0].formula`, 'astrology', [`policy.field-choice @ ${at}[0].items[0].formula`]],
    [`${at}[0].items[0].formula`, undefined, [`policy.field-missing @ ${at}[0].items[0].formula`]],
    [`${at}[1].items[0].params.bands[1].fromFen`, 0, [`item.params-order @ ${at}[1].items[0].params`]],
    [`${at}[1].items[0].params.bands[1].tenths`, 100, [`item.params-order @ ${at}[1].items[0].params`]],
    [`${at}[1].items[0].params.bands[4].tenths`, 140, [`item.formula-points @ ${at}[1].items[0].points`]],
    [`${at}[3].items[4].params.steps[0].gain`, 2, [`item.params-order @ ${at}[3].items[4].params`]],
    [`${at}[4].items[0].params.laterTenths`, 31, [`item.params-order @ ${at}[4].items[0].params`]],
    [`${at}[4].items[1].params.cap`, 3, [`item.params-misfit @ ${at}[4].items[1].params.cap`]],
    [`${at}[2].items[0]`, { ...expert(5), by: 'robot' }, [`policy.field-choice @ ${at}[2].items[0].by`]],
    [`${at}[2].items`, [], [`policy.field-range @ ${at}[2].items`]],
    [
      `${PROVIDER}.indicators[0].items[0].params.baseTenths`,
      151,
      [`item.formula-points @ ${PROVIDER}.indicators[0].items[0].points`],
    ],
    [
      `${PROVIDER}.indicators[0].items[0].params.eachMoreTenths`,
      0,
      [`item.formula-points @ ${PROVIDER}.indicators[0].items[0].points`],
    ],
    [
      `${PROVIDER}.indicators[0].items[0].formula`,
      'level-gain',
      [
        `item.params-misfit @ ${PROVIDER}.indicators[0].items[0].params.steps`,
        `item.params-misfit @ ${PROVIDER}.indicators[0].items[0].params.from`,
        `item.params-misfit @ ${PROVIDER}.indicators[0].items[0].params.baseTenths`,
        `item.params-misfit @ ${PROVIDER}.indicators[0].items[0].params.eachMoreTenths`,
      ],
    ],
    [
      `${PROVIDER}.indicators[0].items[0]`,
      qingdao.categories['benchmark-enterprise'].indicators[1]?.items[0],
      [`item.formula-not-for-category @ ${PROVIDER}.indicators[0].items[0].formula`],
    ],
    [`${SOLUTION}.resultsIndicator`, 'Results', [`results-indicator.unknown @ ${SOLUTION}.resultsIndicator`]],
  ];
  it.each(cases)('%s = %j', (place, value, faults) => {
    expect(faultsOf(changed(qingdao, place, value))).toEqual(faults);
  });

  it('refuses a step of the score sheet by which full points cannot be given', () => {
    const faults = faultsOf(changed(otherCity, 'panel.value.stepTenths', 250));
    expect(faults).toContain(`item.step-misfit @ ${ENTERPRISE}.indicators[1].items[2].points`);
    expect(faults).toContain(`item.step-misfit @ ${PROVIDER}.indicators[0].items[1].points`);
    expect(faults).not.toContain(`item.step-misfit @ ${ENTERPRISE}.indicators[0].items[0].points`);
  });
});

describe('everything at once', () => {
  it('lists faults of shape and faults of sense in one answer', () => {
    const broken = [
      ['city', undefined],
      [`${ENTERPRISE}.title`, 3],
      [`${ENTERPRISE}.indicators[0].points`, 24],
      [`${ENTERPRISE}.indicators[2].titleEn`, undefined],
      [`${PROVIDER}.indicators[1].points`, 21],
      ['notice', { value: { workingDays: 0, startDayCounts: 'no' }, clause: '五(三)', proposal: true }],
      ['panel.value.minimum', 9],
      ['calendar.years.2025.worked[0]', '2025-01-27'],
    ].reduce<object>((policy, [place, value]) => changed(policy, String(place), value), qingdao);
    expect(faultsOf(broken).toSorted()).toEqual(
      [
        'policy.field-missing @ city',
        `policy.field-type @ ${ENTERPRISE}.title`,
        `indicator.points-not-sum @ ${ENTERPRISE}.indicators[0].points`,
        `policy.field-missing @ ${ENTERPRISE}.indicators[2].titleEn`,
        `rubric.not-100 @ ${PROVIDER}.indicators`,
        `indicator.points-not-sum @ ${PROVIDER}.indicators[1].points`,
        'policy.field-range @ notice.value.workingDays',
        'policy.field-type @ notice.value.startDayCounts',
        'panel.minimum-over-size @ panel.value.minimum',
        'calendar.worked-on-weekday @ calendar.years.2025.worked[0]',
      ].toSorted(),
    );
  });
});
