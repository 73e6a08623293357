import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { synthesize } from '../../infra/app-synth.ts';
import { bundleFunctions } from '../../infra/bundle.ts';
import { NOTICE } from '../../shared/http/english/notice.ts';
import { functionNames } from './templates.ts';

const dir = mkdtempSync(join(tmpdir(), 'synthesize-'));
afterAll(() => rmSync(dir, { recursive: true }));
const outdir = join(dir, 'out');
const json = (file: string) => JSON.parse(readFileSync(join(outdir, file), 'utf8'));

test('writes the templates of a stage, and a bundle for each function, without an account', async () => {
  await synthesize({ stage: 'local', outdir });
  expect(readdirSync(outdir).filter((file) => file.endsWith('.template.json'))).toEqual([
    'Awards-local-Data.template.json',
    'Awards-local-Service.template.json',
  ]);
  const assets = Object.values<{ source: { path: string; packaging: string } }>(
    json('Awards-local-Service.assets.json').files,
  ).filter(({ source }) => source.packaging === 'zip');
  expect(assets).toHaveLength(functionNames.length);
  for (const { source } of assets) expect(existsSync(join(outdir, source.path, 'index.mjs'))).toBe(true);
  const environments = Object.values<{ type: string; environment?: string }>(json('manifest.json').artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ environment }) => environment);
  expect(environments).toEqual(['aws://unknown-account/unknown-region', 'aws://unknown-account/unknown-region']);
}, 240_000);

test('equal sources give equal bytes', async () => {
  await bundleFunctions(join(dir, 'one'));
  await bundleFunctions(join(dir, 'two'));
  for (const name of functionNames) {
    const [one = [], two = []] = ['one', 'two'].map((side) => readdirSync(join(dir, side, name), { recursive: true }));
    expect(two, name).toEqual(one);
    for (const file of one.map(String).filter((path) => path.endsWith('.mjs'))) {
      const [a, b] = ['one', 'two'].map((side) => readFileSync(join(dir, side, name, file)));
      expect(b?.equals(a ?? Buffer.alloc(0)), `${name} ${file}`).toBe(true);
    }
  }
}, 240_000);

/** What a function loads before it can answer: its first file, and those that it names. */
function startOf(name: string, file = 'index.mjs', seen = new Set<string>()): string {
  if (seen.has(file)) return '';
  seen.add(file);
  const text = readFileSync(join(dir, 'one', name, file), 'utf8');
  const named = [...text.matchAll(/(?:from|import)\s?"\.\/([\w.-]+\.mjs)"/g)].map(([, other = '']) => other);
  return [text, ...named.map((other) => startOf(name, other, seen))].join('\n');
}

/** By each part of the pages, words that only it has. */
const PARTS: [part: string, words: string][] = [
  ['docx', 'w:document'],
  ['links', '/l/:token'],
  ['public', '/rounds/:roundId/awards'],
  ['applicants', '/slots/:applicationId/uploads.json'],
  ['tasks', '/work/:roundId/recommend'],
  ['officers', '/console/:roundId/money'],
  ['key', 'GenerateDataKey'],
  ['node', 'xl/drawings/'],
];

test.each(PARTS)('pages start without their part %s, which stands beside them', (part, words) => {
  const files = readdirSync(join(dir, 'one', 'web')).filter((file) => file.startsWith(`${part}-`));
  expect(files).toHaveLength(1);
  const start = startOf('web');
  expect([start.includes('/healthz'), start.includes(words)]).toEqual([true, false]);
  expect(startOf('web', files[0]).includes(words)).toBe(true);
});

test('the part that writes documents does', async () => {
  const web = join(dir, 'one', 'web');
  const [docx = ''] = readdirSync(web).filter((file) => file.startsWith('docx-'));
  const { makeDocx } = await import(join(web, docx));
  const document: Uint8Array = await makeDocx({ title: '甲', lines: [], chapters: [] });
  expect(Object.keys(unzipSync(new Uint8Array(document)))).toContain('word/document.xml');
});

test('letters start without what speaks to a mail server', () => {
  expect(startOf('notify').includes('EHLO')).toBe(false);
  expect(readdirSync(join(dir, 'one', 'notify')).join()).toContain('nodemailer-');
});

test.each(['web', 'notify'])(
  '%s starts without the pages’ English, and loads it when it is asked for',
  async (name) => {
    const bundle = startOf(name);
    const apart = startOf(name, 'english.mjs');
    const plain = Object.values(NOTICE).filter((text) => /^[\w ,.]{30,}$/.test(text));
    expect(plain).not.toEqual([]);
    for (const text of plain) expect([bundle.includes(text), apart.includes(text)], text).toEqual([false, true]);
    const { ENGLISH } = await import(join(dir, 'one', name, 'english.mjs'));
    expect(ENGLISH).toMatchObject(NOTICE);
  },
);

test('no function has the ways to credentials that Lambda does not have', () => {
  for (const name of functionNames) expect(/sso_session|credential_process/.test(startOf(name)), name).toBe(false);
});

test('a function that is larger than its budget is not bundled', async () => {
  await expect(bundleFunctions(join(dir, 'large'), { starter: 100 })).rejects.toThrow(
    /starter: \d+ KiB, at most 100\. .*@smithy\/core \d+/,
  );
}, 240_000);

test('a stage that does not exist writes nothing', async () => {
  await expect(synthesize({ stage: 'qa', outdir: join(dir, 'qa') })).rejects.toThrow('no stage qa');
  expect(existsSync(join(dir, 'qa'))).toBe(false);
});
