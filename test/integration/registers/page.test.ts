import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LinkPace } from '../../../functions/web/pace.ts';
import { createSite } from '../../../functions/web/site.ts';
import { stageNamed } from '../../../infra/stages.ts';
import { nowMs } from '../../../shared/clock.ts';
import { issueLink } from '../../../shared/links.ts';
import { PayeeKey } from '../../../shared/payees/key.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { MAX_PAGE_FILE_BYTES, MAX_PAGE_ROWS } from '../../../shared/registers/limits.ts';
import { placesOf } from '../../../shared/registers/places.ts';
import { readRegisterFile } from '../../../shared/registers/read.ts';
import { registerCsv } from '../../../shared/registers/write.ts';
import type { ProviderRow } from '../../../shared/schemas/registers.ts';
import { currentImport, registerHistory } from '../../../shared/store/register-versions.ts';
import { INBOX } from '../../browser/parts.ts';
import { unmarked } from '../../unit/pages/foreign.ts';
import { formsOf } from '../../unit/pages/markup.ts';
import { generateWorld } from '../../world/generate.ts';
import { POLICY } from '../cli/desk.ts';
import { startStores } from './stores.ts';

const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
const { registers } = generateWorld({ seed: 'page', applications: 12, policy });
const places = placesOf(policy);
const officers = registers.staff.filter(({ role }) => role === 'bureau').map(({ staffId }) => staffId);

let stores: Awaited<ReturnType<typeof startStores>>;
let app: ReturnType<typeof createSite>['app'];
beforeAll(async () => {
  stores = await startStores();
  ({ app } = createSite({
    ...stores,
    inboxBucket: INBOX,
    pace: new LinkPace(stores.table, stageNamed('local').linkPace),
    payeeKey: new PayeeKey('nobody gives an account here'),
    assets: { files: new Map(), formScript: null, taskScript: null, verifiers: {} },
  }));
  const file = stores.desk.write('staff.json', registers.staff);
  const done = await stores.registers('import', 'staff', file, '--apply', '--by', '甲', '--reason', '首次');
  expect(done.code).toBe(0);
});
afterAll(() => stores.stop());

const csv = (rows: ProviderRow[]) => registerCsv('providers', rows, places);

/** An officer who came by a link. */
async function officer(staffId = officers[0] ?? '') {
  const token = await issueLink(stores.table, {
    opens: { kind: 'registers' },
    assigneeId: staffId,
    validUntil: new Date(nowMs() + 60_000).toISOString(),
  });
  const opened = await app.request(`/l/${token}`);
  expect(opened.headers.get('location')).toBe('/registers');
  const cookie = opened.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/Path=\/registers;.*HttpOnly/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  const get = (path: string) => app.request(path, { headers });
  const form = async (path: string, n = 0): Promise<Record<string, string>> => {
    const controls = formsOf(await (await get(path)).text())[n] ?? [];
    return Object.fromEntries(controls.map(({ name, value }) => [name, value]));
  };
  const upload = async (kind: string, content: string | Uint8Array, csrf?: string) => {
    const body = new FormData();
    body.append('csrf', csrf ?? (await form(`/registers/${kind}`))['csrf'] ?? '');
    body.append('file', new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]), '台账.csv');
    return app.request(`/registers/${kind}`, { method: 'POST', headers, body });
  };
  const post = (path: string, fields: Record<string, string>) =>
    app.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return { get, form, upload, post, headers };
}

const addressOf = (answer: Response): string => answer.headers.get('location') ?? '';
const REASON = { reason: '2025 年第二批' };

test('an officer looks at all registers, uploads one, sees what would change, and imports it; a second click does no harm', async () => {
  const person = await officer();
  const list = await (await person.get('/registers')).text();
  expect(list).toContain('尚未导入');
  const uploaded = await person.upload('providers', csv(registers.providers));
  expect(uploaded.status).toBe(303);
  const address = addressOf(uploaded);
  expect(address).toMatch(/^\/registers\/providers\/[0-9a-f]{64}$/);
  expect(await (await person.get(address)).text()).toContain(`新增 ${registers.providers.length}，修改 0`);
  expect(await currentImport(stores.table, 'providers')).toBeNull();

  const form = await person.form(address);
  const empty = await person.post(address, form);
  expect(empty.status).toBe(422);
  expect(await empty.text()).toContain('请填写理由');
  for (let click = 0; click < 2; click += 1) {
    const done = await person.post(address, { ...form, ...REASON });
    expect([done.status, addressOf(done)]).toEqual([303, '/registers/providers']);
  }
  const history = await registerHistory(stores.table, 'providers');
  expect(history).toMatchObject([{ no: 1, by: officers[0], via: 'page', reason: '2025 年第二批' }]);
  expect(await (await person.get('/registers/providers')).text()).toContain('现行第 1 版');
  // The same file again: nothing to import.
  const again = await person.get(addressOf(await person.upload('providers', csv(registers.providers.toReversed()))));
  expect(await again.text()).toContain('与现行第 1 版相同，无需导入');
});

