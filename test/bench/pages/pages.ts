import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { smallStyle } from '../../../infra/bundle-plugins.ts';
import { csrfToken, issueLink } from '../../../shared/links.ts';
import { type LinkRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { seated } from '../../browser/later.ts';
import { type Site, startSite, submitted } from '../../browser/site.ts';
import type { Finding } from '../round.ts';

const PEOPLE = 50;
const SECONDS = 20;
/** Between one thing and the next, milliseconds: people read. */
const THINK = { least: 500, most: 1500 };
const MOST = { kilobytes: 60, milliseconds: 50 };
const VALID = '2026-12-31T00:00:00.000Z';

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A person with a page of its own open, as a link opened it. */
interface Person {
  address: string;
  cookie: string;
  /** Of a task that it writes on; null for a list. */
  taskId: string | null;
  csrf: string;
  revision: number;
}

/**
 * What a task's page weighs, and how long its first byte takes while fifty people read and write at once: over the real
 * table and buckets, people and pages in one process.
 */
export async function benchPages(): Promise<Finding[]> {
  const site = await startSite();
  try {
    const tasks = await open(site);
    const weights = await weigh(site, tasks);
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, (_, i) => enter(site, tasks[i % tasks.length] ?? '', i)),
    );
    const { pages, saves, trivial } = await work(site, people);
    const all = [...pages, ...saves];
    process.stdout.write(`${PEOPLE} people, ${SECONDS} s: ${pages.length} pages, ${saves.length} drafts saved\n`);
    return [
      ...weights,
      { what: `first byte, ${PEOPLE} people at work, median`, value: median(all), most: MOST.milliseconds, unit: 'ms' },
      { what: 'first byte of a page, median', value: median(pages), unit: 'ms' },
      { what: 'answer to a saved draft, median', value: median(saves), unit: 'ms' },
      { what: 'page ÷ the least there is (/healthz), beside it', value: median(pages) / median(trivial), unit: '' },
    ];
  } finally {
    await site.stop();
  }
}

/** Reviews and a score sheet that wait for somebody. */
async function open(site: Site): Promise<string[]> {
  const ids: string[] = [];
  for (const category of ['benchmark-enterprise', 'service-provider', 'solution-product', 'chain-case'] as const)
    ids.push(await submitted(site, category));
  const sheet = await seated(site, ids[0] ?? '');
  await site.table.update(keys.task(sheet), { set: { declaredAt: '2025-11-10T00:00:00.000Z' } });
  return [...ids.map((id) => `${id}~district.1`), sheet];
}

async function enter(site: Site, taskId: string, n: number): Promise<Person> {
  const task = await site.table.get(keys.task(taskId), TaskRecord);
  const { id = '', role = 'district' } = task?.assignee ?? {};
  // Every fifth is at the worklist.
  const list = n % 5 === 4 && role !== 'applicant';
  const opens: LinkRecord['opens'] = list ? { kind: 'work', roundId: site.roundId, role } : { kind: 'task', taskId };
  const token = await issueLink(site.table, { roundId: site.roundId, opens, assigneeId: id, validUntil: VALID });
  const answer = await fetch(`${site.url}/l/${token}`, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    address: `${site.url}${answer.headers.get('location')}`,
    cookie,
    taskId: list ? null : taskId,
    csrf: csrfToken(cookie.slice(cookie.indexOf('=') + 1), taskId),
    revision: 0,
  };
}

async function weigh(site: Site, tasks: string[]): Promise<Finding[]> {
  const css = gzipSync(await smallStyle()).length;
  const script = [...site.assets.files].find(([name]) => name.startsWith('task-'))?.[1];
  const js = script === undefined ? Number.NaN : gzipSync(script).length;
  const findings: Finding[] = [];
  for (const [what, taskId, n] of [
    ['district review', tasks[0] ?? '', 0],
    ['score sheet', tasks.at(-1) ?? '', 0],
    ['worklist', tasks[0] ?? '', 4],
  ] as const) {
    const { address, cookie } = await enter(site, taskId, n);
    const html = await (await fetch(address, { headers: { cookie } })).text();
    const value = (gzipSync(html).length + css + js) / 1000;
    findings.push({ what: `HTML, CSS and JS of a ${what}, compressed`, value, most: MOST.kilobytes, unit: 'KB' });
  }
  return findings;
}

async function work(site: Site, people: Person[]) {
  const [pages, saves, trivial]: [number[], number[], number[]] = [[], [], []];
  const ends = performance.now() + SECONDS * 1000;
  const timed = async (into: number[], ask: () => Promise<Response>): Promise<Response> => {
    const started = performance.now();
    const answer = await ask();
    into.push(performance.now() - started);
    return answer;
  };
  const live = async (person: Person, n: number): Promise<void> => {
    await pause((n / people.length) * THINK.most);
    for (let step = n; performance.now() < ends; step += 1) {
      if (person.taskId !== null && step % 3 !== 0) await save(person, step, (ask) => timed(saves, ask));
      else {
        const answer = await timed(pages, () => fetch(person.address, { headers: { cookie: person.cookie } }));
        if (answer.status !== 200) throw new Error(`${person.address} answered ${answer.status}`);
        await answer.text();
      }
      await pause(THINK.least + ((step * 997) % (THINK.most - THINK.least)));
    }
  };
  const idle = async (): Promise<void> => {
    while (performance.now() < ends) {
      await (await timed(trivial, () => fetch(`${site.url}/healthz`))).text();
      await pause(100);
    }
  };
  await Promise.all([...people.map(live), idle()]);
  return { pages, saves, trivial };
}

/** Ten people write on one task here, which no ten would: whoever comes too late goes on from what the other has saved. */
async function save(person: Person, step: number, timed: (ask: () => Promise<Response>) => Promise<Response>) {
  const { address, cookie, csrf, revision } = person;
  const body = JSON.stringify({ csrf, revision, values: { opinion: `第 ${step} 次保存。`.repeat(40) } });
  const headers = { cookie, 'Content-Type': 'application/json' };
  const answer = await timed(() => fetch(`${address}/draft.json`, { method: 'POST', headers, body }));
  if (answer.status !== 200 && answer.status !== 409) throw new Error(`a draft was answered ${answer.status}`);
  const said = (await answer.json()) as { revision: number };
  person.revision = said.revision;
}
