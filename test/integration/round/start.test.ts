import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults, launchChromium } from '../../browser/chromium.ts';
import { Browser, type Page, wordsOf } from '../../demo/outside/browser.ts';
import { formDeciding, tickedChecks } from '../../demo/outside/forms.ts';
import { askForForm, post } from '../../demo/outside/uploads.ts';

const START = join(import.meta.dirname, '..', '..', '..', 'infra', 'local', 'start.ts');
const LONG_MS = 300_000;
const dir = mkdtempSync(join(tmpdir(), 'start-'));
let running: ChildProcess | undefined;
let home = '';

const spawnStart = (...args: string[]) =>
  spawn(process.execPath, [START, '--dir', dir, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

/** Starts it and waits for the address that it prints. */
async function start(): Promise<void> {
  running = spawnStart('--port', '0');
  if (running.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: running.stdout })) {
    home = /http:\/\/[\d.:]+\//.exec(line)?.[0] ?? '';
    if (home !== '') return;
  }
  throw new Error('it ended without an address');
}

async function refused(...args: string[]): Promise<{ code: unknown; message: string }> {
  const child = spawnStart(...args);
  let message = '';
  child.stderr.on('data', (chunk: Buffer) => {
    message += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, message };
}

const open = (path: string): Promise<Page> => new Browser().open(new URL(path, home).href);
/** Presses a button. @throws with the page's words when it was not done */
async function press(path: string): Promise<void> {
  const response = await fetch(new URL(path, home), { method: 'POST', redirect: 'manual' });
  if (response.status !== 303) throw new Error(`${path}: ${wordsOf(await response.text())}`);
}
const hrefs = ({ html }: Page) => [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href = '']) => href);
const personalLink = async (mail: string) => hrefs(await open(mail)).find((href) => href.includes('/l/')) ?? '';

beforeAll(start, LONG_MS);
afterAll(async () => {
  if (running !== undefined && running.exitCode === null && running.kill('SIGINT')) await once(running, 'exit');
  rmSync(dir, { recursive: true });
}, LONG_MS);