test('who was overtaken is told by whom, sees the new differences, and nothing was imported', async () => {
  const [one, other] = [await officer(), await officer(officers.at(-1))];
  const [first, ...others] = registers.providers;
  if (first === undefined) throw new Error('too small a world');
  const mine = addressOf(await one.upload('providers', csv([{ ...first, name: '甲公司' }, ...others])));
  const theirs = addressOf(await other.upload('providers', csv(others)));
  const form = await one.form(mine);
  expect((await other.post(theirs, { ...(await other.form(theirs)), ...REASON })).status).toBe(303);
  const late = await one.post(mine, { ...form, ...REASON });
  expect(late.status).toBe(409);
  const page = await late.text();
  expect(page).toContain('导入了第 2 版，您的文件没有导入');
  expect(page).toContain('新增 1，修改 0，删除 0');
  expect(formsOf(page)[0]?.find(({ name }) => name === 'reason')?.value).toBe(REASON.reason);
  expect((await currentImport(stores.table, 'providers'))?.no).toBe(2);
  expect((await one.post(mine, { ...(await one.form(mine)), ...REASON })).status).toBe(303);
  expect((await currentImport(stores.table, 'providers'))?.no).toBe(3);
});

test('rows that cannot be read are listed, and left out only when the person says so', async () => {
  const person = await officer();
  const content = `${csv(registers.providers)}91370211MA3F0017X0,<b>某</b>,综合,无,\r\n`;
  const address = addressOf(await person.upload('providers', content));
  const page = await (await person.get(address)).text();
  expect(page).toContain('未能读出 1 行');
  expect(page).toContain('“综合”不在可填的内容中');
  const form = await person.form(address);
  const { skipRefused: _, ...unticked } = form;
  const stopped = await person.post(address, { ...unticked, ...REASON });
  expect([stopped.status, (await stopped.text()).includes('或勾选不导入这些行')]).toEqual([422, true]);
  expect((await person.post(address, { ...form, ...REASON, skipRefused: 'yes' })).status).toBe(303);
  expect(await currentImport(stores.table, 'providers')).toMatchObject({ skipped: 1 });
});

test('an officer who reads English does: the registers, a comparison, and every form that was wrong', async () => {
  const person = await officer();
  const english = async (answer: Response, status: number) => {
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(page).toContain('<html lang="en">');
    expect(unmarked(page)).toEqual([]);
    return page;
  };
  for (const path of ['', '/staff', '/experts']) await english(await person.get(`/registers${path}?lang=en`), 200);
  const content = `${csv(registers.providers.slice(1))}91370211MA3F0017X0,某,综合,无,\r\n`;
  const address = addressOf(await person.upload('providers', content));
  const back = '<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>';
  expect(await english(await person.get(`${address}?lang=en`), 200)).toContain(back);
  const { skipRefused: _, ...form } = await person.form(address);
  const noReason = await english(await person.post(`${address}?lang=en`, form), 422);
  expect(noReason).toContain('Please give the reason (up to 500 characters).');
  const notSkipped = await english(await person.post(`${address}?lang=en`, { ...form, ...REASON }), 422);
  expect(notSkipped).toContain('Some rows could not be read');
  const overtaken = { ...form, ...REASON, skipRefused: 'yes', expected: '0' };
  expect(await english(await person.post(`${address}?lang=en`, overtaken), 409)).toContain(
    'your file was not imported',
  );
  const body = new FormData();
  body.append('csrf', (await person.form('/registers/staff'))['csrf'] ?? '');
  body.append('file', new Blob(['甲,乙\n1,2']), '台账.csv');
  const none = await app.request('/registers/staff?lang=en', { method: 'POST', headers: person.headers, body });
  expect(await english(none, 422)).toContain(
    'No row of column titles was found. “Staff” needs these columns: Staff no.',
  );
});

