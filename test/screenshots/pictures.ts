import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Where pictures go, and how somebody's window is opened on a link. */
export interface Studio {
  browser: Browser;
  folder: string;
}

export interface Picture {
  /** Of the file, without its ending. */
  name: string;
  /** Addresses to go through; the last is the page. */
  through: string[];
  dark?: boolean;
  /** In a telephone's width. */
  phone?: boolean;
  /** What stands at the top of the picture; the page's beginning, unless said. */
  from?: string;
  /** What the person has done on the page before it is taken. */
  after?: (page: Page) => Promise<void>;
}

const DESK = { width: 1200, height: 820 };
const PHONE = { width: 390, height: 844 };

/** Takes one picture, of what a person sees without scrolling. Nothing moves or blinks in it. */
export async function take({ browser, folder }: Studio, picture: Picture): Promise<void> {
  const { name, through, dark = false, phone = false, from, after } = picture;
  const context = await browser.newContext({
    viewport: phone ? PHONE : DESK,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    for (const address of through) await page.goto(address);
    await after?.(page);
    await page.evaluate('document.activeElement?.blur()');
    if (from !== undefined) await page.evaluate(`document.querySelector('${from}').scrollIntoView()`);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  } finally {
    await context.close();
  }
}
