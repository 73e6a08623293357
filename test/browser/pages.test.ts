import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueLink } from '../../shared/links.ts';
import { ObjectionRecord, SheetRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerHistory } from '../../shared/store/register-versions.ts';
import { buildPackage } from '../world/packages.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { published, ranked, seated } from './later.ts';
import { planOf, type Site, startSite, submitted } from './site.ts';

/** What a person meets in a browser. Scripts are off: every page must do without. */
let site: Site;
let browser: Browser;
let dir: string;
let enterprise: string;
let provider: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'browser-'));
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
  enterprise = await submitted(site, 'benchmark-enterprise');
  provider = await submitted(site, 'service-provider');
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await rm(dir, { recursive: true, force: true });
});

/** A fresh person's browser on a page; it must not complain on the console, and must not ask anybody else for anything. */
async function visit(address: string, use: (page: Page) => Promise<void>, javaScriptEnabled = false): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') complaints.push(`asks ${request.url()}`);
  });
  try {
    await page.goto(address);
    await use(page);
    expect(complaints.filter((text) => !text.includes('status of 422'))).toEqual([]);
  } finally {
    await context.close();
  }
}

async function linkOf(taskId: string): Promise<string> {
  await site.table.update(keys.task(taskId), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'task', taskId });
  return site.lastLink();
}

async function slotLink(applicationId: string): Promise<string> {
  await site.table.update(keys.slot(applicationId), { set: { outbox: 'mail' } });
  await site.notify({ kind: 'slot', applicationId });
  return site.lastLink();
}

async function registersLink(): Promise<string> {
  const officer = site.world.registers.staff.find(({ role }) => role === 'bureau');
  const validUntil = '2025-12-01T00:00:00.000Z';
  const link = { roundId: site.roundId, opens: { kind: 'registers' as const }, assigneeId: officer?.staffId ?? '' };
  return `${site.url}/l/${await issueLink(site.table, { ...link, validUntil })}`;
}

async function consoleLink(): Promise<string> {
  const officer = site.world.registers.staff.find(({ role }) => role === 'bureau');
  const opens = { kind: 'console' as const, roundId: site.roundId };
  const link = { roundId: site.roundId, opens, assigneeId: officer?.staffId ?? '' };
  return `${site.url}/l/${await issueLink(site.table, { ...link, validUntil: '2025-12-01T00:00:00.000Z' })}`;
}

const heading = (page: Page) => page.locator('h1').textContent();

describe('a district officer', () => {
  test('forgets the decision, is told where, and decides', async () => {
    await visit(await linkOf(`${enterprise}~district.1`), async (page) => {
      expect(await heading(page)).toBe('区市审查');
      await page.getByLabel('审查意见').fill('材料齐全，情况属实。');
      await page.getByRole('button', { name: '提交审查意见' }).click();
      await page.getByRole('link', { name: '请选择一项决定。' }).click();
      expect(page.url()).toContain('#f-decision');
      expect(await page.getByLabel('审查意见').inputValue()).toBe('材料齐全，情况属实。');
      await page.getByLabel('推荐', { exact: true }).check();
      for (const box of await page.locator('[name^="checks."]').all()) await box.check();
      await page.getByRole('button', { name: '提交审查意见' }).click();
      expect(await heading(page)).toBe('区市审查：已办理');
      expect(await page.getByText('材料齐全，情况属实。').count()).toBe(1);
      await page.reload();
      expect(await heading(page)).toBe('区市审查：已办理');
    });
  });
});

describe('an expert', () => {
  test('scores what the form asks for', async () => {
    const taskId = await seated(site, enterprise);
    await visit(await linkOf(taskId), async (page) => {
      await page.getByLabel('没有利害关系').check();
      await page.getByRole('button', { name: '声明并开始评审' }).click();
      for (const input of await page.locator('input[type=number]').all()) await input.fill('2.5');
      await page.getByRole('button', { name: '核对并提交' }).click();
      await page.getByRole('button', { name: '确认提交' }).click();
      expect(await heading(page)).toBe('专家评审：已办理');
    });
    const sheet = await site.table.get(keys.sheet(enterprise, 1), SheetRecord);
    expect(new Set(Object.values(sheet?.pointsByItem ?? {}))).toEqual(new Set([25]));
  });

  test('stands aside without scoring', async () => {
    const taskId = await seated(site, provider);
    await visit(await linkOf(taskId), async (page) => {
      await page.getByLabel('理由').fill('曾在该单位任职。');
      await page.getByRole('button', { name: '申请回避' }).click();
      expect(await heading(page)).toBe('专家评审：已办理');
      expect(await page.getByText('申请回避').count()).toBe(1);
    });
    expect((await site.table.get(keys.task(taskId), TaskRecord))?.decision).toMatchObject({ decision: 'recuse' });
  });
});

