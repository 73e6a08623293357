/** A round whose executions are aborted wherever they wait, carried to its end by the reconciler: its export is that of a round that nobody disturbed. */
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { exportText } from '../../../shared/export/text.ts';
import { MendingRecord, PlaceRecord, RunRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { activeRounds } from '../../../shared/store/rounds.ts';
import { ASKED } from '../../world/corrections.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { accountOf, openFinance } from './money.ts';
import { askForReview, decideAll, INTAKE_OVER, scoreAll, sheetForm, submitAll } from './rounds.ts';

const city = makeCity({
  roundId: 'flow-aborted',
  invite: { 'benchmark-enterprise': 4, 'service-provider': 1, 'solution-product': 3 },
  policy: ({ categories, expertStage, scoring }) => {
    categories['benchmark-enterprise'].quota.value = 3;
    categories['service-provider'].quota.value = 1;
    categories['solution-product'].quota.value = 1;
    categories['solution-product'].tieBreaks.value = ['results-indicator'];
    expertStage.value.maxReplacements = 0;
    scoring.value.secondLook = { days: 3, show: 'summary' };
  },
  registers: (registers) => {
    registers.subsidies = [];
  },
});
const ROUND = city.roundId;
const MINUTES = 60_000;
const [corrected, revised, third, fourth] = city.applicants.filter(
  (one) => one.category === 'benchmark-enterprise',
) as [Applicant, Applicant, Applicant, Applicant];
const provider = city.one('service-provider', 0);
const solutions = [0, 1, 2].map((n) => city.one('solution-product', n));
const recommend = { decision: 'recommend', opinion: '同意推荐。' };
const yes = (decision: string) => ({ decision, reason: '经研究同意。' });
const recuse = { decision: 'recuse', reason: '曾任该企业顾问。' };

type Machine = 'Round' | 'Application' | 'Scoring';
type Act = () => Promise<unknown>;
/** Something happens to an execution where it waits, and somebody acts. */
type Hit = (where: string, machine: Machine, id: string, act?: Act, settled?: Act) => Promise<void>;
/** Nothing happens; it is aborted and started again before somebody acts, or only after. */
type Mode = 'undisturbed' | 'aborted' | 'dead-meanwhile';

/** The name of the execution that carries the subject on now. */
async function current(flows: Flows, machine: Machine, id: string): Promise<string> {
  const run = await flows.table.get(keys.run(machine.toLowerCase(), id), RunRecord);
  return run === null ? id : `${id}.r${run.restarts}`;
}
const NOTHING = { executions: 0, unstarted: 0, tasks: 0, stuck: [], unfinished: false };
const reconcile = async (flows: Flows, settled: Act) => {
  const answer = await flows.invoke(flows.output('ReconcilerFunctionName'), { by: '王处长' });
  await settled();
  return answer;
};

/** Aborts the execution, and lets the reconciler find it; nobody who is not disturbed notices. */
const hitting = (flows: Flows, mode: Mode): Hit => {
  const { clock } = flows.cloud;
  return async (where, machine, id, act = async () => undefined, settled = flows.cloud.idle) => {
    const name = await current(flows, machine, id);
    expect(await flows.execution(machine, name), where).toBe('RUNNING');
    const executionArn = `${flows.output(`${machine}MachineArn`).replace(':stateMachine:', ':execution:')}:${name}`;
    if (mode !== 'undisturbed') await flows.machines.send(new StopExecutionCommand({ executionArn }));
    if (mode === 'dead-meanwhile') await act();
    await flows.jump(clock.now() + 16 * MINUTES);
    const found = await reconcile(flows, settled);
    const next = await current(flows, machine, id);
    if (mode === 'undisturbed') expect(found, where).toMatchObject(NOTHING);
    if (mode === 'aborted') expect(next, where).not.toBe(name);
    if (mode !== 'dead-meanwhile') expect(await flows.execution(machine, next), where).toBe('RUNNING');
    expect(await reconcile(flows, settled), where).toMatchObject(NOTHING);
    if (mode !== 'dead-meanwhile') await act();
  };
};

/** From the call to the close, with everything that can make an execution wait. */
async function playAll(flows: Flows, hit: Hit): Promise<void> {
  await flows.openRound(city);
  await hit('invitations are out', 'Round', ROUND, () => submitAll(flows, city.applicants));
  await reviews(flows, hit);
  await scores(flows, hit);
  await lists(flows, hit);
}

async function reviews(flows: Flows, hit: Hit): Promise<void> {
  await hit('a district reviews', 'Application', revised.applicationId, () =>
    flows.upload(revised.applicationId, revised.zip('revised')),
  );
  await hit('a district reviews a newer version', 'Application', revised.applicationId);
  await flows.decide(`${corrected.applicationId}~district.1`, { decision: 'return', ...ASKED, opinion: '缺页。' });
  await hit('a correction is awaited', 'Application', corrected.applicationId, () =>
    flows.upload(corrected.applicationId, corrected.zip('corrected')),
  );
  await hit('a district reviews the correction', 'Application', corrected.applicationId);
  const others = city.applicants.filter((one) => one !== revised && one !== corrected && one !== provider);
  await flows.decide(`${revised.applicationId}~district.2`, recommend);
  await flows.decide(`${corrected.applicationId}~district.2`, { decision: 'not-recommend', opinion: '仍缺页。' });
  await hit('a refusal may be contested', 'Application', corrected.applicationId, () =>
    askForReview(flows, corrected.applicationId, '材料已经补齐。'),
  );
  await hit('a refusal is reviewed', 'Application', corrected.applicationId, () =>
    flows.decide(`${corrected.applicationId}~review.2`, { decision: 'admit', reason: '材料已补齐，予以推荐。' }),
  );
  await decideAll(
    flows,
    others.map(({ applicationId }) => [`${applicationId}~district.1`, recommend]),
  );
  await flows.jump(INTAKE_OVER);
  await hit('districts review', 'Round', ROUND, () => flows.decide(`${provider.applicationId}~district.1`, recommend));
}

const shareOf = (applicant: Applicant): number => {
  if (applicant.category === 'solution-product') return applicant === solutions[2] ? 0.7 : 0.8;
  return [0.95, 0.9, 0.85, 0.8][[corrected, revised, third, fourth].indexOf(applicant)] ?? 0.9;
};

async function scores(flows: Flows, hit: Hit): Promise<void> {
  const { applicationId } = provider;
  await hit('experts score', 'Round', ROUND);
  await flows.decide(`${applicationId}~score.1.1`, recuse);
  await flows.decide(`${applicationId}~score.2.1`, recuse);
  await hit('seats are vacant, one expert scores', 'Scoring', applicationId, async () =>
    flows.decide(`${applicationId}~score.3.1`, await sheetForm(flows, city, applicationId, 0.5)),
  );
  await hit('the bureau is asked about missing sheets', 'Scoring', applicationId, () =>
    flows.decide(`${applicationId}~shortage.1`, { decision: 'redraw', reason: '补充专家。' }),
  );
  await hit('more experts score', 'Scoring', applicationId, () => scoreAll(flows, city, shareOf));
  const stand = { decision: 'stand', reason: '原评分有据。' };
  await flows.decide(`${applicationId}~second-look.1`, stand);
  await hit('experts look again, one has', 'Scoring', applicationId, async () => {
    const { noConflict: _, ...sheet } = await sheetForm(flows, city, applicationId, 0.8);
    await decideAll(flows, [
      [`${applicationId}~second-look.2`, stand],
      [`${applicationId}~second-look.3`, { ...sheet, decision: 'revise', change: '重新核对了材料。' }],
    ]);
  });
  const tied = solutions.slice(0, 2).map(({ applicationId: id }, i) => [`order.${id}`, String(i + 1)]);
  const order = { decision: 'order', reason: '集体议定。', ...Object.fromEntries(tied) };
  await hit('the panel breaks a tie', 'Round', ROUND, () => flows.decide(`${ROUND}~tie.solution-product`, order));
  await hit('the ranking is deliberated', 'Round', ROUND, () => flows.decide(`${ROUND}~deliberate`, yes('approve')));
}

async function object(flows: Flows, applicationId: string): Promise<string> {
  const url = `${flows.cloud.endpoints.http}/rounds/${ROUND}/objections`;
  const page = await fetch(url);
  const cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const csrf = /name="csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const who = { objectorKind: 'person', objectorName: '赵一', phone: '13900000000' };
  const form = { csrf, applicationId, ...who, grounds: '申报的改造投入与实际不符，发票为其他项目。' };
  const answer = await fetch(url, { method: 'POST', headers: { cookie }, body: new URLSearchParams(form) });
  const html = await answer.text();
  const [, id] = /<code>([0-9a-f]{16})<\/code>/.exec(html) ?? [];
  if (id === undefined) throw new Error(wordsOf(html));
  await flows.cloud.idle();
  return id;
}

async function lists(flows: Flows, hit: Hit): Promise<void> {
  const places = await flows.table.all(keys.placesPk(ROUND, 'benchmark-enterprise'), PlaceRecord);
  const [failing, second, frozen] = places.toSorted((a, b) => a.order - b.order).map((one) => one.applicationId) as [
    string,
    string,
    string,
  ];
  const finance = openFinance(flows, ({ awardId, attempt }) =>
    awardId === failing && attempt === 1 ? { outcome: 'failed', reason: '户名与账号不符' } : { outcome: 'paid' },
  );
  const account = async (id: string, attempt = 1) => flows.decide(`${id}~payee.${attempt}`, await accountOf(flows, id));
  const approve = async (planNo: number) => {
    await flows.send(`${ROUND}~plan.${planNo}`, yes('approve'));
    await finance.take();
    await finance.settle();
  };
  try {
    await hit('the notice runs', 'Round', ROUND);
    const objection = await object(flows, frozen);
    await flows.jump('2025-12-20T16:01:00.000Z');
    await hit('the first list waits for its confirmation', 'Round', ROUND, () =>
      flows.decide(`${ROUND}~confirm.1`, yes('confirm')),
    );
    const [winner] = solutions as [Applicant];
    await account(winner.applicationId);
    await hit('accounts are awaited, one is there', 'Round', ROUND, async () => {
      for (const id of [failing, second, provider.applicationId]) await account(id);
    });
    await flows.decide(`${ROUND}~plan.1`, yes('reject'));
    const approved = () => flows.send(`${ROUND}~plan.2`, yes('approve')).then(finance.take);
    await hit('the second plan waits for approval', 'Round', ROUND, approved, finance.take);
    await finance.settle();
    await hit('places, accounts and payments are awaited', 'Round', ROUND, () => account(failing, 2));
    await approve(3);
    await flows.decide(`${ROUND}~objection.${objection}`, { decision: 'reject', reason: '经核查。' });
    await flows.decide(`${ROUND}~confirm.2`, yes('confirm'));
    await account(frozen);
    await approve(4);
  } finally {
    await finance.close();
  }
}

async function played(mode: Mode): Promise<{ text: string; mended: MendingRecord[] }> {
  const flows = await openFlows();
  try {
    await playAll(flows, hitting(flows, mode));
    expect(await flows.call({ op: 'status', roundId: ROUND })).toMatchObject({ stage: 'closed' });
    expect(await flows.execution('Round', await current(flows, 'Round', ROUND))).toBe('SUCCEEDED');
    expect(await activeRounds(flows.table)).toEqual([]);
    expect(await flows.deadLetters()).toEqual({});
    const exported = await exportRound(flows.table, flows.evidence, ROUND);
    expect(recompute(exported).differences).toEqual([]);
    const mended = await flows.table.all(keys.mendingsPk(ROUND), MendingRecord);
    return { text: exportText(exported), mended };
  } finally {
    await flows.close({}, mode === 'aborted');
  }
}

/** Without the moments at which things happened, as instants and as people read them. */
const timeless = (text: string) =>
  text.replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"…"').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '…');

test('a round that was aborted wherever it waited ends as one that nobody disturbed, to the byte', async () => {
  const disturbed = await played('aborted');
  const undisturbed = await played('undisturbed');
  expect(disturbed.text).toBe(undisturbed.text);
  const aborted = disturbed.mended.filter(({ found }) => found === 'ABORTED');
  expect(aborted).toHaveLength(20);
  expect(aborted.every(({ kind, done }) => kind === 'executions' && done === 'started')).toBe(true);
  expect(undisturbed.mended.filter(({ kind }) => kind === 'executions' || kind === 'unstarted')).toEqual([]);
  // People who acted while nothing ran: later, and the same.
  expect(timeless((await played('dead-meanwhile')).text)).toBe(timeless(undisturbed.text));
}, 600_000);
