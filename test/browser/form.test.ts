import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DraftRecord } from '../../shared/schemas/drafts.ts';
import { keys } from '../../shared/store/keys.ts';
import { unmarked } from '../unit/pages/foreign.ts';
import { documents, enter, examined, FILLED } from './applicant.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { planOf, type Site, startSite } from './site.ts';

/** An applicant in a browser, with and without a script. */
let site: Site;
let browser: Browser;
let applicationId: string;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  applicationId = planOf(site.world, 'chain-case').id;
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const draft = (id = applicationId) => site.table.get(keys.draft(id), DraftRecord);
/** What the server has in a field; asked for until it is there. */
const saved = (name: string) => async () => (await draft())?.values[name];
const PATIENCE = { timeout: 20_000 };
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const state = (page: Page) => page.locator('#save-state');

/** Opens the form by the person's link; complaints of the page's own are errors. */
async function visit(use: (page: Page, context: BrowserContext) => Promise<void>, javaScriptEnabled = true) {
  const { link } = await enter(site, applicationId);
  const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on(
    'console',
    (message) => message.text().includes('Content Security Policy') && complaints.push(message.text()),
  );
  try {
    await page.goto(link);
    await page.getByRole('link', { name: '填写申报表' }).click();
    await use(page, context);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    if (value === 'yes') await page.locator(`[name="${name}"][value=yes]`).check();
    else await field(page, name).fill(value);
  }
}

/** Drops a file where its kind is, as from a folder. */
async function drop(page: Page, kind: string, { name, buffer }: { name: string; buffer: Buffer }): Promise<void> {
  const bytes = `Uint8Array.from(atob('${buffer.toString('base64')}'), (c) => c.charCodeAt(0))`;
  const transfer = `(() => { const data = new DataTransfer(); data.items.add(new File([${bytes}], '${name}')); return data; })()`;
  const dataTransfer = await page.evaluateHandle(transfer);
  await page.dispatchEvent(`[data-kind=${kind}]`, 'drop', { dataTransfer });
}

describe('without a script', () => {
  test('the form is filled in over several visits, with rows added and taken out, and says what is missing', async () => {
    await visit(async (page) => {
      expect(await page.getByText('资源池类型').count()).toBe(1);
      expect(await page.getByText('本页的脚本没有运行').isVisible()).toBe(true);
      await field(page, 'title').fill('案例');
      await page
        .getByRole('group', { name: /^落地企业$/ })
        .getByRole('button', { name: '增加一行' })
        .click();
      expect(page.url()).toContain('#f-landed');
      await field(page, 'landed[1].name').fill('乙厂');
      await field(page, 'landed[0].name').fill('甲厂');
      await page.getByRole('button', { name: '删除本行' }).first().click();
      expect(await field(page, 'landed[0].name').inputValue()).toBe('乙厂');
      await page.getByRole('button', { name: '检查' }).click();
      await page.getByRole('alert').getByRole('link', { name: '“统一社会信用代码”没有填写。' }).click();
      expect(page.url()).toContain('#f-landed-0-uscc');
      expect(await field(page, 'landed[0].uscc').getAttribute('aria-invalid')).toBe('true');
    }, false);
    expect((await draft())?.values).toMatchObject({ title: '案例', 'landed[0].name': '乙厂' });
  });

  test('a second window is asked, and what it wrote is not lost', async () => {
    await visit(async (page) => {
      await field(page, 'measures').fill('第二个窗口写的');
      const revision = (await draft())?.revision ?? 0;
      await site.table.update(keys.draft(applicationId), {
        set: { revision: revision + 1, values: { title: '第一个' } },
      });
      await page.getByRole('button', { name: '保存草稿' }).first().click();
      expect(await field(page, 'measures').inputValue()).toBe('第二个窗口写的');
      await page.getByRole('button', { name: '使用另一个窗口的内容' }).click();
      expect(await field(page, 'title').inputValue()).toBe('第一个');
      await page.getByRole('button', { name: '换成另一份' }).click();
      expect(await field(page, 'measures').inputValue()).toBe('第二个窗口写的');
    }, false);
  });
});

