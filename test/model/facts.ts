/** The small city of the model test: what the model knows of it beforehand, and nothing that the system works out. */
import type { Calendar, Policy } from '../../shared/policy/schema.ts';
import type { Category } from '../../shared/schemas/basics.ts';
import { type City, makeCity, type Registers } from '../integration/flows/city.ts';
import type { Variant } from '../world/types.ts';

/** What an applicant may upload: three editions that are in order, two with faults. */
export const CONTENTS = ['good', 'revised', 'corrected', 'several-faults', 'broken-zip'] as const satisfies Variant[];
export type Content = (typeof CONTENTS)[number];
export const isSound = (content: Content): boolean => content !== 'several-faults' && content !== 'broken-zip';

export interface Entrant {
  /** Its id; equals are listed by it. */
  id: string;
  category: Category;
  district: string;
  /** 分; null where the award is a fixed sum. */
  investmentFen: number | null;
  pastFen: number;
  /** Tells equal enterprises apart; null where nothing does. */
  acceptedOn: string | null;
}

/** The numbers of the policy that the rules speak of. A planted wrong rule is another number. */
export interface Rules {
  corrections: number;
  correctionWorkingDays: number;
  /** To ask for the review of a refusal, and to decide it. */
  refusalWorkingDays: number;
  reviewWorkingDays: number;
  districtDays: number;
  reReviewDays: number;
  escalationDays: number;
  seats: number;
  minimumSheets: number;
  replacements: number;
  expertDays: number;
  replacementDays: number;
  passMark: number;
  /** For the second look at sheets that differ; null where there is none. */
  lookDays: number | null;
  noticeWorkingDays: number;
  rulingWorkingDays: number;
  payeeDays: number;
  bureauDays: number;
  graceMs: number;
  quota: Partial<Record<Category, number>>;
  sharePercent: number;
  capFen: number;
  fixedFen: Partial<Record<Category, number>>;
}

export interface Facts {
  entrants: Entrant[];
  rules: Rules;
  calendar: Calendar;
  /** UTC ms. */
  opensAt: number;
  intakeEnds: number;
  districtsEnd: number;
}

/** Two enterprises for one place, three solutions for one place, one case: a reserve, and ties that a person decides. */
const INVITED: Partial<Record<Category, number>> = {
  'benchmark-enterprise': 2,
  'solution-product': 3,
  'chain-case': 1,
};
const YUAN = 100;
const INVESTMENTS = [600_000 * YUAN, 1_200_000 * YUAN];
/** The second enterprise has used up what the cap allows: its award is an honour. */
const PAST = [200_000 * YUAN, 500_000 * YUAN];

/** Ties by register among enterprises, by the panel elsewhere; every item by experts, so that a share of the points is the total. */
function smallRules(policy: Policy): void {
  const { categories, expertStage, scoring } = policy;
  for (const category of ['benchmark-enterprise', 'solution-product', 'chain-case'] as const) {
    categories[category].quota.value = 1;
    categories[category].tieBreaks.value = ['results-indicator'];
  }
  categories['benchmark-enterprise'].tieBreaks.value = ['earlier-acceptance'];
  for (const indicator of categories['benchmark-enterprise'].indicators)
    indicator.items = indicator.items.map(({ code, title, titleEn, points }) => ({
      code,
      title,
      titleEn,
      points,
      by: 'expert',
    }));
  expertStage.value.maxReplacements = 1;
  scoring.value.secondLook = { days: 3, show: 'nothing' };
}

/** Districts: the first enterprise and the first solution share a desk. */
function smallRegisters(registers: Registers, { districts }: Policy): void {
  const code = (n: number) => districts[n]?.code ?? '';
  const desks = [0, 1, 0, 2, 1, 2];
  const enterprises = registers.invitations.filter((row) => row.category === 'benchmark-enterprise');
  for (const [i, { uscc }] of enterprises.entries()) {
    const pilot = registers.pilots.find((row) => row.uscc === uscc);
    if (pilot === undefined) throw new Error(`no pilot ${uscc}`);
    const day = `2025-0${6 - i}-10`;
    Object.assign(pilot, { district: code(i), investmentFen: INVESTMENTS[i], acceptedOn: day });
  }
  registers.subsidies = enterprises.map(({ uscc }, i) => ({
    ...{ uscc, kind: 'level-2-or-above', amountFen: PAST[i] ?? 0 },
    ...{ paidOn: '2025-08-01', document: `示例补字〔2025〕${i + 1}号` },
  }));
  for (const [i, { uscc }] of registers.invitations.entries()) {
    const provider = registers.providers.find((row) => row.uscc === uscc);
    if (provider !== undefined) provider.district = code(desks[i] ?? 0);
  }
}

export const ROUND = 'model-round';
export const smallCity = (roundId: string): City =>
  makeCity({ roundId, applications: 24, invite: INVITED, policy: smallRules, registers: smallRegisters });

/** @param opensAt UTC ms */
export function factsOf({ policy, registers, applicants }: City, opensAt: number): Facts {
  const entrants = applicants.map(({ applicationId: id, category, uscc }): Entrant => {
    const pilot = registers.pilots.find((row) => row.uscc === uscc);
    const provider = registers.providers.find((row) => row.uscc === uscc);
    if (category !== 'benchmark-enterprise')
      return { id, category, district: provider?.district ?? '', investmentFen: null, pastFen: 0, acceptedOn: null };
    const past = registers.subsidies.filter((row) => row.uscc === uscc).reduce((sum, row) => sum + row.amountFen, 0);
    const { investmentFen = 0, acceptedOn = null, district = '' } = pilot ?? {};
    return { id, category, district: district ?? '', investmentFen, pastFen: past, acceptedOn };
  });
  const { timeline, calendar } = policy;
  const local = (time: string) => Date.parse(`${time}:00+08:00`);
  return {
    entrants,
    rules: rulesOf(policy),
    calendar,
    opensAt,
    intakeEnds: local(timeline.value.intakeClosesAt),
    districtsEnd: local(timeline.value.districtClosesAt),
  };
}

function rulesOf(policy: Policy): Rules {
  const { categories, correction, refusalReview, review, panel, expertStage, scoring } = policy;
  const all = Object.keys(INVITED) as Category[];
  const share = categories['benchmark-enterprise'].award.value;
  if (share.kind === 'fixed') throw new Error('an enterprise gets a share of what it invested');
  const fixed = all.flatMap((category) => {
    const award = categories[category].award.value;
    return award.kind === 'fixed' ? [[category, award.amountFen]] : [];
  });
  return {
    corrections: correction.value.times,
    correctionWorkingDays: correction.value.workingDays,
    refusalWorkingDays: refusalReview.value.workingDays,
    reviewWorkingDays: refusalReview.value.rulingWorkingDays,
    ...review.value,
    seats: panel.value.size,
    minimumSheets: panel.value.minimum,
    replacements: expertStage.value.maxReplacements,
    expertDays: expertStage.value.days,
    replacementDays: expertStage.value.replacementDays,
    passMark: scoring.value.passMarkTenths / 10,
    lookDays: scoring.value.secondLook?.days ?? null,
    noticeWorkingDays: policy.notice.value.workingDays,
    rulingWorkingDays: policy.objection.value.rulingWorkingDays,
    payeeDays: policy.payee.value.days,
    bureauDays: policy.bureauTask.value.days,
    graceMs: policy.intake.value.graceSeconds * 1000,
    quota: Object.fromEntries(all.map((category) => [category, categories[category].quota.value])),
    sharePercent: share.sharePercent,
    capFen: share.capFen,
    fixedFen: Object.fromEntries(fixed),
  };
}
