import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type Licensed, Lock, licencesOf, refusals } from '../../../infra/delivery/licence-rules.ts';
import rules from '../../../infra/delivery/licences.json' with { type: 'json' };
import lock from '../../../package-lock.json' with { type: 'json' };

const found = licencesOf(Lock.parse(lock));

test('everything that is used may be', () => {
  expect(found.filter(({ use }) => use === 'bundled').length).toBeGreaterThan(50);
  expect(found.filter(({ use }) => use === 'tools').length).toBeGreaterThan(200);
  expect(refusals(found)).toEqual([]);
});

const tool = '@cloud-copilot/iam-simulate';
test.each<[string, Licensed, boolean]>([
  ['a choice with one that is allowed', { name: 'a', licence: '(MIT OR GPL-3.0-or-later)', use: 'bundled' }, true],
  ['several that are all allowed', { name: 'a', licence: '(MIT AND 0BSD)', use: 'bundled' }, true],
  ['several of which one is not', { name: 'a', licence: 'MIT AND GPL-3.0-only', use: 'bundled' }, false],
  ['copyleft in a bundle', { name: 'a', licence: 'MPL-2.0', use: 'bundled' }, false],
  ['the same as a tool', { name: 'a', licence: 'MPL-2.0', use: 'tools' }, true],
  ['a network copyleft as a tool', { name: 'a', licence: 'AGPL-3.0-or-later', use: 'tools' }, false],
  ['one that nobody knows', { name: 'a', licence: 'unknown', use: 'tools' }, false],
  ['the exception, as a tool', { name: tool, licence: 'AGPL-3.0-or-later', use: 'tools' }, true],
  ['the exception, in a bundle', { name: tool, licence: 'AGPL-3.0-or-later', use: 'bundled' }, false],
  ['the exception under another licence', { name: tool, licence: 'SSPL-1.0', use: 'tools' }, false],
])('%s', (_, one, allowed) => {
  expect(refusals([one])).toHaveLength(allowed ? 0 : 1);
});

test('every exception says why', () => {
  for (const { why } of Object.values(rules.exceptions)) expect(why.length).toBeGreaterThan(40);
});

const Bom = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.looseObject({ name: z.string(), version: z.string(), purl: z.string() })),
});

test('the bill of materials names every package that may be bundled, in its version', () => {
  const root = join(import.meta.dirname, '..', '..', '..');
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root, maxBuffer: 1 << 26 }).toString();
  const named = new Set(Bom.parse(JSON.parse(text)).components.map(({ name, version }) => `${name}@${version}`));
  const packages: Record<string, { version?: string; dev?: boolean }> = lock.packages;
  const bundled = Object.entries(packages).filter(([path, { dev = false }]) => path !== '' && !dev);
  const wanted = bundled.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
  expect(wanted.filter((one) => !named.has(one))).toEqual([]);
});
