import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventDocuments, fileOf } from '../../../infra/events/documents.ts';
import { EVENT_CATALOGUE } from '../../../shared/schemas/event-catalogue.ts';
import { goodEvent, spoilt } from './arbitrary.ts';

const DIR = new URL('../../../docs/events/', import.meta.url);
const documents = eventDocuments();
// A format says less than the pattern beside it.
const ajv = new Ajv({ strict: true, validateFormats: false });

test('the committed documents are the generated ones (npm run schemas)', () => {
  expect(
    readdirSync(DIR)
      .filter((name) => name.endsWith('.json'))
      .sort(),
  ).toEqual([...documents.keys()].sort());
  for (const [name, text] of documents) expect(readFileSync(new URL(name, DIR), 'utf8'), name).toBe(text);
});

test('whatever AsyncAPI refers to is there', () => {
  const text = documents.get('asyncapi.json') ?? '';
  const document: unknown = JSON.parse(text);
  const references = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, reference = '']) => reference);
  expect(references.length).toBeGreaterThan(EVENT_CATALOGUE.length * 4);
  for (const reference of references) {
    if (reference.startsWith('./')) expect(documents.has(reference.slice(2)), reference).toBe(true);
    else expect(lookUp(document, reference.slice(2).split('/')), reference).toBeTypeOf('object');
  }
});

const lookUp = (document: unknown, path: string[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

describe.each(EVENT_CATALOGUE)('$name', (entry) => {
  const { name, schema } = entry;
  const validate = ajv.compile(JSON.parse(documents.get(fileOf(entry)) ?? 'false') as object);

  test('every event that the code takes fits its JSON Schema', () => {
    fc.assert(
      fc.property(goodEvent(name), (event) => {
        expect(schema.safeParse(event).success).toBe(true);
        expect(validate(event), ajv.errorsText(validate.errors)).toBe(true);
      }),
    );
  });

  test('one that is spoilt fits neither or both, and most fit neither', () => {
    let refused = 0;
    fc.assert(
      fc.property(spoilt(name), (event) => {
        const taken = schema.safeParse(event).success;
        if (!taken) refused += 1;
        expect(validate(event)).toBe(taken);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test.each([-1, 0.5, '100', null, 2 ** 53])('an amount of %j fits neither', (amountFen) => {
    const [good = {}] = fc.sample(goodEvent(name), { numRuns: 1, seed: 1 });
    const event = 'data' in good ? { ...good, data: { ...Object(good.data), amountFen } } : { ...good, amountFen };
    expect(schema.safeParse(event).success).toBe(false);
    expect(validate(event)).toBe(false);
  });
});
