import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { checkPdf } from '../../../shared/package/pdf/check.ts';
import { writePdf } from '../../world/documents.ts';

const source = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: async (start: number, length: number) => Buffer.from(bytes.subarray(start, start + length)),
});
const verdict = (bytes: Uint8Array | string) =>
  checkPdf(source(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes));

async function made(pages: number, useObjectStreams: boolean, change: (pdf: PDFDocument) => void = () => undefined) {
  const pdf = await PDFDocument.create();
  for (let i = 0; i < pages; i++) pdf.addPage().drawText(`page ${i}`);
  change(pdf);
  return Buffer.from(await pdf.save({ useObjectStreams }));
}

/** Objects by number, as they stand in a file; a cross-reference is written over those of each part. */
interface Part {
  objects: Record<number, string>;
  trailer: string;
  /** The cross-reference as a stream instead of a table, with this number. */
  stream?: number;
}

/** A file of one part after the other, each but the first an update of those before. */
function written(parts: Part[], head = '%PDF-1.5\n'): string {
  let text = head;
  let last: number | null = null;
  for (const { objects, trailer, stream } of parts) {
    const offsets = new Map<number, number>();
    for (const [number, body] of Object.entries(objects)) {
      offsets.set(Number(number), text.length - head.indexOf('%PDF'));
      text += `${number} 0 obj\n${body}\nendobj\n`;
    }
    const at = text.length - head.indexOf('%PDF');
    const all = `${trailer}${last === null ? '' : ` /Prev ${last}`}`;
    text += stream === undefined ? table(offsets, all) : xrefStream(stream, new Map([...offsets, [stream, at]]), all);
    text += `startxref\n${at}\n%%EOF\n`;
    last = at;
  }
  return text;
}

