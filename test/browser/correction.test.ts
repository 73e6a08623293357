import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAwaited } from '../../functions/task-open/handler.ts';
import { unaskedChanges } from '../../shared/package/correction.ts';
import { formFields } from '../../shared/package/form.ts';
import { DraftRecord } from '../../shared/schemas/drafts.ts';
import { ApplicationRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { loadReturned } from '../../shared/store/evidence.ts';
import { keys } from '../../shared/store/keys.ts';
import { decideTask } from '../../shared/tasks/decide.ts';
import { enter, examined } from './applicant.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { type Site, startSite, submitted } from './site.ts';

/** 补正 in a browser: what was asked for is open, everything else stays and goes along. */
let site: Site;
let browser: Browser;
let applicationId: string;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  applicationId = await submitted(site, 'solution-product');
  const taskId = `${applicationId}~district.1`;
  const task = await site.table.get(keys.task(taskId), TaskRecord);
  const form = { decision: 'return', opinion: '请改写简介。', asked: { publicSummary: 'yes' } };
  const returned = await decideTask(site, { taskId, personId: task?.assignee.id ?? '', form });
  expect(returned.status).toBe('decided');
  // What the execution does next.
  const waitId = `${applicationId}~correction.1`;
  const awaited = { kind: 'correction', roundId: site.roundId, applicationId, attempt: 1, waitId } as const;
  await openAwaited(site, { ...awaited, token: 'the-execution-waits' });
});
const PATIENCE_MS = 15_000;
afterAll(async () => {
  await browser.close();
  await site.stop();
});

test.each([true, false])('only what was asked can be written in; a script: %s', async (javaScriptEnabled) => {
  const text = `改写的简介 ${String(javaScriptEnabled)}`;
  const { link } = await enter(site, applicationId);
  const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(link);
    await page.getByText('申报内容：公开简介').waitFor();
    await page.goto(`${page.url()}/form`);
    await page.locator('[name="publicSummary"]').fill(text);
    for (const name of ['legalPerson', 'contact.phone', 'title'])
      expect(await page.locator(`[name="${name}"]`).count(), name).toBe(0);
    await page.getByRole('button', { name: '保存草稿' }).last().click();
    const values = async () => (await site.table.get(keys.draft(applicationId), DraftRecord))?.values;
    await expect.poll(values).toMatchObject({ publicSummary: text });
  } finally {
    await context.close();
  }
});

test('what was not asked for is refused by its name, also where the page is an old one', async () => {
  const { send } = await enter(site, applicationId);
  const answer = await send('draft.json', { revision: 0, values: { legalPerson: '李某', publicSummary: '新' } });
  expect(answer).toMatchObject({ status: 422, body: { code: 'draft.locked', points: ['legalPerson'] } });
});

test('the correction is packed with the files that stay, and differs in nothing else', async () => {
  const { link } = await enter(site, applicationId);
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 320, height: 800 }, locale: 'zh-CN' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(link);
    await page.goto(`${page.url()}/form`);
    await page.waitForLoadState();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('[name="publicSummary"]').fill('改写的公开简介');
    await page.getByRole('button', { name: '检查并提交' }).click();
    await page.getByRole('heading', { name: '材料已收到' }).waitFor();
  } finally {
    await context.close();
  }
  const result = await examined(site, applicationId, site.uploads.at(-1)?.key ?? '');
  expect(result).toMatchObject({ ok: true, manifest: { publicSummary: '改写的公开简介' } });
  const application = await site.table.get(keys.application(applicationId), ApplicationRecord);
  const returned = await loadReturned(site.evidence, application);
  if (!result.ok || returned === null) throw new Error('nothing to compare');
  const fields = formFields('solution-product', site.policy);
  expect(unaskedChanges(fields, returned, result.manifest)).toEqual([]);
  expect(result.manifest.attachments).toHaveLength(returned.content.attachments.length);
});
