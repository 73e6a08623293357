import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Letter } from '../../../infra/local/start/mailroom.ts';
import { BadFlags, readOptions } from '../../demo/options.ts';
import { choicesOf, FormMismatch, fillIn, formDeciding, formsOf } from '../../demo/outside/forms.ts';
import { castOf } from '../../demo/people/cast.ts';
import type { Duty } from '../../demo/people/duty.ts';
import { Notebook } from '../../demo/people/notebook.ts';
import { People } from '../../demo/people/people.ts';
import { beforeDeadline } from '../../demo/people/schedule.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { costOf } from '../../demo/report/cost.ts';
import { cut, textTable } from '../../demo/report/text-table.ts';
import { weatherText } from '../../demo/report/weather.ts';
import { performWave, WaveFailed, waveOf } from '../../demo/waves.ts';
import { generateWorld } from '../../world/generate.ts';

const duty = (id: string, owner: string, readyAt: number, perform: Duty['perform'] = async () => id): Duty => ({
  id,
  owner,
  readyAt,
  stage: 'experts',
  perform,
});

describe('waves', () => {
  test('hold at most one action per owner, only what is ready, and do not depend on the order of arrival', () => {
    const some = fc.array(
      fc.record({ owner: fc.constantFrom('a', 'b', 'c'), readyAt: fc.integer({ min: 0, max: 9 }) }),
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 9 }), (rows, now) => {
        const duties = rows.map(({ owner, readyAt }, i) => duty(`duty ${i}`, owner, readyAt));
        const wave = waveOf(duties, now).map(({ id }) => id);
        expect(waveOf(duties.toReversed(), now).map(({ id }) => id)).toEqual(wave);
        const chosen = duties.filter(({ id }) => wave.includes(id));
        expect(chosen.every(({ readyAt }) => readyAt <= now)).toBe(true);
        expect(new Set(chosen.map(({ owner }) => owner)).size).toBe(wave.length);
        const owners = new Set(duties.filter(({ readyAt }) => readyAt <= now).map(({ owner }) => owner));
        expect(wave).toHaveLength(owners.size);
      }),
    );
  });

  test('count what was done, and name everybody who could not do it when all are through', async () => {
    const done: string[] = [];
    const act = (id: string) => async () => {
      done.push(id);
      return '评分';
    };
    const wave = [duty('1', 'a', 0, act('1')), duty('2', 'b', 0, act('2')), duty('3', 'c', 0, async () => null)];
    expect(await performWave(wave)).toEqual(new Map([['评分', 2]]));
    const failing = duty('4', 'd', 0, () => Promise.reject(new Error('refused')));
    const failed = performWave([failing, ...wave]);
    await expect(failed).rejects.toThrow(WaveFailed);
    await expect(failed).rejects.toThrow(/1 of 4 actions failed:\s+4: Error: refused/);
    expect(done).toEqual(['1', '2', '1', '2']);
  });
});

describe('forms', () => {
  const html = `<main><form method="post" action="/tasks/x"><input type="hidden" name="csrf" value="a&quot;b&amp;c">
<label><input type="radio" name="decision" value="recommend" id="f">推荐</label>
<label><input type="radio" name="decision" value="return">退回</label>
<textarea name="opinion" rows="2"></textarea><select name="place"><option value="">请选择</option>
<optgroup label="一类 &lt;甲&gt;"><option value="p1">P</option></optgroup></select>
<input type="checkbox" name="consent" value="yes"></form>
<form method="post" action="/tasks/x"><input type="hidden" name="decision" value="recuse"></form></main>`;
  const forms = formsOf(html);
  const form = formDeciding(forms, 'return');

  test('are read as a person sees them: fields, choices, hidden values', () => {
    expect(forms).toHaveLength(2);
    expect(form?.fields.map(({ name }) => name)).toEqual(['csrf', 'decision', 'opinion', 'place', 'consent']);
    expect(form && choicesOf(form, 'place')).toEqual([
      { value: '', group: '' },
      { value: 'p1', group: '一类 <甲>' },
    ]);
    expect(formDeciding(forms, 'recuse')).toBe(forms[1]);
    expect(formDeciding(forms, 'submit')).toBeUndefined();
  });

  test('are filled in with what they offer and nothing else', () => {
    if (form === undefined) throw new Error('no form');
    const body = fillIn(form, { decision: 'return', opinion: '请补充', consent: 'yes', place: 'p1' });
    expect([...body]).toEqual([
      ['csrf', 'a"b&c'],
      ['decision', 'return'],
      ['opinion', '请补充'],
      ['consent', 'yes'],
      ['place', 'p1'],
    ]);
    expect(() => fillIn(form, { decision: 'lapse' })).toThrow(FormMismatch);
    expect(() => fillIn(form, { reason: 'x' })).toThrow(FormMismatch);
    expect(() => fillIn(form, { csrf: 'x' })).toThrow(FormMismatch);
  });
});

