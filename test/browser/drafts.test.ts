import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csrfToken, issueLink } from '../../shared/links.ts';
import { TaskDraftRecord } from '../../shared/schemas/drafts.ts';
import { SheetRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { unmarkedHan } from '../unit/pages/markup.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { seated } from './later.ts';
import { type Site, startSite, submitted } from './site.ts';

/** Reviewers at work, who must not lose what they have written: with and without a script. */
let site: Site;
let browser: Browser;
let applicationId: string;
let review: string;
let sheet: string;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  applicationId = await submitted(site, 'chain-case');
  review = `${applicationId}~district.1`;
  sheet = await seated(site, await submitted(site, 'benchmark-enterprise'));
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function linkOf(taskId: string): Promise<string> {
  await site.table.update(keys.task(taskId), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'task', taskId });
  return site.lastLink();
}
const holderOf = async (taskId: string) => (await site.table.get(keys.task(taskId), TaskRecord))?.assignee.id ?? '';
const draft = async (taskId: string) => site.table.get(keys.taskDraft(taskId, await holderOf(taskId)), TaskDraftRecord);
const saved = (taskId: string, name: string) => async () => (await draft(taskId))?.values[name];
const PATIENCE = { timeout: 20_000 };
const field = (page: Page, name: string) => page.locator(`#task-form [name="${name}"]`);
const state = (page: Page) => page.locator('#save-state');

