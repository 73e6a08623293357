import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationRecord, InquiryRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { type Site, startSite, submitted } from './site.ts';

/** What a district officer goes through before it recommends; scripts are off: the page must do without. */
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

const taskId = () => `${applicationId}~district.1`;
async function visit(use: (page: Page) => Promise<void>): Promise<void> {
  await site.table.update(keys.task(taskId()), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'task', taskId: taskId() });
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' });
  const page = await context.newPage();
  try {
    await page.goto(site.lastLink());
    await use(page);
  } finally {
    await context.close();
  }
}
const inquiries = () => site.table.all(keys.applicationPk(applicationId), InquiryRecord, 'INQUIRY#');

test('what was declared stands beside what the register has, differences marked', async () => {
  await visit(async (page) => {
    const table = page.getByRole('region', { name: '申报内容与台账对照' });
    const row = (name: string) => table.getByRole('row', { name });
    await row('单位名称').getByText('一致', { exact: true }).waitFor();
    expect(await table.getByRole('row').count()).toBe(5);
  });
});

test('whom the officer asked is written down, once, and stays', async () => {
  await visit(async (page) => {
    await page.getByText('登记核实情况').click();
    await page.getByLabel('核实单位').fill('应急管理局<b>');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('请填写核实事项').first().waitFor();
    expect(await page.getByLabel('核实单位').inputValue()).toBe('应急管理局<b>');
    await page.getByLabel('核实事项').fill('近三年安全事故');
    await page.getByLabel('询问日期').fill('2025-11-09');
    await page.getByLabel('回复日期').fill('2025-11-08');
    await page.getByLabel('回复内容').fill('无记录');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('不早于询问日期').first().waitFor();
    await page.getByLabel('回复日期').fill('2025-11-10');
    const value = (name: string) => page.locator(`[name=${name}]`).first().inputValue();
    const csrf = () => value('csrf');
    const sent = {
      ...{ inquiryId: await value('inquiryId'), authority: '应急管理局<b>', matter: '近三年安全事故' },
      ...{ askedOn: '2025-11-09', answeredOn: '2025-11-10', answer: '无记录' },
    };
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByRole('region', { name: '核实记录' }).getByText('应急管理局<b>').waitFor();
    // The same form once more, as by a second click.
    const { pathname } = new URL(page.url());
    const again = await page.request.post(`${site.url}${pathname}/inquiries`, {
      form: { ...sent, csrf: await csrf() },
      maxRedirects: 0,
    });
    expect(again.status()).toBe(303);
  });
  expect(await inquiries()).toMatchObject([{ authority: '应急管理局<b>', answeredOn: '2025-11-10', answer: '无记录' }]);
});

test('a recommendation wants every point of the checklist, a refusal none', async () => {
  await visit(async (page) => {
    await page.locator('[name=decision][value=recommend]').check();
    await page.locator('[name=opinion]').fill('同意推荐。');
    await page.getByRole('button', { name: '提交审查意见' }).click();
    await page.getByRole('heading', { name: /未能提交，请改正以下 \d+ 处/ }).waitFor();
    expect(await page.getByText('推荐前请核对并勾选').count()).toBeGreaterThan(5);
    for (const box of await page.locator('[name^="checks."]').all()) await box.check();
    await page.getByRole('button', { name: '提交审查意见' }).click();
    await page.getByRole('heading', { name: '已办理' }).waitFor();
  });
  const application = await site.table.get(keys.application(applicationId), ApplicationRecord);
  expect(application).toMatchObject({ status: 'recommended' });
  expect(application?.checks).toContain('no-accident');
  expect(application?.checks).not.toContain('served');
  expect(await site.table.get(keys.task(taskId()), TaskRecord)).toMatchObject({ status: 'decided' });
});

test('its page is for everybody, at 320 pixels as well', async () => {
  applicationId = await submitted(site, 'service-provider');
  await site.notify({ kind: 'task', taskId: taskId() });
  const context = await browser.newContext({ viewport: { width: 320, height: 800 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(site.lastLink());
  await page.getByText('登记核实情况').click();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
  await context.close();
});
