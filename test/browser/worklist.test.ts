import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csrfToken, issueLink } from '../../shared/links.ts';
import {
  ApplicationRecord,
  DisbursementRecord,
  type LinkRecord,
  NoticeRecord,
  SheetRecord,
  TaskRecord,
} from '../../shared/schemas/records.ts';
import { loadFlags } from '../../shared/store/flags.ts';
import { keys } from '../../shared/store/keys.ts';
import { type Applicant, makeCity } from '../integration/flows/city.ts';
import { type Flows, openFlows, wordsOf } from '../integration/flows/harness.ts';
import { accountOf, openFinance } from '../integration/flows/money.ts';
import { INTAKE_OVER, scoreAll, seatsOf, sheetForm, submitAll } from '../integration/flows/rounds.ts';
import { follow } from '../integration/flows/visit.ts';
import { writePdf } from '../world/documents.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';

/** Ten firms of one district, of which two have the same telephone; and one of another. */
const city = makeCity({
  roundId: 'flow-work',
  invite: { 'benchmark-enterprise': 11 },
  policy: (policy) => {
    policy.review.value.sheetDays = 5;
  },
  registers: (registers, policy) => {
    // Few enough that each has several entries.
    registers.experts = registers.experts.filter((row) => row.employerUscc === null).slice(0, 6);
    for (const [i, row] of registers.experts.entries()) Object.assign(row, { employer: `大学 ${i}`, relatedUsccs: [] });
    for (const [i, { uscc }] of registers.invitations.entries()) {
      const pilot = registers.pilots.find((row) => row.uscc === uscc);
      const code = policy.districts[i < 10 ? 0 : 1]?.code;
      if (pilot !== undefined && code !== undefined) pilot.district = code;
    }
  },
});
const { roundId } = city;
const ours = city.applicants.slice(0, 10);
const [foreign] = city.applicants.slice(10) as [Applicant];
const review = ({ applicationId }: Applicant) => `${applicationId}~district.1`;

let flows: Flows;
let browser: Browser;
let officer: string;
beforeAll(async () => {
  [flows, browser] = await Promise.all([openFlows({ bundled: true }), launchChromium()]);
  await flows.openRound(city);
  const [one, other] = ours as [Applicant, Applicant];
  await submitAll(flows, city.applicants.slice(2));
  for (const { applicationId, changed } of [one, other])
    await flows.upload(
      applicationId,
      changed((manifest) => ({ ...manifest, contact: { ...manifest.contact, phone: '0532-12345678' } })),
    );
  officer = (await task(review(one)))?.assignee.id ?? '';
});
afterAll(async () => {
  await browser.close();
  await flows.close();
});

const task = (id: string) => flows.table.get(keys.task(id), TaskRecord);
const statusOf = async (one: Applicant) =>
  (await flows.table.get(keys.application(one.applicationId), ApplicationRecord))?.status;
const http = () => flows.cloud.endpoints.http;
async function linkOf(id: string, role: 'district' | 'expert' | 'bureau' = 'district', of = roundId): Promise<string> {
  const opens: LinkRecord['opens'] = { kind: 'work', roundId: of, role };
  const link = { roundId: of, opens, assigneeId: id, validUntil: '2026-12-31T00:00:00.000Z' };
  return `${http()}/l/${await issueLink(flows.table, link)}`;
}
const tokenOf = (cookie: string) => cookie.slice(cookie.indexOf('=') + 1);
const taskPath = (id: string) => `/work/${roundId}/tasks/${encodeURIComponent(id)}`;

