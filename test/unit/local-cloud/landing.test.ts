import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Overview } from '../../../infra/local/start/landing/pages.ts';
import { type LandingServer, startLanding } from '../../../infra/local/start/landing/server.ts';
import type { Letter } from '../../../infra/local/start/mailroom.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import { t } from '../../../shared/http/language.ts';
import { unmarked } from '../pages/foreign.ts';
import { taskOf } from '../pages/views.ts';

const at = '2025-11-20T02:00:00.000Z';
const letter = (number: number, channel: Letter['channel'], title: string): Letter => ({
  ...{ number, channel, title, receivedAt: Date.parse(at), to: '张三 <zhang@example.com>', kind: 'district-review' },
  ...{ text: `请办理 http://127.0.0.1:1/l/${'x'.repeat(43)} 。`, about: taskOf('district-review').taskId, link: null },
});
const letters = [
  letter(1, 'mail', '待办：区市审查'),
  letter(2, 'robot', 'Task'),
  { ...letter(3, 'sms', '码'), kind: 'slot' },
];
// Of a whole export only what the page shows.
const round = {
  round: { roundId: 'r', title: '青岛市评选', stage: 'district' },
  gates: ['intake', 'district', 'payee-2'].map((stage) => ({
    stage,
    deadline: at,
    passedAt: stage === 'intake' ? at : null,
  })),
  tasks: [{ ...taskOf('district-review'), status: 'open' }],
  disbursements: [{ status: 'issued' }],
} as unknown as RoundExport;
const overview: Omit<Overview, 'notice'> = {
  ...{ now: Date.parse(at), nextDue: Date.parse(at), site: 'http://127.0.0.1:1', round, letters },
  alarms: [{ name: 'awards-local-quiet', description: '', state: 'OK', value: undefined, threshold: 0 }],
  packages: [{ file: '/tmp/材料.zip', applicationId: letters[2]?.about ?? '' }],
};

let landing: LandingServer;
let shown: Omit<Overview, 'notice'> = overview;
beforeAll(async () => {
  landing = await startLanding(0);
});
afterAll(() => landing.stop());

const get = (path: string, cookie = '') => fetch(`${landing.url}${path}`, { headers: { cookie } });
async function english(answer: Response): Promise<string> {
  const page = await answer.text();
  expect(page).toContain('<html lang="en">');
  expect(unmarked(page)).toEqual([]);
  return page;
}

test('while things are being prepared the page is there, in either language', async () => {
  await english(await get('?lang=en'));
  expect(await (await get('')).text()).toContain('正在准备');
});

test('what rings is named, with what it means in the reader’s language', async () => {
  const description = '[page] 有通知没有发出。\nA letter did not leave.\ndocs/runbook.md#outbox-lag';
  const rings = {
    ...{ name: 'awards-local-outbox-lag', description, value: 900, threshold: 0 },
    state: 'ALARM' as const,
  };
  landing.serve({ overview: async () => overview, letters: () => letters, actions: {} });
  expect(await (await get('')).text()).toContain('1 项告警都很安静。');
  landing.serve({ overview: async () => ({ ...overview, alarms: [rings] }), letters: () => letters, actions: {} });
  const chinese = await (await get('?lang=zh')).text();
  expect(chinese).toContain('<code>awards-local-outbox-lag</code> [page] 有通知没有发出。');
  expect(await english(await get('?lang=en'))).toContain('A letter did not leave.');
});

test('every page is English for who asked for it, remembers that, and leads back', async () => {
  const actions = {
    '/clock/day': async () => t('时钟已拨动。'),
    '/finance/settle': async () => Promise.reject(new Error('broken')),
  };
  landing.serve({ overview: async () => shown, letters: () => letters, actions });
  const first = await get('?lang=en');
  expect(first.headers.get('set-cookie')).toBe('lang=en; Path=/; HttpOnly; SameSite=Lax');
  const page = await english(first);
  expect(page).toContain('<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>');
  expect(page).toContain('Payee accounts (list no. 2)');
  for (const path of ['mails', 'mails?kind=district-review', 'mails/1', 'mails/2', 'mails/3', 'nothing'])
    await english(await get(path, 'lang=en'));
  expect(await (await get('mails?kind=score&lang=en')).text()).toContain('<a href="?kind=score&amp;lang=zh"');
  const press = (path: string) =>
    fetch(`${landing.url}${path}`, { method: 'POST', headers: { cookie: 'a=b; lang=en' }, redirect: 'manual' });
  expect((await press('clock/day')).status).toBe(303);
  expect(await english(await get('', 'lang=en'))).toContain('The clock has been set.');
  await english(await press('finance/settle'));
  shown = { ...overview, round: null, nextDue: undefined, letters: [], packages: [] };
  expect(await english(await get('', 'lang=en'))).toContain('The selection has not begun yet.');
});

test('is Chinese for everybody else', async () => {
  const page = await (await get('', 'lang=fr')).text();
  expect(page).toContain('<h1>本机评选</h1>');
  expect(page.replace('<html lang="zh-CN">', '')).not.toContain('lang="zh-CN"');
});
