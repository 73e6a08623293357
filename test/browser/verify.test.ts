import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seal } from '../../functions/seal/handler.ts';
import { run } from '../../infra/cli/run.ts';
import { sha256Hex } from '../../shared/canonical.ts';
import { proofOf, sealedTree } from '../../shared/domain/proofs.ts';
import type { ListId, Proof, SealedEntry } from '../../shared/schemas/proofs.ts';
import { keys } from '../../shared/store/keys.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { type Site, startSite, submitted } from './site.ts';

/** The page that checks proofs, in a real browser: from a disk without a network, and from the app. */
let browser: Browser;
let dir: string;
let site: Site;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verify-'));
  [browser, site] = await Promise.all([launchChromium(), startSite()]);
  const quiet = { out: () => undefined, err: console.error, environment: {} };
  for (const lang of ['zh', 'en'])
    expect(await run(['verifier', '--out', join(dir, `${lang}.html`), '--lang', lang], quiet)).toBe(0);
});
afterAll(async () => {
  await Promise.all([browser.close(), site.stop()]);
  await rm(dir, { recursive: true, force: true });
});

const entryOf = (n: number): SealedEntry => ({
  applicationId: `qd-2025.c.${String(n).padStart(16, '0')}`,
  name: `第${n}家有限公司`,
  title: `第${n}项案例`,
  packageSha256: sha256Hex(`package ${n}`),
  decisions: { count: 4, head: sha256Hex(`head ${n}`) },
  rank: n + 1,
  exactTotal: `${1780 - 3 * n}/20`,
  shown: `${(89 - 0.15 * n).toFixed(2)}`,
  state: n < 3 ? 'shortlisted' : 'reserve',
});
const saltOf = ({ applicationId }: SealedEntry) => sha256Hex(`salt ${applicationId}`);

function proofIn(round: string, index = 2): Proof {
  const list: ListId = { round, gate: 'notice', no: 1, category: 'chain-case' };
  const entries = Array.from({ length: 11 }, (_, n) => entryOf(n));
  const own = entryOf(index);
  return proofOf(list, { entries, tree: sealedTree(list, entries, saltOf), index }, saltOf(own));
}
const proof = proofIn('qd-2025');

