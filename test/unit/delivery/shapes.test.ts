import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { breaks, membersOf, Shapes, shapesOfCode } from '../../../infra/delivery/shapes.ts';
import { RoundExport } from '../../../shared/export/schema.ts';
import committed from '../../../shared/schemas/shapes.json' with { type: 'json' };
import { MIGRATIONS } from '../../../shared/store/migrations/index.ts';
import { OLDER } from '../migrations/older.ts';

const shapes = Shapes.parse(committed);

test('every shape that is stored is the one that was committed: `npm run shapes` writes what was changed', async () => {
  const code = await shapesOfCode(shapes);
  expect(Object.keys(code)).toEqual(Object.keys(shapes));
  const changed = Object.entries(code).filter(
    ([name, shape]) => JSON.stringify(shape) !== JSON.stringify(shapes[name]),
  );
  expect(Object.fromEntries(changed)).toEqual({});
});

test('every version of a record but the first has a migration that leads to it, and a record that needs it', () => {
  const steps = Object.values(shapes).flatMap(({ entity, version }) =>
    entity === undefined ? [] : Array.from({ length: version - 1 }, (_, i) => `${entity} ${i + 2}`),
  );
  expect(steps.sort()).toEqual(MIGRATIONS.map(({ entity, to }) => `${entity} ${to}`).sort());
  expect(steps).toEqual(OLDER.map(({ entity, version }) => `${entity} ${version + 1}`).sort());
});

/** What reads the version before, of what is no record. */
const READERS: Record<string, string> = { 'RoundExport 2': 'shared/export/older.ts' };

test('every version of a document or a message but the first has somebody who reads the one before', () => {
  const steps = Object.entries(shapes).flatMap(([name, { entity, version }]) =>
    entity !== undefined ? [] : Array.from({ length: version - 1 }, (_, i) => `${name} ${i + 2}`),
  );
  expect(steps).toEqual(Object.keys(READERS));
  for (const file of Object.values(READERS))
    expect(existsSync(new URL(`../../../${file}`, import.meta.url))).toBe(true);
});

test('an export says the version of its shape', () => {
  expect(RoundExport.shape.schema.value).toBe(`awards-export/${shapes['RoundExport']?.version}`);
});

describe('a change', () => {
  const before = z.object({ entity: z.literal('A'), id: z.string().min(1), list: z.array(z.object({ no: z.int() })) });
  test.each([
    ['none', before, false],
    ['a member that may be missing', before.extend({ note: z.string().optional() }), false],
    ['a default', before.extend({ count: z.int().default(0) }), false],
    [
      'the order of members',
      z.object({ list: before.shape.list, id: before.shape.id, entity: before.shape.entity }),
      false,
    ],
    ['a rule', before.refine(({ id }) => id !== 'x'), false],
    ['a member that must be there', before.extend({ note: z.string() }), true],
    ['a member less', before.omit({ id: true }), true],
    ['another type', before.extend({ id: z.int() }), true],
    ['a tighter text', before.extend({ id: z.string().min(2) }), true],
    ['something inside a member', before.extend({ list: z.array(z.object({ no: z.int(), at: z.string() })) }), true],
  ])('%s: breaks %s', (_, after, expected) => {
    expect(breaks(membersOf(before), membersOf(after))).toBe(expected);
  });

  const one = (kind: string) => z.object({ kind: z.literal(kind), id: z.string() });
  test.each([
    ['one more of several', z.discriminatedUnion('kind', [one('a'), one('b')]), false],
    ['one less', z.discriminatedUnion('kind', [one('b')]), true],
    ['another of them', z.discriminatedUnion('kind', [one('a').extend({ id: z.int() })]), true],
  ])('%s: breaks %s', (_, after, expected) => {
    expect(breaks(membersOf(z.discriminatedUnion('kind', [one('a')])), membersOf(after))).toBe(expected);
  });

  test('that breaks makes the next version, and one that does not keeps it', async () => {
    const name = 'NoticeRecord';
    const now = shapes[name];
    if (now === undefined) throw new Error('no notice');
    const { document: _, ...without } = now.members;
    const older = { ...shapes, [name]: { ...now, members: without } };
    expect((await shapesOfCode(older))[name]).toEqual(now);
    const other = { ...shapes, [name]: { ...now, members: { ...now.members, hash: '000000000000' } } };
    expect((await shapesOfCode(other))[name]).toEqual({ ...now, version: now.version + 1 });
  });
});