describe('with a script', () => {
  test('what is written is saved by itself; offline it stays on the machine until the network is back', async () => {
    await visit(async (page, context) => {
      expect(await page.getByText('本页的脚本没有运行').isVisible()).toBe(false);
      await fill(page, { title: '自动保存' });
      await state(page).getByText('已保存').waitFor();
      expect((await draft())?.values).toMatchObject({ title: '自动保存' });
      await context.setOffline(true);
      await fill(page, { technology: '离线写的' });
      await state(page).getByText('离线').waitFor();
      await context.setOffline(false);
      await state(page).getByText('已保存').waitFor();
      expect((await draft())?.values).toMatchObject({ technology: '离线写的' });
      // The window closes before the server has heard of it.
      await page.route('**/draft.json', (route) => route.abort());
      await fill(page, { replication: '关窗前写的' });
      await state(page).getByText('离线').waitFor();
      await page.unrouteAll();
      await page.reload();
      expect(await field(page, 'replication').inputValue()).toBe('关窗前写的');
      await expect.poll(saved('replication'), PATIENCE).toBe('关窗前写的');
    });
  });

  test('when the session is over what was written waits on the machine until the link is opened again', async () => {
    await visit(async (page, context) => {
      const { link } = await enter(site, applicationId);
      await context.clearCookies();
      await fill(page, { measures: '会话之后写的' });
      await state(page).getByText('会话已结束').waitFor();
      expect((await draft())?.values['measures']).not.toBe('会话之后写的');
      await page.goto(link);
      await page.getByRole('link', { name: '填写申报表' }).click();
      expect(await field(page, 'measures').inputValue()).toBe('会话之后写的');
      await expect.poll(saved('measures'), PATIENCE).toBe('会话之后写的');
    });
  });

  test('two windows are never mixed', async () => {
    await visit(async (page, context) => {
      const second = await context.newPage();
      await second.goto(page.url());
      await fill(page, { measures: '一号窗口' });
      await state(page).getByText('已保存').waitFor();
      await fill(second, { measures: '二号窗口' });
      await second.getByRole('button', { name: '使用本页的内容' }).waitFor();
      // It is closed without a choice, while the first goes on; whoever comes back is asked again.
      await second.close();
      await fill(page, { technology: '一号窗口又写' });
      await expect.poll(saved('technology'), PATIENCE).toBe('一号窗口又写');
      await page.reload();
      expect(await field(page, 'measures').inputValue()).toBe('二号窗口');
      await page.getByRole('button', { name: '使用本页的内容' }).click();
      await expect.poll(saved('measures'), PATIENCE).toBe('二号窗口');
      const other = await site.table.get(keys.otherDraft(applicationId), DraftRecord);
      expect(other?.values).toMatchObject({ measures: '一号窗口' });
    });
  });

  test('the application is filled in, checked, packed and sent; an interrupted upload goes on after a reload', async () => {
    await visit(async (page) => {
      await fill(page, { 'contact.phone': '没有' });
      await page.getByRole('button', { name: '检查', exact: true }).click();
      await page
        .locator('#findings')
        .getByRole('link', { name: /联系电话/ })
        .waitFor();
      await page
        .getByRole('group', { name: /^上下游企业/ })
        .getByRole('button', { name: '增加一行' })
        .click();
      await page.getByRole('button', { name: '删除本行' }).last().click();
      await fill(page, FILLED);
      for (const { kind, ...file } of documents())
        if (kind === 'credit-report') await drop(page, kind, file);
        else await page.setInputFiles(`#files-${kind}`, file);
      const wrong = { name: '照片.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no pdf') };
      await page.setInputFiles('#files-case-text', wrong);
      await page.getByText('文件内容与扩展名不符').waitFor();
      // What a kind does not take, or not so large, or not so many of, is not even read.
      const sheet = { name: '清单.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\x03\x04') };
      await drop(page, 'business-licence', sheet);
      await page.getByText('“营业执照”不接收这种类型的文件。请改用 PDF、JPG、PNG 格式').waitFor();
      const large = `new File([new TextEncoder().encode('%PDF-1.4'), new Uint8Array(11 * 1024 * 1024)], '大.pdf')`;
      const dataTransfer = await page.evaluateHandle(
        `(() => { const data = new DataTransfer(); data.items.add(${large}); return data; })()`,
      );
      await page.dispatchEvent('[data-kind=business-licence]', 'drop', { dataTransfer });
      await page.getByText('超过“营业执照”单个文件的上限 10 MB').waitFor();
      await page.locator('[data-kind=case-text]').evaluate((zone) => zone.setAttribute('data-most', '1'));
      const more = { name: '二.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 2') };
      await page.setInputFiles('#files-case-text', more);
      await page.getByText('“案例文本”有 2 个文件，超过上限 1 个').waitFor();
      expect(await page.locator('[data-kind=business-licence] [data-state]').textContent()).toBe('已有 1 个文件');

      const sent: string[] = [];
      const partOf = (url: string) => new URL(url).searchParams.get('partNumber');
      await page.route('**/inbox/**', async (route) => {
        // The second part never arrives: the line is dead.
        const part = partOf(route.request().url());
        if (part === '2') return;
        sent.push(String(part));
        await route.continue();
      });
      await page.getByRole('button', { name: '检查并提交' }).click();
      await page.getByText(/已上传 [67]\.\d MB/).waitFor();
      await page.reload();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      page.on('request', (request) => request.method() === 'PUT' && sent.push(String(partOf(request.url()))));
      await page.getByText('上次的上传没有完成').waitFor();
      await page.getByRole('button', { name: '检查并提交' }).click();
      await page.getByRole('heading', { name: '材料已收到' }).waitFor();
      expect(sent.toSorted()).toEqual(['1', '2', '3']);
      expect(await page.getByText(/回执编号：[0-9A-F]{4}-/).count()).toBe(1);
      await page.getByRole('button', { name: '从本机移除已提交的文件' }).click();
      await page.getByText('营业执照 必须提交，还没有文件').waitFor();
    });
    const key = site.uploads.at(-1)?.key ?? '';
    expect(key).toMatch(new RegExp(`^inbox/${site.roundId}/${applicationId}/form-[0-9a-f]{40}\\.zip$`));
    const result = await examined(site, applicationId, key);
    expect(result.ok ? [] : result.problems).toEqual([]);
    expect(result).toMatchObject({
      ok: true,
      manifest: { title: '链式协同案例' },
    });
  });

  test('all of it is English for who reads English: what the page says, what its script says, and what the server answers', async () => {
    const ours = async (page: Page) =>
      unmarked((await page.content()).replaceAll(/<textarea[\s\S]*?<\/textarea>/g, ''));
    await visit(async (page) => {
      await page.goto(`${page.url().split('#')[0]}?lang=en`);
      await fill(page, { 'contact.phone': 'none', measures: '举措' });
      await state(page).getByText('Saved: ').waitFor();
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.locator('#findings').getByRole('link', { name: 'Phone has the wrong form.' }).waitFor();
      expect(await ours(page)).toEqual([]);
      await page.setInputFiles('#files-case-text', {
        name: '案例.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('x'),
      });
      await page.getByText('The content is not what the name says.').waitFor();
      for (const { kind, ...file } of documents()) await page.setInputFiles(`#files-${kind}`, file);
      await page.getByRole('button', { name: 'Remove 案例.pdf' }).waitFor();
      await page.getByRole('button', { name: 'Check and submit' }).click();
      await page.getByText(/It cannot be submitted yet: \d+ to be filled in or corrected/).waitFor();
      expect(await ours(page)).toEqual([]);
      await fill(page, FILLED);
      await page.route('**/uploads.json', (route) => route.fulfill({ status: 410, json: {} }));
      await page.getByRole('button', { name: 'Check and submit' }).click();
      await page.getByText('The upload was not taken; please reload this page and try again.').waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Check and submit' }).click();
      await page.getByRole('heading', { name: 'Your application has been received' }).waitFor();
      expect(await ours(page)).toEqual([]);
      const second = await page.context().newPage();
      await second.goto(page.url());
      await fill(page, { measures: 'one' });
      await state(page).getByText('Saved: ').waitFor();
      await fill(second, { measures: 'two' });
      await second.getByRole('button', { name: 'Use what is on this page' }).waitFor();
      expect(await ours(second)).toEqual([]);
    });
  });

  test.each([320, 1280])('everybody can use form and status, %i pixels wide', async (width) => {
    const { link } = await enter(site, applicationId);
    const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 800 }, locale: 'zh-CN' });
    const page = await context.newPage();
    for (const path of ['', '/form?check=1']) {
      await page.goto(link);
      if (path !== '') await page.goto(`${page.url()}${path}`);
      await page.waitForLoadState();
      expect(await accessibilityFaults(page), path).toEqual([]);
      const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
      expect(wide, `${path} at ${width}`).toBe(false);
    }
    await context.close();
  });
});
