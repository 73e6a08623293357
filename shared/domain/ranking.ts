import type { Policy } from '../policy/schema.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import { apartBy, type Entry, entryOf, order, type RankInput, type TieBreak } from './ranking/order.ts';
import { compare, type Rational, rational, toFixedHalfUp } from './rational.ts';

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

/** Equal in everything, or a single one. */
interface Group {
  entries: Entry[];
  decided: boolean;
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
  const steps = policy.categories[category].tieBreaks.value;
  const orderOf = new Map([...decision.entries()].reverse().map(([i, id]) => [id, i]));
  const groups: Group[] = [];
  for (const group of grouped(inputs.map(entryOf), steps)) {
    if (group.entries.length === 1) groups.push(group);
    else for (const part of decide(group, orderOf, barred)) groups.push(part);
  }
  const ranking: Ranking = { places: [], tie: null, quota, cutOff: null };
  let left = quota;
  groups.forEach((group, i) => {
    const rank = ranking.places.length + 1;
    const running = barred.size === 0 ? group.entries : group.entries.filter((e) => !barred.has(e.input.applicationId));
    const state = stateOf(group, running.length, passMark, ranking.tie === null ? left : 0);
    if (state === 'tied-across-cut') {
      ranking.tie = { applicationIds: running.map((e) => e.input.applicationId), placesLeft: left };
    }
    if (state === 'shortlisted') left -= running.length;
    if (running.length > 0 && (state === 'shortlisted' || state === 'tied-across-cut')) {
      ranking.cutOff = running[0]?.input.total ?? null;
    }
    const decidedBy = decidingStep(group, groups[i - 1], groups[i + 1], steps);
    for (const e of group.entries) {
      const { applicationId, total } = e.input;
      const own = barred.has(applicationId) && state !== 'below-pass' ? 'excluded' : state;
      ranking.places.push({ rank, applicationId, total, shown: toFixedHalfUp(e.total, 2), state: own, decidedBy });
    }
  });
  return ranking;
}

function stateOf(
  group: Group,
  running: number,
  passMark: Rational,
  left: number,
): Exclude<RankedPlace['state'], 'excluded'> {
  const total = group.entries[0]?.total;
  if (total === undefined || compare(total, passMark) < 0) return 'below-pass';
  if (running <= left) return 'shortlisted';
  return left === 0 ? 'reserve' : 'tied-across-cut';
}

/** Best first. Ids, which are hashes of content, only make the listing of equals the same every time: rank is shared. */
function grouped(entries: Entry[], steps: readonly TieBreak[]): Group[] {
  const sorted = entries.sort((a, b) => order(a, b, steps) || (a.input.applicationId < b.input.applicationId ? -1 : 1));
  const groups: Group[] = [];
  for (const e of sorted) {
    const last = groups.at(-1);
    const peer = last?.entries[0];
    if (last && peer && order(peer, e, steps) === 0) last.entries.push(e);
    else groups.push({ entries: [e], decided: false });
  }
  return groups;
}

/**
 * The panel's order splits a group of equals when it names every one of them who can still win; who cannot stands after
 * them.
 */
function decide(group: Group, decision: ReadonlyMap<string, number>, barred: Set<string>): Group[] {
  const at = (e: Entry) => decision.get(e.input.applicationId) ?? -1;
  const running = group.entries.filter((e) => !barred.has(e.input.applicationId));
  if (running.length < 2 || running.some((e) => at(e) < 0)) return [group];
  const rest = group.entries.filter((e) => barred.has(e.input.applicationId));
  const ordered = running.sort((a, b) => at(a) - at(b)).map((e) => ({ entries: [e], decided: true }));
  return rest.length === 0 ? ordered : [...ordered, { entries: rest, decided: false }];
}

/** The step that parts a group from the one above with the same total, else from the one below. */
function decidingStep(
  group: Group,
  above: Group | undefined,
  below: Group | undefined,
  steps: readonly TieBreak[],
): RankedPlace['decidedBy'] {
  if (group.decided) return 'panel-decision';
  const own = group.entries[0];
  for (const other of [above?.entries[0], below?.entries[0]]) {
    const step = own && other ? apartBy(own, other, steps) : null;
    if (step !== null && step !== 'total') return step;
  }
  return null;
}
