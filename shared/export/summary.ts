import { planMaximumFen } from '../domain/disbursement.ts';
import type { Reconciliation } from '../domain/settlement.ts';
import { policyCategories } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { RoundExport } from './schema.ts';
import { settlementOf } from './settlement.ts';

/** What became of a category, in counts of applications and 分. */
export interface Counts {
  /** Upload slots issued. */
  invited: number;
  /** Slots that something was uploaded for. */
  received: number;
  /** Slots whose uploads were all refused or late, and why: by problem code of the last upload. */
  refused: number;
  refusedWhy: Record<string, number>;
  /** Applications without a failing finding. */
  eligible: number;
  /** Applications that the district sent back for correction once. */
  corrected: number;
  recommended: number;
  notRecommended: number;
  lapsed: number;
  withdrawn: number;
  scored: number;
  /** On the shortlist when it was published, and those who moved up later. */
  shortlisted: number;
  movedUp: number;
  /** Places that somebody objected to, and those that were lost by it. */
  objected: number;
  upheld: number;
  awarded: number;
  amountFen: number;
  /** What the other reading of the cumulative cap would have given. */
  otherReadingFen: number;
  paidFen: number;
  /** What the plan allows at most. */
  quota: number;
  maximumFen: number;
}

export interface Summary {
  roundId: string;
  title: string;
  stage: RoundExport['round']['stage'];
  policyHash: string;
  categories: (Counts & { category: Category; title: string })[];
  total: Counts;
  reconciliation: Reconciliation;
}

/** A round in figures: per category in the plan's order, in all, and whether the money agrees. */
export function summarise(exported: RoundExport): Summary {
  const { round, policy } = exported;
  const categories = policyCategories(policy).map(([category, { title }]) => ({
    category,
    title,
    ...countsOf(exported, category),
  }));
  return {
    roundId: round.roundId,
    title: round.title,
    stage: round.stage,
    policyHash: round.policyHash,
    categories,
    total: { ...totalOf(categories), maximumFen: planMaximumFen(policy) },
    reconciliation: settlementOf(exported),
  };
}

function countsOf(exported: RoundExport, category: Category): Counts {
  const { quota, award } = exported.policy.categories[category];
  const slots = exported.slots.filter((slot) => slot.category === category);
  const applications = exported.applications.filter((application) => application.category === category);
  const ids = new Set(slots.map(({ applicationId }) => applicationId));
  const taken = new Set(applications.map(({ applicationId }) => applicationId));
  const uploads = exported.uploads.filter(({ applicationId }) => ids.has(applicationId));
  const received = new Set(uploads.map(({ applicationId }) => applicationId));
  const status = (wanted: string) => applications.filter((application) => application.status === wanted).length;
  const objections = exported.objections.filter(({ applicationId }) => ids.has(applicationId));
  const effects = objections.flatMap(({ ruling }) => (ruling?.effect == null ? [] : [ruling.effect]));
  const won = exported.awards.filter((one) => one.category === category);
  const awards = won.filter(({ status }) => status !== 'declined');
  const ranking = exported.rankings.find((one) => one.category === category);
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return {
    invited: slots.length,
    received: received.size,
    refused: [...received].filter((id) => !taken.has(id)).length,
    refusedWhy: reasons(uploads.filter(({ applicationId }) => !taken.has(applicationId))),
    eligible: applications.filter(({ findings }) => findings.every(({ outcome }) => outcome !== 'fail')).length,
    corrected: applications.filter(({ correctedOnce }) => correctedOnce).length,
    recommended: status('recommended'),
    notRecommended: status('not-recommended'),
    lapsed: status('lapsed'),
    withdrawn: status('withdrawn'),
    scored: exported.scores.filter((score) => score.category === category).length,
    shortlisted: ranking?.shortlisted ?? 0,
    movedUp:
      effects.filter((effect) => effect.in !== null).length +
      won.filter(({ declined }) => typeof declined?.filled?.in === 'string').length,
    objected: new Set(objections.map(({ applicationId }) => applicationId)).size,
    upheld: effects.length,
    awarded: awards.length,
    amountFen: sum(awards.map(({ amountFen }) => amountFen)),
    otherReadingFen: sum(awards.map(({ otherReadingFen }) => otherReadingFen)),
    paidFen: sum(
      exported.disbursements
        .filter((one) => one.category === category && one.status === 'paid')
        .map(({ amountFen }) => amountFen),
    ),
    quota: quota.value,
    maximumFen: quota.value * (award.value.kind === 'fixed' ? award.value.amountFen : award.value.capFen),
  };
}

/** Each slot once per code of its last upload; lateness is a code of its own. Uploads come in their order. */
function reasons(uploads: RoundExport['uploads']): Record<string, number> {
  const last = new Map(uploads.map((upload) => [upload.applicationId, upload]));
  const codes = [...last.values()].flatMap(({ verdict, problems }) =>
    verdict === 'refused' ? [...new Set(problems.map(({ code }) => code))] : [`intake.${verdict}`],
  );
  return added(codes.sort().map((code) => ({ [code]: 1 })));
}

function added(maps: Record<string, number>[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const map of maps) for (const [key, n] of Object.entries(map)) result[key] = (result[key] ?? 0) + n;
  return result;
}

function totalOf(categories: Counts[]): Counts {
  const add = (key: Exclude<keyof Counts, 'refusedWhy'>) => categories.reduce((total, one) => total + one[key], 0);
  return {
    invited: add('invited'),
    received: add('received'),
    refused: add('refused'),
    refusedWhy: added(categories.map(({ refusedWhy }) => refusedWhy)),
    eligible: add('eligible'),
    corrected: add('corrected'),
    recommended: add('recommended'),
    notRecommended: add('notRecommended'),
    lapsed: add('lapsed'),
    withdrawn: add('withdrawn'),
    scored: add('scored'),
    shortlisted: add('shortlisted'),
    movedUp: add('movedUp'),
    objected: add('objected'),
    upheld: add('upheld'),
    awarded: add('awarded'),
    amountFen: add('amountFen'),
    otherReadingFen: add('otherReadingFen'),
    paidFen: add('paidFen'),
    quota: add('quota'),
    maximumFen: add('maximumFen'),
  };
}
