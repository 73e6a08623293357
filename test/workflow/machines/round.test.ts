import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, day, type Office } from './office.ts';
import { following, list, openNotice, openRound, planned, swift } from './rounds.ts';

let office: Office;
afterEach(() => office.close());

async function closed(): Promise<void> {
  await office.decideAll(swift);
  expect(await office.outcome()).toMatchObject({ status: 'SUCCEEDED' });
}

test('a round goes the way of the work plan’s section five', async () => {
  office = await openNotice();
  await closed();
  expect(office.log()).toEqual([
    // （一）组织申报
    'invite',
    'task-escalate gate-deadline intake',
    'task-open gate intake',
    'seal intake no=1',
    // （二）区市审查
    'task-escalate gate-deadline district',
    'task-open gate district',
    'seal intake no=2',
    'task-escalate deadline district-sheets',
    // （三）专家评审
    'panels draw',
    'fan-out',
    'task-escalate gate-deadline experts',
    'task-open gate experts',
    'rank',
    'task-escalate deadline deliberate',
    'task-open deliberate',
    'seal notice no=1',
    'notice publish',
    'notice check',
    // （四）正式公布
    'confirm collect',
    'task-open confirm listNo=1',
    'seal awards no=1',
    'confirm announce listNo=1',
    // （五）资金拨付
    'task-escalate gate-deadline payee-1',
    'task-open gate payee-1',
    'plan',
    'task-open approve-plan planNo=1',
    'issue planNo=1',
    'confirm collect',
    'task-escalate gate-deadline settlement',
    'task-open gate settlement',
    'close',
  ]);
});

test('a year whose days off are not known stops the notice for the bureau, and is asked for until it is there', async () => {
  const answers: Answer[] = [
    { decision: 'calendar', year: '2027', waitId: 'calendar-2027', deadline: day(45) },
    { decision: 'wait', endsAt: day(50) },
  ];
  office = await openRound({
    notice: ({ op }: { op: string }) => (op === 'publish' ? (answers.shift() ?? {}) : { decision: 'ended' }),
  });
  await office.decideAll({ ...swift, 'calendar-year': () => ({ decision: 'published' }) });
  expect(following(office.log(), 'seal notice no=1').slice(0, 3)).toEqual([
    'notice publish',
    'task-open calendar-year',
    'notice publish',
  ]);
  const asked = { kind: 'calendar-year', year: '2027', waitId: 'calendar-2027' };
  expect(office.payloads('task-open')).toContainEqual(expect.objectContaining(asked));
});

test('every task names its round and its wait', async () => {
  office = await openNotice();
  await closed();
  const subjects = office.payloads('task-open').map((payload) => {
    const { token, ...subject } = payload as Answer;
    expect(token).toMatch(/.{20}/);
    return subject;
  });
  expect(subjects).toEqual([
    { kind: 'gate', stage: 'intake', roundId: 'r1', waitId: 'r1.gate.intake' },
    { kind: 'gate', stage: 'district', roundId: 'r1', waitId: 'r1.gate.district' },
    { kind: 'gate', stage: 'experts', roundId: 'r1', waitId: 'r1.gate.experts' },
    { kind: 'deliberate', roundId: 'r1', waitId: 'deliberate-1' },
    { kind: 'confirm', roundId: 'r1', waitId: 'confirm-1', listNo: 1 },
    { kind: 'gate', stage: 'payee-1', roundId: 'r1', waitId: 'r1.gate.payee-1' },
    { kind: 'approve-plan', roundId: 'r1', waitId: 'plan-1', planNo: 1 },
    { kind: 'gate', stage: 'settlement', roundId: 'r1', waitId: 'r1.gate.settlement' },
  ]);
});

test('what is too much for one call goes page by page', async () => {
  const pages = (): Answer[] => [{ cursor: 'b' }, { cursor: 'c' }, { cursor: null }];
  const announced = pages();
  const collected = [list(1), { decision: 'done' }];
  office = await openNotice({
    invite: pages(),
    'fan-out': pages(),
    issue: pages(),
    confirm: ({ op }: { op: string }) => (op === 'announce' ? announced : collected).shift() ?? {},
  });
  await closed();
  for (const [name, call] of [
    ['invite', 'invite'],
    ['fan-out', 'fan-out'],
    ['issue', 'issue'],
  ] as const) {
    const cursors = office.payloads(name).map((payload) => (payload as Answer)['cursor']);
    expect(cursors, call).toEqual([null, 'b', 'c']);
  }
  const announcements = office.log().filter((entry) => entry.startsWith('confirm announce'));
  expect(announcements).toEqual([
    'confirm announce listNo=1',
    'confirm announce b listNo=1',
    'confirm announce c listNo=1',
  ]);
});

