/**
 * A number in [0, 1) that depends on its labels alone, well mixed: a seed's faults are the same in every run, in
 * whichever order things are asked. (FNV-1a with the finalizer of MurmurHash3.)
 */
export function chanceOf(...labels: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of labels.join('\u0000')) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}
