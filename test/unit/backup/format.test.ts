import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemOf, lineOf, Manifest } from '../../../infra/cli/backup/format.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('B', 'BS', 'S', 'NULL', '张三', ''));
const bytes = fc.uint8Array({ maxLength: 20 }).map((all) => Buffer.from(all));
const number = fc.oneof(fc.integer(), fc.bigInt()).map(String);
/** Whatever DynamoDB may say of an attribute, also under names that are names of types. */
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    bytes.map((B) => ({ B })),
    fc.array(text).map((SS) => ({ SS })),
    fc.array(number).map((NS) => ({ NS })),
    fc.array(bytes).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }).map((M) => ({ M })),
  ),
}));
const item = fc.dictionary(text, value, { maxKeys: 5, noNullPrototype: true });

test('an item is read from its line as it was, whatever is in it', () => {
  fc.assert(
    fc.property(item, (one) => {
      const line = lineOf(one);
      expect(line).not.toContain('\n');
      expect(itemOf(line)).toEqual(one);
    }),
  );
});

test('the same item has the same line, in whatever order its attributes came', () => {
  fc.assert(
    fc.property(item, (one) => {
      expect(lineOf(Object.fromEntries(Object.entries(one).reverse()))).toBe(lineOf(one));
    }),
  );
});

const manifest = {
  ...{ format: 'awards-backup/1', begunAt: '2025-11-03T01:00:00.000Z', endedAt: '2025-11-03T01:00:01.000Z' },
  table: { items: 1, files: [{ path: 'table/0a.ndjson', lines: 1, sha256: '0'.repeat(64) }] },
  objects: { count: 0, bytes: 0, contents: true, list: { path: 'objects.ndjson', lines: 0, sha256: '0'.repeat(64) } },
};

test.each(['../secret.ndjson', '/etc/passwd', 'table/../../x.ndjson', 'table/0a.json', 'a/b/c.ndjson'])(
  'a manifest that leads to %s is none',
  (path) => {
    expect(Manifest.safeParse(manifest).success).toBe(true);
    const files = [{ path, lines: 1, sha256: '0'.repeat(64) }];
    expect(Manifest.safeParse({ ...manifest, table: { items: 1, files } }).success).toBe(false);
  },
);
