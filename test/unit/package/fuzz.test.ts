import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../shared/package/manifest.ts';
import { attachments, checkFiles, codes, files, manifest, manifestFile, slot } from './fixture.ts';

const fields = manifest(attachments());
const paths = Object.keys(fields) as (keyof typeof fields)[];

describe('a form that is filled in anyhow', () => {
  it('has a manifest or a problem that says where, never both and never neither', () => {
    const change = fc.record({
      key: fc.oneof(fc.constantFrom(...paths), fc.string()),
      value: fc.jsonValue({ maxDepth: 3 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = { ...fields, ...Object.fromEntries(changes.map(({ key, value }) => [key, value])) };
        const reading = readManifest(Buffer.from(JSON.stringify(changed)), slot);
        expect(reading.manifest === null).toBe(reading.problems.length > 0);
        for (const { code, where, message, mend } of reading.problems)
          expect([code, where, message, mend].every((text) => text.length > 0 && text.length < 2000)).toBe(true);
      }),
      { numRuns: 300, seed: 2025 },
    );
  });

  it('is answered, whatever bytes it is made of', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(readManifest(bytes, slot).problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300, seed: 2025 },
    );
  });
});

describe('a report', () => {
  it('holds every problem at once: of the zip, of the form, of each file', async () => {
    const items = attachments().map((item, i) => (i < 3 ? { ...item, data: Buffer.from('<html>') } : item));
    const form = manifestFile({ ...manifest(attachments()), publicSummary: 7 });
    const more = { name: 'attachments/../x', data: Buffer.from('x') };
    const found = codes(await checkFiles([form, ...files(items), more, { ...more, name: 'attachments/a.zip' }]));
    expect(new Set(found)).toEqual(
      new Set([
        'path-escapes',
        'manifest-field',
        'attachment-not-listed',
        'active-content',
        'attachment-sha256',
        'nested-archive',
      ]),
    );
    expect(found.filter((code) => code === 'active-content')).toHaveLength(3);
  });
});
