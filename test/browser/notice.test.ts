import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { doorsOf } from './doors.ts';
import { published, ranked } from './later.ts';
import { type Site, startSite, submitted } from './site.ts';

/** The public notice and its correction, on a telephone without scripts. */
let site: Site;
let browser: Browser;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  await ranked(site, [await submitted(site, 'benchmark-enterprise'), await submitted(site, 'chain-case')]);
  await published(site);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function visit(link: string, use: (page: Page) => Promise<void>, javaScriptEnabled = false): Promise<void> {
  const viewport = { width: 375, height: 800 };
  const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN', viewport });
  const page = await context.newPage();
  try {
    await page.goto(link);
    await use(page);
  } finally {
    await context.close();
  }
}

const narrow = async (page: Page): Promise<void> =>
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);

test('an officer corrects a name by keyboard, sees what it changes, and anybody reads both versions', async () => {
  const round = `${site.url}/rounds/${site.roundId}`;
  await visit(await doorsOf(site).console(), async (page) => {
    await page.getByRole('link', { name: '公示', exact: true }).click();
    await page.getByLabel('入围对象').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.getByLabel('正确的单位名称').first().focus();
    await page.keyboard.type('更名后有限公司');
    await page.getByLabel('理由').focus();
    await page.keyboard.type('单位名称有误');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '确认更正公示' }).waitFor();
    await narrow(page);
    await page.getByRole('button', { name: '发布更正公示' }).press('Enter');
    await page.getByRole('link', { name: '第 2 版' }).waitFor();
  });
  await visit(`${round}/notice`, async (page) => {
    expect(await page.getByText('更名后有限公司').count()).toBe(1);
    expect(await page.getByRole('img', { name: '二维码' }).isVisible()).toBe(true);
    await narrow(page);
    await page.getByRole('link', { name: '第 1 版' }).click();
    expect(await page.getByText('已由第 2 版更正').isVisible()).toBe(true);
    expect(await page.getByText('更名后有限公司').count()).toBe(0);
    await narrow(page);
    await page.getByRole('link', { name: '查看现行公示' }).click();
    await page.getByRole('link', { name: '实名提出异议' }).click();
    await page.getByRole('heading', { level: 1, name: '提出异议' }).waitFor();
  });
  // The tool that looks for what is in anybody's way is a script itself.
  for (const address of [`${round}/notice`, `${round}/notice/1`])
    await visit(address, async (page) => expect(await accessibilityFaults(page)).toEqual([]), true);
});
