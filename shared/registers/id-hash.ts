import { createHmac } from 'node:crypto';

/** Shorter ones could be found by trying; what is longer was not meant as a key. */
export const ID_KEY_LENGTH = { min: 16, max: 200 };

/** Makes a person's id what registers keep of it. */
export type IdHasher = (residentId: string) => string;

/**
 * Ids are few enough to be tried one by one: only with a key that stands nowhere in the system does a hash say nothing to who
 * has the registers. The mark tells hashes of different keys apart, which must never be compared.
 */
export function idHasher(key: string): IdHasher {
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  const mark = keyed('mark').slice(0, 8);
  return (residentId) => `${mark}.${keyed(`id|${residentId.toUpperCase()}`)}`;
}