test('a file that is none is refused on the page it was chosen on', async () => {
  const person = await officer();
  for (const [content, says] of [
    ['', '请先选择文件'],
    ['甲,乙\n', '没有找到列标题行'],
    [Uint8Array.from([0x50, 0x4b, 3, 4, 5]), '已损坏'],
  ] as const) {
    const answer = await person.upload('pilots', content);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(says);
  }
  const lines = Array.from({ length: MAX_PAGE_ROWS + 1 }, (_, i) => `9137${`${i}`.padStart(14, '0')},1,1,1,1\n`);
  const long = await person.upload('participation', `信用代码,活动总数,参加活动,要求材料,提供材料\n${lines.join('')}`);
  expect([long.status, (await long.text()).includes('最多导入 5000 行')]).toEqual([422, true]);
  const large = await person.upload('pilots', new Uint8Array(MAX_PAGE_FILE_BYTES + 1));
  expect([large.status, (await large.text()).includes('registers.file-too-large')]).toEqual([413, true]);
  const larger = await person.upload('pilots', new Uint8Array(MAX_PAGE_FILE_BYTES + 100_000));
  expect([larger.status, (await larger.text()).includes('registers.file-too-large')]).toEqual([413, true]);
});

test('templates and the current version can be taken away as workbooks', async () => {
  const person = await officer();
  for (const path of ['/registers/staff/template.xlsx', '/registers/staff/export.xlsx']) {
    const answer = await person.get(path);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="staff-\w+\.xlsx"$/);
    const read = await readRegisterFile('staff', new Uint8Array(await answer.arrayBuffer()), places);
    expect(read.ok && read.rows.length).toBe(path.includes('export') ? registers.staff.length : 0);
  }
});

describe('nobody else gets in', () => {
  test('without a link, with another page’s token, or once the register names the person no more', async () => {
    const person = await officer();
    for (const path of [
      '/registers',
      '/registers/staff',
      '/registers/staff/export.xlsx',
      `/registers/staff/${'a'.repeat(64)}`,
    ])
      expect((await app.request(path)).status).toBe(403);
    const slot = await issueLink(stores.table, {
      opens: { kind: 'task', taskId: 'qd-2025~deliberate.1' },
      assigneeId: officers[0] ?? '',
      validUntil: '2099-01-01T00:00:00.000Z',
    });
    expect((await app.request('/registers', { headers: { cookie: `link=${slot}` } })).status).toBe(403);
    const stranger = await officer('district-officer');
    expect((await stranger.get('/registers')).status).toBe(403);
    expect((await person.get('/registers')).status).toBe(200);
  });

  test('nor does a form from elsewhere, or from the page of another file or register', async () => {
    const person = await officer();
    const foreign = (await person.form('/registers/staff'))['csrf'] ?? '';
    expect((await person.upload('pilots', 'x', foreign)).status).toBe(403);
    const address = addressOf(await person.upload('providers', csv(registers.providers.slice(1))));
    const form = await person.form(address);
    for (const csrf of ['', 'wrong', (await person.form('/registers/providers'))['csrf'] ?? ''])
      expect((await person.post(address, { ...form, csrf, ...REASON })).status).toBe(403);
    for (const damage of [{ version: 'x' }, { expected: '-1' }, { refused: 'many' }])
      expect((await person.post(address, { ...form, ...damage, ...REASON })).status).toBe(403);
    const other = await person.post(address, { ...form, version: 'a'.repeat(64), ...REASON });
    expect([other.status, (await other.text()).includes('比较的结果与刚才显示的不同')]).toEqual([409, true]);
  });

  test('a file that was never uploaded, a register that is none, a form without a file are told so', async () => {
    const person = await officer();
    expect((await person.get(`/registers/providers/${'a'.repeat(64)}`)).status).toBe(404);
    expect((await person.get('/registers/nothing')).status).toBe(404);
    expect((await person.post('/registers/staff', { csrf: 'x' })).status).toBe(415);
    const broken = await app.request('/registers/staff', {
      method: 'POST',
      headers: { ...person.headers, 'content-type': 'multipart/form-data; boundary=x' },
      body: 'no part',
    });
    expect([403, 415]).toContain(broken.status);
  });
});
