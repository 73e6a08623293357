import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Swept } from '../../../functions/due/handler.ts';
import { sweepDue } from '../../../functions/due/handler.ts';
import { TaskRecord } from '../../../shared/schemas/records.ts';
import { digestIndex, dueIndex, keys } from '../../../shared/store/keys.ts';
import { type Site, startSite } from '../../browser/site.ts';

const TASKS = 250;
const DAY_MS = 86_400_000;
let site: Site;
beforeAll(async () => {
  site = await startSite((policy) => {
    policy.notifications = {
      value: {
        ...{ reminderDaysBefore: [3, 1], digest: { windowMinutes: 15, roles: ['expert'] }, robot: [], sms: [] },
        secondFactor: { district: false, bureau: false, expert: false, applicant: false, finance: false },
      },
      clause: '六(一)',
      proposal: true,
    };
  });
});
afterAll(() => site.stop());

let asked: string[][] = [];
beforeEach(() => {
  asked = [];
});
const sweep = (timeIsUp = () => false): Promise<Swept> => {
  const mails = { send: async (message: object) => void asked.push((message as { taskIds: string[] }).taskIds) };
  return sweepDue({ table: site.table, evidence: site.evidence, mails, timeIsUp });
};
const now = () => new Date(site.time.now).toISOString();
const later = (ms: number) => new Date(site.time.now + ms).toISOString();
const idOf = (name: string, i: number) => `${site.roundId}.b.${String(i).padStart(16, '0')}~${name}.1.1`;
const task = (taskId: string) => site.table.get(keys.task(taskId), TaskRecord);

/** Sheets of three experts. */
async function open(name: string, more: (id: string, person: string) => object): Promise<string[]> {
  const ids = Array.from({ length: TASKS }, (_, i) => idOf(name, i));
  await site.table.putMany(
    ids.map((taskId, i) => {
      const assignee = { role: 'expert' as const, id: `expert-${i % 3}` };
      const record: TaskRecord = {
        ...{ entity: 'Task', taskId, kind: 'score', roundId: site.roundId, status: 'open', assignee },
        ...{
          applicationId: null,
          waitId: null,
          openedAt: now(),
          deadline: later(2.5 * DAY_MS),
          reminders: 0,
          subject: {},
        },
      };
      return { key: keys.task(taskId), item: { ...record, ...more(taskId, `${site.roundId}#expert.expert-${i % 3}`) } };
    }),
  );
  return ids;
}

test('what is due is reminded of once, over pages and over runs that had no time left; what was decided is not', async () => {
  const ids = await open('due', (id) => dueIndex(id, now()));
  const [decided = ''] = ids;
  await site.table.update(keys.task(decided), { set: { status: 'decided' } });
  let looks = 0;
  const first = await sweep(() => {
    looks += 1;
    return looks > 4;
  });
  expect(first.unfinished).toBe(true);
  expect(first.reminded).toBeLessThan(TASKS - 1);
  const [second, third] = [await sweep(), await sweep()];
  expect(first.reminded + second.reminded).toBe(TASKS - 1);
  expect(third).toMatchObject({ reminded: 0, failed: 0 });
  for (const id of ids.slice(1)) expect(await task(id)).toMatchObject({ reminders: 1, early: 1, outbox: 'mail' });
  expect(await task(decided)).toMatchObject({ reminders: 0 });
});

test('two runs at once remind once', async () => {
  const ids = await open('both', (id) => dueIndex(id, now()));
  const both = await Promise.all([sweep(), sweep()]);
  expect(both.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(TASKS);
  for (const id of ids.slice(0, 20)) expect(await task(id)).toMatchObject({ reminders: 1 });
});

test('the same reminder before the same deadline is one, though the index says that it is due', async () => {
  const [id = ''] = await open('again', () => ({}));
  await site.table.update(keys.task(id), { set: dueIndex(id, now()) });
  expect(await sweep()).toMatchObject({ reminded: 1 });
  await site.table.update(keys.task(id), { set: dueIndex(id, now()), remove: ['outbox'] });
  expect(await sweep()).toMatchObject({ reminded: 0 });
  expect(await task(id)).toMatchObject({ reminders: 1 });
});

test('a letter for each person, of no more tasks than it can list; asked for again only after an hour', async () => {
  const until = now();
  const ids = await open('digest', (id, person) => ({ outbox: 'digest', ...digestIndex(person, id, until) }));
  expect(await sweep()).toMatchObject({ failed: 0 });
  expect(asked.flat().toSorted()).toEqual(ids.toSorted());
  expect(asked.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([83, 83, 84]);
  for (const group of asked) {
    const people = await Promise.all(group.map(async (id) => (await task(id))?.assignee.id));
    expect(new Set(people).size).toBe(1);
  }
  asked = [];
  await sweep();
  expect(asked).toEqual([]);
  site.time.now += 3_600_000;
  await sweep();
  expect(asked.flat()).toHaveLength(TASKS);
});