async function visit(link: string, use: (page: Page) => Promise<void>, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.text().includes('Content Security') && complaints.push(message.text()));
  try {
    await page.goto(link);
    await use(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

describe('a worklist', () => {
  test('has what waits for this person, and nothing of others', async () => {
    const list = await follow(await linkOf(officer));
    expect(list.path).toBe(`/work/${roundId}`);
    const { html } = await list.get();
    for (const one of ours) expect(html).toContain(review(one));
    expect(html).not.toContain(foreign.applicationId);
    expect(wordsOf(html)).toContain('已办 0 项，共 10 项');
    const found = await list.get(`${list.path}?q=${encodeURIComponent(ours[4]?.name ?? '')}&state=nonsense&page=99`);
    expect(found.html).toContain(review(ours[4] as Applicant));
    expect(found.html).not.toContain(`${taskPath(review(ours[5] as Applicant))}"`);
    const english = await list.get(`${list.path}?lang=en`);
    expect(english.html).toContain('My tasks');
  });

  test('opens nothing of another person, another round or by another link', async () => {
    const list = await follow(await linkOf(officer));
    const csrf = csrfToken(tokenOf(list.cookie), review(foreign));
    const decision = { decision: 'recommend', opinion: '越权', csrf };
    expect((await list.get(taskPath(review(foreign)))).status).toBe(404);
    expect((await list.postRaw(decision, taskPath(review(foreign)))).status).toBe(404);
    expect((await list.postRaw(decision, `${taskPath(review(foreign))}/draft`)).status).toBe(404);
    expect((await list.get(`${taskPath(review(foreign))}/attachments/1`)).status).toBe(404);
    expect((await list.get(`/tasks/${encodeURIComponent(review(ours[0] as Applicant))}`)).status).toBe(403);
    expect((await list.get('/work/other-round')).status).toBe(403);
    const asExpert = await follow(await linkOf(officer, 'expert'));
    expect((await asExpert.get(taskPath(review(ours[0] as Applicant)))).status).toBe(404);
    const single = await flows.visit(review(ours[0] as Applicant));
    expect((await single.get(`/work/${roundId}`)).status).toBe(403);
    expect(
      (await list.postRaw({ csrf: 'x', 'pick.0': review(ours[2] as Applicant) }, `${list.path}/recommend`)).status,
    ).toBe(403);
    expect(await statusOf(foreign)).toBe('in-review');
  });

  test('several are recommended at once after ids and count were shown; what changed meanwhile, or wants a look, is not', async () => {
    const list = await follow(await linkOf(officer));
    const [flagged, , good, gone] = ours as [Applicant, Applicant, Applicant, Applicant];
    expect((await loadFlags(flows.table, flagged.applicationId)).length).toBeGreaterThan(0);
    const csrf = csrfToken(tokenOf(list.cookie), `work:${roundId}`);
    const picks = Object.fromEntries([flagged, good, gone, foreign].map((one, i) => [`pick.${i}`, review(one)]));
    const asked = await list.postRaw({ csrf, ...picks }, `${list.path}/recommend`);
    expect(asked.status).toBe(200);
    expect(wordsOf(asked.html)).toContain('将推荐以下 2 件申报');
    expect(asked.html).toContain(review(good));
    expect(wordsOf(asked.html)).toContain('有与其他申报的关联提示');
    expect(asked.html).not.toContain(foreign.applicationId);
    expect(await statusOf(good)).toBe('in-review');
    expect((await list.postRaw({ csrf, confirm: 'yes', ...picks }, `${list.path}/recommend`)).status).toBe(422);

    await flows.upload(gone.applicationId, gone.zip('revised'));
    const clicks = await Promise.all(
      [1, 2].map(() =>
        list.postRaw(
          { csrf, confirm: 'yes', opinion: '同意推荐。', checked: 'yes', ...picks },
          `${list.path}/recommend`,
        ),
      ),
    );
    await flows.cloud.idle();
    expect(clicks.map(({ status }) => status)).toEqual([200, 200]);
    expect(clicks.map(({ html }) => wordsOf(html)).join()).toContain('已推荐 1 件');
    expect(await Promise.all([flagged, good, gone, foreign].map(statusOf))).toEqual([
      ...['in-review', 'recommended', 'in-review', 'in-review'],
    ]);
  });
});

describe('a district officer', () => {
  test('works through the rest by keyboard alone, each leading on to the next', async () => {
    await visit(await linkOf(officer), async (page) => {
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('k');
      await page.keyboard.press('Enter');
      for (let n = 1; n <= 9; n += 1) {
        await page.getByRole('heading', { level: 1, name: '区市审查' }).waitFor();
        await page.locator('#task-form [name=decision]').first().focus();
        await page.keyboard.press('Space');
        await page.locator('#task-form [name=opinion]').focus();
        await page.keyboard.type(`第 ${n} 件，同意推荐。`);
        if (n === 2) expect(await accessibilityFaults(page)).toEqual([]);
        const before = page.url();
        await page.keyboard.press('Control+Enter');
        await page.waitForURL((url) => url.href !== before && url.search.includes('done='));
        await page.getByText(/已办理：/).waitFor();
        if (n < 9) await page.getByText(/现在办理：/).waitFor();
      }
      expect(await page.getByText('全部任务已办完').count()).toBe(1);
      expect(await page.getByText('已办 10 项，共 10 项').count()).toBe(1);
    });
    await flows.cloud.idle();
    expect(await Promise.all(ours.map(statusOf))).toEqual(ours.map(() => 'recommended'));
    expect(await statusOf(foreign)).toBe('in-review');
  });
});

test('its recommendations stand on one sheet, to be printed and stamped, with nothing of other districts', async () => {
  const list = await follow(await linkOf(officer));
  const sheet = await list.get(`${list.path}/sheet`);
  expect(sheet.status).toBe(200);
  for (const one of ours) expect(sheet.html).toContain(one.applicationId);
  expect(sheet.html).not.toContain(foreign.applicationId);
  expect(wordsOf(sheet.html)).toContain('受理 10 件，推荐 10 件');
  const english = wordsOf((await list.get(`${list.path}/sheet?lang=en`)).html);
  expect(english).toContain('This sheet goes to the bureau');
  expect(english).toContain('受理 10 件，推荐 10 件');
  const asExpert = await follow(await linkOf(officer, 'expert'));
  expect((await asExpert.get(`/work/${roundId}/sheet`)).status).toBe(404);
});

describe('an expert', () => {
  let scorer = '';

  test('gets the entry with the fewest sheets first, and goes through without a script', async () => {
    await flows.decide(review(foreign), { decision: 'recommend', opinion: '同意推荐。' });
    await flows.jump(INTAKE_OVER);
    const seats = (await Promise.all(city.applicants.map((one) => seatsOf(flows, one.applicationId)))).flat();
    const byExpert = Map.groupBy(seats, ({ expertId }) => expertId ?? '');
    const [expert = '', own = []] = [...byExpert].find(([, all]) => all.length >= 5) ?? [];
    scorer = expert;
    // Somebody else scores all of this expert's entries but one: that one has the fewest sheets then.
    const [least] = own
      .map(({ applicationId }) => applicationId)
      .toSorted()
      .reverse();
    const rest = new Set(own.map(({ applicationId }) => applicationId).filter((id) => id !== least));
    for (const { applicationId, seat, turn, expertId } of seats)
      if (
        rest.has(applicationId) &&
        expertId !== expert &&
        seat === seats.find((one) => one.applicationId === applicationId && one.expertId !== expert)?.seat
      )
        await flows.decide(`${applicationId}~score.${seat}.${turn}`, await sheetForm(flows, city, applicationId, 0.8));
    await visit(
      await linkOf(expert, 'expert'),
      async (page) => {
        const first = page.locator('a[data-entry]').first();
        expect(decodeURIComponent((await first.getAttribute('href')) ?? '')).toContain(least);
        await page.getByRole('link', { name: '办理下一项' }).click();
        await page.locator('[name=noConflict]').check();
        await page.getByRole('button', { name: '声明并开始评审' }).click();
        for (const one of await page.locator('#task-form [name^="points."]').all()) await one.fill('0');
        await page.getByRole('button', { name: '核对并提交' }).click();
        await page.getByRole('button', { name: '确认提交并办理下一项' }).click();
        await page.getByText('现在办理：').waitFor();
        expect(page.url()).toContain('done=');
      },
      false,
    );
    expect((await seatsOf(flows, least ?? '')).find(({ expertId }) => expertId === expert)?.status).toBe('scored');
  });

  test('goes through four more with a reload, an ended session and a dead line in between, and loses nothing', async () => {
    const link = await linkOf(scorer, 'expert');
    await visit(link, async (page) => {
      await page.getByRole('link', { name: '办理下一项' }).click();
      for (const [n, what] of ['nothing', 'reload', 'session', 'offline'].entries()) {
        const said = `第 ${n + 1} 件的意见`;
        await page.locator('[name=noConflict]').check();
        await page.getByRole('button', { name: '声明并开始评审' }).click();
        const points = await page.locator('#task-form [name^="points."]').all();
        const comment = page.locator('#task-form [name=comment]');
        for (const one of points) await one.fill('0.5');
        const saved = page.locator('#save-state');
        if (what === 'offline') await page.context().setOffline(true);
        const address = page.url();
        if (what === 'session') await page.context().clearCookies();
        await comment.fill(said);
        if (what === 'offline') {
          await saved.getByText('离线').waitFor();
          await page.context().setOffline(false);
        }
        if (what === 'session') {
          await saved.getByText('会话已结束').waitFor();
          await page.goto(link);
          await page.goto(address);
        } else await saved.getByText('已保存').waitFor();
        if (what === 'reload') await page.reload();
        expect(await comment.inputValue()).toBe(said);
        await saved.getByText('已保存').waitFor();
        await comment.press('Control+Enter');
        await page.getByRole('button', { name: '确认提交并办理下一项' }).click();
        await page.waitForURL((url) => url.search.includes('done='));
      }
    });
    const sheets = await Promise.all(
      city.applicants.map((one) => flows.table.all(keys.applicationPk(one.applicationId), SheetRecord, 'SHEET#')),
    );
    const own = sheets.flat().filter(({ expertId }) => expertId === scorer);
    const said = own.map(({ comment }) => comment).filter((comment) => comment !== '');
    expect(own).toHaveLength(5);
    expect(said.toSorted()).toEqual([1, 2, 3, 4].map((n) => `第 ${n} 件的意见`));
  });
});

describe('a district’s signed sheet', () => {
  const sheetTask = () => `${roundId}~sheet.${city.policy.districts[0]?.code}`;
  const pdf = writePdf(['推荐汇总表', '签字盖章']);

  test('is asked for once the districts are done, of each district that reviewed', async () => {
    const own = await flows.table.all(keys.roundPk(roundId), TaskRecord, 'TASK#sheet');
    expect(own.map(({ subject }) => subject['district']).toSorted()).toEqual(
      city.policy.districts
        .slice(0, 2)
        .map(({ code }) => code)
        .toSorted(),
    );
    expect(flows.mailsAbout(sheetTask(), 'district-sheet')).toHaveLength(1);
  });

  async function upload(page: Page, buffer: Buffer) {
    await page.getByLabel('盖章的推荐汇总表').setInputFiles({ name: '表.pdf', mimeType: 'application/pdf', buffer });
    await page.getByRole('button', { name: /^(重新)?上传$/ }).click();
  }

  test('is uploaded as a scan; what is no scan is not taken', async () => {
    await visit(await linkOf(officer), async (page) => {
      await page.goto(`${http()}${taskPath(sheetTask())}`);
      await upload(page, Buffer.from('<html><script>1</script>'));
      expect(await page.getByRole('alert').innerText()).toContain('不是可以打开的');
      expect(await accessibilityFaults(page)).toEqual([]);
      await upload(page, pdf);
      await page.getByRole('button', { name: '交回推荐汇总表' }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    });
    expect(await task(sheetTask())).toMatchObject({ status: 'open' });
  });

  test('is sent in once it was looked at, without a script, too', async () => {
    await visit(
      await linkOf(officer),
      async (page) => {
        await page.getByRole('link', { name: '交回盖章的推荐汇总表' }).first().click();
        await upload(page, pdf);
        await page.getByRole('button', { name: '交回推荐汇总表' }).click();
        expect(await page.getByRole('alert').innerText()).toContain('未能提交');
        await page.getByRole('checkbox').check();
        await page.getByRole('button', { name: '交回推荐汇总表' }).click();
        await page.getByText('已办理').first().waitFor();
      },
      false,
    );
    expect(await task(sheetTask())).toMatchObject({ status: 'decided', decision: { decision: 'hand-in' } });
  });

  test('opens for the bureau as it came, and for nobody else', async () => {
    const opens = { kind: 'console' as const, roundId };
    const bureau = city.registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
    const link = { roundId, opens, assigneeId: bureau, validUntil: '2026-12-31T00:00:00.000Z' };
    const desk = await follow(`${http()}/l/${await issueLink(flows.table, link)}`);
    expect(wordsOf((await desk.get()).html)).toContain('各区市盖章的推荐汇总表');
    const [code, other] = city.policy.districts.map((one) => one.code);
    const sent = await desk.get(`${desk.path}/sheets/${code}`);
    expect(sent.status).toBe(303);
    const response = await fetch(sent.location ?? '');
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
    expect((await desk.get(`${desk.path}/sheets/${other}`)).status).toBe(404);
    const list = await follow(await linkOf(officer));
    const foreignTask = `${roundId}~sheet.${other}`;
    expect((await list.get(`${taskPath(foreignTask)}/sheet`)).status).toBe(404);
    expect((await list.get(`${taskPath(review(ours[0] as Applicant))}/sheet`)).status).toBe(404);
  });
});

describe('the bureau', () => {
  const openTask = async (kind: TaskRecord['kind']) =>
    (await flows.table.all(keys.roundPk(roundId), TaskRecord, 'TASK#')).find(
      (one) => one.kind === kind && one.status === 'open',
    );

  /** Goes from the worklist of whoever has the task to the task, and decides it with a reason: by keyboard, once without scripts. */
  async function decide(kind: TaskRecord['kind'], title: string, button: string, settled = () => flows.cloud.idle()) {
    const { assignee } = (await openTask(kind)) ?? {};
    const scripts = kind !== 'confirm';
    await visit(
      await linkOf(assignee?.id ?? '', 'bureau'),
      async (page) => {
        const press = async (what: Locator, key: string) => {
          await what.focus();
          await page.keyboard.press(key);
        };
        await press(page.getByRole('link', { name: title }).first(), 'Enter');
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        if (scripts) expect(await accessibilityFaults(page)).toEqual([]);
        const choice = page.getByRole('radio').first();
        if ((await choice.count()) > 0) await press(choice, 'Space');
        await page.locator('#task-form [name=reason]').focus();
        await page.keyboard.type('经集体研究，同意。');
        await press(page.getByRole('button', { name: button, exact: true }), 'Enter');
        await page.getByText('已办理').first().waitFor();
      },
      scripts,
    );
    await settled();
  }

  test('moves the round through its gates, page by page, until finance is told to pay', async () => {
    await scoreAll(flows, city, () => 0.9);
    await decide('deliberate', '入围名单审议', '审议通过，发布公示');
    const notice = await flows.table.get(keys.notice(roundId), NoticeRecord);
    await flows.jump(Date.parse(notice?.endsAt ?? '') + 60_000);
    await decide('confirm', '确认名单', '确认名单');
    const accounts = flows.mails().filter(({ kind }) => kind === 'payee');
    expect(accounts.length).toBeGreaterThan(5);
    for (const { about } of accounts) await flows.decide(about, await accountOf(flows, about.split('~')[0] ?? ''));
    const finance = openFinance(flows, () => ({ outcome: 'paid' }));
    try {
      await decide('approve-plan', '审批资金拨付方案', '提交审批意见', finance.take);
    } finally {
      await finance.close();
    }
    const paid = await flows.table.all(keys.disbursementsPk(roundId), DisbursementRecord);
    expect(paid.map(({ awardId }) => awardId).toSorted()).toEqual(
      accounts.map(({ about }) => about.split('~')[0]).toSorted(),
    );
  });
});

test('no log line of the whole round has a link’s token, an address, a name, a number or what somebody wrote', () => {
  const lines = flows.logs().split('\n');
  expect(lines.filter((line) => line.includes('"message":"request"')).length).toBeGreaterThan(200);
  expect(lines.some((line) => line.includes('/work/:roundId'))).toBe(true);
  const { invitations, experts, staff } = city.registers;
  const tokens = flows.mails().flatMap(({ link }) => /\/l\/([\w-]{20,})/.exec(link ?? '')?.[1] ?? []);
  expect(tokens.length).toBeGreaterThan(20);
  const secrets = new Set([
    ...tokens,
    ...[...invitations, ...experts, ...staff].map(({ email }) => email),
    ...invitations.map(({ contactName }) => contactName),
    ...[...experts, ...staff].map(({ name }) => name),
    ...city.applicants.map(({ name }) => name),
    ...['6299 0000 0000 000', '62990000', '经集体研究', '同意推荐', '件的意见'],
  ]);
  const told = [...secrets].filter((secret) => lines.some((line) => line.includes(secret)));
  expect(told).toEqual([]);
});

test('nothing of all this was parked', async () => {
  expect(await flows.deadLetters()).toEqual({});
});
