import { shake256 } from '../../canonical.ts';
import type { Assignment } from './assignment.ts';

/** What the draw goes by, without names: experts are counted in the hidden order, which an export keeps. */
export interface DrawFacts {
  seed: string;
  size: number;
  experts: {
    /** Experts who share it are never on one panel. */
    employer: string;
    industries: ReadonlySet<string>;
    fields: ReadonlySet<string>;
    maxPanels: number;
  }[];
  applications: {
    applicationId: string;
    industry: string | null;
    fields: readonly string[];
    /** Experts, by number, who must not score it. */
    barred: ReadonlySet<number>;
  }[];
}

const MATCHES = 2;

/**
 * 五(三): the costs of one application's seats, into `row`. A match (the industry, any of the fields) outweighs all chance: the
 * draw's weights are SHAKE-256 of `seed`, a line feed and the application's id, four bytes little-endian an expert, as many bits of
 * each as `chanceBits` says. With so many values for so few seats two best draws of the same cost are next to impossible.
 */
export function costsWith({ seed, experts }: Pick<DrawFacts, 'seed' | 'experts'>) {
  const bits = chanceBits(experts.length);
  const match = 2 * experts.length * 2 ** bits;
  const byIndustry = numbersBy(experts, (e) => e.industries);
  const byField = numbersBy(experts, (e) => e.fields);
  return (row: Float64Array, { applicationId, industry, fields, barred }: DrawFacts['applications'][number]): void => {
    weigh(row, `${seed}\n${applicationId}`, bits, MATCHES * match);
    const matching = [byIndustry.get(industry ?? '') ?? [], new Set(fields.flatMap((f) => byField.get(f) ?? []))];
    for (const numbers of matching) for (const e of numbers) row[e] = (row[e] ?? 0) - match;
    for (const e of barred) row[e] = Number.POSITIVE_INFINITY;
  };
}

/** Experts of one employer share a number. */
export function employerNumbers(experts: readonly { employer: string }[]): Int32Array {
  const employers = new Map<string, number>();
  return Int32Array.from(experts, (e) => {
    const number = employers.get(e.employer) ?? employers.size;
    employers.set(e.employer, number);
    return number;
  });
}

/** The costs of all seats. */
export function problemOf({ seed, size, experts, applications }: DrawFacts): Assignment {
  const weighSeats = costsWith({ seed, experts });
  const costs = new Float64Array(applications.length * experts.length);
  applications.forEach((application, a) => {
    weighSeats(costs.subarray(a * experts.length, (a + 1) * experts.length), application);
  });
  return {
    size,
    applications: applications.length,
    experts: experts.length,
    employer: employerNumbers(experts),
    atMost: Int32Array.from(experts, (e) => Math.min(e.maxPanels, applications.length)),
    costs,
  };
}

/** So many that no way through all experts sums to more than a double holds exactly. */
const chanceBits = (experts: number): number => Math.min(31, 49 - Math.ceil(Math.log2(Math.max(1, experts) ** 2)));

function weigh(row: Float64Array, text: string, bits: number, base: number): void {
  const bytes = chance(text, row.length);
  for (let e = 0; e < row.length; e += 1) row[e] = base + (bytes.readUInt32LE(4 * e) >>> (32 - bits));
}

const chance = (text: string, experts: number): Buffer => shake256(text, 4 * Math.max(1, experts));

/** Members of a panel seat by seat, by chance as well: the number of a seat tells nothing about how its expert was found. */
export function seatOrder(seed: string, applicationId: string, experts: number, members: number[]): number[] {
  const bytes = chance(`${seed}\nseat\n${applicationId}`, experts);
  const at = (e: number) => bytes.readUInt32LE(4 * e);
  return members.toSorted((a, b) => at(a) - at(b) || a - b);
}

function numbersBy<T>(all: T[], keysOf: (one: T) => Iterable<string>): Map<string, number[]> {
  const by = new Map<string, number[]>();
  all.forEach((one, i) => {
    for (const key of keysOf(one)) by.set(key, [...(by.get(key) ?? []), i]);
  });
  return by;
}
