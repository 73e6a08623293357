import { canonicalJson } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import type { MerkleTree } from '../domain/merkle.ts';
import { proofOf, sealedTree } from '../domain/proofs.ts';
import {
  type ListId,
  type Proof,
  ROOT_ALGORITHM,
  RootRecord,
  type RootsDocument,
  type SealedEntry,
  type SealedGate,
  SealedList,
} from '../schemas/proofs.ts';
import { Kept } from './kept.ts';
import { categoryOf, keys } from './keys.ts';
import { sealedBy, sealSecret } from './seal-secret.ts';
import { ConditionFailed, type Table } from './table.ts';

const salter =
  (secret: string, { round, gate, no, category }: ListId) =>
  ({ applicationId }: SealedEntry): string =>
    sealedBy(secret, ['awards-salt/1', round, gate, no, category, applicationId]);

const folderOf = ({ round, gate, no }: Omit<ListId, 'category'>) => `roots/${round}/${gate}-${no}`;
const listKey = (list: ListId, root: string) => `${folderOf(list)}/${list.category}.${root}.json`;

export const loadRoots = (table: Table, roundId: string): Promise<RootRecord[]> =>
  table.all(keys.roundPk(roundId), RootRecord, 'ROOT#');

/**
 * Seals a list: what is in it is kept first, then its root is written once. Whoever comes later, with a list that others
 * have changed since, finds the one that was sealed.
 */
export async function sealList(
  { table, evidence }: Deps,
  list: ListId,
  entries: SealedEntry[],
  at: string,
): Promise<void> {
  const key = keys.root(list);
  if ((await table.get(key, RootRecord)) !== null) return;
  const secret = await sealSecret(table, list.round);
  const { root } = sealedTree(list, entries, salter(secret, list));
  const kept: SealedList = { schema: 'awards-leaves/1', ...list, entries };
  await evidence.write(listKey(list, root), canonicalJson(kept), 'application/json');
  const sealed = { count: entries.length, root, algorithm: ROOT_ALGORITHM, sealedAt: at } as const;
  const record: RootRecord = { entity: 'Root', ...list, ...sealed };
  try {
    await table.put(key, record);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

export const rootsDocument = (round: string, roots: RootRecord[]): RootsDocument => ({
  schema: 'awards-roots/1',
  round,
  lists: roots.map(({ entity: _, round: __, ...list }) => list),
});

/** The roots of one gate, where nobody can change them any more; written again it is the same. */
export async function keepRoots({ table, evidence }: Deps, gate: Omit<ListId, 'category'>): Promise<void> {
  const roots = (await loadRoots(table, gate.round)).filter((one) => one.gate === gate.gate && one.no === gate.no);
  if (roots.length === 0) return;
  const document = canonicalJson(rootsDocument(gate.round, roots));
  await evidence.write(`${folderOf(gate)}.json`, document, 'application/json');
}

interface Sealed {
  list: ListId;
  entries: SealedEntry[];
  tree: MerkleTree;
  places: ReadonlyMap<string, number>;
  saltOf: (entry: SealedEntry) => string;
}

const lists = new Kept<Sealed>(8);

/** @throws Error where what is kept is not what was sealed */
async function loadSealed({ table, evidence }: Deps, { entity: _, ...record }: RootRecord): Promise<Sealed> {
  const { round, gate, no, category, root } = record;
  const list = { round, gate, no, category };
  const key = listKey(list, root);
  return lists.get(key, async () => {
    const { entries } = SealedList.parse(await evidence.readJson(key));
    const saltOf = salter(await sealSecret(table, round), list);
    const tree = sealedTree(list, entries, saltOf);
    if (tree.root !== root) throw new Error(`${key} is not what was sealed`);
    return { list, entries, tree, saltOf, places: new Map(entries.map(({ applicationId }, i) => [applicationId, i])) };
  });
}

/** Proves an application's place in what was sealed at a gate; null where it is in none of the lists. */
export async function findProof(
  deps: Deps,
  roots: RootRecord[],
  gate: SealedGate,
  applicationId: string,
): Promise<Proof | null> {
  const category = categoryOf(applicationId);
  for (const root of roots.filter((one) => one.gate === gate && one.category === category && one.count > 0)) {
    const { list, entries, tree, places, saltOf } = await loadSealed(deps, root);
    const index = places.get(applicationId);
    const entry = index === undefined ? undefined : entries[index];
    if (index !== undefined && entry !== undefined) return proofOf(list, { entries, tree, index }, saltOf(entry));
  }
  return null;
}
