import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { chineseFonts } from './fonts.ts';

/** The Chromium that comes with the packages, with a Chinese font. Its own arguments are for Lambda: one process, and no web security, which is what is tested here. */
export async function launchChromium(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    env: { ...process.env, FONTCONFIG_FILE: await chineseFonts() },
  });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What of the WCAG 2.2 up to AA a program can tell, and what is good practice beside it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Axe {
  run(options: { runOnly: string[]; resultTypes: string[]; preload: boolean }): Promise<{
    violations: { id: string; help: string; nodes: { target: string[] }[] }[];
  }>;
}

/**
 * What axe finds wrong with a page, each with the first place of it; its context must run scripts.
 * @param rules only these, of a page that was looked at before and has only another look now
 */
export async function accessibilityFaults(page: Page, rules: string[] = TAGS): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    // Runs in the page, where the script before has put it; the compiler knows nothing of that.
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run({ runOnly, resultTypes: ['violations'], preload: false });
    return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.target.join(' ')})`);
  }, rules);
}
