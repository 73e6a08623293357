import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { assemble } from '../../../shared/export/assemble.ts';
import { sheetInPart } from '../../../shared/export/lines/figure-parts.ts';
import { isKind, type Kind, LINES, type Line } from '../../../shared/export/lines/kinds.ts';
import { plainLine } from '../../../shared/export/lines/plain.ts';
import { isPlain, kindIn, ofDraw } from '../../../shared/export/lines/plain-kinds.ts';
import { BadLine, drawLines, figureLines, readLines } from '../../../shared/export/lines/read.ts';
import { type Verified, verifyDraw, verifyFigures, verifyLines } from '../../../shared/export/lines/verify.ts';
import { linesText } from './lines-text.ts';
import { makeRound } from './round.ts';

const rows = linesText(assemble(makeRound())).split('\n').slice(0, -1);
const kindOf = (row: string): Kind => {
  const kind = kindIn(row);
  if (!isKind(kind)) throw new Error(row);
  return kind;
};
const LARGE: readonly Kind[] = ['applications', 'seats', 'sheets', 'scores', 'places', 'certificates.places'];
const many = rows.filter((row) => LARGE.includes(kindOf(row)));

/** What stands in JSON, what patterns speak of, and what neither likes. */
const PIECES = [
  ...[
    '"',
    '\\',
    '\\"',
    '\\u0061',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '{}',
    '[]',
    'null',
    'true',
    '0',
    '1',
    '-',
    '-0',
    '1.0',
  ],
  ...[
    '1e3',
    '01',
    '9007199254740993',
    '999999999999999',
    '"":',
    '"a":1,',
    ',"a":1',
    '"__proto__":',
    'Z',
    ' ',
    '\t',
    '企',
    '😀',
  ],
  ...['expert-1', 'expert-0012', '"first":', '"comments":{},', '2025-02-29', 'x'.repeat(101)],
];

/** A row with a few of its characters taken out and something else put there. */
const changedRow = (from: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...from),
      fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom('', ...PIECES)), { minLength: 1, maxLength: 3 }),
    )
    .map(([row, edits]) =>
      edits.reduce((text, [at, length, piece]) => {
        const start = at % (text.length + 1);
        return `${text.slice(0, start)}${piece}${text.slice(start + length)}`;
      }, row),
    )
    .filter((row) => !row.includes('\n'));

/** A row of which one value, wherever it stands, is another, or which has a member more or fewer. */
const changedValue = fc
  .tuple(fc.constantFrom(...many), fc.nat(), fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1, 1.5, 2 ** 53, 'x', '')))
  .map(([row, n, value]) => {
    const places = [...row.matchAll(/:("[^"]*"|-?\d+|null|true|false|\[\]|\{\})/g)];
    const place = places[n % places.length];
    if (place === undefined) return row;
    const start = place.index + 1;
    const end = start + (place[1] ?? '').length;
    return `${row.slice(0, start)}${JSON.stringify(value)}${row.slice(end)}`;
  });

/** What the schema makes of a line: its value, or nothing of one that it refuses. */
function bySchema(text: string): { value: unknown } | null {
  try {
    const members: Record<string, unknown> = JSON.parse(text);
    const [kind = ''] = Object.keys(members);
    if (!isKind(kind) || Object.keys(members).length !== 1) return null;
    const read = LINES[kind].safeParse(members[kind]);
    return read.success ? { value: { [kind]: read.data } } : null;
  } catch {
    return null;
  }
}

const RUNS = { numRuns: 3000 };

describe('a line that is plain', () => {
  test('is most of what a large round has', () => {
    for (const kind of LARGE) {
      const own = many.filter((row) => kindOf(row) === kind);
      expect(own.length).toBeGreaterThan(0);
      expect([kind, own.some((row) => isPlain(kind, row))]).toEqual([kind, true]);
    }
  });

  test('is taken by its schema and is to it what JSON says, whatever was changed', () => {
    fc.assert(
      fc.property(fc.oneof(changedRow(rows), changedRow(many), changedValue), (row) => {
        const kind = kindIn(row);
        if (isKind(kind) && isPlain(kind, row)) expect(bySchema(row)).toStrictEqual({ value: JSON.parse(row) });
      }),
      RUNS,
    );
  });

  test('tells the members that were asked for as they are', () => {
    const plain = plainLine('sheets', LINES.sheets, ['applicationId', 'expert', 'seat']);
    const sheets = many.filter((row) => kindOf(row) === 'sheets');
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...sheets), changedRow(sheets)), (row) => {
        const members = plain?.members(row) ?? null;
        expect(members !== null).toBe(isPlain('sheets', row));
        if (members === null) return;
        told += 1;
        const { applicationId, expert, seat } = LINES.sheets.parse(JSON.parse(row).sheets);
        expect(members).toEqual([applicationId, expert, String(seat)]);
      }),
      RUNS,
    );
    expect(told).toBeGreaterThan(0);
  });
});