/** A browser without a network on the file; nothing may be asked for, and nothing may be refused or fail on its console. */
async function onDisk(lang: 'zh' | 'en', use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => request.url().startsWith('file:') || complaints.push(`asks ${request.url()}`));
  try {
    await page.goto(pathToFileURL(join(dir, `${lang}.html`)).href);
    await use(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const result = (page: Page) => page.getByRole('status');

async function check(page: Page, text: string, root: string): Promise<string> {
  await page.getByLabel('凭证内容').fill(text);
  await page.getByLabel('公布的存证根值').fill(root);
  await page.getByRole('button', { name: '核验' }).click();
  return result(page).innerText();
}

const changed = (change: Partial<Proof>, entry: Partial<SealedEntry> = {}) =>
  JSON.stringify({ ...proof, ...change, entry: { ...proof.entry, ...entry } });

describe('from a disk, without a network', () => {
  test('a proof and the published root: proven, with what is proven and what is not', async () => {
    await onDisk('zh', async (page) => {
      const file = join(dir, 'proof-notice.json');
      await writeFile(file, JSON.stringify(proof));
      await page.getByLabel('凭证文件').setInputFiles(file);
      await page.getByLabel('公布的存证根值').fill(` ${proof.root.toUpperCase()} `);
      await page.getByRole('button', { name: '核验' }).click();
      const text = await result(page).innerText();
      for (const part of ['核验通过', '第2家有限公司', '88.70', '3，共 11', '已经证明', '没有证明', proof.root])
        expect(text).toContain(part);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });

  const CASES: [what: string, text: string, root: string, says: string][] = [
    ['no root', JSON.stringify(proof), '', '还没有与公布的根值比对'],
    ['a changed total', changed({}, { shown: '99.00' }), proof.root, '核验不通过：凭证的内容被改动过'],
    ['a changed rank', changed({}, { rank: 1 }), proof.root, '核验不通过：凭证的内容被改动过'],
    ['another place', changed({ index: 0 }), proof.root, '核验不通过：凭证的内容被改动过'],
    ['a changed rank and no root', changed({}, { rank: 1 }), '', '核验不通过：凭证的内容被改动过'],
    ['the proof of another round', JSON.stringify(proofIn('qd-2024')), proof.root, '凭证属于另一份名单'],
    ['a round that was only renamed', changed({ round: 'qd-2026' }), proof.root, '凭证的内容被改动过'],
    ['garbage', '{"schema":', proof.root, '内容不是存证凭证'],
    ['another document', '{"schema":"awards-roots/1"}', proof.root, '内容不是存证凭证'],
    ['markup for a name', changed({}, { name: '<img src=x onerror=alert(1)>' }), proof.root, '凭证的内容被改动过'],
    ['nothing', '', proof.root, '请选择凭证文件'],
    ['half a root', JSON.stringify(proof), proof.root.slice(1), '根值应为 64 位'],
  ];

  test('everything else is told apart', async () => {
    await onDisk('zh', async (page) => {
      for (const [what, text, root, says] of CASES) expect(await check(page, text, root), what).toContain(says);
      expect(await result(page).innerText()).not.toContain('核验通过');
    });
  });

  test('what is not the proof of anything is not shown as if it were', async () => {
    await onDisk('zh', async (page) => {
      expect(await check(page, changed({}, { shown: '99.00' }), proof.root)).not.toContain('99.00');
      await page.getByLabel('凭证文件').setInputFiles({
        ...{ name: 'big.json', mimeType: 'application/json', buffer: Buffer.alloc(1_000_001, ' ') },
      });
      await page.getByText('超过 1 MB').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });

  test('in English, by keyboard alone, and hears the result', async () => {
    await onDisk('en', async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      for (const [label, text] of [
        ['Content of the proof', JSON.stringify(proof)],
        ['Root as published', proof.root],
      ] as const) {
        while (!(await page.getByLabel(label).evaluate((field) => field.matches(':focus'))))
          await page.keyboard.press('Tab');
        await page.keyboard.insertText(text);
      }
      await page.keyboard.press('Enter');
      expect(await result(page).evaluate((shown) => shown.matches(':focus'))).toBe(true);
      const text = await result(page).innerText();
      for (const part of [
        'Proven: the entry is in the published list.',
        '3 of 11',
        'Shortlisted',
        'What is not proven',
      ])
        expect(text).toContain(part);
      expect(await page.locator('#result [lang="zh-CN"]').first().innerText()).toContain('第');
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });
});

test('the app serves the same page, in the reader’s language, and lets it reach nobody', async () => {
  const page = await (await browser.newContext()).newPage();
  const answer = await page.goto(`${site.url}/verify`);
  expect(answer?.headers()['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(await check(page, JSON.stringify(proof), proof.root)).toContain('核验通过');
  await page.getByRole('link', { name: 'English' }).click();
  expect(await page.locator('h1').innerText()).toBe('Check a proof of entry');
  expect(
    await page.evaluate(() =>
      fetch('/healthz').then(
        () => 'reached',
        () => 'refused',
      ),
    ),
  ).toBe('refused');
  await page.context().close();
});

test('a proof on paper and the page that links it are for everybody to read', async () => {
  const id = await submitted(site, 'chain-case');
  const gate = { roundId: site.roundId, gate: 'intake', no: 1 } as const;
  await seal(site, gate);
  await site.table.update(keys.slot(id), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'slot', applicationId: id });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.lastLink());
  expect(await accessibilityFaults(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载凭证文件（JSON）' }).click(),
  ]);
  await file.saveAs(join(dir, 'own.json'));
  await page.getByRole('link', { name: '查看和打印' }).click();
  expect(await page.locator('h1').innerText()).toBe('存证凭证');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(`${site.url}/rounds/${site.roundId}`);
  const root = await page.locator('tr', { hasText: '链式' }).locator('code.root').innerText();
  expect(await accessibilityFaults(page)).toEqual([]);
  await context.close();
  await onDisk('zh', async (verifier) => {
    await verifier.getByLabel('凭证文件').setInputFiles(join(dir, 'own.json'));
    await verifier.getByLabel('公布的存证根值').fill(root);
    await verifier.getByRole('button', { name: '核验' }).click();
    expect(await result(verifier).innerText()).toContain('核验通过');
  });
});
