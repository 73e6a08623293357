import { canonicalJson } from '../canonical.ts';
import type { ListId, Proof, SealedEntry } from '../schemas/proofs.ts';
import { auditPath, leafHash, type MerkleTree, merkleTree, rootOfPath } from './merkle.ts';

/**
 * The hash of an entry at its place in a list. Everything that says which list it is and how long is in it, so that a leaf
 * is good for this one only; the salt keeps others from finding an entry by hashing guesses.
 */
export function entryHash(
  { round, gate, no, category }: ListId,
  { index, count, salt, entry }: Pick<Proof, 'index' | 'count' | 'salt' | 'entry'>,
): string {
  return leafHash(canonicalJson({ tag: 'awards-leaf/1', round, gate, no, category, index, count, salt, entry }));
}

/** The tree over a list, in its order. @param saltOf each entry's own */
export const sealedTree = (
  list: ListId,
  entries: readonly SealedEntry[],
  saltOf: (entry: SealedEntry) => string,
): MerkleTree =>
  merkleTree(
    entries.map((entry, index) => entryHash(list, { index, count: entries.length, salt: saltOf(entry), entry })),
  );

/** The proof for one place of a sealed list. @throws RangeError without such a place */
export function proofOf(
  { round, gate, no, category }: ListId,
  { entries, tree, index }: { entries: readonly SealedEntry[]; tree: MerkleTree; index: number },
  salt: string,
): Proof {
  const path = auditPath(tree, index);
  const entry = entries[index];
  if (entry === undefined) throw new RangeError(`no entry ${index}`);
  const place = { index, count: entries.length, salt, entry, path, root: tree.root };
  return { schema: 'awards-proof/1', round, gate, no, category, ...place };
}

/**
 * What a proof shows: `proven`, its entry is in the published list; `consistent`, it is in the list of the root that the proof
 * itself names, and no published root was given; `other-list`, that root is not the published one; `altered`, it leads to no
 * root that was named.
 */
export type ProofResult = 'proven' | 'consistent' | 'other-list' | 'altered';

/** @param published the root as published, where it is known */
export function checkProof(proof: Proof, published: string | null): ProofResult {
  const root = rootOfPath(entryHash(proof, proof), proof.index, proof.count, proof.path);
  if (root === null || root !== proof.root) return 'altered';
  if (published === null) return 'consistent';
  return root === published ? 'proven' : 'other-list';
}