describe('an applicant', () => {
  test('uploads a package with nothing but the page, and comes back to it', async () => {
    const { id, plan } = planOf(site.world, 'chain-case');
    const file = join(dir, '申报材料.zip');
    await writeFile(file, buildPackage(site.world, plan, 'good'));
    await visit(await slotLink(id), async (page) => {
      await page.getByLabel('申报材料包').setInputFiles(file);
      await page.getByRole('button', { name: '上传' }).click();
      await page.waitForURL(/\/slots\//);
      expect(await page.getByText('核验中').count()).toBe(1);
    });
    expect(site.uploads.at(-1)?.key).toContain(`inbox/${site.roundId}/${id}/`);
  });
});

describe('an officer of the bureau', () => {
  test('uploads a register, sees what is wrong and what is new, and imports it', async () => {
    const file = join(dir, '事故.csv');
    await writeFile(
      file,
      `信用代码,发生日期,事故类型,是否重大\n91370211MA3F0017X0,2024年3月1日,网络安全,否\n,昨天,其他,\n`,
    );
    await visit(await registersLink(), async (page) => {
      await page.getByRole('link', { name: '安全事故台账' }).click();
      await page.getByRole('button', { name: '上传并比较' }).click();
      expect(await page.getByRole('alert').getByRole('link').textContent()).toBe('请先选择文件，再上传。');
      await page.getByLabel('台账文件').setInputFiles(file);
      await page.getByRole('button', { name: '上传并比较' }).click();
      expect(await heading(page)).toBe('比较：安全事故台账');
      expect(await page.getByText('“昨天”不是日期').count()).toBe(1);
      await page.getByLabel('理由').fill('首次导入');
      await page.getByLabel('不导入未能读出的 1 行').check();
      await page.getByRole('button', { name: '导入为新版本' }).click();
      expect(await page.getByText('现行第 1 版，1 行').count()).toBe(1);
    });
    expect(await registerHistory(site.table, 'accidents')).toMatchObject([{ skipped: 1, reason: '首次导入' }]);
  });
});

describe('an officer of the bureau on the console', () => {
  test('reminds a district by keyboard alone, having seen of what, and finds it on record', async () => {
    await visit(await consoleLink(), async (page) => {
      const arrived = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      const press = async (what: Locator, key = 'Enter') => {
        await what.focus();
        await page.keyboard.press(key);
      };
      await arrived('评选进度');
      await press(page.getByRole('link', { name: '待办与催办', exact: true }));
      await arrived('待办与催办');
      await press(page.getByRole('region', { name: '待办任务：按办理人' }).getByRole('link').first());
      await press(page.getByLabel('选择 区市审查').first(), 'Space');
      await press(page.getByRole('button', { name: '催办所选任务' }));
      await arrived('确认催办');
      await page.getByLabel('理由').focus();
      await page.keyboard.type('请尽快审查');
      await press(page.getByRole('button', { name: '发送 1 封催办邮件' }));
      await arrived('操作记录');
      expect(await page.getByRole('status').textContent()).toContain('已发送 1 封');
      expect(await page.getByText('请尽快审查').count()).toBe(1);
      await press(page.getByRole('link', { name: '漏斗', exact: true }));
      await arrived('申报漏斗');
      expect(await page.getByRole('img', { name: '各类别的申报走到哪一步' }).count()).toBe(1);
      await press(page.getByText('数据表').first());
      expect(await page.getByRole('region').first().isVisible()).toBe(true);
    });
  });
});

describe('links', () => {
  const faultless = async (page: Page) => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  };

  test('of a person are ended on the console, having seen whose, in both languages and on a phone', async () => {
    const officer = site.world.registers.staff.find(({ role }) => role === 'finance');
    await visit(
      await consoleLink(),
      async (page) => {
        await page.getByRole('link', { name: '链接与会话', exact: true }).click();
        await faultless(page);
        await page.getByLabel('人员编号、专家编号').fill(officer?.staffId ?? '');
        await page.getByRole('button', { name: '查找' }).click();
        expect(await page.getByText(`将停用“${officer?.name}”`).count()).toBe(1);
        await page.getByRole('button', { name: '停用全部链接' }).click();
        expect(await page.getByRole('alert').getByRole('link').count()).toBe(1);
        await faultless(page);
        await page.getByLabel('理由').first().fill('调离岗位');
        await page.getByRole('button', { name: '停用全部链接' }).click();
        expect(await page.getByRole('status').textContent()).toContain('已停用');
        await faultless(page);
        await page.goto(`${page.url().split('/audit')[0]}/access?lang=en`);
        expect(await heading(page)).toBe('Links and sessions');
        await faultless(page);
      },
      true,
    );
  });

  test('can be left from every page', async () => {
    await visit(
      await consoleLink(),
      async (page) => {
        await page.getByRole('link', { name: '退出', exact: true }).click();
        await faultless(page);
        await page.getByRole('button', { name: '在本设备上退出' }).click();
        expect(await page.getByRole('status').textContent()).toContain('已在本设备上退出');
        await faultless(page);
      },
      true,
    );
  });
});

describe('anybody', () => {
  test('reads the notice, objects once, and meets nothing when it does not run', async () => {
    await visit(`${site.url}/rounds/${site.roundId}/objections`, async (page) => {
      expect(await heading(page)).toBe('现在不受理异议');
    });
    await ranked(site, [enterprise, provider]);
    await published(site);
    await visit(`${site.url}/rounds/${site.roundId}/notice`, async (page) => {
      await page.getByRole('link', { name: '实名提出异议' }).click();
      const fill = async () => {
        await page.getByLabel('对哪一个入围对象有异议').selectOption(enterprise);
        await page.getByLabel('个人').check();
        await page.getByLabel('真实姓名或单位全称').fill('王五');
        await page.getByLabel('联系电话').fill('199 0000 0000');
        await page.getByLabel('异议的事实和理由').fill('申报的改造投入与实际情况不符，有发票可查。');
        await page.getByRole('button', { name: '提交异议' }).click();
      };
      await page.getByRole('button', { name: '提交异议' }).click();
      expect(await page.getByRole('alert').getByRole('link').count()).toBe(5);
      await fill();
      expect(await heading(page)).toBe('已收到异议');
      await page.goto(`${site.url}/rounds/${site.roundId}/objections`);
      await fill();
      expect(await page.getByText('之前已经提交过').count()).toBe(1);
    });
    expect(await site.table.all(keys.objectionsPk(site.roundId), ObjectionRecord)).toHaveLength(1);
  });
});