/** Opens the task by a fresh link; complaints of the page's own are errors. */
async function visit(
  taskId: string,
  use: (page: Page, context: BrowserContext) => Promise<void>,
  options: { javaScriptEnabled?: boolean; width?: number } = {},
) {
  const { javaScriptEnabled = true, width = 1280 } = options;
  const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN', viewport: { width, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.text().includes('Content Security') && complaints.push(message.text()));
  try {
    await page.goto(await linkOf(taskId));
    await use(page, context);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const decision = (page: Page, value: string) => page.locator(`#task-form [name=decision][value=${value}]`);

describe('without a script', () => {
  test('a review is written over several visits and decided later; saving decides nothing', async () => {
    await visit(
      review,
      async (page) => {
        await decision(page, 'return').check();
        await field(page, 'opinion').fill('尚需核实落地情况。');
        await page.getByRole('button', { name: '保存草稿' }).click();
        await page.getByText('已保存：').waitFor();
      },
      { javaScriptEnabled: false },
    );
    expect(await site.table.get(keys.task(review), TaskRecord)).toMatchObject({ status: 'open' });
    await visit(
      review,
      async (page) => {
        expect(await field(page, 'opinion').inputValue()).toBe('尚需核实落地情况。');
        expect(await decision(page, 'return').isChecked()).toBe(true);
      },
      { javaScriptEnabled: false },
    );
  });

  test('a second window is asked, and what it wrote is not lost', async () => {
    await visit(
      review,
      async (page, context) => {
        const second = await context.newPage();
        await second.goto(page.url());
        await field(page, 'opinion').fill('第一个窗口');
        await page.getByRole('button', { name: '保存草稿' }).click();
        await field(second, 'opinion').fill('第二个窗口');
        await second.getByRole('button', { name: '保存草稿' }).click();
        expect(await field(second, 'opinion').inputValue()).toBe('第二个窗口');
        await second.getByRole('button', { name: '使用另一个窗口的内容' }).click();
        expect(await field(second, 'opinion').inputValue()).toBe('第一个窗口');
        await second.getByRole('button', { name: '换成另一份' }).click();
        expect(await field(second, 'opinion').inputValue()).toBe('第二个窗口');
      },
      { javaScriptEnabled: false },
    );
  });
});

describe('with a script', () => {
  test('an expert is interrupted by a reload, a dead line, a second window and an ended session, and loses nothing', async () => {
    await visit(sheet, async (page, context) => {
      // 回避 comes first: nothing of the application is shown before.
      expect(await page.locator('#task-form').count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: '声明并开始评审' }).click();
      await page.getByText('请确认与申报主体没有利害关系').first().waitFor();
      await page.locator('[name=noConflict]').check();
      await page.getByRole('button', { name: '声明并开始评审' }).click();
      const points = page.locator('#task-form [name^="points."]');
      const names = await points.evaluateAll((all) => all.map((one) => one.getAttribute('name') ?? ''));
      const [first = '', second = '', third = ''] = names;
      await field(page, first).fill('1');
      // Enter goes on to the next field: nothing is sent half-filled.
      await field(page, first).press('Enter');
      expect(await page.evaluate(`document.activeElement.getAttribute('name')`)).toBe(second);
      await expect.poll(saved(sheet, first), PATIENCE).toBe('1');
      await page.reload();
      expect(await field(page, first).inputValue()).toBe('1');

      await context.setOffline(true);
      await field(page, second).fill('2');
      await state(page).getByText('离线').waitFor();
      // What cannot be saved is not sent either.
      await page.getByRole('button', { name: '核对并提交' }).click();
      await state(page).getByText('离线').waitFor();
      await context.setOffline(false);
      await expect.poll(saved(sheet, second), PATIENCE).toBe('2');

      const other = await context.newPage();
      await other.goto(page.url());
      await field(page, third).fill('3');
      await expect.poll(saved(sheet, third), PATIENCE).toBe('3');
      await field(other, third).fill('4');
      await other.getByRole('button', { name: '使用本页的内容' }).click();
      await expect.poll(saved(sheet, third), PATIENCE).toBe('4');
      await other.close();

      // This window is behind now; what it goes on to write is held until somebody has chosen.
      const address = page.url();
      await context.clearCookies();
      await field(page, 'comment').fill('会话之后写的');
      await state(page).getByText('会话已结束').waitFor();
      await page.goto(await linkOf(sheet));
      expect(page.url()).toBe(address);
      expect(await field(page, 'comment').inputValue()).toBe('会话之后写的');
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: '使用本页的内容' }).click();
      await expect.poll(saved(sheet, 'comment'), PATIENCE).toBe('会话之后写的');

      const all = await page.locator('#task-form [name^="points."]').all();
      for (const one of all) if ((await one.inputValue()) === '') await one.fill('0');
      await page.locator('#task-form [name=comment]').press('Control+Enter');
      await page.getByRole('heading', { name: '核对评分' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.getByText('会话之后写的').count()).toBe(1);
      await page.getByRole('link', { name: '返回修改' }).click();
      await page.locator('#task-form [name^="comments."]').first().fill('材料充分');
      await page.locator('#task-form [name=comment]').press('Control+Enter');
      await page.getByRole('button', { name: '确认提交', exact: true }).click();
      await page.getByRole('heading', { name: '已办理' }).waitFor();
    });
    const [record] = await site.table.all(keys.applicationPk(sheet.split('~')[0] ?? ''), SheetRecord, 'SHEET#');
    expect(record).toMatchObject({ comment: '会话之后写的', declaredAt: expect.any(String) });
    expect(Object.values(record?.comments ?? {})).toEqual(['材料充分']);
  });

  test('speaks English on an English page: what is saved, which window counts, what is wrong', async () => {
    await visit(review, async (page, context) => {
      await page.goto(`${page.url().split('#')[0]}?lang=en`);
      const chinese = async () => unmarkedHan((await page.content()).replace(/<!doctype html>/i, ''));
      await page.getByRole('heading', { level: 1, name: 'District review' }).waitFor();
      expect(await chinese()).toEqual([]);
      expect(await accessibilityFaults(page)).toEqual([]);
      const second = await context.newPage();
      await second.goto(page.url());
      await field(page, 'opinion').fill('First window');
      await page.getByText(/^Saved: .* \(Beijing time\)$/).waitFor(PATIENCE);
      await field(second, 'opinion').fill('Second window');
      await second.getByRole('button', { name: 'Use what the other window has' }).waitFor(PATIENCE);
      expect(await state(second).textContent()).toMatch(/^Another window has saved something else; /);
      expect(unmarkedHan((await second.content()).replace(/<!doctype html>/i, ''))).toEqual([]);
      await second.close();
      await decision(page, 'recommend').check();
      await page.getByRole('button', { name: 'Submit the opinion' }).click();
      await page.getByRole('heading', { name: /^Not submitted/ }).waitFor(PATIENCE);
      await page
        .getByText(/^Before you recommend, please check and tick: /)
        .first()
        .waitFor();
      expect(await page.title()).toMatch(/^Error: District review/);
      expect(await chinese()).toEqual([]);
      await page.goto(page.url());
      await page.getByRole('link', { name: '中文' }).click();
      await page.getByRole('heading', { level: 1, name: '区市审查' }).waitFor();
    });
  });

  test('papers open beside the form where there is room, from the storage, and in a window of their own where there is none', async () => {
    await visit(review, async (page) => {
      await page.locator('a[data-paper]').first().click();
      const frame = page.locator('#viewer-frame');
      await frame.waitFor();
      const shown = await (await frame.elementHandle())?.contentFrame();
      await expect
        .poll(() => new URL(shown?.url() ?? 'about:blank').origin, PATIENCE)
        .toBe(
          new URL(
            (await site.s3.config
              .endpoint?.()
              .then(({ protocol, hostname, port }) => `${protocol}//${hostname}:${port}`)) ?? '',
          ).origin,
        );
      await field(page, 'opinion').fill('看着材料写');
      await expect.poll(saved(review, 'opinion'), PATIENCE).toBe('看着材料写');
      await page.getByRole('button', { name: '关闭' }).click();
      expect(await frame.isVisible()).toBe(false);
    });
    await visit(
      review,
      async (page, context) => {
        const [paper] = await Promise.all([
          context.waitForEvent('page'),
          page.locator('a[data-paper]').first().click(),
        ]);
        await paper.close();
        expect(await page.locator('#viewer').isVisible()).toBe(false);
        expect(await accessibilityFaults(page)).toEqual([]);
      },
      { width: 320 },
    );
  });

  test('whoever gets the task from somebody else does not get the draft', async () => {
    const before = await holderOf(review);
    const other = site.world.registers.staff.find(({ role, staffId }) => role === 'district' && staffId !== before);
    const task = await site.table.get(keys.task(review), TaskRecord);
    await site.table.update(keys.task(review), { set: { assignee: { role: 'district', id: other?.staffId } } });
    await visit(review, async (page) => {
      expect(await field(page, 'opinion').inputValue()).toBe('');
    });
    await site.table.update(keys.task(review), { set: { assignee: task?.assignee } });
  });
});

