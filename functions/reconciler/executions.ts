import { RunRecord } from '../../shared/schemas/records.ts';
import { describeExecution, type Seen, startExecution } from '../../shared/store/executions.ts';
import { keys } from '../../shared/store/keys.ts';
import { ABSENT, ConditionFailed, type Table } from '../../shared/store/table.ts';
import type { Run } from './run.ts';
import { executionName, type Machine, type Verdict, verdictOn } from './verdict.ts';

/** What an execution is for: an application's review or scoring, or a round. */
export interface Subject {
  machine: Machine;
  id: string;
  roundId: string;
  /** Since when it needs one, UTC instant. */
  since: string;
  /** As whoever starts it first gives it: the same name with the same input is the same execution. */
  input: object;
  /** Asked in the last moment, consistently: nothing is started for what was decided meanwhile. */
  stillOpen: () => Promise<boolean>;
}

/**
 * Looks whether a subject that is open has an execution that carries it on, and if not starts one: the first, if there
 * never was any, or another under a name of its own. Two who do this at once agree on the name, and start one.
 */
export async function lookAtExecution(run: Run, subject: Subject): Promise<Verdict> {
  const { machine, id, since } = subject;
  const arn = run.deps.machines[machine];
  const first = await describeExecution(arn, id);
  if (first !== null && first.stoppedAt === null) return 'alive';
  const restarts = (await run.deps.table.get(keys.run(machine, id), RunRecord))?.restarts ?? 0;
  // AWS forgets an execution some time after its end: how many there were stands in our own record.
  const latest = restarts === 0 ? first : await describeExecution(arn, executionName(id, restarts));
  const verdict = verdictOn(latest, restarts, { since, until: run.until });
  if (verdict === 'stuck') run.leave(id, 'restarts-spent');
  if (verdict === 'start') await start(run, subject, restarts, latest ?? first);
  if (verdict === 'restart' && (await claim(run.deps.table, subject, restarts)))
    await start(run, subject, restarts + 1, latest);
  return verdict;
}

async function start(run: Run, subject: Subject, restarts: number, ended: Seen | null): Promise<void> {
  if (!(await subject.stillOpen())) return;
  const { machine, id, roundId, input, since } = subject;
  const execution = executionName(id, restarts);
  const found = ended === null ? 'not-started' : endOf(ended);
  const kind = restarts === 0 ? 'unstarted' : 'executions';
  const mending = { roundId, kind, id: execution, found, done: 'started', since: ended?.stoppedAt ?? since } as const;
  await run.mend(mending, () => startExecution(run.deps.machines[machine], execution, input));
}

type Ended = 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'SUCCEEDED';
const endOf = ({ status }: Seen): Ended =>
  status === 'TIMED_OUT' || status === 'ABORTED' || status === 'SUCCEEDED' ? status : 'FAILED';

/** Counts the restart before it is made. False if somebody else counted it: the start is theirs. */
async function claim(table: Table, { machine, id }: Subject, restarts: number): Promise<boolean> {
  try {
    await table.update(keys.run(machine, id), {
      set: { entity: 'Run', restarts: restarts + 1 },
      when: { restarts: restarts === 0 ? ABSENT : restarts },
      upsert: true,
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