describe('a schema', () => {
  const fits = (schema: z.ZodType, value: unknown) =>
    plainLine('k', schema)?.fits(JSON.stringify({ k: value })) ?? null;

  test('that changes or judges by code is not seen through', () => {
    const unseen = [
      ...[z.string().trim(), z.string().toUpperCase(), z.string().min(1), z.string().refine(() => false), z.email()],
      ...[z.number(), z.int().max(5), z.int().gt(0), z.int().min(2), z.string().transform(Number), z.unknown()],
      ...[z.string().regex(/^a/), z.string().regex(/a$/), z.string().regex(/^a$/i), z.string().regex(/^a|b$/)],
      ...[
        z.string().regex(/^.$/),
        z.string().regex(/^[^a]$/),
        z.string().regex(/^(?=a)a$/),
        z.string().regex(/^(a)\1$/),
      ],
      ...[z.looseObject({ a: z.string() }), z.object({ a: z.string() }).refine(() => false), z.date()],
      ...[
        z.array(z.string()).min(1),
        z.record(z.enum(['a', 'b']), z.string()),
        z.strictObject({ a: z.string().optional() }),
      ],
    ];
    expect(unseen.filter((schema) => plainLine('k', schema) !== null)).toEqual([]);
  });

  test('of which a part is not seen through is so only where there is none of it', () => {
    const part = z.string().trim();
    const schema = z.strictObject({
      a: z.int(),
      b: part.nullable(),
      c: z.array(part),
      d: part.optional(),
      e: z.record(z.string(), part),
    });
    expect(fits(schema, { a: 1, b: null, c: [], e: {} })).toBe(true);
    for (const more of [{ b: 'x' }, { c: ['x'] }, { d: 'x' }, { e: { x: 'x' } }])
      expect(fits(schema, { a: 1, b: null, c: [], ...more, ...('e' in more ? more : { e: {} }) })).toBe(false);
  });

  test('with a default is so only of what has it', () => {
    const schema = z.strictObject({ a: z.string(), b: z.string().default('x') });
    expect(fits(schema, { a: '', b: '' })).toBe(true);
    expect(fits(schema, { a: '' })).toBe(false);
  });
});

describe('a sheet in part', () => {
  const sheets = many.filter((row) => kindOf(row) === 'sheets');
  test('is what the whole one says', () => {
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...sheets), changedRow(sheets)), (row) => {
        // It is only asked of what somebody else takes.
        const whole = bySchema(row);
        const part = whole === null ? null : sheetInPart(row);
        if (part === null) return;
        told += 1;
        const { applicationId, pointsByItem, seat, submittedAt } = LINES.sheets.parse(JSON.parse(row).sheets);
        expect(part).toEqual({ kind: 'sheets', value: { applicationId, pointsByItem, seat, submittedAt } });
      }),
      RUNS,
    );
    expect(told).toBeGreaterThan(0);
  });
});

function* pieces(all: Buffer, size: number): Generator<Buffer> {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < all.length; at += size) yield buffer.subarray(0, all.copy(buffer, 0, at));
}
const asked = <T>(work: () => T): T | string => {
  try {
    return work();
  } catch (error) {
    if (error instanceof BadLine) return `${error.code} ${error.line} ${error.message}`;
    throw error;
  }
};
const inHalves = (bytes: Buffer): Verified => {
  const { draw, seal } = verifyDraw(drawLines(pieces(bytes, 999)));
  const { counts, differences } = verifyFigures(figureLines(pieces(bytes, 999)));
  return { counts, differences: [...draw, ...differences, ...seal] };
};

/** The parts of one certificate come in the order in which they were read: as the schema has them, or as they are written. */
const inNoOrder = (said: Verified | string) =>
  typeof said === 'string' ? said : { ...said, differences: said.differences.toSorted() };

describe('a verification in halves', () => {
  test('says in the same words what one as a whole says, whatever line was changed', () => {
    fc.assert(
      fc.property(fc.nat(rows.length - 1), fc.oneof(changedRow(rows), changedValue, fc.constant(null)), (n, row) => {
        // In its own place it is often one that is taken, in another it is out of order.
        const at =
          row === null
            ? n
            : Math.max(
                0,
                rows.findIndex((own) => own.slice(0, 20) === row.slice(0, 20)),
              );
        const bytes = Buffer.from(`${rows.toSpliced(at, 1, ...(row === null ? [] : [row])).join('\n')}\n`);
        const whole = asked(() => verifyLines(readLines(pieces(bytes, 999))));
        expect(inNoOrder(asked(() => inHalves(bytes)))).toEqual(inNoOrder(whole));
      }),
      { numRuns: 60 },
    );
  });

  test('the half of the draw is told only what it goes by', () => {
    const all = Buffer.from(`${rows.join('\n')}\n`);
    const kinds = (lines: Iterable<Line>) => Array.from(lines, ({ kind }) => kind);
    expect(kinds(drawLines(pieces(all, 4096)))).toEqual(kinds(readLines(pieces(all, 4096))).filter(ofDraw));
  });
});
