import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import { type Entry, entryOf, order, type RankInput } from './ranking/order.ts';
import { add, compare, div, format, parse, type Rational, rational, sub, sum } from './rational.ts';

/**
 * How firmly the cut line lies (仅供参考，不作为评审依据): who would be inside had one expert not scored, or by another way of
 * adding sheets up. Nothing of it decides anything: ranks follow from 五(三) and the policy alone.
 */

/** Who was ranked, with the totals of its sheets by expert: exact rationals in points, formula points included. */
export interface Candidate extends RankInput {
  sheets: readonly { expert: string; points: string }[];
}

const RULES = ['mean', 'median', 'trimmed'] as const;
/** Without one expert, or by another rule: who would come in and who would go out, in the order of the ranking. */
export interface Scenario {
  kind: 'without-expert' | (typeof RULES)[number];
  expert: string | null;
  in: string[];
  out: string[];
}

/** Somebody whose being inside depends on the scenario, or on a point of its own total. */
export interface Unsteady {
  applicationId: string;
  isIn: boolean;
  /** In how many scenarios it is inside, without a tie across the line. */
  inside: number;
  /** Who is in would no longer be safely with a point less; who is out could be in with a point more. */
  withinPoint: boolean;
}

export interface Stability {
  /** How many scenarios there are, and how many of them leave the list as it is. */
  scenarios: number;
  unchanged: number;
  /** How many are inside in every scenario, and in at least one. */
  always: number;
  ever: number;
  changes: Scenario[];
  /** In the order of the ranking. */
  unsteady: Unsteady[];
}

/**
 * The stability of a category's cut line.
 * @param candidates all who were ranked and could win
 * @param panelOrder the recorded order of equals, best first
 * @throws RangeError for points that are no fraction
 */
export function cutStability(
  policy: Policy,
  category: Category,
  candidates: readonly Candidate[],
  panelOrder: readonly string[],
): Stability {
  const line = lineOf(policy, category, candidates, panelOrder);
  const usual = new Set(insideWhen(line, new Map()));
  const counts = new Map<string, number>();
  const changes: Scenario[] = [];
  const all = scenariosOf(policy, candidates);
  for (const { kind, expert, totals } of all) {
    const inside = new Set(insideWhen(line, totals));
    for (const id of inside) counts.set(id, (counts.get(id) ?? 0) + 1);
    const ids = line.entries.map((entry) => entry.input.applicationId);
    const change = {
      ...{ kind, expert, in: ids.filter((id) => inside.has(id) && !usual.has(id)) },
      out: ids.filter((id) => usual.has(id) && !inside.has(id)),
    };
    if (change.in.length + change.out.length > 0) changes.push(change);
  }
  const near = withinPoint(line, usual);
  const unsteady = line.entries.flatMap(({ input: { applicationId } }): Unsteady[] => {
    const [inside, isIn] = [counts.get(applicationId) ?? 0, usual.has(applicationId)];
    if (inside === (isIn ? all.length : 0) && !near.has(applicationId)) return [];
    return [{ applicationId, isIn, inside, withinPoint: near.has(applicationId) }];
  });
  const [always, ever] = [[...counts.values()].filter((count) => count === all.length).length, counts.size];
  return { scenarios: all.length, unchanged: all.length - changes.length, always, ever, changes, unsteady };
}

interface Line {
  /** Best first. */
  entries: Entry[];
  quota: number;
  passMark: Rational;
  compareEntries: (a: Entry, b: Entry) => number;
}

function lineOf(
  policy: Policy,
  category: Category,
  candidates: readonly Candidate[],
  panelOrder: readonly string[],
): Line {
  const { quota, tieBreaks } = policy.categories[category];
  const places = new Map(panelOrder.map((id, i) => [id, i]));
  const place = (entry: Entry) => places.get(entry.input.applicationId);
  const compareEntries = (a: Entry, b: Entry): number => {
    const sign = order(a, b, tieBreaks.value);
    const [x, y] = [place(a), place(b)];
    return sign !== 0 || x === undefined || y === undefined ? sign : x - y;
  };
  const byId = (a: Entry, b: Entry) => (a.input.applicationId < b.input.applicationId ? -1 : 1);
  const entries = candidates.map(entryOf).sort((a, b) => compareEntries(a, b) || byId(a, b));
  const passMark = rational(policy.scoring.value.passMarkTenths, 10);
  return { entries, quota: quota.value, passMark, compareEntries };
}