describe('npm start', () => {
  test('shows a round that takes applications, with open tasks, mails and packages to upload', async () => {
    const page = await open('/');
    expect(page.status).toBe(200);
    const words = wordsOf(page.html);
    expect(words).toContain('目前阶段： 组织申报');
    expect(words).toMatch(/区市审查 \d+/);
    const packages = [...page.html.matchAll(/<code>([^<]+\.zip)<\/code>/g)].map(([, file = '']) => file);
    expect(packages).toHaveLength(4);
    expect(packages.every((file) => existsSync(file))).toBe(true);
    const response = await fetch(home);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('a link from a mail opens a task, which is decided there, once', async () => {
    const mails = hrefs(await open('/mails?kind=district-review')).filter((href) => /\/mails\/\d/.test(href));
    const link = await personalLink(mails[0] ?? '');
    const browser = new Browser();
    const page = await browser.open(link);
    const form = formDeciding(page.forms, 'recommend');
    expect(form).toBeDefined();
    if (form === undefined) return;
    await browser.submit(page, form, {
      decision: 'recommend',
      opinion: '情况属实，同意推荐。',
      ...tickedChecks(form),
    });
    const after = await browser.open(link);
    expect(wordsOf(after.html)).toContain('已办理');
    expect(after.forms).toEqual([]);
  });

  test('the package that lies ready is taken by the slot that its mail opens', async () => {
    const page = await open('/');
    const [, mail = '', file = ''] =
      /<a href="(\/mails\/\d+)">邀请邮件<\/a>，材料包 <code>([^<]+)<\/code>/.exec(page.html) ?? [];
    const link = await personalLink(mail);
    const browser = new Browser();
    const form = await askForForm(browser, link, 'by-hand');
    expect(form).not.toBeNull();
    if (form === null) return;
    await post(form, readFileSync(file));
    await expect.poll(async () => wordsOf((await browser.open(link)).html), { timeout: 60_000 }).toContain('已受理');
  });

  test(
    'simulated people act and the clock moves when a button is pressed',
    async () => {
      await press('/people/act');
      expect(wordsOf((await open('/')).html)).toMatch(/已办理：.*推荐 \d+/);
      const stages = new Set<string | undefined>();
      // The end of a correction that was asked for, the closing time, the districts' deadline.
      for (let i = 0; i < 3; i += 1) {
        await press('/clock/next');
        const words = wordsOf((await open('/')).html);
        expect(words).toContain('时钟已拨动');
        stages.add(/目前阶段： (\S+)/.exec(words)?.[1]);
      }
      expect(stages).toContain('区市审查');
      await press('/finance/settle');
      expect(wordsOf((await open('/')).html)).toContain('财政已办理 0 笔');
    },
    LONG_MS,
  );

  test(
    'its pages and buttons work in a browser, also without scripts',
    async () => {
      const chromium = await launchChromium();
      try {
        const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
        await plain.goto(home);
        await plain.getByRole('button', { name: '拨快一天' }).click();
        await plain.getByText('时钟已拨动').waitFor();
        await plain.getByRole('link', { name: /全部邮件/ }).click();
        await plain
          .getByRole('row', { name: / 邮件 / })
          .getByRole('link')
          .first()
          .click();
        await plain.locator('a[href*="/l/"]').first().click();
        expect(new URL(plain.url()).pathname).toMatch(/^\/(tasks|slots)\//);
        const scripted = await (await chromium.newContext({ bypassCSP: true })).newPage();
        for (const path of ['/', '/mails', '/mails/1']) {
          await scripted.goto(new URL(path, home).href);
          expect(await accessibilityFaults(scripted), path).toEqual([]);
        }
      } finally {
        await chromium.close();
      }
    },
    LONG_MS,
  );

  test('other sites can neither press its buttons nor read it under a name of their own', async () => {
    const foreign = await fetch(new URL('/clock/day', home), {
      method: 'POST',
      headers: { origin: 'http://a.example' },
    });
    expect(foreign.status).toBe(403);
    expect((await open('/mails/100000')).status).toBe(404);
  });

  test(
    'killed, it goes on where it was, and links in old mails still work',
    async () => {
      const before = wordsOf((await open('/mails')).html);
      const mail = /<a href="(\/mails\/\d+)">邀请邮件/.exec((await open('/')).html)?.[1] ?? '';
      running?.kill('SIGKILL');
      if (running !== undefined) await once(running, 'exit');
      await start();
      expect(wordsOf((await open('/mails')).html)).toContain(before.slice(0, 200));
      expect((await new Browser().open(await personalLink(mail))).status).toBe(200);
      const outputs = JSON.parse(readFileSync(join(dir, 'outputs.json'), 'utf8')) as {
        outputs: Record<string, string>;
      };
      expect(outputs.outputs['TableName']).toBeDefined();
    },
    LONG_MS,
  );

  test(
    'a port in use, a second one on the folder, and wrong flags are told plainly',
    async () => {
      const taken = await refused('--port', new URL(home).port);
      expect(taken.code).toBe(1);
      expect(taken.message).toMatch(/is already in use.*--port/s);
      const twice = await refused('--port', '0');
      expect(twice.code).toBe(1);
      expect(twice.message).toContain('Another local cloud is running');
      for (const flags of [
        ['--port', 'x'],
        ['--prot', '1'],
      ]) {
        const wrong = await refused(...flags);
        expect(wrong.code).toBe(2);
        expect(wrong.message).toContain('--port N');
      }
    },
    LONG_MS,
  );

  test(
    'whoever presses its buttons one after the other comes to the end of the round, every award paid',
    async () => {
      const words = async () => wordsOf((await open('/')).html);
      let now = '';
      for (let i = 0; i < 40 && !now.includes('目前阶段： 已结束'); i += 1) {
        await press('/people/act');
        now = await words();
        if (!now.includes('现在没有模拟人员可以办理的任务')) continue;
        await press(/：待办 [1-9]/.test(now) ? '/finance/settle' : '/clock/next');
        now = await words();
      }
      expect(now).toContain('目前阶段： 已结束');
      expect(now).toContain('目前没有待办任务');
      expect(now).toMatch(/收到拨付指令 ([1-9]\d*) 条：待办 0，已支付 \1，退票 0/);
    },
    LONG_MS,
  );

  test('Ctrl+C ends it in order', async () => {
    running?.kill('SIGINT');
    const [code] = running === undefined ? [] : await once(running, 'exit');
    expect(code).toBe(0);
  });
});
