import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Stands in for `node:crypto` in what is bundled for browsers, so that they run the very functions that the system runs. As
 * far as `shared/canonical.ts` needs it for SHA-256. The browser's own hashing is not there on a page from a plain http address.
 */
export function createHash(name: string) {
  if (name !== 'sha256') throw new TypeError(`no ${name} in a browser`);
  const hash = sha256.create();
  return {
    update(data: string | Uint8Array) {
      hash.update(typeof data === 'string' ? utf8ToBytes(data) : data);
      return this;
    },
    digest: (_encoding: 'hex') => bytesToHex(hash.digest()),
  };
}

/** In one go. */
export const hash = (name: string, data: string | Uint8Array, encoding: 'hex'): string =>
  createHash(name).update(data).digest(encoding);
