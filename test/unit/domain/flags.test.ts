import { describe, expect, it } from 'vitest';
import { flagsOf, type Holder, MOST_COUNTERPARTS } from '../../../shared/domain/flags/compare.ts';
import { factsOf } from '../../../shared/domain/flags/facts.ts';
import type { PackageManifest } from '../../../shared/schemas/package.ts';
import {
  chainManifest,
  claims,
  enterpriseManifest,
  other,
  providerManifest,
  served,
  solutionManifest,
} from './fixtures.ts';

/** Applications by name; what they share is found as the table finds it, by kind and value. */
interface Entered {
  id: string;
  manifest: PackageManifest;
  files?: { title: string; sha256: string }[];
  related?: string[];
}
const holders = ({ id, manifest, files = [], related = [] }: Entered): Holder[] =>
  factsOf(manifest, files).map(({ kind, value, labels }) => ({
    kind,
    hash: value,
    applicationId: id,
    uscc: manifest.uscc,
    category: manifest.category,
    version: 1,
    labels,
    related,
  }));

const flags = (mine: Entered, ...others: Entered[]) => {
  const all = others.flatMap(holders);
  return flagsOf(
    holders(mine).map((one) => ({
      mine: one,
      others: all.filter(({ kind, hash }) => kind === one.kind && hash === one.hash),
    })),
  );
};
const codes = (mine: Entered, ...others: Entered[]) =>
  flags(mine, ...others).map(({ code, counterpartId }) => `${code} ${counterpartId}`);

/** Another firm with nothing in common. */
const stranger = (n: number) => ({
  uscc: other(n),
  name: `他人${n}`,
  legalPerson: `代表${n}`,
  contact: { name: '某', phone: `0532-8888${String(n).padStart(4, '0')}` },
});
const enterprise = (n: number, change: Partial<typeof enterpriseManifest> = {}): PackageManifest => ({
  ...enterpriseManifest,
  ...stranger(n),
  invoices: [],
  ...change,
});
const solution = (change: Partial<typeof solutionManifest> = {}): PackageManifest => ({
  ...solutionManifest,
  ...change,
});
const chain = (change: Partial<typeof chainManifest> = {}): PackageManifest => ({ ...chainManifest, ...change });
const invoice = (number: string) => ({ number, issuedOn: '2025-01-15', amountFen: 100 });
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)] as const;

describe('two firms', () => {
  const plain = enterprise(1);

  it('with nothing in common are not flagged', () => {
    expect(codes({ id: 'a', manifest: plain }, { id: 'b', manifest: enterprise(2) })).toEqual([]);
  });

  it.each([
    ['one file', [{ title: '投入明细', sha256: A }], [{ title: '成效佐证', sha256: A }], ['same-file b']],
    ['other files', [{ title: '投入明细', sha256: A }], [{ title: '投入明细', sha256: B }], []],
    [
      'two files: one flag',
      [
        { title: '投入明细', sha256: A },
        { title: '成效佐证', sha256: B },
      ],
      [
        { title: '投入明细', sha256: A },
        { title: '成效佐证', sha256: B },
      ],
      ['same-file b'],
    ],
  ])('%s', (_, mine, theirs, expected) => {
    const found = codes({ id: 'a', manifest: plain, files: mine }, { id: 'b', manifest: enterprise(2), files: theirs });
    expect(found).toEqual(expected);
  });

  it.each([
    ['the same invoice', '25372000000012345678', '25372000000012345678', true],
    ['the same, written in another way', '3702a-100001', '3702A100001', true],
    ['other invoices', '25372000000012345678', '25372000000012345679', false],
  ])('%s', (_, mine, theirs, flagged) => {
    const found = codes(
      { id: 'a', manifest: enterprise(1, { invoices: [invoice(mine)] }) },
      { id: 'b', manifest: enterprise(2, { invoices: [invoice(theirs)] }) },
    );
    expect(found).toEqual(flagged ? ['same-invoice b'] : []);
  });

  it.each([
    ['the same name', '张某', '张某', true],
    ['the same name in other forms', 'Ａ·李 某', 'a李某', true],
    ['other names', '张某', '张某某', false],
    ['nothing but signs', '——', '——', false],
  ])('legal representatives with %s', (_, mine, theirs, flagged) => {
    const found = codes(
      { id: 'a', manifest: enterprise(1, { legalPerson: mine }) },
      { id: 'b', manifest: enterprise(2, { legalPerson: theirs }) },
    );
    expect(found).toEqual(flagged ? ['same-legal-person b'] : []);
  });

  it.each([
    ['as it is', '0532-80000001', '0532-80000001', true],
    ['with spaces and the country', '+86 139 0000 0001', '13900000001', true],
    ['with 0086', '0086-139-0000-0001', '139 0000 0001', true],
    ['another', '0532-80000001', '0532-80000002', false],
  ])('the same phone %s', (_, mine, theirs, flagged) => {
    const found = codes(
      { id: 'a', manifest: enterprise(1, { contact: { name: '甲', phone: mine } }) },
      { id: 'b', manifest: enterprise(2, { contact: { name: '乙', phone: theirs } }) },
    );
    expect(found).toEqual(flagged ? ['same-phone b'] : []);
  });

  it('that are provider and customer are said to be, from either side', () => {
    const legalPerson = '同一人';
    const customer = { id: 'a', manifest: enterprise(1, { legalPerson }) };
    const provider = { id: 'b', manifest: { ...providerManifest, legalPerson }, related: [other(1)] };
    for (const [mine, theirs] of [
      [customer, provider],
      [provider, customer],
    ] as const)
      expect(flags(mine, theirs)).toMatchObject([
        { code: 'same-legal-person', clause: '五(二)', evidence: expect.stringContaining('服务商与客户') },
      ]);
  });

  it('are told what each of them has, and neither the value nor the other’s name', () => {
    const mine = { id: 'a', manifest: enterprise(1, { invoices: [invoice('25372000000012345678')] }) };
    const theirs = {
      id: 'b',
      manifest: enterprise(2, { invoices: [invoice('100001'), invoice('25372000000012345678')] }),
    };
    expect(flags(mine, theirs)).toEqual([
      {
        code: 'same-invoice',
        clause: '三(一)2',
        counterpartId: 'b',
        counterpartVersion: 1,
        evidence: '第 1 张发票（尾号 5678）与对方的第 2 张发票（尾号 5678）号码相同',
        mirrored: '第 2 张发票（尾号 5678）与对方的第 1 张发票（尾号 5678）号码相同',
      },
    ]);
  });

  it('say the same of each other, whoever looks', () => {
    const files = [
      { title: '投入明细', sha256: A },
      { title: '成效佐证', sha256: B },
    ];
    const mine = { id: 'a', manifest: enterprise(1, { legalPerson: '同' }), files };
    const theirs = { id: 'b', manifest: enterprise(2, { legalPerson: '同' }), files: files.toReversed() };
    const swapped = flags(theirs, mine).map((one) => ({
      ...one,
      counterpartId: 'b',
      evidence: one.mirrored,
      mirrored: one.evidence,
    }));
    expect(flags(mine, theirs)).toEqual(swapped);
  });
});

