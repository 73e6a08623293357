import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { CODE_TRIES, HOURLY_SENDS, HOURLY_TRIES } from '../../shared/code-limits.ts';
import { issueLink, tokenHash } from '../../shared/links.ts';
import { ChallengeRecord, CodeEventRecord, LinkRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { formsOf } from '../unit/pages/markup.ts';
import { accessibilityFaults, launchChromium } from './chromium.ts';
import { type Site, startSite } from './site.ts';

const PHONE = '13800000001';
let site: Site;
beforeAll(async () => {
  site = await startSite((policy, registers) => {
    policy.notifications = {
      value: {
        ...{ reminderDaysBefore: [], digest: null, robot: [], sms: [] },
        secondFactor: { district: false, bureau: true, expert: true, applicant: false, finance: false },
      },
      clause: '六(一)',
      proposal: true,
    };
    for (const row of registers.staff) if (row.role === 'bureau' && row.staffId !== 'bureau-3') row.mobile = PHONE;
  });
});
afterAll(() => site.stop());
/** Each test has an hour of its own: limits are by the hour. */
beforeEach(() => {
  site.time.now += 2 * 3_600_000;
  site.texts.splice(0);
});

async function linkOf(staffId: string): Promise<string> {
  const { roundId } = site;
  const opens = { kind: 'console', roundId } as const;
  const token = await issueLink(site.table, {
    roundId,
    opens,
    assigneeId: staffId,
    validUntil: '2026-06-01T00:00:00.000Z',
  });
  return `${site.url}/l/${token}`;
}

/** A browser that came by the link, before the page that asks for the code. */
async function came(link: string) {
  const first = await fetch(link, { redirect: 'manual' });
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const challengeHash = tokenHash(cookie.split('=')[1] ?? '');
  const get = () => fetch(`${site.url}/code`, { headers: { cookie }, redirect: 'manual' });
  const post = async (path: string, form: Record<string, string> = {}) => {
    const csrf = formsOf(await (await get()).text())[0]?.find(({ name }) => name === 'csrf')?.value ?? '';
    const body = new URLSearchParams({ csrf, ...form });
    return fetch(`${site.url}${path}`, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });
  };
  return {
    ...{ first, cookie, challengeHash, get },
    try: (code: string, more: Record<string, string> = {}) => post('/code', { code, ...more }),
    challenge: () => site.table.get(keys.challenge(challengeHash), ChallengeRecord),
    ask: () => post('/code/send'),
    /** Presses the button, and lets the message go out. */
    send: async (): Promise<string> => {
      expect((await post('/code/send')).status).toBe(303);
      await site.notify({ kind: 'code', challengeHash });
      return site.texts.at(-1)?.params['code'] ?? '';
    },
  };
}
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const events = async (id: string) =>
  (await site.table.all(keys.codeEventsPk(site.roundId), CodeEventRecord))
    .filter(({ person }) => person.id === id)
    .map(({ what }) => what)
    .toSorted();

describe('a link whose holder must show a code', () => {
  test('leads to the page that asks for it; only the button sends, and the code opens what the link does', async () => {
    const person = await came(await linkOf('bureau-1'));
    expect(person.first.headers.get('location')).toBe('/code');
    expect(person.first.headers.getSetCookie()[0]).toMatch(/^code=[\w-]{43}; .*Path=\/code; HttpOnly; SameSite=Lax$/);
    for (let i = 0; i < 3; i += 1) expect((await person.get()).status).toBe(200);
    expect(await person.challenge()).toMatchObject({ sends: 0 });
    const code = await person.send();
    expect(code).toMatch(/^\d{6}$/);
    expect(site.texts).toMatchObject([{ mobile: PHONE, template: 'code', params: { minutes: '10' } }]);
    const page = await (await person.get()).text();
    expect(page).toContain('autocomplete="one-time-code"');
    expect(page).toContain('inputmode="numeric"');
    expect(page).not.toContain(PHONE);
    const opened = await person.try(` ${code.slice(0, 3)} ${code.slice(3)} `);
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe(`/console/${site.roundId}`);
    const session = opened.headers.getSetCookie().find((line) => line.startsWith('session=')) ?? '';
    const cookie = session.split(';')[0] ?? '';
    expect((await fetch(`${site.url}/console/${site.roundId}`, { headers: { cookie } })).status).toBe(200);
    for (const part of ['codes', 'undelivered']) {
      const log = await fetch(`${site.url}/console/${site.roundId}/audit?of=${part}`, { headers: { cookie } });
      expect([log.status, (await log.text()).includes('验证通过')]).toEqual([200, part === 'codes']);
    }
    expect(await events('bureau-1')).toEqual(['asked', 'passed', 'sent']);
  });

  test('is in English for whoever reads it, and says so in time', async () => {
    const person = await came(await linkOf('bureau-1'));
    const page = await fetch(`${site.url}/code?lang=en`, { headers: { cookie: person.cookie } });
    expect(await page.text()).toContain('Send the code');
  });

  test('has nothing to show for without the cookie of the challenge, and the challenge opens no page', async () => {
    const person = await came(await linkOf('bureau-1'));
    expect((await fetch(`${site.url}/code`)).status).toBe(403);
    const cookie = person.cookie.replace('code=', 'session=');
    expect((await fetch(`${site.url}/console/${site.roundId}`, { headers: { cookie } })).status).toBe(403);
    expect((await person.try('000000', { csrf: 'x' })).status).toBe(403);
    expect((await fetch(`${site.url}/code/send`, { headers: { cookie: person.cookie } })).status).toBe(404);
  });

  test('stays closed to who has no number in the register, who is told', async () => {
    const person = await came(await linkOf('bureau-3'));
    await person.send();
    expect(site.texts).toEqual([]);
    expect(await (await person.get()).text()).toContain('没有可用的手机号码');
    expect((await person.try('000000')).status).toBe(422);
    expect(await events('bureau-3')).toEqual(['asked', 'unreachable']);
  });

  test('that was revoked meanwhile sends nothing and opens nothing', async () => {
    const link = await linkOf('bureau-1');
    const person = await came(link);
    const code = await person.send();
    const key = keys.link(tokenHash(link.split('/l/')[1] ?? ''));
    expect(await site.table.get(key, LinkRecord)).not.toBeNull();
    await site.table.update(key, { set: { revokedAt: new Date(site.time.now).toISOString() } });
    expect((await person.ask()).status).toBe(410);
    expect((await person.try(code)).status).toBe(410);
  });
});

