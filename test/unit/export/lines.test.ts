import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import { BadLine, readLines } from '../../../shared/export/lines/read.ts';
import { verifyDocument, verifyLines } from '../../../shared/export/lines/verify.ts';
import { wholeOf } from '../../../shared/export/lines/whole.ts';
import { exportText } from '../../../shared/export/text.ts';
import { linesText } from './lines-text.ts';
import { makeRound } from './round.ts';

const exported = assemble(makeRound());

const whole = linesText(exported);
const bytes = Buffer.from(whole);
const rows = whole.split('\n').slice(0, -1);

/** The bytes in pieces of a size; each piece is written over when the next one is asked for, as a file's buffer is. */
function* pieces(all: Buffer, size: number): Generator<Buffer> {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < all.length; at += size) {
    const length = all.copy(buffer, 0, at);
    yield buffer.subarray(0, length);
  }
}
const read = (all: Buffer, size = 4096) => readLines(pieces(all, size));
const lines = (changed: readonly string[]) => Buffer.from(`${changed.join('\n')}\n`);

/** What a verification answers: differences, or the code and number of the line that stopped it. */
function answer(all: Buffer): string[] {
  try {
    return verifyLines(read(all)).differences;
  } catch (error) {
    if (error instanceof BadLine) return [`${error.code} ${error.line}`];
    throw error;
  }
}

describe('an export in lines', () => {
  test('reads back to the very document, in pieces of whatever size', () => {
    for (const size of [7, 1000, 1 << 20])
      expect(exportText(wholeOf(read(bytes, size)).exported)).toBe(exportText(exported));
  });

  test('is verified as the document is', () => {
    const { counts, differences } = verifyLines(read(bytes));
    expect(differences).toEqual([]);
    expect(counts).toEqual(verifyDocument(exported).counts);
    expect(counts.sheets).toBe(exported.sheets.length);
  });

  test('a changed figure is told in the same words in both forms', () => {
    const changed = structuredClone(exported);
    const [sheet] = changed.sheets;
    const [place] = changed.places;
    if (sheet === undefined || place === undefined) throw new Error('the fixture has none');
    for (const code of Object.keys(sheet.pointsByItem)) sheet.pointsByItem[code] = 0;
    place.rank += 1;
    const { differences } = verifyDocument(changed);
    expect(differences.length).toBeGreaterThan(2);
    expect(verifyLines(read(Buffer.from(linesText(changed)))).differences).toEqual(differences);
  });

  test('has all lines of an application together', () => {
    const owners = rows.flatMap(
      (row) => /^\{"(?:sheets|seats|scores|slots)":.*?"applicationId":"([^"]+)"/.exec(row)?.[1] ?? [],
    );
    const changes = owners.filter((owner, i) => owner !== owners[i - 1]);
    expect(changes).toEqual([...new Set(owners)].sort());
  });

  test('a changed byte anywhere is found', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(answer(changed)).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('a file that was cut off is found, wherever', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(answer(bytes.subarray(0, length))).toEqual([expect.stringMatching(/^export\.truncated \d+$/)]);
      }),
      { numRuns: 50 },
    );
  });
});

const at = (kind: string) => rows.findIndex((row) => row.startsWith(`{"${kind}":`));
const without = (i: number) => rows.toSpliced(i, 1);
const swapped = (i: number) => rows.toSpliced(i, 2, rows[i + 1] ?? '', rows[i] ?? '');
const replaced = (i: number, row: string) => rows.toSpliced(i, 1, row);

describe('a line that is none of an export stops with a code and its number', () => {
  const cases: [string, readonly string[], string, number][] = [
    ['no JSON', replaced(4, '{"round":'), 'export.line-not-json', 5],
    ['a list', replaced(4, '[]'), 'export.line-not-json', 5],
    ['an empty line', rows.toSpliced(4, 0, ''), 'export.line-not-json', 5],
    ['an unknown kind', replaced(4, '{"people":{}}'), 'export.line-unknown', 5],
    ['two members', replaced(4, '{"gates":{},"slots":{}}'), 'export.line-unknown', 5],
    ['a field too many', replaced(at('seats'), '{"seats":{"x":1}}'), 'export.line-refused', at('seats') + 1],
    ['no first line', without(0), 'export.line-missing', 1],
    ['no policy', without(at('policy')), 'export.line-missing', at('slots')],
    [
      'the policy twice',
      rows.toSpliced(at('policy'), 0, rows[at('policy')] ?? ''),
      'export.line-repeated',
      at('policy') + 2,
    ],
    ['out of order', swapped(at('round')), 'export.line-order', at('round') + 2],
    [
      'a sheet among the places',
      rows.toSpliced(at('places'), 0, rows[at('sheets')] ?? ''),
      'export.line-order',
      at('places') + 1,
    ],
    ['something after the end', [...rows, rows[0] ?? ''], 'export.line-after-end', rows.length + 1],
    ['no end', rows.slice(0, -1), 'export.truncated', rows.length],
    ['nothing', [], 'export.line-not-json', 1],
    [
      'spaces in the last line',
      replaced(rows.length - 1, (rows.at(-1) ?? '').replace('{"end":', '{"end": ')),
      'export.line-refused',
      rows.length,
    ],
  ];
  test.each(cases)('%s', (_what, changed, code, line) => {
    expect(answer(lines(changed))).toEqual([`${code} ${line}`]);
  });

  test('a line that is left out, or told twice, is missed by count and hash', () => {
    const flags = at('flags');
    for (const changed of [without(flags), rows.toSpliced(flags, 0, rows[flags] ?? '')])
      expect(answer(lines(changed))).toEqual([
        expect.stringMatching(/^文件：各类行数/),
        expect.stringMatching(/^文件：全部内容的 SHA-256/),
      ]);
  });
});
