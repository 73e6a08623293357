/** What functions answer and people decide in a round that nobody disturbs. */
import { type Answer, day, type Office, openOffice, type Script } from './office.ts';

const passed = () => ({ decision: 'passed' });
/** People who decide everything at once, the way a round goes that nobody disturbs. */
export const swift = {
  gate: passed,
  'panel-shortage': () => ({ decision: 'done' }),
  'tie-break': () => ({ decision: 'done' }),
  deliberate: () => ({ decision: 'approved' }),
  confirm: () => ({ decision: 'confirmed' }),
  'approve-plan': () => ({ decision: 'approved' }),
  'settlement-difference': () => ({ decision: 'signed' }),
};

export const list = (listNo: number) => ({
  decision: 'list',
  listNo,
  waitId: `confirm-${listNo}`,
  deadline: day(60),
});
export const planned = (planNo: number) => ({
  decision: 'planned',
  planNo,
  waitId: `plan-${planNo}`,
  deadline: day(80),
});

/** Functions of a round with one list and one plan, where every page is the last. */
function functions(more: Record<string, Script> = {}): Record<string, Script> {
  const collected: Answer[] = [list(1), { decision: 'done' }];
  return {
    invite: { cursor: null },
    panels: { decision: 'drawn' },
    'fan-out': { cursor: null },
    rank: { decision: 'ranked' },
    seal: {},
    notice: ({ op }: { op: string }) =>
      op === 'publish' ? { decision: 'wait', endsAt: day(50) } : { decision: 'ended' },
    confirm: ({ op }: { op: string }) => (op === 'announce' ? { cursor: null } : (collected.shift() ?? {})),
    plan: planned(1),
    issue: { cursor: null },
    close: { decision: 'closed' },
    'task-escalate': ({ kind }: { kind: string }) =>
      kind === 'deadline' ? { waitId: 'deliberate-1', deadline: day(40) } : { deadline: day(30) },
    ...more,
  };
}
/** `confirm` with these answers to `collect`, one after the other. */
export const collecting =
  (...answers: Answer[]): Script =>
  ({ op }: { op: string }) =>
    op === 'announce' ? { cursor: null } : (answers.shift() ?? { decision: 'done' });

/** A round that has just begun. */
export async function openRound(more: Record<string, Script> = {}): Promise<Office> {
  const office = await openOffice('round', functions(more));
  await office.begin({ roundId: 'r1' });
  return office;
}

/** A round whose notice has just ended, everything before decided swiftly. */
export async function openNotice(more: Record<string, Script> = {}): Promise<Office> {
  const office = await openRound(more);
  await office.decideAll(swift);
  await office.toDay(50);
  return office;
}

/** The log's entries behind this one. */
export const following = (log: string[], mark: string) => log.slice(log.indexOf(mark) + 1);
