import type { Policy } from '../policy/schema.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import { type Equals, inOrder, type RankInput, type TieBreak } from './ranking/order.ts';
import { compare, type Rational, rational, toFixedHalfUp, ZERO } from './rational.ts';

export type { RankInput } from './ranking/order.ts';

export interface RankedPlace {
  /** 1 is best; who is equal in everything shares it, and the next rank leaves the gap (1, 2, 2, 4). */
  rank: number;
  applicationId: string;
  /** Unrounded, points. */
  total: string;
  /** Two decimals, half up. */
  shown: string;
  state: 'shortlisted' | 'reserve' | 'below-pass' | 'tied-across-cut' | 'excluded';
  /** What told the place apart from a neighbour of the same total: a tie-break of the policy or `panel-decision`. */
  decidedBy: TieBreak | 'panel-decision' | null;
}

export interface Ranking {
  places: RankedPlace[];
  /** Equal in everything and more than the places left: the panel has to order them. */
  tie: { applicationIds: string[]; placesLeft: number } | null;
  quota: number;
  /** Total of the last who is in, or of those tied across the cut; null when nobody is. */
  cutOff: string | null;
}

/** What is ranked in each category of the plan. */
export const inEach = (of: (category: Category) => RankInput[]): Record<Category, RankInput[]> => ({
  'benchmark-enterprise': of('benchmark-enterprise'),
  'service-provider': of('service-provider'),
  'solution-product': of('solution-product'),
  'chain-case': of('chain-case'),
});

/**
 * 五(三), with the numbers of 四 as maxima: the order of each category and who is in. Totals are compared exactly, then the
 * policy's tie-breaks in their order, then the panel's recorded decision; never the time of submission.
 * Where one provider may win only once, the earlier category of the plan counts (`excluded` in the later ones). A tie
 * across the cut leaves later categories provisional: rank again once it is decided, until no category reports a tie.
 */
export function rankRound(input: {
  policy: Policy;
  categories: Record<Category, RankInput[]>;
  /** The panel's recorded order, best first, of ids that are equal in everything. */
  decisions: Partial<Record<Category, string[]>>;
}): Record<Category, Ranking> {
  const winners = new Set<string>();
  const ranked = CATEGORIES.map((category): [Category, Ranking] => {
    const entries = input.categories[category];
    // An enterprise of the first category does not win as a provider.
    const once = !input.policy.providerMayWinInSeveral.value && category !== 'benchmark-enterprise';
    const barred = new Set(once ? entries.filter((e) => winners.has(e.uscc)).map((e) => e.applicationId) : []);
    const ranking = rankCategory(input.policy, category, entries, input.decisions[category] ?? [], barred);
    if (once) for (const uscc of shortlistedUsccs(ranking, entries)) winners.add(uscc);
    return [category, ranking];
  });
  return Object.fromEntries(ranked) as Record<Category, Ranking>;
}

function shortlistedUsccs(ranking: Ranking, entries: RankInput[]): string[] {
  const ids = new Set(ranking.places.filter((p) => p.state === 'shortlisted').map((p) => p.applicationId));
  return entries.filter((e) => ids.has(e.applicationId)).map((e) => e.uscc);
}

/** Equal in everything, or parted by the panel. */
interface Group extends Omit<Equals, 'apart'> {
  /** Null where nothing but the panel's order puts them after the ones before. */
  apart: Equals['apart'] | null;
  decided?: true;
}

function rankCategory(
  policy: Policy,
  category: Category,
  inputs: RankInput[],
  decision: string[],
  barred: Set<string>,
): Ranking {
  const quota = policy.categories[category].quota.value;
  const passMark = rational(policy.scoring.value.passMarkTenths, 10);
  const equals = inOrder(inputs, policy.categories[category].tieBreaks.value);
  const groups = decision.length === 0 ? equals : decided(equals, decision, barred);
  const ranking: Ranking = { places: [], tie: null, quota, cutOff: null };
  // To look for an id among none takes as long as among many.
  const anybody = barred.size > 0;
  let left = quota;
  let [before, shown] = [ZERO, toFixedHalfUp(ZERO, 2)];
  groups.forEach((group, i) => {
    const rank = ranking.places.length + 1;
    const running = anybody ? group.inputs.filter((e) => !barred.has(e.applicationId)) : group.inputs;
    const state = stateOf(group, running.length, passMark, ranking.tie === null ? left : 0);
    if (state === 'tied-across-cut')
      ranking.tie = { applicationIds: running.map((e) => e.applicationId), placesLeft: left };
    if (state === 'shortlisted') left -= running.length;
    if (running.length > 0 && (state === 'shortlisted' || state === 'tied-across-cut'))
      ranking.cutOff = running[0]?.total ?? null;
    const decidedBy = decidingStep(group, groups[i + 1]);
    if (group.total !== before) [before, shown] = [group.total, toFixedHalfUp(group.total, 2)];
    for (const { applicationId, total } of group.inputs) {
      const own = anybody && state !== 'below-pass' && barred.has(applicationId) ? 'excluded' : state;
      ranking.places.push({ rank, applicationId, total, shown, state: own, decidedBy });
    }
  });
  return ranking;
}

function stateOf(
  { total }: Group,
  running: number,
  passMark: Rational,
  left: number,
): Exclude<RankedPlace['state'], 'excluded'> {
  if (compare(total, passMark) < 0) return 'below-pass';
  if (running <= left) return 'shortlisted';
  return left === 0 ? 'reserve' : 'tied-across-cut';
}

/** The groups with what the panel recorded; of who is named twice the first mention counts. */
function decided(equals: Equals[], decision: string[], barred: Set<string>): Group[] {
  const orderOf = new Map([...decision.entries()].reverse().map(([i, id]) => [id, i]));
  return equals.flatMap((one) => decide(one, orderOf, barred));
}

/**
 * The panel's order splits a group of equals when it names every one of them who can still win; who cannot stands after
 * them.
 */
function decide(equals: Equals, decision: ReadonlyMap<string, number>, barred: Set<string>): Group[] {
  const { inputs, total, apart } = equals;
  const at = (e: RankInput) => decision.get(e.applicationId) ?? -1;
  const running = inputs.filter((e) => !barred.has(e.applicationId));
  if (running.length < 2 || running.some((e) => at(e) < 0)) return [equals];
  const rest = inputs.filter((e) => barred.has(e.applicationId));
  const ordered = running
    .sort((a, b) => at(a) - at(b))
    .map((e): Group => ({ inputs: [e], total, apart, decided: true }));
  return rest.length === 0 ? ordered : [...ordered, { inputs: rest, total, apart: null }];
}

/** The step that parts a group from the one above with the same total, else from the one below. */
function decidingStep(group: Group, below: Group | undefined): RankedPlace['decidedBy'] {
  if (group.decided) return 'panel-decision';
  return stepOf(group) ?? stepOf(below);
}

const stepOf = (group: Group | undefined): TieBreak | null =>
  group === undefined || group.apart === 'total' ? null : group.apart;
