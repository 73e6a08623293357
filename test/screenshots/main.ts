/** `npm run screenshots`: pictures of the main pages, of a small round in a city that does not exist, to `docs/screenshots`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../browser/chromium.ts';
import type { Applicant, City } from '../integration/flows/city.ts';
import { type Flows, openFlows } from '../integration/flows/harness.ts';
import { decideAll, INTAKE_OVER, scoreAll, sheetForm, submitAll } from '../integration/flows/rounds.ts';
import { type Picture, take } from './pictures.ts';
import { doorsOf, pictured } from './round.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'screenshots');

type Doors = ReturnType<typeof doorsOf>;
interface Set {
  flows: Flows;
  city: City;
  doors: Doors;
  shoot: (picture: Picture) => Promise<void>;
}

const review = ({ applicationId }: Applicant) => `${applicationId}~district.1`;
const RECOMMEND = { decision: 'recommend', opinion: '材料齐全，情况属实，同意推荐。' };

/** Firms fill in, upload, and look where they stand. */
async function applying({ flows, city, doors, shoot }: Set): Promise<void> {
  await flows.jump('2025-11-10T02:00:00.000Z');
  const late = city.one('benchmark-enterprise', 0);
  const form = [doors.slot(late), `${doors.site}/slots/${late.applicationId}/form`];
  await shoot({ name: 'round', through: [`${doors.site}/rounds/${city.roundId}`] });
  await shoot({ name: 'application-form', through: form, after: typed, from: '#conflict' });
  await shoot({ name: 'application-form-phone', through: form, phone: true, from: '#conflict' });
  await submitAll(flows, city.applicants);
}

async function typed(page: Page): Promise<void> {
  await page.locator('[name=legalPerson]').fill('王建国');
  await page.locator('[name="contact.phone"]').fill('0532-12345678');
  await page
    .getByText(/已保存/)
    .first()
    .waitFor();
}

/** A district reviews what came in. */
async function reviewing({ flows, city, doors, shoot }: Set): Promise<void> {
  await flows.jump('2025-11-18T02:00:00.000Z');
  const own = await sameDistrict(city, flows);
  const [first, second, third, returned] = own as [Applicant, Applicant, Applicant, Applicant];
  await decideAll(flows, [
    [review(first), { ...RECOMMEND, ...(await ticked(flows, first)) }],
    [review(second), { ...RECOMMEND, ...(await ticked(flows, second)) }],
    [review(returned), { decision: 'return', opinion: '请更新单位简介。', 'asked.publicSummary': 'yes' }],
  ]);
  await shoot({ name: 'status', through: [doors.slot(first)] });
  await shoot({ name: 'worklist', through: [await doors.work(review(third), 'district')] });
  await shoot({ name: 'district-review', through: [await doors.task(review(third))] });
}

/** Applications that the officer of the first one has too. */
async function sameDistrict(city: City, flows: Flows): Promise<Applicant[]> {
  const officers = city.applicants.map((one) => flows.mailAbout(review(one)).to);
  return city.applicants.filter((_, i) => officers[i] === officers[0]);
}

/** Every box of the district's checklist, as the page has them. */
async function ticked(flows: Flows, one: Applicant): Promise<Record<string, string>> {
  const { html } = await (await flows.visit(review(one))).get();
  return Object.fromEntries([...html.matchAll(/name="(checks\.[^"]+)"/g)].map(([, name]) => [name, 'yes']));
}

/** Experts score, and the bureau looks on. */
async function scoring({ flows, city, doors, shoot }: Set): Promise<void> {
  const returned: string[] = [];
  const rest: Parameters<typeof decideAll>[1] = [];
  for (const one of city.applicants) {
    const taskId = review(one);
    const { html, status } = await (await flows.visit(taskId)).get();
    if (status === 200 && html.includes('id="task-form"'))
      rest.push([taskId, { ...RECOMMEND, ...(await ticked(flows, one)) }]);
    else if (!html.includes('推荐')) returned.push(one.applicationId);
  }
  await decideAll(flows, rest);
  await flows.jump(INTAKE_OVER);
  await flows.jump('2025-12-03T02:00:00.000Z');
  // Whoever was asked for a correction has not answered.
  for (const id of returned)
    await flows.decide(`${id}~district.2`, { decision: 'not-recommend', opinion: '未在期限内补正。' });
  await flows.jump('2025-12-16T02:00:00.000Z');
  const [one, other] = [city.one('benchmark-enterprise', 1), city.one('service-provider', 1)];
  const console = await doors.console();
  const consoleAt = (path: string) => [console, `${doors.site}/console/${city.roundId}${path}`];
  await flows.decide(await doors.firstSeat(other), await sheetForm(flows, city, other.applicationId, 0.8));
  const sheet = await doors.task(await doors.firstSeat(one));
  await shoot({ name: 'score-sheet', through: [sheet], after: scored, from: '#decide' });
  await shoot({ name: 'console', through: consoleAt('') });
  await scoreAll(flows, city, (applicant) => 0.6 + (city.applicants.indexOf(applicant) % 8) / 20);
  await shoot({ name: 'console-funnel', through: consoleAt('/funnel') });
  await shoot({ name: 'console-scores', through: consoleAt('/scores') });
  await shoot({ name: 'console-scores-dark', through: consoleAt('/scores'), dark: true });
}

async function scored(page: Page): Promise<void> {
  await page.getByLabel('没有利害关系').check();
  await page.getByRole('button', { name: '声明并开始评审' }).click();
  const inputs = await page.locator('#task-form input[type=number]').all();
  for (const input of inputs.slice(0, 3)) await input.fill('3.5');
  await page
    .getByText(/已保存/)
    .first()
    .waitFor();
}

const [flows, browser] = await Promise.all([openFlows({ bundled: true }), launchChromium()]);
try {
  await mkdir(FOLDER, { recursive: true });
  const city = pictured();
  await flows.openRound(city);
  const shoot = (picture: Picture) => take({ browser, folder: FOLDER }, picture);
  const set = { flows, city, doors: doorsOf(flows, city), shoot };
  await applying(set);
  await reviewing(set);
  await scoring(set);
} finally {
  await browser.close();
  await flows.close();
}
