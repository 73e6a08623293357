/** Who could sit where, in numbers: applications and experts are counted from 0. */
export interface Assignment {
  /** Seats of every panel. */
  size: number;
  applications: number;
  experts: number;
  /** Experts of one number are of one employer: never two on a panel. */
  employer: Int32Array;
  /** Panels that an expert may sit on at most. */
  atMost: Int32Array;
  /** What expert e costs on panel a, a whole number, at `a * experts + e`; Infinity where e must not sit there. */
  costs: Float64Array;
}

/**
 * What a seat with an expert is worth: the first number counts in loads, the second in costs, and no cost outweighs a load.
 * Whoever is in demand has the higher price.
 */
export interface Prices {
  level: Float64Array;
  fine: Float64Array;
}

/** The price of one expert. */
export interface ExpertPrice {
  level: number;
  fine: number;
}

/**
 * The panel that is cheapest at these prices, one of an employer at most, into `seats` from `a * size` on; -1 where
 * nobody is left. At equal prices the smaller number.
 */
export function cheapestPanel(
  { size, experts, employer, costs }: Assignment,
  { level, fine }: Prices,
  a: number,
  seats: Int32Array,
): void {
  const from = a * size;
  const row = a * experts;
  let found = 0;
  const before = (e: number, f: number): boolean => {
    const higher = (level[e] ?? 0) - (level[f] ?? 0);
    const dearer = (costs[row + e] ?? 0) + (fine[e] ?? 0) - (costs[row + f] ?? 0) - (fine[f] ?? 0);
    return higher !== 0 ? higher < 0 : dearer !== 0 ? dearer < 0 : e < f;
  };
  for (let e = 0; e < experts; e += 1) {
    if (costs[row + e] === Number.POSITIVE_INFINITY) continue;
    if (found === size && !before(e, seats[from + size - 1] ?? 0)) continue;
    let at = found;
    for (let i = 0; i < found; i += 1) if (employer[seats[from + i] ?? 0] === employer[e]) at = i;
    if (at < found && !before(e, seats[from + at] ?? 0)) continue;
    if (at === found && found < size) found += 1;
    at = Math.min(at, size - 1);
    for (; at > 0 && before(e, seats[from + at - 1] ?? 0); at -= 1) seats[from + at] = seats[from + at - 1] ?? 0;
    seats[from + at] = e;
  }
  seats.fill(-1, from + found, from + size);
}

/**
 * How many panels an expert has at this price: the n-th costs 2n − 1 levels, so that the sum over all experts is the sum of
 * their loads' squares.
 */
export function loadAt({ level, fine }: Prices, e: number): number {
  const at = level[e] ?? 0;
  const whole = Math.floor((at + 1) / 2);
  return Math.max(0, 2 * whole - 1 === at && (fine[e] ?? 0) < 0 ? whole - 1 : whole);
}
