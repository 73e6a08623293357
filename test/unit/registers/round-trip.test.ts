import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../shared/canonical.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { Policy } from '../../../shared/policy/schema.ts';
import { differences } from '../../../shared/registers/differences.ts';
import { inOrder } from '../../../shared/registers/order.ts';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import { registerCsv, registerWorkbook, templateWorkbook } from '../../../shared/registers/write.ts';
import { REGISTER_KINDS, type RegisterKind, type RegisterRow } from '../../../shared/schemas/registers.ts';
import { registerVersion } from '../../../shared/store/registers.ts';
import { generateWorld } from '../../world/generate.ts';
import { places, rowsOf, workbookOf } from './places.ts';

const policy = Policy.parse(qingdao);
const { registers } = generateWorld({ seed: 'registers', applications: 30, policy });
const utf8 = (text: string) => new TextEncoder().encode(text);

describe.each(REGISTER_KINDS)('%s', <K extends RegisterKind>(kind: K) => {
  const rows = registers[kind] as RegisterRow<K>[];
  const version = registerVersion(inOrder(kind, rows));

  test('written and read back are the same rows, whatever they are written as', async () => {
    const files = [
      await registerWorkbook(kind, rows, policy),
      utf8(registerCsv(kind, rows, policy)),
      utf8(JSON.stringify(rows)),
      utf8(JSON.stringify(rows.toReversed())),
    ];
    for (const file of files) {
      const read = await rowsOf(readRegisterFile(kind, file, policy));
      expect(read.refused).toEqual([]);
      expect(registerVersion(read.rows)).toBe(version);
    }
  });

  test('have a template that is read as no rows', async () => {
    const read = await rowsOf(readRegisterFile(kind, await templateWorkbook(kind, policy), policy));
    expect(read).toEqual({ ok: true, rows: [], refused: [], refusedRows: 0, notes: [] });
  });

  test('with the differences applied become the new ones', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(rows.length * 3)), fc.array(fc.nat(rows.length * 3)), (some, others) => {
        const pick = (chosen: number[]) => {
          const pool = [...rows, ...rows.map((row, i) => changed(kind, row, rows[(i * 7 + 1) % rows.length] ?? row))];
          const picked = new Map(chosen.map((n) => pool[n % pool.length]).map((row) => [canonicalJson(row), row]));
          return [...picked.values()].filter((row) => row !== undefined);
        };
        const [before, after] = [pick(some), pick(others)];
        const diff = differences(kind, before, after);
        const gone = [...diff.removed, ...diff.changed.map((one) => one.before)].map((row) => canonicalJson(row));
        const kept = before.filter((row) => !gone.includes(canonicalJson(row)));
        expect(kept).toHaveLength(diff.unchanged);
        const applied = [...kept, ...diff.added, ...diff.changed.map((one) => one.after)];
        expect(applied.map((row) => canonicalJson(row)).sort()).toEqual(after.map((row) => canonicalJson(row)).sort());
        for (const one of diff.changed) expect(one.columns.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });
});

/** The row with another's last fields, under its own identity. */
function changed<K extends RegisterKind>(_kind: K, row: RegisterRow<K>, other: RegisterRow<K>): RegisterRow<K> {
  const own = [
    'uscc',
    'expertId',
    'staffId',
    'category',
    'applicationNo',
    'document',
    'listedOn',
    'happenedOn',
    'kind',
  ];
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      own.includes(name) ? value : (other as Record<string, unknown>)[name],
    ]),
  ) as RegisterRow<K>;
}

test('text that a spreadsheet would take for something else comes back as it was', async () => {
  const documents = [
    '=1+1',
    '+86',
    '-5',
    '@cmd',
    '001',
    '1e5',
    'TRUE',
    '2025-01-05',
    'a;b',
    '"甲"',
    '一\n二',
    '“引”，号',
  ];
  const rows = documents.map((document) => ({
    ...{ uscc: '91370211MA3F0017X0', kind: 'other' as const, amountFen: 1, paidOn: '2024-01-01', document },
  }));
  for (const file of [
    await registerWorkbook('subsidies', rows, places),
    utf8(registerCsv('subsidies', rows, places)),
  ]) {
    const read = await rowsOf(readRegisterFile('subsidies', file, places));
    expect(read.rows.map(({ document }) => document).sort()).toEqual(documents.toSorted());
  }
});

describe('whatever the bytes are, there is an answer', () => {
  const answered = async (bytes: Uint8Array) => {
    for (const kind of ['pilots', 'staff'] as const) {
      const reading = await readRegisterFile(kind, bytes, places);
      expect(reading.ok || reading.faults.length > 0).toBe(true);
    }
  };
  const magic = fc.constantFrom(
    [],
    [0x50, 0x4b, 3, 4],
    [0xff, 0xfe],
    [0xef, 0xbb, 0xbf],
    [0x5b],
    [0xd0, 0xcf, 0x11, 0xe0],
  );

  test('bytes at random', async () => {
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 2000 }), (head, tail) =>
        answered(Uint8Array.from([...head, ...tail])),
      ),
      { numRuns: 200 },
    );
  });

  test('a good file with some bytes changed', async () => {
    const csv = utf8(registerCsv('staff', registers.staff, policy));
    const xlsx = new Uint8Array(await registerWorkbook('staff', registers.staff, policy));
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(csv, xlsx), changes, fc.nat(), async (file, some, cut) => {
        const bytes = file.slice(0, cut % 4 === 0 ? cut % file.length : file.length);
        for (const [at, value] of some) if (bytes.length > 0) bytes[at % bytes.length] = value;
        await answered(bytes);
      }),
      { numRuns: 150 },
    );
  });

  test('a sheet of tags at random', async () => {
    const part = fc.constantFrom(
      ...[
        '<row r="1">',
        '</row>',
        '<c r="A1">',
        '<c r="B1" t="s">',
        '</c>',
        '<v>',
        '</v>',
        '1',
        '99999999',
        '<f>x</f>',
      ],
      ...[
        '<is><t>',
        '</t></is>',
        '<c r="A2" t="e"/>',
        '<c r="C9" s="7">',
        '&amp;',
        '&#x0;',
        '<row r="0">',
        '<c t="inlineStr">',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 30 }), (parts) => answered(workbookOf(parts.join('')))),
      { numRuns: 150 },
    );
  });
});