test('a draft is saved by the page of this session only, and never once the task has ended', async () => {
  const enter = async (taskId: string) => {
    const link = { opens: { kind: 'task' as const, taskId }, assigneeId: await holderOf(taskId) };
    const token = await issueLink(site.table, {
      roundId: site.roundId,
      ...link,
      validUntil: '2026-12-31T00:00:00.000Z',
    });
    const answer = await fetch(`${site.url}/l/${token}`, { redirect: 'manual' });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { cookie, csrf: csrfToken(cookie.slice(cookie.indexOf('=') + 1), taskId) };
  };
  const send = (taskId: string, cookie: string, csrf: string) =>
    fetch(`${site.url}/tasks/${encodeURIComponent(taskId)}/draft.json`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie },
      body: JSON.stringify({ csrf, revision: 0, values: { opinion: '伪造', ['__proto__']: 'x' } }),
    });
  const [own, ended] = [await enter(review), await enter(sheet)];
  expect((await send(review, '', own.csrf)).status).toBe(403);
  expect((await send(review, ended.cookie, own.csrf)).status).toBe(403);
  expect((await send(review, own.cookie, ended.csrf)).status).toBe(403);
  expect((await send(review, own.cookie, own.csrf)).status).toBe(409);
  expect(await (await send(sheet, ended.cookie, ended.csrf)).json()).toMatchObject({ code: 'draft.closed' });
  expect((await draft(review))?.values['opinion']).toBe('看着材料写');
});