describe('a code', () => {
  test('is good once', async () => {
    const person = await came(await linkOf('bureau-1'));
    const code = await person.send();
    const both = await Promise.all([person.try(code), person.try(code)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 422]);
    expect((await person.try(code)).status).toBe(422);
  });

  test('of another person, or of another browser with the same link, is none', async () => {
    const link = await linkOf('bureau-1');
    const [one, again, somebody] = await Promise.all([came(link), came(link), came(await linkOf('bureau-2'))]);
    const code = await one.send();
    const codes = [await again.send(), await somebody.send()];
    if (!codes.includes(code)) {
      expect((await again.try(code)).status).toBe(422);
      expect((await somebody.try(code)).status).toBe(422);
    }
    expect((await one.try(code)).status).toBe(303);
  });

  test('ends after ten minutes, and with the next one', async () => {
    const person = await came(await linkOf('bureau-1'));
    const old = await person.send();
    const code = await person.send();
    if (old !== code) expect((await person.try(old)).status).toBe(422);
    site.time.now += 10 * 60_000 + 1;
    const late = await person.try(code);
    expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('验证码已过期')]);
  });

  test('may be tried five times, also when all come at once; then even the right one is none', async () => {
    const person = await came(await linkOf('bureau-1'));
    const code = await person.send();
    const tries = await Promise.all(Array.from({ length: 8 }, () => person.try(other(code))));
    const statuses = tries.map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(CODE_TRIES);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    expect((await person.try(code)).status).toBe(429);
    expect((await person.try(await person.send())).status).toBe(303);
  });

  test('is tried and sent only so often in an hour, however many browsers come by the link', async () => {
    const link = await linkOf('bureau-2');
    let right = '';
    let last = await came(link);
    for (let tried = 0; tried < HOURLY_TRIES; tried += 1) {
      if (tried % CODE_TRIES === 0) {
        last = await came(link);
        right = await last.send();
      }
      expect((await last.try(other(right))).status).toBe(422);
    }
    const fresh = await came(link);
    right = await fresh.send();
    expect((await fresh.try(right)).status).toBe(429);
    for (let sent = HOURLY_TRIES / CODE_TRIES + 1; sent < HOURLY_SENDS; sent += 1) await fresh.send();
    const before = site.texts.length;
    expect((await fresh.ask()).status).toBe(429);
    await site.notify({ kind: 'code', challengeHash: fresh.challengeHash });
    expect(site.texts).toHaveLength(before);
    expect((await events('bureau-2')).filter((what) => what === 'limited').length).toBeGreaterThan(1);
    site.time.now += 3_600_000;
    expect((await fresh.try(await fresh.send())).status).toBe(303);
  });

  test('that is asked to be sent twice at once is sent once; a message that comes again sends nothing', async () => {
    const person = await came(await linkOf('bureau-1'));
    await Promise.all([person.ask(), person.ask()]);
    const { challengeHash } = person;
    await Promise.all([site.notify({ kind: 'code', challengeHash }), site.notify({ kind: 'code', challengeHash })]);
    await site.notify({ kind: 'code', challengeHash });
    expect(site.texts).toHaveLength(1);
    expect((await person.try(site.texts[0]?.params['code'] ?? '')).status).toBe(303);
  });

  test('stands in no record and no log', async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const person = await came(await linkOf('bureau-1'));
    const code = await person.send();
    const record = JSON.stringify(await person.challenge());
    await person.try(other(code));
    await person.try(code);
    spy.mockRestore();
    expect(lines.length).toBeGreaterThan(0);
    expect(`${lines.join('\n')}${record}`).not.toMatch(new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`));
    expect(lines.join('\n')).not.toContain(PHONE);
  });
});

test('in a browser without scripts, on a phone, in both languages: by keyboard alone, and nothing that axe finds', async () => {
  const browser = await launchChromium();
  try {
    for (const language of ['zh', 'en']) {
      site.time.now += 2 * 3_600_000;
      for (const javaScriptEnabled of [true, false]) {
        const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 320, height: 640 } });
        const page = await context.newPage();
        await page.goto(await linkOf('bureau-1'));
        await page.goto(`${site.url}/code?lang=${language}`);
        await page.locator('main button').first().press('Enter');
        const field = page.locator('input[name="code"]');
        await field.waitFor();
        const cookie = (await context.cookies(`${site.url}/code`)).find(({ name }) => name === 'code');
        await site.notify({ kind: 'code', challengeHash: tokenHash(cookie?.value ?? '') });
        await field.fill('12');
        await field.press('Enter');
        await page.locator('[role="alert"]').waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
        if (javaScriptEnabled) expect(await accessibilityFaults(page)).toEqual([]);
        await field.fill(site.texts.at(-1)?.params['code'] ?? '');
        await field.press('Enter');
        await page.waitForURL(`${site.url}/console/**`);
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
});
