import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sha256Hex } from '../../../shared/canonical.ts';
import { checkProof, entryHash, proofOf, sealedTree } from '../../../shared/domain/proofs.ts';
import { type ListId, Proof, type SealedEntry } from '../../../shared/schemas/proofs.ts';

const list: ListId = { round: 'qd-2025', gate: 'notice', no: 1, category: 'chain-case' };
const entry = (n: number): SealedEntry => ({
  applicationId: `qd-2025.c.${String(n).padStart(16, '0')}`,
  name: `第${n}家`,
  title: `第${n}项`,
  packageSha256: sha256Hex(`package ${n}`),
  decisions: { count: 4, head: sha256Hex(`head ${n}`) },
  rank: n + 1,
  exactTotal: `${900 - n}/10`,
  shown: `${(900 - n) / 10}`,
  state: 'shortlisted',
});
const saltOf = ({ applicationId }: SealedEntry) => sha256Hex(`salt ${applicationId}`);

function proved(n: number, index: number, change: (entries: SealedEntry[]) => SealedEntry[] = (same) => same): Proof {
  const entries = change(Array.from({ length: n }, (_, i) => entry(i)));
  const [tree, own] = [sealedTree(list, entries, saltOf), entries[index] ?? entry(index)];
  return proofOf(list, { entries, tree, index }, saltOf(own));
}

test('the hash of an entry is that of a zero byte and its canonical JSON, which anybody can write down', () => {
  const text = `{"category":"chain-case","count":5,"entry":{"applicationId":"qd-2025.c.0000000000000000","decisions":{"count":4,"head":"${sha256Hex('head 0')}"},"exactTotal":"900/10","name":"第0家","packageSha256":"${sha256Hex('package 0')}","rank":1,"shown":"90","state":"shortlisted","title":"第0项"},"gate":"notice","index":0,"no":1,"round":"qd-2025","salt":"${'5'.repeat(64)}","tag":"awards-leaf/1"}`;
  const bytes = Buffer.concat([Buffer.from([0]), Buffer.from(text)]);
  expect(entryHash(list, { index: 0, count: 5, salt: '5'.repeat(64), entry: entry(0) })).toBe(sha256Hex(bytes));
});

test('a proof is whole, and leads to the root of its list', () => {
  const proof = proved(5, 3);
  expect(Proof.parse(JSON.parse(JSON.stringify(proof)))).toEqual(proof);
  expect(proof).toMatchObject({ ...list, index: 3, count: 5, entry: { rank: 4, shown: '89.7' } });
  expect(checkProof(proof, null)).toBe('consistent');
  expect(checkProof(proof, proof.root)).toBe('proven');
});

const other = sha256Hex('other');
const CHANGES: [what: string, change: (proof: Proof) => Proof][] = [
  ['a better total', (proof) => ({ ...proof, entry: { ...proof.entry, exactTotal: '99' } })],
  ['a better total as shown', (proof) => ({ ...proof, entry: { ...proof.entry, shown: '99.00' } })],
  ['a better rank', (proof) => ({ ...proof, entry: { ...proof.entry, rank: 1 } })],
  ['a better place', (proof) => ({ ...proof, index: 0 })],
  ['a place beyond the list', (proof) => ({ ...proof, index: 5 })],
  ['another state', (proof) => ({ ...proof, entry: { ...proof.entry, state: 'reserve' } })],
  ['an amount', (proof) => ({ ...proof, entry: { ...proof.entry, amountFen: 1 } })],
  ['another firm', (proof) => ({ ...proof, entry: { ...proof.entry, name: '另一家' } })],
  ['another application', (proof) => ({ ...proof, entry: { ...proof.entry, applicationId: entry(9).applicationId } })],
  ['another package', (proof) => ({ ...proof, entry: { ...proof.entry, packageSha256: other } })],
  ['decisions left out', (proof) => ({ ...proof, entry: { ...proof.entry, decisions: { count: 3, head: other } } })],
  ['a longer list', (proof) => ({ ...proof, count: 6 })],
  ['a shorter list', (proof) => ({ ...proof, count: 4 })],
  ['another round', (proof) => ({ ...proof, round: 'qd-2026' })],
  ['another gate', (proof) => ({ ...proof, gate: 'awards' })],
  ['another list', (proof) => ({ ...proof, no: 2 })],
  ['another category', (proof) => ({ ...proof, category: 'solution-product' })],
  ['another salt', (proof) => ({ ...proof, salt: other })],
  ['another neighbour', (proof) => ({ ...proof, path: proof.path.with(0, other) })],
  ['a neighbour less', (proof) => ({ ...proof, path: proof.path.slice(1) })],
  ['a neighbour more', (proof) => ({ ...proof, path: [...proof.path, other] })],
  ['another root', (proof) => ({ ...proof, root: other })],
];

test.each(CHANGES)('a proof with %s proves nothing', (_what, change) => {
  const changed = Proof.parse(change(proved(5, 3)));
  expect(checkProof(changed, proved(5, 3).root)).toBe('altered');
  expect(checkProof(changed, null)).toBe('altered');
});

test('a proof of another list is true to itself and not to the published root', () => {
  const proof = proved(5, 3, (entries) => entries.with(0, { ...entry(0), shown: '12.00' }));
  expect(checkProof(proof, proved(5, 3).root)).toBe('other-list');
});

describe('a root', () => {
  it('is another one as soon as anything of the list is, and every entry of it has its proof', () => {
    const sizes = fc.record({
      n: fc.integer({ min: 1, max: 70 }),
      at: fc.nat(),
      points: fc.integer({ min: 0, max: 99 }),
    });
    fc.assert(
      fc.property(sizes, ({ n, at, points }) => {
        const index = at % n;
        const honest = proved(n, index);
        expect(checkProof(honest, honest.root)).toBe('proven');
        const changed = proved(n, index, (entries) =>
          entries.with(index, { ...entry(index), exactTotal: `${points}` }),
        );
        expect(changed.root).not.toBe(honest.root);
        expect(proved(n + 1, index).root).not.toBe(honest.root);
        expect(checkProof(proved(n + 1, index), honest.root)).toBe('other-list');
      }),
      { numRuns: 40 },
    );
  });

  it('does not follow from what is public: with other salts it is another one', () => {
    const entries = [entry(0), entry(1)];
    expect(sealedTree(list, entries, () => other).root).not.toBe(sealedTree(list, entries, saltOf).root);
  });
});
