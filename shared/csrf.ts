import { randomBytes, timingSafeEqual } from 'node:crypto';

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ (b[i] ?? 0));

/**
 * A secret as it stands in a page: a fresh pad, and the secret under it. It is another in every answer, so that nobody can
 * find it out from how well answers compress in which something of theirs is repeated (BREACH).
 */
export function masked(secret: Uint8Array): string {
  const pad = randomBytes(secret.length);
  return Buffer.concat([pad, xor(pad, secret)]).toString('base64url');
}

function unmasked(token: string): Uint8Array {
  const bytes = Buffer.from(token, 'base64url');
  const half = Math.floor(bytes.length / 2);
  return xor(bytes.subarray(0, half), bytes.subarray(half));
}

/** Whether two masked tokens hold the same secret; that takes as long wherever they differ. */
export function sameToken(a: string, b: string): boolean {
  const [x, y] = [unmasked(a), unmasked(b)];
  return x.length > 0 && x.length === y.length && timingSafeEqual(x, y);
}
