import fc from 'fast-check';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fillForm } from '../../../../shared/package/excel/fill.ts';
import { openWorkbook } from '../../../../shared/package/excel/open.ts';
import { readForm } from '../../../../shared/package/excel/read.ts';
import { BadXml, scanXml } from '../../../../shared/package/excel/xml.ts';
import { Problem } from '../../../../shared/schemas/findings.ts';
import { writeZip } from '../../../world/zip.ts';
import { attachments, manifest, policy, slot } from '../fixture.ts';

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook as some other program might write it. */
function foreign(parts: Record<string, string> = {}): Uint8Array {
  const all: Record<string, string> = {
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${RELATION}/officeDocument" Target="/book/main.xml"/></Relationships>`,
    'book/main.xml': `<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:r="${RELATION}"><x:sheets><x:sheet name="甲" sheetId="1" r:id="a"/></x:sheets></x:workbook>`,
    'book/_rels/main.xml.rels': `<Relationships><Relationship Target="sheets/one.xml" Id="a" Type="${RELATION}/worksheet"/><Relationship Id="s" Type="${RELATION}/sharedStrings" Target="../strings.xml"/></Relationships>`,
    'strings.xml':
      '<sst><si><t>一</t></si><si><r><t>二</t></r><r><t xml:space="preserve"> 三</t></r><rPh><t>er</t></rPh></si><si><t>a_x000D_&#10;&lt;b&gt;</t></si></sst>',
    'book/sheets/one.xml': `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="B2" t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c r="E2" t="s"><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>1.5E2</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>算出</x:v></x:c><x:c><x:f>NOW()</x:f></x:c><x:c s="3"/><x:c t="inlineStr"><x:is><x:t><![CDATA[<直接>]]></x:t></x:is></x:c><!-- > --></x:row></x:sheetData></x:worksheet>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)])) as Zippable);
}
const cells = async (bytes: Uint8Array) => {
  const opened = await openWorkbook(bytes);
  if (!opened.ok) return opened.why;
  const [sheet] = opened.workbook.sheets;
  return [...(sheet?.rows ?? [])].map(([row, some]) => [row, [...some].map(([column, cell]) => [column, cell])]);
};

it('reads what other programs write: prefixes, shared and rich texts, cells without a place, computed values', async () => {
  expect(await cells(foreign())).toEqual([
    [
      2,
      [
        [2, { type: 'text', value: '一' }],
        [3, { type: 'text', value: '二 三' }],
        [5, { type: 'text', value: 'a\r\n<b>' }],
      ],
    ],
    [
      3,
      [
        [1, { type: 'number', value: 150 }],
        [2, { type: 'boolean', value: true }],
        [3, { type: 'error' }],
        [4, { type: 'text', value: '算出' }],
        [5, { type: 'uncomputed' }],
        [7, { type: 'text', value: '<直接>' }],
      ],
    ],
  ]);
});

const sheet = (data: string) =>
  foreign({ 'book/sheets/one.xml': `<worksheet><sheetData>${data}</sheetData></worksheet>` });
const BOMB = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>`;
const many = `<row>${'<c><v>1</v></c>'.repeat(61_000)}</row>`;
const long = `<sst><si><t>${'长'.repeat(30_000)}</t></si></sst>`;
it.each([
  ['an old or encrypted workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'not-xlsx'],
  ['nothing', new Uint8Array(), 'not-xlsx'],
  ['a zip that is no workbook', zipSync({ a: strToU8('x') }), 'not-xlsx'],
  ['half a zip', foreign().subarray(0, 300), 'damaged'],
  ['more than two megabytes', Buffer.concat([Buffer.from('PK'), Buffer.alloc(2_100_000)]), 'too-large'],
  ['more cells than a form has', sheet(many), 'too-large'],
  [
    'one long text in a thousand cells',
    foreign({
      'strings.xml': long,
      'book/sheets/one.xml': `<worksheet>${'<c t="s"><v>0</v></c>'.repeat(1000).replace(/^/, '<row r="1">')}</row></worksheet>`,
    }),
    'too-large',
  ],
  ['a part that unpacks to forty megabytes', sheet(' '.repeat(40_000_000)), 'damaged'],
  [
    'a part that claims to be small',
    writeZip([{ name: '_rels/.rels', data: Buffer.alloc(5_000_000, ' '), claimed: { size: 100 } }]),
    'damaged',
  ],
  ['entities of its own', foreign({ 'book/sheets/one.xml': BOMB }), 'damaged'],
  ['a row beyond the end', sheet('<row r="99999999"><c><v>1</v></c></row>'), 'damaged'],
  ['a row that is no number', sheet('<row r="x"><c><v>1</v></c></row>'), 'damaged'],
  ['elements that cross', sheet('<row><c></row></c>'), 'damaged'],
  ['elements within elements without end', sheet('<c>'.repeat(10_000)), 'damaged'],
  ['a tag without end', sheet(`<row a="${'x'.repeat(1_000_000)}`), 'damaged'],
  [
    'a target that is no address',
    foreign({ '_rels/.rels': '<R><Relationship Target="http://[" Type="x/officeDocument"/></R>' }),
    'damaged',
  ],
  [
    'a sheet elsewhere',
    foreign({
      'book/_rels/main.xml.rels':
        '<R><Relationship Id="a" Target="http://evil.example/x.xml" TargetMode="External"/></R>',
    }),
    'not-xlsx',
  ],
] as const)('%s is told from a form', async (_what, bytes, why) => {
  expect(await cells(bytes)).toBe(why);
});

it.each([
  '<a',
  '<a b=c/>',
  '<a b="1" c/>',
  '&nbsp;',
  '<a>&#0;</a>',
  '& ',
  '<!x>',
  '<a></b>',
  '<1 =>',
  '<a b="<"/>',
  '<!-- ',
])('XML such as %s is refused', (xml) => {
  expect(() => scanXml(xml, { open: () => undefined, close: () => undefined, text: () => undefined })).toThrow(BadXml);
});

describe('whatever the bytes are, there is a report', () => {
  const good = fillForm('chain-case', policy, manifest(attachments()));
  const parts = unzipSync(good);
  const names = Object.keys(parts);
  const reports = async (bytes: Uint8Array) => {
    const reading = await readForm(bytes, slot, ['attachments/营业执照.png']);
    expect(reading.manifest === null).toBe(reading.problems.length > 0);
    for (const problem of reading.problems) Problem.parse(problem);
  };

  it('of anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        reports(Buffer.concat([Buffer.from('PK'), bytes])),
      ),
    );
  });

  it('of a form with bytes changed', async () => {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        return reports(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('of a form with a part cut, doubled or written over', { timeout: 60_000 }, async () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      '&',
      '</c>',
      '<row r="1">',
      '<c t="s"><v>9</v></c>',
      ' r="ZZZ9"',
      'NaN',
      '\u0000',
      '1e999',
      '</row>',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(60),
        piece,
        (name, share, cut, put) => {
          const text = Buffer.from(parts[name] ?? []).toString();
          const at = Math.floor(share * text.length);
          return reports(
            zipSync({ ...parts, [name]: strToU8(text.slice(0, at) + put + text.slice(at + cut)) }, { level: 0 }),
          );
        },
      ),
      { numRuns: 120 },
    );
  });
});
