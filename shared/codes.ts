import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const HASH_BYTES = 32;
const derive = promisify<string, Buffer, number, Buffer>(scrypt);

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Slow on purpose: there are only a million codes. @returns salt and hash, in hex */
export async function hashCode(code: string, salt = randomBytes(16)): Promise<string> {
  return `${salt.toString('hex')}:${(await derive(code, salt, HASH_BYTES)).toString('hex')}`;
}

/** In the same time whatever the difference is. */
export async function codeMatches(code: string, stored: string): Promise<boolean> {
  const [salt = '', hash = ''] = stored.split(':');
  const [known, tried] = [Buffer.from(hash, 'hex'), await derive(code, Buffer.from(salt, 'hex'), HASH_BYTES)];
  return known.length === tried.length && timingSafeEqual(known, tried);
}