/**
 * Who is inside when some have other totals. With k of them nobody else moves by more than k places: only those around the line,
 * and who is equal to them, are put in order again. Who is tied across the line is not inside.
 */
function insideWhen(line: Line, totals: ReadonlyMap<string, Rational>): string[] {
  const { entries, quota, passMark, compareEntries } = line;
  const passes = (entry: Entry) => compare(entry.total, passMark) >= 0;
  const [from, to] = around(line, totals.size);
  const sure: Entry[] = [];
  const open: Entry[] = [];
  for (const [i, entry] of entries.entries()) {
    const total = totals.get(entry.input.applicationId);
    if (total !== undefined) open.push(entryOf({ ...entry.input, total: format(total) }));
    else if (i < from) sure.push(entry);
    else if (i < to) open.push(entry);
  }
  const inside = sure.filter(passes);
  const sorted = open.filter(passes).sort(compareEntries);
  const left = quota - inside.length;
  const next = sorted[left];
  const taken = sorted.slice(0, left).filter((entry) => next === undefined || compareEntries(entry, next) !== 0);
  return [...inside, ...taken].map((entry) => entry.input.applicationId);
}

/** The places around the line that k other totals can reach; equals are not parted. */
function around({ entries, quota, compareEntries }: Line, k: number): [from: number, to: number] {
  const areEqual = (i: number) => {
    const [above, below] = [entries[i - 1], entries[i]];
    return above !== undefined && below !== undefined && compareEntries(above, below) === 0;
  };
  let from = Math.min(entries.length, Math.max(0, quota - k));
  let to = Math.min(entries.length, quota + k);
  while (areEqual(from)) from -= 1;
  while (areEqual(to)) to += 1;
  return [from, to];
}

type Totals = ReadonlyMap<string, Rational>;

/** Each way of adding up with the totals that it changes; who would be left without a sheet keeps its own. */
function scenariosOf(
  policy: Policy,
  candidates: readonly Candidate[],
): (Pick<Scenario, 'kind' | 'expert'> & { totals: Totals })[] {
  const { dropExtremesFrom } = policy.scoring.value;
  const byExpert = new Map<string, Map<string, Rational>>();
  const byRule = new Map(RULES.map((rule) => [rule, new Map<string, Rational>()]));
  for (const { applicationId, sheets } of candidates) {
    const points = sheets.map((sheet) => parse(sheet.points));
    for (const rule of RULES) if (points.length > 0) byRule.get(rule)?.set(applicationId, totalBy(rule, points));
    for (const [i, { expert }] of sheets.entries()) {
      const totals = byExpert.get(expert) ?? new Map<string, Rational>();
      byExpert.set(expert, totals);
      const others = points.filter((_, at) => at !== i);
      if (others.length > 0)
        totals.set(applicationId, others.length >= dropExtremesFrom ? trimmed(others) : mean(others));
    }
  }
  const experts = [...byExpert].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...[...byRule].map(([kind, totals]) => ({ kind, expert: null, totals })),
    ...experts.map(([expert, totals]) => ({ kind: 'without-expert' as const, expert, totals })),
  ];
}

const mean = (points: readonly Rational[]): Rational => div(sum(points), rational(points.length));
/** Without one highest and one lowest, where anything is left then. */
const trimmed = (points: readonly Rational[]): Rational =>
  mean(points.length < 3 ? points : points.toSorted(compare).slice(1, -1));

function totalBy(rule: (typeof RULES)[number], points: readonly Rational[]): Rational {
  if (rule === 'mean') return mean(points);
  if (rule === 'trimmed') return trimmed(points);
  const sorted = points.toSorted(compare);
  return mean(sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1));
}

const POINT = rational(1);

/** Those whose own total, a point more or less and all others' the same, could put them on the other side. */
function withinPoint({ entries, quota, passMark }: Line, usual: ReadonlySet<string>): Set<string> {
  const isIn = ({ input }: Entry) => usual.has(input.applicationId);
  const last = entries.findLast(isIn);
  const next = entries.find((entry) => !isIn(entry) && compare(entry.total, passMark) >= 0);
  const full = usual.size >= quota;
  const near = entries.filter((entry) => {
    if (isIn(entry)) {
      const less = sub(entry.total, POINT);
      return compare(less, passMark) < 0 || (next !== undefined && compare(less, next.total) <= 0);
    }
    const more = add(entry.total, POINT);
    return compare(more, passMark) >= 0 && (!full || last === undefined || compare(more, last.total) >= 0);
  });
  return new Set(near.map(({ input }) => input.applicationId));
}
