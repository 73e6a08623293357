import { type Assignment, cheapestPanel, loadAt, type Prices } from './assignment.ts';
import { nthLeast } from './select.ts';
import { solve } from './solve.ts';

/** Below so many panels no sample is worth its while. */
const FEW = 64;
const SHARE = 4;
const ROUNDS = 8;

/**
 * Prices from which the solution is not far: those of a sample (the first panels), brought nearer to what all panels ask
 * for. They decide how long the solution takes, never what it is.
 */
export function startPrices(problem: Assignment): Prices {
  const { applications, experts, size } = problem;
  const level = evenLevel(problem);
  const flat = { level: new Float64Array(experts).fill(level), fine: new Float64Array(experts) };
  if (applications < FEW) return flat;
  const part = Math.ceil(applications / SHARE);
  const sample = { ...problem, applications: part, costs: problem.costs.subarray(0, part * experts) };
  const solved = solve(sample, startPrices(sample));
  if (!solved.ok) return flat;
  const sampled = evenLevel({ ...sample, size });
  const scaled = solved.prices.level.map((l) => Math.max(1, level + Math.round((l - sampled) / 2) * 2 * SHARE));
  return nearer(problem, { level: scaled, fine: solved.prices.fine });
}

/** The price of the panel that comes after an even share. */
const evenLevel = ({ applications, experts, size }: Assignment): number =>
  2 * Math.floor((applications * size) / experts) + 1;

/** The best of some rounds in which everybody with too many panels becomes dearer, and with too few cheaper, at once. */
function nearer(problem: Assignment, start: Prices): Prices {
  let best = start;
  let least = Number.POSITIVE_INFINITY;
  let prices = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = demand(problem, prices);
    if (asked.tooMany < least) [best, least] = [prices, asked.tooMany];
    if (asked.tooMany === 0) break;
    prices = { level: prices.level, fine: adjusted(problem, prices, asked) };
  }
  return best;
}

interface Demand {
  /** By expert: panels beyond the load at this price, below 0 where there are fewer. */
  excess: Int32Array;
  tooMany: number;
  /** By panel: the last expert on it, and who would come next (-1: nobody). */
  last: Int32Array;
  next: Int32Array;
}

function demand(problem: Assignment, prices: Prices): Demand {
  const { applications, experts, size } = problem;
  const wider = { ...problem, size: size + 1 };
  const seats = new Int32Array(applications * (size + 1));
  const excess = new Int32Array(experts).map((_, e) => -loadAt(prices, e));
  const [last, next] = [new Int32Array(applications), new Int32Array(applications)];
  for (let a = 0; a < applications; a += 1) {
    cheapestPanel(wider, prices, a, seats);
    const from = a * (size + 1);
    for (let i = from; i < from + size; i += 1) excess[seats[i] ?? 0] = (excess[seats[i] ?? 0] ?? 0) + 1;
    last[a] = seats[from + size - 1] ?? -1;
    next[a] = seats[from + size] ?? -1;
  }
  return { excess, tooMany: excess.reduce((sum, more) => sum + Math.max(0, more), 0), last, next };
}

/** Everybody's price is changed by as much as would bring the asked number of panels to the load if the others' stood still. */
function adjusted(problem: Assignment, prices: Prices, { excess, last, next }: Demand): Float64Array {
  const { applications, experts, costs } = problem;
  const { level, fine } = prices;
  const margins = new Float64Array(applications);
  const price = (a: number, e: number) => (costs[a * experts + e] ?? 0) + (fine[e] ?? 0);
  return withinReach(
    problem,
    fine.map((own, e) => {
      const more = excess[e] ?? 0;
      const against = more > 0 ? next : last;
      let found = 0;
      for (let a = 0; more !== 0 && a < applications; a += 1) {
        const rival = against[a] ?? -1;
        if (rival < 0 || level[rival] !== level[e]) continue;
        const seat = price(a, e);
        const bar = last[a] ?? 0;
        const holds = level[bar] === level[e] && seat <= price(a, bar);
        if (holds !== more > 0 || seat === Number.POSITIVE_INFINITY) continue;
        margins[found] = more > 0 ? price(a, rival) - seat : seat - price(a, rival);
        found += 1;
      }
      if (more === 0 || found < Math.abs(more)) return own;
      return own + Math.sign(more) * (nthLeast(margins.subarray(0, found), Math.abs(more)) + 1);
    }),
  );
}

/** The same for all is no difference: shifted so that as many as have one panel more than the others cost more than nothing. */
function withinReach({ applications, experts, size }: Assignment, fine: Float64Array): Float64Array {
  const more = (applications * size) % experts;
  const shift = fine.toSorted()[experts - 1 - more] ?? 0;
  return fine.map((own) => own - shift);
}
