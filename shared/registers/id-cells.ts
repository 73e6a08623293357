import { isResidentId, wasResidentId } from '../domain/resident-id.ts';
import { usccIsValid } from '../domain/uscc.ts';
import { IdHash } from '../schemas/basics.ts';
import type { IdHasher } from './id-hash.ts';
import { type Cell, squeezed } from './text.ts';

/** Passports and permits of people without a resident id: letters, then digits. */
const isOtherId = (text: string): boolean => /^[A-Z]{1,3}\d{6,10}$/.test(text);

const CANDIDATE = /(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])/g;

/** Whether a cell holds somebody's resident id, alone or among other words. A credit code may look alike, and is none. */
export function holdsId(cell: Cell): boolean {
  if (typeof cell === 'number') return wasResidentId(cell);
  if (typeof cell !== 'string' || cell.length < 18) return false;
  const text = cell.normalize('NFKC');
  const found = [...(text.match(CANDIDATE) ?? []), ...(cell.length < 40 ? [squeezed(cell)] : [])];
  return found.some((one) => isResidentId(one) && !usccIsValid(one.toUpperCase()));
}

/** The same of a row as programs write it, or of many. */
export const holdsIds = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some(holdsIds)
    : (typeof value === 'string' || typeof value === 'number') && holdsId(value);

/** A person's id as it is kept: hashed before, or now where the key is given. What is refused is never said. */
export function readIdHash(
  cell: NonNullable<Cell>,
  hasher: IdHasher | undefined,
): { value: string } | { reason: string } {
  if (typeof cell === 'number') return { reason: '号码被存成了数字，末几位已经丢失，请把本列设为文本格式后重新填写' };
  const id = squeezed(String(cell)).toUpperCase();
  const hashed = IdHash.safeParse(id.toLowerCase());
  if (hashed.success) return { value: hashed.data };
  if (!isResidentId(id) && !isOtherId(id)) return { reason: '不是有效的证件号码，也不是加密值，请核对' };
  return hasher === undefined ? { reason: '证件号码须先加密' } : { value: hasher(id) };
}
