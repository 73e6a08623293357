import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlaceRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { writePdf, writePng } from '../world/documents.ts';
import { launchChromium } from './chromium.ts';
import { doorsOf } from './doors.ts';
import { published, ranked } from './later.ts';
import { type Site, startSite, submitted } from './site.ts';

/** 异议 from its form to its withdrawal, in a browser without scripts: the forms are all there is. */
let site: Site;
let browser: Browser;
let entry: string;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  entry = await submitted(site, 'benchmark-enterprise');
  await ranked(site, [entry]);
  await published(site);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
const plain = async () => (await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false })).newPage();
const held = () => site.table.get(keys.place(site.roundId, categoryOf(entry), entry), PlaceRecord);

test('a form with files is sent, mended, followed on its own page, answered and withdrawn', async () => {
  const page = await plain();
  await page.goto(`${site.url}/rounds/${site.roundId}/objections`);
  await page.getByLabel('对哪一个入围对象有异议').selectOption(entry);
  await page.locator('input[value=organisation]').check();
  await page.getByLabel('真实姓名或单位全称').fill('隐名有限公司');
  await page.getByLabel('联系电话').fill('0532-80000000');
  await page.getByLabel('异议的事实和理由').fill('申报的改造投入与实际情况不符，有发票可查。');
  await page.getByRole('button', { name: '提交异议' }).click();
  expect(await page.locator('.message').textContent()).toContain('加盖公章');
  expect(await page.getByLabel('真实姓名或单位全称').inputValue()).toBe('隐名有限公司');

  await page.locator('input[name=seal]').setInputFiles(
    file(
      '章.png',
      'image/png',
      writePng(8, () => 9),
    ),
  );
  const papers = ['发票.pdf', '合同.pdf'].map((name) => file(name, 'application/pdf', writePdf([name])));
  await page.getByLabel('证据材料', { exact: false }).setInputFiles(papers);
  await page.getByRole('button', { name: '提交异议' }).click();
  const id = (await page.locator('.panel code').textContent()) ?? '';
  expect(await held()).toMatchObject({ openObjections: 1 });
  await page.getByRole('link', { name: '打开进度页面' }).click();
  await expect.poll(() => page.url()).toBe(`${site.url}/objections/${id}`);
  expect(await page.locator('table').last().textContent()).toContain('合同.pdf');

  const desk = await plain();
  const task = await site.table.get(keys.task(`${site.roundId}~objection.${id}`), TaskRecord);
  await desk.goto(await doorsOf(site).task(task?.taskId ?? ''));
  expect(await desk.locator('main').textContent()).toContain('隐名有限公司');
  await desk.getByRole('button', { name: '受理这份异议' }).click();
  await desk.getByLabel('需要补充的内容').fill('请补充付款凭证。');
  await desk.getByRole('button', { name: '发出补充要求' }).click();

  await page.reload();
  expect(await page.locator('.panel.warn').textContent()).toContain('请补充付款凭证。');
  await page.getByLabel('补充说明').fill('付款凭证见附件。');
  await page
    .getByLabel('证据材料', { exact: false })
    .setInputFiles(file('凭证.pdf', 'application/pdf', writePdf(['p'])));
  await page.getByRole('button', { name: '提交补充材料' }).click();
  expect(await page.locator('main').textContent()).toContain('付款凭证见附件。');
  await desk.reload();
  expect(await desk.locator('main').textContent()).toContain('凭证.pdf');

  await page.getByLabel('撤回这份异议', { exact: false }).check();
  await page.getByRole('button', { name: '撤回异议' }).click();
  expect(await page.locator('.panel').first().textContent()).toContain('已撤回');
  expect(await held()).toMatchObject({ openObjections: 0 });
  await desk.reload();
  expect(await desk.locator('main').textContent()).toContain('异议已经撤回或办结');
});
