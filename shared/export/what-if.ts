import type { Ranking } from '../domain/ranking.ts';
import { type Policy, policyCategories } from '../policy/schema.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import type { RANKED_STATES } from '../schemas/certificate.ts';
import { rankScores } from './certificates.ts';
import { by } from './order.ts';
import { amounts } from './recompute/awards.ts';
import { recomputedScores, scoredOf } from './recompute/scores.ts';
import type { RoundExport } from './schema.ts';
import { type PolicyChange, policyChanges } from './what-if/policy-changes.ts';

/** How one application stands by one policy. `amountFen` is nothing (分) but for who is shortlisted. */
export interface Standing {
  rank: number;
  /** Two decimals, half up. */
  shown: string;
  state: (typeof RANKED_STATES)[number];
  amountFen: number;
}
interface Pair<T> {
  before: T;
  after: T;
}

/** An application whose award would be another one. */
export interface Changed extends Pair<Standing> {
  kind: 'in' | 'out' | 'amount' | 'to-be-ordered';
  applicationId: string;
  category: Category;
  name: string;
  title: string;
  district: string | null;
}

interface Sums {
  winners: Pair<number>;
  amountFen: Pair<number>;
}
export interface CategoryOutcome extends Sums {
  category: Category;
  title: string;
  quota: Pair<number>;
  /** How many would come in, go out, or get another amount. */
  in: number;
  out: number;
  amount: number;
  /** Equal across the line by the draft: the panel would have to order them. */
  tied: number;
}
export interface DistrictOutcome extends Sums {
  district: string | null;
  name: string;
}
export interface WhatIf {
  round: { roundId: string; title: string };
  /** Of the pinned policy and of the draft. */
  versions: Pair<string>;
  policy: PolicyChange[];
  categories: CategoryOutcome[];
  districts: DistrictOutcome[];
  total: Sums;
  changed: Changed[];
}

export type WhatIfResult =
  | { ok: true; outcome: WhatIf }
  | { ok: false; code: 'what-if.no-scores' | 'what-if.sheets-do-not-fit'; message: string };

/**
 * 三, 四, 五(三): the round's totals, ranking and amounts by a draft of the policy, held against those by the pinned one. Both are
 * computed anew from the sheets and registers, with the recorded orders of ties; who was taken out by an objection, or gave its award
 * back, is out in both. What persons decided stays: conditions (二) and recommendations are not judged again. The document is not changed.
 */
export function whatIf(exported: RoundExport, draft: Policy): WhatIfResult {
  if (exported.sheets.length === 0)
    return { ok: false, code: 'what-if.no-scores', message: '导出文件中还没有评分表，无从重算。' };
  const drafted = { ...exported, policy: draft };
  const unfit = recomputedScores(drafted).flatMap((score) => ('failure' in score ? [score] : []));
  const [example] = unfit;
  if (example !== undefined) {
    const message = `有 ${unfit.length} 件申报的评分表与草案的评分项不符，无法按草案重算（评分项的编号、满分和打分单位须与评分时一致）。例如 ${example.applicationId}：${example.failure}`;
    return { ok: false, code: 'what-if.sheets-do-not-fit', message };
  }
  const [before, after] = [standings(exported), standings(drafted)];
  const rows = exported.applications.flatMap((application) => {
    const [was, is] = [before.get(application.applicationId), after.get(application.applicationId)];
    return was === undefined || is === undefined ? [] : [{ application, before: was, after: is }];
  });
  const versions = {
    before: `${exported.policy.id} v${exported.policy.version}`,
    after: `${draft.id} v${draft.version}`,
  };
  const changed = rows.flatMap(changeOf).sort(by(changeKey));
  const { roundId, title } = exported.round;
  return {
    ok: true,
    outcome: {
      round: { roundId, title },
      versions,
      policy: policyChanges(exported.policy, draft),
      categories: policyCategories(draft).map(([category]) =>
        categoryOutcome(exported.policy, draft, category, rows, changed),
      ),
      districts: districtOutcomes(draft, rows),
      total: sumsOf(rows),
      changed,
    },
  };
}

