import { PDFDocument } from 'pdf-lib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { doorsOf } from './doors.ts';
import { askedAgain, published, ranked, seated } from './later.ts';
import { type Site, startSite, submitted } from './site.ts';

/** What people print, sign and stamp. Scripts are off: paper has none. */
let site: Site;
let browser: Browser;
let applicationId: string;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  applicationId = await submitted(site, 'benchmark-enterprise');
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function visit(link: string, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN', colorScheme: 'dark' });
  const page = await context.newPage();
  try {
    await page.goto(link);
    await use(page);
  } finally {
    await context.close();
  }
}

const A4 = [595, 842];

/** Looks at the page of this heading as paper, once it is there; what is not for paper must not be there. Returns its words, and its paper's size in points. */
async function printed(page: Page, heading: string): Promise<{ words: string; size: number[]; pages: number }> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.waitForLoadState('load');
  const pdf = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true }));
  const { width, height } = pdf.getPage(0).getSize();
  await page.emulateMedia({ media: 'print' });
  const words = await page.locator('body').innerText();
  for (const only of ['button', 'input', 'textarea', 'nav', 'footer', '.noprint', '.language', 'form'])
    for (const one of await page.locator(only).all()) expect(await one.isVisible(), only).toBe(false);
  const [table] = await page.locator('.table').all();
  if (table !== undefined)
    expect(await page.evaluate<string>("getComputedStyle(document.querySelector('tbody tr')).breakInside")).toBe(
      'avoid',
    );
  // Paper is light, whatever the screen is.
  expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  await page.emulateMedia({ media: null });
  for (const one of ['.paper', '.signature']) expect(await page.locator(one).isVisible()).toBe(false);
  return { words, size: [Math.round(width), Math.round(height)], pages: pdf.getPageCount() };
}

const MADE = /制表时间\s*2025年11月10日 10:00（北京时间）/;

test('an expert signs the sheet, before it is handed in and after', async () => {
  const taskId = await seated(site, applicationId);
  await visit(await doorsOf(site).task(taskId), async (page) => {
    await page.getByLabel('没有利害关系').check();
    await page.getByRole('button', { name: '声明并开始评审' }).click();
    for (const input of await page.locator('input[type=number]').all()) await input.fill('2.5');
    await page.locator('textarea[name^="comments."]').first().fill('基础扎实。');
    await page.getByRole('button', { name: '核对并提交' }).click();
    const summary = await printed(page, '核对评分');
    expect(summary).toMatchObject({ size: A4, pages: 1 });
    for (const one of [applicationId, taskId, '专家签名：', '日期：', '各指标得分'])
      expect(summary.words).toContain(one);
    expect(summary.words).toMatch(MADE);
    await page.getByRole('button', { name: '确认提交' }).click();
    const sheet = await printed(page, '专家评审：已办理');
    expect(sheet).toMatchObject({ size: A4, pages: 1 });
    for (const one of [applicationId, taskId, site.policy.title, '专家签名：', '日期：', '各指标得分', '基础扎实。'])
      expect(sheet.words).toContain(one);
    expect(sheet.words).toMatch(MADE);
    expect(await page.getByRole('region', { name: '各指标得分' }).getByText('2.5', { exact: true }).count()).toBe(11);
  });
});

test('an expert who looks again by keyboard signs what it has changed, and sees how it differs', async () => {
  const taskId = await askedAgain(site, await submitted(site, 'solution-product'));
  await visit(await doorsOf(site).task(taskId), async (page) => {
    const [first] = await page.locator('input[type=number]').all();
    await first?.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('0');
    await page.getByLabel('修改理由').focus();
    await page.keyboard.type('首次评分偏宽。');
    // Past the fields to the button: without a script Enter in a remark is a new line.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const summary = await printed(page, '核对评分');
    for (const one of [taskId, '与首次评分的差别', '首次评分偏宽。', '专家签名：'])
      expect(summary.words).toContain(one);
    await page.getByRole('button', { name: '确认提交' }).press('Enter');
    const sheet = await printed(page, '评分复核：已办理');
    expect(sheet).toMatchObject({ size: A4 });
    for (const one of [taskId, '修改评分', '首次评分偏宽。', '与首次评分的差别', '各指标得分', '专家签名：'])
      expect(sheet.words).toContain(one);
    expect(await page.getByRole('region', { name: '与首次评分的差别' }).getByRole('row').count()).toBe(3);
  });
});

test('a district stamps its opinion on one application, and the sheet of all', async () => {
  const taskId = `${applicationId}~district.1`;
  const work = await doorsOf(site).work(taskId);
  await visit(await doorsOf(site).task(taskId), async (page) => {
    await page.getByLabel('审查意见').fill('材料齐全，情况属实。');
    await page.getByLabel('推荐', { exact: true }).check();
    for (const box of await page.locator('[name^="checks."]').all()) await box.check();
    await page.getByRole('button', { name: '提交审查意见' }).click();
    const opinion = await printed(page, '区市审查：已办理');
    expect(opinion).toMatchObject({ size: A4, pages: 1 });
    const stands = [applicationId, taskId, '材料齐全，情况属实。', '审查单位（盖章）：', '负责人签字：', '日期：'];
    for (const one of stands) expect(opinion.words).toContain(one);
    expect(opinion.words).toMatch(MADE);
  });
  await visit(work, async (page) => {
    await page.goto(`${site.url}/work/${site.roundId}/sheet`);
    const all = await printed(page, '推荐汇总表');
    expect(all).toMatchObject({ size: A4.toReversed(), pages: 1 });
    for (const one of [site.roundId, applicationId, '审查单位（盖章）：', '日期：']) expect(all.words).toContain(one);
    expect(all.words).toMatch(MADE);
  });
});

test('an office puts the notice up on paper: title, list, days, who signs and when, and the way to it', async () => {
  await ranked(site, [applicationId]);
  await published(site);
  const address = `${site.url}/rounds/${site.roundId}/notice`;
  await visit(address, async (page) => {
    const paper = await printed(page, '入围名单公示');
    expect(paper.size).toEqual(A4);
    for (const one of [site.policy.title, '一、公示时间', '2025年11月17日（周一）', '二、入围名单', '三、异议的提出'])
      expect(paper.words).toContain(one);
    expect(paper.words).toMatch(new RegExp(`${site.policy.authority}\\s*2025年11月10日`));
    expect(paper.words).toContain(address);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('img', { name: '二维码' }).isVisible()).toBe(true);
    expect(await page.getByText('下载本版名单').isVisible()).toBe(false);
  });
});
