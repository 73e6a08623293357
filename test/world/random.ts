import { createHash } from 'node:crypto';

/** A stream of chance that depends on its labels alone: the same labels, the same stream, on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Integer, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `count` different ones in random order; all of them where there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
  shuffle<T>(items: readonly T[]): T[];
  /** Bell-shaped around `mean`, never further than 3.5 × `deviation`. */
  normal(mean: number, deviation: number): number;
}

/** Small fast counter generator (sfc32), its state from the labels' hash. */
function sfc32(labels: readonly (string | number)[]): () => number {
  const hash = createHash('sha256').update(JSON.stringify(labels)).digest();
  let [a, b, c, d] = [hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8), hash.readInt32LE(12)];
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
}

/** @throws RangeError when asked to pick from nothing. */
export function seeded(...labels: (string | number)[]): Random {
  const next = sfc32(labels);
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const shuffle = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    const drawn: T[] = [];
    while (left.length > 0) drawn.push(...left.splice(int(0, left.length - 1), 1));
    return drawn;
  };
  return {
    next,
    int,
    shuffle,
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => {
      const [picked] = items.slice(int(0, items.length - 1));
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    sample: (items, count) => shuffle(items).slice(0, count),
    // Sums of uniform numbers instead of logarithms and cosines, whose last digits differ between machines.
    normal: (mean, deviation) => {
      let sum = 0;
      for (let i = 0; i < 12; i++) sum += next();
      return mean + Math.max(-3.5, Math.min(3.5, sum - 6)) * deviation;
    },
  };
}