describe('a stage', () => {
  test('ends early when nothing is open, and at its deadline asks again whether it may', async () => {
    const answers: Answer[] = [
      { deadline: day(30) },
      { decision: 'wait', deadline: day(33) },
      { decision: 'passed' },
      { deadline: day(60) },
    ];
    office = await openRound({ 'task-escalate': answers });
    await office.toDay(29);
    expect(office.opened('gate')).toBe(1);
    await office.toDay(30);
    expect(office.opened('r1.gate.intake')).toBe(2);
    await office.toDay(33);
    expect(office.task('gate')).toMatchObject({ stage: 'district' });
    expect(office.payloads('task-escalate')).toEqual([
      { kind: 'gate-deadline', roundId: 'r1', stage: 'intake' },
      { kind: 'gate', roundId: 'r1', stage: 'intake', waitId: 'r1.gate.intake' },
      { kind: 'gate', roundId: 'r1', stage: 'intake', waitId: 'r1.gate.intake' },
      { kind: 'gate-deadline', roundId: 'r1', stage: 'district' },
    ]);
    expect(await office.decide('r1.gate.intake', { decision: 'passed' })).toBe('late');
    await office.decide('r1.gate.district', { decision: 'passed' });
    expect(office.payloads('panels')).toEqual([{ op: 'draw', roundId: 'r1' }]);
  });
});

describe('people decide', () => {
  test('what to do when the experts do not suffice; then the draw is repeated', async () => {
    const short = { decision: 'short', waitId: 'shortage-1', deadline: day(35) };
    office = await openNotice({ panels: [short, { decision: 'drawn' }] });
    const steps = following(office.log(), 'task-escalate deadline district-sheets').slice(0, 4);
    expect(steps).toEqual(['panels draw', 'task-open panel-shortage', 'panels draw', 'fan-out']);
  });

  test('the ranking is made again, and put again, when somebody leaves before it is approved', async () => {
    const asked = ['deliberate-1', 'deliberate-2'];
    const deadlines = ({ task }: { task?: string }): Answer =>
      task === 'deliberate' ? { waitId: asked.shift() ?? '', deadline: day(40) } : { deadline: day(30) };
    office = await openRound({ 'task-escalate': deadlines });
    for (const stage of ['intake', 'district', 'experts'])
      await office.decide(`r1.gate.${stage}`, { decision: 'passed' });
    await office.decide('deliberate-1', { decision: 'rerank' });
    expect(office.task('deliberate-2')).toMatchObject({ kind: 'deliberate' });
    expect(office.log().filter((entry) => /rank|deliberate$/.test(entry))).toEqual([
      ...['rank', 'task-escalate deadline deliberate', 'task-open deliberate'],
      ...['rank', 'task-escalate deadline deliberate', 'task-open deliberate'],
    ]);
  });

  test('a tie across the cut line; then the ranking is made again', async () => {
    const tie = { decision: 'tie', waitId: 'tie-1', deadline: day(35), category: 'chain-case' };
    office = await openNotice({ rank: [tie, { decision: 'ranked' }] });
    expect(office.log().filter((entry) => /rank|tie/.test(entry))).toEqual(['rank', 'task-open tie-break', 'rank']);
    expect(office.payloads('task-open')).toContainEqual(
      expect.objectContaining({ kind: 'tie-break', roundId: 'r1', waitId: 'tie-1', category: 'chain-case' }),
    );
  });

  test('and are reminded when their deadline passes', async () => {
    const people = ({ kind }: { kind: string }): Answer => {
      if (kind === 'deadline') return { waitId: 'deliberate-1', deadline: day(40) };
      return kind === 'deliberate' ? { decision: 'wait', deadline: day(42) } : { deadline: day(30) };
    };
    office = await openRound({ 'task-escalate': people });
    for (const stage of ['intake', 'district', 'experts']) {
      await office.decide(`r1.gate.${stage}`, { decision: 'passed' });
    }
    await office.toDay(41);
    expect(office.opened('deliberate')).toBe(2);
    expect(office.payloads('task-escalate').at(-1)).toEqual({
      kind: 'deliberate',
      roundId: 'r1',
      waitId: 'deliberate-1',
    });
    await office.decide('deliberate', { decision: 'approved' });
    expect(office.log()).toContain('notice publish');
  });

  test('about a plan, which is made anew when it is rejected', async () => {
    let rejections = 0;
    office = await openNotice({ plan: [planned(1), planned(2)] });
    await office.decideAll({
      ...swift,
      'approve-plan': () => ({ decision: rejections++ === 0 ? 'rejected' : 'approved' }),
    });
    expect(office.log().filter((entry) => /plan|issue/.test(entry))).toEqual([
      'plan',
      'task-open approve-plan planNo=1',
      'plan',
      'task-open approve-plan planNo=2',
      'issue planNo=2',
    ]);
  });

  test('whether a difference may stand, with their name under it', async () => {
    const difference = { decision: 'difference', waitId: 'difference-1', deadline: day(90) };
    office = await openNotice({ close: [difference, { decision: 'closed' }] });
    await closed();
    expect(office.payloads('close')).toEqual([{ roundId: 'r1' }, { roundId: 'r1', signed: true }]);
  });
});
