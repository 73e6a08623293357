import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sha256Hex } from '../../../shared/canonical.ts';
import { auditPath, leafHash, merkleTree, rootOfPath } from '../../../shared/domain/merkle.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** The leaves with which Certificate Transparency tests its trees, and the root of the first n of them. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (one) => leafHash(hex(one)),
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The places of the neighbours, level and number, in the tree of seven that RFC 6962 draws in 2.1.3. */
const PATHS_OF_SEVEN: [index: number, path: [height: number, at: number][]][] = [
  [
    0,
    [
      [0, 1],
      [1, 1],
      [2, 1],
    ],
  ],
  [
    3,
    [
      [0, 2],
      [1, 0],
      [2, 1],
    ],
  ],
  [
    4,
    [
      [0, 5],
      [1, 3],
      [2, 0],
    ],
  ],
  [
    6,
    [
      [1, 2],
      [2, 0],
    ],
  ],
];

const leavesOf = (n: number) => Array.from({ length: n }, (_, i) => leafHash(`leaf ${i}`));

describe('a tree (RFC 6962)', () => {
  test.each(ROOTS.map((root, n) => [n, root] as const))('of the %i known leaves has the known root', (n, root) => {
    expect(merkleTree(LEAVES.slice(0, n)).root).toBe(root);
  });

  test('has a root of three that can be worked out by hand: the third is not doubled', () => {
    const [a = '', b = '', c = ''] = leavesOf(3);
    const above = (left: string, right: string) => sha256Hex(hex(`01${left}${right}`));
    const { root } = merkleTree([a, b, c]);
    expect(root).toBe(above(above(a, b), c));
    // CVE-2012-2459: where the last is doubled, these two are the same list.
    expect(merkleTree([a, b, c, c]).root).not.toBe(root);
  });

  test.each(PATHS_OF_SEVEN)('of seven has the path that the RFC draws for leaf %i', (index, path) => {
    const tree = merkleTree(LEAVES.slice(0, 7));
    expect(auditPath(tree, index)).toEqual(path.map(([height, at]) => tree.levels[height]?.[at]));
  });

  test.each([-1, 7, 0.5, Number.NaN])('has no path for a leaf %s', (index) => {
    expect(() => auditPath(merkleTree(leavesOf(7)), index)).toThrow(RangeError);
    expect(() => auditPath(merkleTree([]), 0)).toThrow(RangeError);
  });
});

describe('a path', () => {
  it('leads every leaf of every size to the root, and to no other place or size', () => {
    for (let n = 1; n <= 70; n += 1) {
      const leaves = leavesOf(n);
      const tree = merkleTree(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const path = auditPath(tree, index);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(n)));
        expect(rootOfPath(leaf, index, n, path), `${index} of ${n}`).toBe(tree.root);
        const elsewhere = n <= 20 ? leaves.keys() : [index - 1, index + 1, n - 1 - index];
        for (const other of [...elsewhere].filter((one) => one !== index && one >= 0))
          expect(rootOfPath(leaf, other, n, path) === tree.root, `${index} as ${other} of ${n}`).toBe(false);
      }
    }
  });

  const shape = fc
    .integer({ min: 1, max: 70 })
    .chain((n) => fc.record({ n: fc.constant(n), index: fc.integer({ min: 0, max: n - 1 }) }));

  it('does not hold with another leaf, a neighbour more, less or changed, or two exchanged', () => {
    fc.assert(
      fc.property(shape, fc.nat(), ({ n, index }, at) => {
        const leaves = leavesOf(n);
        const tree = merkleTree(leaves);
        const path = auditPath(tree, index);
        const leaf = leaves[index] ?? '';
        const bad = (changed: string[]) => expect(rootOfPath(leaf, index, n, changed)).not.toBe(tree.root);
        expect(rootOfPath(leafHash('another'), index, n, path)).not.toBe(tree.root);
        bad([...path, leafHash('more')]);
        if (path.length === 0) return;
        bad(path.slice(0, -1));
        bad(path.slice(1));
        bad(path.with(at % path.length, leafHash('changed')));
        if (path.length > 1) bad([...path.slice(1), path[0] ?? '']);
      }),
    );
  });

  it('cannot pass a node off as a leaf, nor two leaves as one', () => {
    fc.assert(
      fc.property(
        shape.filter(({ n }) => n > 1),
        ({ n }) => {
          const tree = merkleTree(leavesOf(n));
          for (const [height, level] of tree.levels.entries()) {
            if (height === 0) continue;
            for (const [at, node] of level.entries()) {
              const [left, right] = [tree.levels[height - 1]?.[2 * at], tree.levels[height - 1]?.[2 * at + 1]];
              if (right === undefined) continue;
              // The bytes of the node as what a leaf holds: another hash, so another root.
              expect(leafHash(hex(`${left}${right}`))).not.toBe(node);
              expect(leafHash(hex(`01${left}${right}`))).not.toBe(node);
            }
          }
          // A smaller tree made of the nodes has the same root only where they are taken for leaves as they are.
          expect(merkleTree((tree.levels[1] ?? []).map((node) => leafHash(hex(node)))).root).not.toBe(tree.root);
        },
      ),
    );
  });

  it('is of one order only: exchanging two leaves changes the root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), (n, one, two) => {
        const leaves = leavesOf(n);
        const [i, j] = [one % n, two % n];
        fc.pre(i !== j);
        const exchanged = leaves.with(i, leaves[j] ?? '').with(j, leaves[i] ?? '');
        expect(merkleTree(exchanged).root).not.toBe(merkleTree(leaves).root);
      }),
    );
  });
});
