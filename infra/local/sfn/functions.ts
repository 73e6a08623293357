/** What Step Functions adds to JSONata, and the clock functions on the domain clock. */
import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const RANGE_MAX = 1000;
const fromMillis = jsonata('$fromMillis($ms, $picture, $zone)');

function partition(list: unknown, size: unknown): unknown[][] {
  if (!Array.isArray(list) || !Number.isInteger(size) || Number(size) < 1) {
    throw new Error('$partition needs an array and a positive whole size');
  }
  const parts: unknown[][] = [];
  for (let i = 0; i < list.length; i += Number(size)) parts.push(list.slice(i, i + Number(size)));
  return parts;
}

function range(first: unknown, last: unknown, step: unknown): number[] {
  const [from, to, by] = [Number(first), Number(last), Number(step)];
  if (![from, to, by].every(Number.isFinite) || by === 0) throw new Error('$range needs first, last and a step not 0');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > RANGE_MAX) throw new Error(`$range would give more than ${RANGE_MAX} values`);
  return Array.from({ length }, (_, i) => from + i * by);
}

function hash(data: unknown, algorithm: unknown): string {
  const name = HASHES[String(algorithm)];
  if (typeof data !== 'string' || name === undefined) {
    throw new Error(`$hash needs a string and one of ${Object.keys(HASHES).join(', ')}`);
  }
  return createHash(name).update(data, 'utf8').digest('hex');
}

/** The same seed gives the same number, which is all that AWS promises. */
function random(seed?: unknown): number {
  if (seed === undefined) return Math.random();
  if (typeof seed !== 'number') throw new Error('$random needs a number as seed');
  return createHash('sha256').update(String(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') throw new Error('$parse needs a string');
  return JSON.parse(text);
}

/** @param now domain time in UTC ms: a workflow that asks for the time must not see another clock than its Waits */
export function queryFunctions(now: () => number): Record<string, unknown> {
  return {
    partition,
    range,
    hash,
    random,
    parse,
    uuid: () => randomUUID(),
    millis: () => now(),
    now: (picture?: string, zone?: string) =>
      picture === undefined
        ? new Date(now()).toISOString()
        : fromMillis.evaluate(undefined, { ms: now(), picture, zone }),
  };
}