describe('people', () => {
  const letter = (text: string): Letter => ({
    ...{ number: 1, channel: 'mail', to: '', title: '', kind: 'confirm', about: '', link: null },
    receivedAt: Date.UTC(2025, 11, 1),
    text,
  });
  test.each([
    ['请于 2025年12月5日 17:00（北京时间） 前办理。', Date.UTC(2025, 11, 9), Date.UTC(2025, 11, 5, 8)],
    ['请于 2025年12月5日 17:00（北京时间） 前办理。', Date.UTC(2025, 11, 3), Date.UTC(2025, 11, 3)],
    ['请于 2025年12月1日 08:30（北京时间） 前办理。', Date.UTC(2025, 11, 3), Date.UTC(2025, 11, 1)],
    ['没有期限。', Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1)],
  ])('act before the deadline of the letter: %s', (text, wanted, expected) => {
    expect(beforeDeadline(letter(text), wanted)).toBe(expected);
  });
});

describe('flags', () => {
  test('have defaults, and are refused with the reason and the usage', () => {
    expect(readOptions([])).toEqual({ applications: 300, seed: 'qingdao', weather: 'fair', out: 'out', json: false });
    expect(readOptions(['--applications', '4', '--json'])).toMatchObject({ applications: 4, json: true });
    for (const [args, reason] of [
      [['--applications', '3'], /--applications: at least 4/],
      [['--applications', 'many'], /--applications: a whole number/],
      [['--applications', '2.5'], /--applications/],
      [['--seed', ''], /--seed: not empty/],
      [['--weather', 'worse'], /--weather: fair or bad/],
      [['--aplications', '5'], /Unknown option '--aplications'/],
      [['20'], /Unexpected argument '20'/],
    ] as const) {
      expect(() => readOptions([...args])).toThrow(BadFlags);
      expect(() => readOptions([...args])).toThrow(reason);
      expect(() => readOptions([...args])).toThrow(/--policy FILE/);
    }
  });
});

describe('the report', () => {
  test('aligns Chinese and Latin columns by what a terminal shows', () => {
    expect(
      textTable([
        ['', '企业', 'n'],
        ['收到', '1', '22'],
      ]),
    ).toBe(`      企业   n\n${'─'.repeat(14)}\n收到     1  22`);
    expect(cut('专家评审ab', 9)).toBe('专家评审a');
    expect(cut('专家评审ab', 7)).toBe('专家评');
  });

  test('prices what was counted, and says what it has no price for', () => {
    const cost = costOf(
      { 'stepfunctions.transition': 1000, 's3.PutObject': 10, 's3.GetObject': 10, 'mail.messages': 5 },
      10,
    );
    expect(cost.byService['stepfunctions']).toBeCloseTo(0.025);
    expect(cost.byService['s3']).toBeCloseTo(0.000054);
    expect(cost.perApplication).toBeCloseTo(cost.total / 10);
    expect(cost.unpriced).toEqual([]);
    expect(costOf({ 'quantum.leaps': 1 }, 1).unpriced).toEqual(['quantum.leaps']);
  });
});

test('what bad weather threw is told in words and counts, and what it did not throw is not', () => {
  const text = weatherText({ thrown: { 'call.throttled': 12, 'mail.bounced': 3 }, redriven: 2 });
  expect(text).toMatch(/服务调用被限流（call\.throttled） +12\n邮件暂时退回（mail\.bounced） +3\n合计 +15\n/);
  expect(text).toContain('进入死信队列后送回重新处理：2 条');
  expect(text).not.toContain('事件重复');
});

test('people who are started again in the midst of the objections still object, though a ruling is asked for first', async () => {
  const site = createServer((_, response) => response.end('<main>公示期 2025年12月29日至2026年1月6日</main>'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const dir = mkdtempSync(join(tmpdir(), 'people-'));
  try {
    const world = generateWorld({ seed: 'again', applications: 24, policy: readPolicy(QINGDAO) });
    const notebook = new Notebook(join(dir, 'notebook.json'));
    notebook.note((notes) => {
      notes.objections['0'] = 'abc';
    });
    const { port } = site.address() as AddressInfo;
    const people = new People({ cast: castOf(world), notebook }, `http://127.0.0.1:${port}`);
    const about = `${world.roundId}~objection.abc`;
    const ruling = {
      number: 1,
      receivedAt: 0,
      channel: 'mail' as const,
      to: '',
      title: '',
      text: '',
      kind: 'objection-ruling',
      about,
      link: null,
    };
    expect(await people.receive([ruling])).toEqual([]);
    const objections = world.objections.map((_objection, i) => `objection ${i + 1}`);
    expect(people.duties().map(({ id }) => id)).toEqual(expect.arrayContaining([about, ...objections]));
    expect(await people.look('notice')).toBe(false);
  } finally {
    await new Promise((resolve) => site.close(resolve));
    rmSync(dir, { recursive: true });
  }
});
