import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '../../shared/canonical.ts';
import { declineAward } from '../../shared/declines/decline.ts';
import { fileObjection } from '../../shared/objections/file.ts';
import { takeStep } from '../../shared/objections/handle.ts';
import { TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { keepRegisterFile } from '../../shared/store/register-versions.ts';
import { writePdf } from '../world/documents.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { doorsOf } from './doors.ts';
import { announced, askedAgain, bureauTask, planProposed, published, ranked, seated } from './later.ts';
import { planOf, type Site, startSite, submitted } from './site.ts';

/** What every page looks like to a program: on a desk and on a telephone, by day and by night, in each language it has. */
let site: Site;
let browser: Browser;
beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

/** The one page that is an error. */
const WRONG = '/l/wrong';
const WIDTHS = [1280, 320];
/** How many pages are looked at at once. */
const AT_ONCE = 3;

/** Adds up how far what is on the page moves by itself, from its first moment on. */
const WATCH_SHIFTS = `
globalThis.shifted = 0;
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifted += value; })
  .observe({ type: 'layout-shift', buffered: true });`;
/** When everything is there and drawn. */
const SETTLED = `document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30))))`;

/** A page, by the addresses that lead to it. */
type Way = string[];

/** A kept file that adds, changes and removes rows of the accidents, and has rows that cannot be read. */
async function comparable(): Promise<string> {
  const bytes = new TextEncoder().encode(
    '信用代码,发生日期,事故类型,是否重大\n91370211MA3F0017X0,2024-03-01,网络安全,是\nx,,,\n',
  );
  await keepRegisterFile(site.evidence, sha256Hex(bytes), bytes);
  return sha256Hex(bytes);
}

/** An objection under way: its handler's page, the applicant's, and the one of who filed it. */
async function objected(applicationId: string): Promise<{ ruling: string; hearing: string; objectionId: string }> {
  const form = {
    ...{ objectorKind: 'person', objectorName: '王五', phone: '199 0000 0000', applicationId },
    grounds: '申报的改造投入与实际情况不符，有发票可查。',
  };
  const evidence = [{ name: '发票.pdf', bytes: writePdf(['invoice']) }];
  const sender = { seal: [], evidence, visitor: 'a'.repeat(64), address: '' };
  const filed = await fileObjection(site, { roundId: site.roundId, form, ...sender });
  if (filed.status !== 'filed') throw new Error(`the objection is ${filed.status}`);
  const ruling = `${site.roundId}~objection.${filed.objectionId}`;
  const task = await site.table.get(keys.task(ruling), TaskRecord);
  if (task === null) throw new Error('nobody handles the objection');
  for (const step of [
    { step: 'accept' },
    { step: 'ask', text: '请补充合同。' },
    { step: 'hear', text: '投入与发票不符，请说明。' },
  ])
    await takeStep(site, task, step);
  return { ruling, hearing: `${applicationId}~objection-hearing.${filed.objectionId}`, objectionId: filed.objectionId };
}

async function ways(): Promise<Way[]> {
  const doors = doorsOf(site);
  const enterprise = await submitted(site, 'benchmark-enterprise');
  const provider = await submitted(site, 'service-provider');
  const invited = planOf(site.world, 'chain-case').id;
  const product = await submitted(site, 'solution-product');
  const seat = await seated(site, product);
  const declared = await seated(site, provider);
  await site.table.update(keys.task(declared), { set: { declaredAt: '2025-11-10T00:00:00.000Z' } });
  const again = await askedAgain(site, enterprise);
  await ranked(site, [enterprise, provider, product]);
  await published(site);
  const { ruling, hearing, objectionId } = await objected(enterprise);
  await shown(provider, product);
  const fill = `${site.roundId}~fill-place.${product.slice(site.roundId.length + 1)}`;
  const round = `${site.url}/rounds/${site.roundId}`;
  const slot = await doors.slot(invited);
  const work = await doors.work(`${enterprise}~district.1`);
  const registers = await doors.registers();
  const console = await doors.console();
  const reviewer = await site.table.get(keys.task(`${enterprise}~district.1`), TaskRecord);
  const tabs = ['', `/tasks?role=district&who=${reviewer?.assignee.id}`, '/funnel', '/scores', '/search?q=公司'];
  const letters = ['/letters', `/letters/${provider}`];
  const console_ = [
    ...tabs,
    ...letters,
    '/money',
    '/panels',
    '/notice',
    '/calendar',
    '/registers',
    '/audit',
    `/applications/${enterprise}`,
  ];
  return [
    ...[[`${site.url}/`], [round], [`${round}/notice`], [`${round}/objections`], [`${site.url}${WRONG}`]],
    ...[[`${round}/awards`], [`${round}/showcase`], [await doors.slot(provider)]],
    ...[[await doors.task(`${provider}~payee.1`)], [await doors.task(fill)]],
    ...[[slot], [slot, `${site.url}/slots/${invited}/form`], [await doors.slot(enterprise)]],
    ...[[work], [work, `${site.url}/work/${site.roundId}?state=all`], [work, `${site.url}/work/${site.roundId}/sheet`]],
    [work, `${site.url}/work/${site.roundId}/firms`],
    [await doors.task(await proposed(provider))],
    ...[[await doors.task(`${enterprise}~district.1`)], [await doors.task(seat)], [await doors.task(declared)]],
    [await doors.task(again)],
    [await doors.task(await bureauTask(site, 'deliberate'))],
    [await doors.task(await planProposed(site, [enterprise]))],
    ...[[await doors.task(ruling)], [await doors.task(hearing)], [await doors.objection(objectionId)]],
    ...[
      [registers, `${site.url}/registers`],
      [registers, `${site.url}/registers/accidents`],
    ],
    [registers, `${site.url}/registers/accidents/${await comparable()}`],
    ...console_.map((at) => [console, `${site.url}/console/${site.roundId}${at}`]),
  ];
}

/** Both won; one agrees to be shown, the other gives its award back. */
async function shown(winner: string, declined: string): Promise<void> {
  const at = '2025-11-10T03:00:00.000Z';
  await announced(site, [winner, declined]);
  await declineAward(site, { roundId: site.roundId, awardId: declined, reason: '项目已另有资助。', at });
  const publicity = { entity: 'Publicity', roundId: site.roundId, applicationId: winner, consent: true, at };
  await site.table.put(keys.publicity(site.roundId, winner), { ...publicity, summary: '服务本地企业。\n成效明显。' });
}

/** 联签: the review of an application whose opinion waits for a second officer. */
async function proposed(applicationId: string): Promise<string> {
  const opinion = { decision: 'recommend', opinion: '符合条件，同意推荐。', checks: ['pilot'] };
  const proposal = { by: 'district-2', at: '2025-11-10T00:00:00.000Z', opinion };
  await site.table.update(keys.task(`${applicationId}~district.1`), { set: { proposal } });
  return `${applicationId}~district.1`;
}

/** Opens the page anew, and says what is wrong with how it looks; the dark is the same page in other colours. */
async function faults(page: Page, address: string, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
  const answer = await page.goto(address);
  await page.evaluate(SETTLED);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  const shifted = await page.evaluate<number>('shifted');
  const light = await accessibilityFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  return [
    ...light,
    ...(await accessibilityFaults(page, ['color-contrast'])).map((fault) => `${fault} in the dark`),
    ...(answer?.ok() || address.includes(WRONG) ? [] : [`answered ${answer?.status()}`]),
    ...(wide > 0 ? [`${wide} pixels too wide`] : []),
    ...(shifted > 0 ? [`moves by itself: ${shifted}`] : []),
  ];
}

const withQuery = (address: string, language: string) => {
  const url = new URL(address);
  url.searchParams.set('lang', language);
  return url.href;
};

/** Everything wrong with one page in all its looks. */
async function looked(context: BrowserContext, way: Way): Promise<string[]> {
  const page = await context.newPage();
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security')) found.push(message.text());
  });
  await page.addInitScript(WATCH_SHIFTS);
  for (const address of way) await page.goto(address);
  const here = page.url();
  const english = (await page.locator('header .language a[hreflang=en]').count()) > 0;
  for (const address of english ? [here, withQuery(here, 'en')] : [here])
    for (const width of WIDTHS)
      found.push(...(await faults(page, address, width)).map((fault) => `${address} ${width}: ${fault}`));
  return found;
}

test('every page can be used by everybody, fits, and stands still', async () => {
  const queue = (await ways()).values();
  const found: string[] = [];
  const look = async () => {
    for (const way of queue) {
      const context = await browser.newContext({ locale: 'zh-CN' });
      found.push(...(await looked(context, way)));
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  expect(found).toEqual([]);
});
