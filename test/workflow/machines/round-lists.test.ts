import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, day, type Office } from './office.ts';
import { collecting, following, list, openNotice, openRound, planned, swift } from './rounds.ts';

let office: Office;
afterEach(() => office.close());

async function closed(): Promise<void> {
  await office.decideAll(swift);
  expect(await office.outcome()).toMatchObject({ status: 'SUCCEEDED' });
}

describe('the public notice', () => {
  test('runs to its last moment', async () => {
    office = await openRound();
    await office.decideAll(swift);
    await office.toDay(49);
    expect(office.log().at(-1)).toBe('notice publish');
    await office.toDay(50);
    expect(office.log()).toContain('confirm collect');
  });

  test('goes on when its end has moved', async () => {
    const ends: Answer[] = [
      { decision: 'wait', endsAt: day(50) },
      { decision: 'wait', endsAt: day(55) },
      { decision: 'ended' },
    ];
    office = await openNotice({ notice: ends });
    expect(office.log().at(-1)).toBe('notice check');
    await office.toDay(54);
    expect(office.payloads('notice')).toHaveLength(2);
    await office.toDay(55);
    expect(office.log().slice(-2)).toEqual(['confirm collect', 'task-open confirm listNo=1']);
  });
});

describe('what an objection held up', () => {
  const held = { decision: 'wait', waitId: 'r1.gate.places', deadline: day(70) };

  test('follows as a second list with its own confirmation, accounts, plan and issue', async () => {
    office = await openNotice({
      confirm: collecting(list(1), held, list(2), { decision: 'done' }),
      plan: [planned(1), planned(2)],
    });
    await closed();
    expect(following(office.log(), 'issue planNo=1')).toEqual([
      'confirm collect',
      'task-open gate places',
      'confirm collect',
      'task-open confirm listNo=2',
      'seal awards no=2',
      'confirm announce listNo=2',
      'task-escalate gate-deadline payee-2',
      'task-open gate payee-2',
      'plan',
      'task-open approve-plan planNo=2',
      'issue planNo=2',
      'confirm collect',
      'task-escalate gate-deadline settlement',
      'task-open gate settlement',
      'close',
    ]);
  });

  test('is looked at again at its deadline, also when nobody said anything', async () => {
    office = await openNotice({ confirm: collecting(held, held, { decision: 'done' }) });
    expect(office.task('r1.gate.places')).toMatchObject({ kind: 'gate', stage: 'places', roundId: 'r1' });
    await office.toDay(70);
    expect(office.opened('r1.gate.places')).toBe(2);
    await office.decide('r1.gate.places', { decision: 'passed' });
    expect(office.task('gate')).toMatchObject({ stage: 'settlement' });
  });

  test('or an account that came late is paid by a plan without a list', async () => {
    office = await openNotice({
      confirm: collecting(list(1), { decision: 'plan' }, { decision: 'done' }),
      plan: [{ decision: 'empty' }, planned(1)],
    });
    await closed();
    expect(following(office.log(), 'task-open gate payee-1').slice(0, 6)).toEqual([
      'plan',
      'confirm collect',
      'plan',
      'task-open approve-plan planNo=1',
      'issue planNo=1',
      'confirm collect',
    ]);
  });
});