interface Row extends Pair<Standing> {
  application: RoundExport['applications'][number];
}

/** How everybody stands who has a total, was not taken out by an objection and did not decline. */
function standings(exported: RoundExport): Map<string, Standing> {
  const gone = ({ state }: RoundExport['places'][number]) => state === 'removed' || state === 'declined';
  const removed = new Set(exported.places.filter(gone).map((one) => one.applicationId));
  const scored = scoredOf(recomputedScores(exported)).filter(({ applicationId }) => !removed.has(applicationId));
  const ranked = rankScores(exported, scored);
  const amountOf = amounts(exported);
  const applications = new Map(exported.applications.map((one) => [one.applicationId, one]));
  const standing = ({ applicationId, rank, shown, state }: Ranking['places'][number]): [string, Standing] => {
    const application = applications.get(applicationId);
    const wins = state === 'shortlisted' && application !== undefined;
    return [applicationId, { rank, shown, state, amountFen: wins ? amountOf(application).amountFen : 0 }];
  };
  return new Map(CATEGORIES.flatMap((category) => ranked[category].places.map(standing)));
}

function changeOf({ application, before, after }: Row): Changed[] {
  const kind = kindOf(before, after);
  const { applicationId, category, name, title, district } = application;
  return kind === null ? [] : [{ kind, applicationId, category, name, title, district, before, after }];
}

function kindOf(before: Standing, after: Standing): Changed['kind'] | null {
  const [was, is] = [before.state === 'shortlisted', after.state === 'shortlisted'];
  if (after.state === 'tied-across-cut' && before.state !== after.state) return 'to-be-ordered';
  if (was !== is) return is ? 'in' : 'out';
  return before.amountFen === after.amountFen ? null : 'amount';
}

const KINDS: Changed['kind'][] = ['in', 'out', 'to-be-ordered', 'amount'];
const pad = (n: number) => String(n).padStart(8, '0');
const changeKey = ({ category, kind, after, applicationId }: Changed): string =>
  `${CATEGORIES.indexOf(category)} ${KINDS.indexOf(kind)} ${pad(after.rank)} ${applicationId}`;

function sumsOf(rows: readonly Row[]): Sums {
  const winners = (when: keyof Pair<Standing>) => rows.filter((row) => row[when].state === 'shortlisted').length;
  const amount = (when: keyof Pair<Standing>) => rows.reduce((sum, row) => sum + row[when].amountFen, 0);
  return {
    winners: { before: winners('before'), after: winners('after') },
    amountFen: { before: amount('before'), after: amount('after') },
  };
}

function categoryOutcome(
  pinned: Policy,
  draft: Policy,
  category: Category,
  rows: readonly Row[],
  changed: readonly Changed[],
): CategoryOutcome {
  const own = rows.filter(({ application }) => application.category === category);
  const count = (kind: Changed['kind']) =>
    changed.filter((one) => one.category === category && one.kind === kind).length;
  return {
    category,
    title: draft.categories[category].title,
    quota: { before: pinned.categories[category].quota.value, after: draft.categories[category].quota.value },
    ...sumsOf(own),
    ...{ in: count('in'), out: count('out'), amount: count('amount') },
    tied: own.filter(({ after }) => after.state === 'tied-across-cut').length,
  };
}

/** Of the districts whose winners or sums would change, by code. */
function districtOutcomes(draft: Policy, rows: readonly Row[]): DistrictOutcome[] {
  const names = new Map(draft.districts.map(({ code, name }) => [code, name]));
  return [...Map.groupBy(rows, ({ application }) => application.district)]
    .map(([district, own]) => ({
      district,
      name: names.get(district ?? '') ?? district ?? '未确定',
      ...sumsOf(own),
      own,
    }))
    .filter(({ own }) => own.some(({ before, after }) => kindOf(before, after) !== null))
    .map(({ own: _, ...outcome }) => outcome)
    .sort(by(({ district }) => district ?? ''));
}
