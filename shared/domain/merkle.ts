import { sha256Hex } from '../canonical.ts';

/**
 * Merkle trees as RFC 6962, 2.1 has them, over hashes in hex. Leaves and nodes are hashed with different first bytes, so
 * that neither can be passed off as the other; a node without a neighbour moves up as it is and is never doubled, so that
 * two lists never share a root.
 */
const LEAF = 0x00;
const NODE = 0x01;

/** Of no leaves at all. */
const EMPTY = sha256Hex('');

/** The hash of a leaf with these bytes; a text is hashed as UTF-8. */
export function leafHash(data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const prefixed = new Uint8Array(bytes.length + 1);
  prefixed[0] = LEAF;
  prefixed.set(bytes, 1);
  return sha256Hex(prefixed);
}

/** Of lower-case hex; a list of many thousands has as many nodes. */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
}

function nodeHash(left: string, right: string): string {
  const children = left + right;
  const bytes = new Uint8Array(children.length / 2 + 1);
  bytes[0] = NODE;
  for (let i = 1; i < bytes.length; i += 1) bytes[i] = 16 * digitAt(children, 2 * i - 2) + digitAt(children, 2 * i - 1);
  return sha256Hex(bytes);
}

/** From the leaves to the root, level by level. */
export interface MerkleTree {
  levels: readonly (readonly string[])[];
  root: string;
}

export function merkleTree(leaves: readonly string[]): MerkleTree {
  const levels = [leaves];
  let level = leaves;
  while (level.length > 1) {
    level = levelAbove(level);
    levels.push(level);
  }
  return { levels, root: level[0] ?? EMPTY };
}

function levelAbove(level: readonly string[]): string[] {
  const above: string[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left = '', right] = level.slice(i, i + 2);
    above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}

/** The neighbours that lead from a leaf to the root, lowest first. @throws RangeError without such a leaf */
export function auditPath({ levels }: MerkleTree, index: number): string[] {
  const count = levels[0]?.length ?? 0;
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError(`no leaf ${index} of ${count}`);
  return levels.flatMap((level, height) => level[Math.floor(index / 2 ** height) ^ 1] ?? []);
}

/**
 * The root that a leaf at this place of so many leads to (RFC 9162, 2.1.3.2).
 * @returns null where a path of a tree of this size cannot be like that
 */
export function rootOfPath(leaf: string, index: number, count: number, path: readonly string[]): string | null {
  if (index >= count) return null;
  let [place, last, hash] = [index, count - 1, leaf];
  for (const neighbour of path) {
    if (last === 0) return null;
    if (place % 2 === 1) hash = nodeHash(neighbour, hash);
    else if (place < last) hash = nodeHash(hash, neighbour);
    else {
      // Alone on its level, and on those above until it has a neighbour to its left.
      while (place % 2 === 0) [place, last] = [place / 2, Math.floor(last / 2)];
      hash = nodeHash(neighbour, hash);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}