function table(offsets: Map<number, number>, trailer: string): string {
  const rows = [...offsets].map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`);
  return `xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size 99 ${trailer} >>\n`;
}

function xrefStream(number: number, offsets: Map<number, number>, trailer: string): string {
  const rows = Buffer.concat(
    [...offsets.values()].map((at) => Buffer.from([1, at >> 16, (at >> 8) & 255, at & 255, 0])),
  );
  const data = deflateSync(rows).toString('latin1');
  const index = [...offsets.keys()].map((one) => `${one} 1`).join(' ');
  const dict = `<< /Type /XRef /W [1 3 1] /Index [${index}] /Size 99 /Filter /FlateDecode /Length ${data.length} ${trailer} >>`;
  return `${number} 0 obj\n${dict}\nstream\n${data}\nendstream\nendobj\n`;
}

const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const PAGE = '<< /Type /Page /Parent 2 0 R >>';
const base = { 1: '<< /Type /Catalog /Pages 2 0 R >>', 2: PAGES, 3: PAGE };
const root = '/Root 1 0 R';
const plain = written([{ objects: base, trailer: root }]);

function inObjectStream(objects: Record<number, string>, number = 9): string {
  let body = '';
  const heads = Object.entries(objects).map(([one, text]) => {
    const head = `${one} ${body.length}`;
    body += `${text} `;
    return head;
  });
  const head = `${heads.join(' ')} `;
  const data = deflateSync(Buffer.from(head + body)).toString('latin1');
  const dict = `<< /Type /ObjStm /N ${heads.length} /First ${head.length} /Filter /FlateDecode /Length ${data.length} >>`;
  return `${number} 0 obj\n${dict}\nstream\n${data}\nendstream\nendobj\n`;
}

/** A table for old viewers, in which the pages are free, and a stream that knows them. */
function hybrid(): string {
  let text = `%PDF-1.5\n1 0 obj\n${base[1]}\nendobj\n`;
  const objects = text.length;
  text += inObjectStream({ 2: PAGES, 3: PAGE });
  const stream = text.length;
  const rows = Buffer.from([2, 0, 9, 0, 2, 0, 9, 1, 1, objects >> 8, objects & 255, 0]);
  text += `8 0 obj\n<< /Type /XRef /W [1 2 1] /Index [2 2 9 1] /Size 10 /Length ${rows.length} >>\nstream\n${rows.toString('latin1')}\nendstream\nendobj\n`;
  const at = text.length;
  const free = '0000000000 00000 f \n';
  return `${text}xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n${free}${free}trailer\n<< /Size 10 ${root} /XRefStm ${stream} >>\nstartxref\n${at}\n%%EOF`;
}

describe('a PDF that viewers open', () => {
  it.each([1, 3, 300])('of %i pages, with a table or a stream, is good', async (pages) => {
    for (const streams of [false, true]) expect(await verdict(await made(pages, streams))).toBe('good');
  });

  const deep = { 1: base[1], 2: '<< /Kids [5 0 R 6 0 R] >>', 5: '<< /Kids [] >>', 6: '<< /Kids [7 0 R] >>', 7: PAGE };
  it.each([
    ['of our own', writePdf(['甲'])],
    ['the smallest', plain],
    [
      'with an update',
      written([
        { objects: base, trailer: root },
        { objects: { 3: PAGE }, trailer: root },
      ]),
    ],
    [
      'with a root in an update',
      written([
        { objects: { 2: PAGES, 3: PAGE }, trailer: '' },
        { objects: { 1: base[1] }, trailer: root },
      ]),
    ],
    [
      'with streams over tables',
      written([
        { objects: base, trailer: root },
        { objects: { 3: PAGE }, trailer: root, stream: 8 },
      ]),
    ],
    [
      'with tables over streams',
      written([
        { objects: base, trailer: root, stream: 8 },
        { objects: { 3: PAGE }, trailer: root },
      ]),
    ],
    ['for old and new viewers', hybrid()],
    ['after some bytes', written([{ objects: base, trailer: root }], 'xyz\n%PDF-1.7\n')],
    ['with pages deep down', written([{ objects: deep, trailer: root }])],
    [
      'with comments, texts and names of all kinds',
      written([
        {
          objects: {
            ...base,
            1: '<< /T (a\\)(b)) % c >>\n /H <0a> /N#61me null /A [1 -2.5 .5 true 7 0 R] /Pages 2 0 R >>',
          },
          trailer: root,
        },
      ]),
    ],
    ['with rows of nineteen bytes', plain.replaceAll(/([fn]) \n/g, '$1\n')],
    ['with a table that counts from one', plain.replace(/xref\n0 1\n(.*\n)1 1\n/, 'xref\n1 2\n$1')],
    ['with zeros behind its end', `${plain}${'\0'.repeat(2000)}`],
  ])('%s', async (_what, bytes) => {
    expect(await verdict(bytes)).toBe('good');
  });

  it('with an embedded file is let be: electronic vouchers carry their data so', async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage();
    await pdf.attach(Buffer.from('<xbrl/>'), 'voucher.xml');
    expect(await verdict(await pdf.save())).toBe('good');
  });
});

describe('a PDF that is refused', () => {
  const script = (pdf: PDFDocument) => pdf.addJavaScript('s', 'app.alert(1)');
  const circle = { ...base, 2: '<< /Kids [2 0 R] >>' };
  it.each([
    ['nothing', '', 'broken'],
    ['another file', 'x'.repeat(5000), 'broken'],
    ['no end', plain.slice(0, plain.indexOf('startxref')), 'broken'],
    ['cut off', plain.slice(0, -20), 'broken'],
    ['a cross-reference that is nowhere', plain.replace(/startxref\n\d+/, 'startxref\n9999999'), 'broken'],
    ['a cross-reference that is something else', plain.replace(/startxref\n\d+/, 'startxref\n12'), 'broken'],
    ['a table whose offsets are wrong', plain.replace('%PDF-1.5\n', '%PDF-1.5\n\n\n\n'), 'broken'],
    ['no root', written([{ objects: base, trailer: '' }]), 'broken'],
    ['a root that is not there', written([{ objects: base, trailer: '/Root 44 0 R' }]), 'broken'],
    ['no pages', written([{ objects: { 1: '<< /Type /Catalog >>' }, trailer: root }]), 'no-page'],
    ['an empty tree', written([{ objects: { ...base, 2: '<< /Kids [] /Count 0 >>' }, trailer: root }]), 'no-page'],
    ['pages that are not there', written([{ objects: { 1: base[1], 2: PAGES }, trailer: root }]), 'no-page'],
    ['a tree in a circle', written([{ objects: circle, trailer: root }]), 'broken'],
    ['sections in a circle', plain.replace('/Root 1 0 R', '/Root 7 0 R /Prev 15'), 'broken'],
    ['encrypted', written([{ objects: base, trailer: `${root} /Encrypt << /Filter /Standard >>` }]), 'encrypted'],
    [
      'a script at opening',
      written([
        { objects: { ...base, 1: '<< /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>' }, trailer: root },
      ]),
      'JavaScript',
    ],
    [
      'a program at closing',
      written([{ objects: { ...base, 1: '<< /Pages 2 0 R /AA << /WC << /S /Launch >> >> >>' }, trailer: root }]),
      'Launch',
    ],
    [
      'a script under another spelling',
      written([{ objects: { ...base, 1: '<< /Pages 2 0 R /OpenAction << /S /J#61vaScript >> >>' }, trailer: root }]),
      'JavaScript',
    ],
  ])('%s', async (_what, bytes, expected) => {
    expect(await verdict(bytes)).toBe(expected);
  });

  it('with a script, also inside an object stream', async () => {
    expect(await verdict(await made(1, false, script))).toBe('JavaScript');
    expect(await verdict(await made(1, true, script))).toBe('JavaScript');
    const opens = (pdf: PDFDocument) =>
      pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.obj({ S: 'JavaScript', JS: PDFString.of('x') }));
    expect(await verdict(await made(1, true, opens))).toBe('JavaScript');
  });
});

describe('whatever comes', () => {
  it('has a verdict, soon', async () => {
    const seeds = [
      Buffer.from(plain, 'latin1'),
      Buffer.from(hybrid(), 'latin1'),
      writePdf(['甲']),
      await made(2, true),
    ];
    const change = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 6 }), remove: fc.nat(6) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        async (seed, changes) => {
          let bytes = Buffer.from(seed);
          for (const { at, bytes: put, remove } of changes) {
            const from = at % bytes.length;
            bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + remove)]);
          }
          expect(typeof (await verdict(bytes))).toBe('string');
        },
      ),
      { numRuns: 500, seed: 2025 },
    );
  });

  it('is given up where it is made to keep its reader busy', async () => {
    const nested = written([
      { objects: { ...base, 1: `<< /Pages 2 0 R /A ${'['.repeat(100_000)} >>` }, trailer: root },
    ]);
    expect(await verdict(nested)).toBe('broken');
    const wide = { ...base, 2: `<< /Kids [${'5 0 R '.repeat(100_000)}] >>`, 5: '<< /Kids [2 0 R] >>' };
    expect(await verdict(written([{ objects: wide, trailer: root }]))).toBe('broken');
    const updates = Array.from({ length: 3000 }, () => ({ objects: { 3: PAGE }, trailer: '/Root 77 0 R' }));
    expect(await verdict(written(updates))).toBe('broken');
    const zeros = deflateSync(Buffer.alloc(60_000_000)).toString('latin1');
    const dict = `<< /Type /XRef /W [1 2 1] /Filter /FlateDecode /Length ${zeros.length} /Size 9 ${root} >>`;
    const bomb = `%PDF-1.5\n8 0 obj\n${dict}\nstream\n${zeros}\nendstream\nendobj\nstartxref\n9\n%%EOF`;
    expect(await verdict(bomb)).toBe('broken');
  });
});