describe('one firm', () => {
  it('may put its own licence, person and phone into all that it enters', () => {
    const files = [{ title: '营业执照', sha256: A }];
    expect(codes({ id: 'a', manifest: solution(), files }, { id: 'b', manifest: providerManifest, files })).toEqual([]);
  });

  it.each([
    [
      'a solution and a case of one name',
      solution({ title: '协同' }),
      chain({ title: '“协同”', landed: [] }),
      'two-categories',
    ],
    ['a solution and a case at the very same customers', solution(), chain(), 'two-categories'],
    [
      'the same customers in another order',
      solution({ landed: claims(served(2)).toReversed() }),
      chain(),
      'two-categories',
    ],
    ['a solution and a case apart', solution(), chain({ landed: claims(served(3)) }), null],
    ['one solution twice', solution(), solution({ applicationNo: 2, landed: claims(served(3)) }), 'entered-twice'],
    ['two solutions at the same customers', solution(), solution({ applicationNo: 2, title: '仓储方案' }), null],
    ['two entries as a provider', providerManifest, { ...providerManifest, applicationNo: 2 }, 'applied-twice'],
    ['a provider and its solution', providerManifest, solution(), null],
  ] as const)('%s', (_, mine, theirs, code) => {
    expect(codes({ id: 'a', manifest: mine }, { id: 'b', manifest: theirs })).toEqual(
      code === null ? [] : [`${code} b`],
    );
  });

  it('gets one flag for one counterpart and code, with all that they share', () => {
    const [flag, ...rest] = flags(
      { id: 'a', manifest: solution({ title: '协同' }) },
      { id: 'b', manifest: chain({ title: '协同' }) },
    );
    expect(rest).toEqual([]);
    expect(flag?.evidence).toBe('同一主体的两项申报名称相同；同一主体的两项申报落地企业 2 家完全相同');
  });
});

describe('what very many have', () => {
  const files = [{ title: '承诺书', sha256: A }];
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: `b${String(i).padStart(3, '0')}`,
      manifest: enterprise(i + 2),
      files,
    }));

  it('is flagged against each while they are few enough to look at', () => {
    expect(codes({ id: 'a', manifest: enterprise(1), files }, ...many(MOST_COUNTERPARTS))).toHaveLength(20);
  });

  it('is flagged against the first only once it was handed out to everybody, and says so', () => {
    const found = flags({ id: 'a', manifest: enterprise(1), files }, ...many(MOST_COUNTERPARTS + 1));
    expect(found).toMatchObject([{ counterpartId: 'b000', evidence: expect.stringContaining('可能是统一下发的文件') }]);
  });

  it('keeps the flags that there were', () => {
    const [mine] = holders({ id: 'a', manifest: enterprise(1), files });
    if (mine === undefined) throw new Error('no file');
    const others = many(MOST_COUNTERPARTS + 1).flatMap((one) => holders(one).slice(0, 1));
    const found = flagsOf([{ mine, others }], new Set(['same-file b007']));
    expect(found.map(({ counterpartId }) => counterpartId)).toEqual(['b000', 'b007']);
  });
});
