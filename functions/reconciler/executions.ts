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
  /** Where it stands: restarts are counted anew once it has got further. */
  place: string;
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
  const { machine, id, since, place } = subject;
  const arn = run.deps.machines[machine];
  const first = await describeExecution(arn, id);
  if (first !== null && first.stoppedAt === null) return 'alive';
  const known = await run.deps.table.get(keys.run(machine, id), RunRecord);
  // AWS forgets an execution some time after its end: how many there were stands in our own record.
  const latest = known === null ? first : await describeExecution(arn, executionName(id, known.restarts));
  const here = known?.place === place ? known.here : 0;
  const verdict = verdictOn(latest, here, { since, until: run.until });
  if (verdict === 'stuck') return byHand(run, subject, known, here);
  if (verdict === 'start') await start(run, subject, known?.restarts ?? 0, latest ?? first);
  if (verdict === 'restart' && (await claim(run.deps.table, subject, known, here)))
    await start(run, subject, (known?.restarts ?? 0) + 1, latest);
  return verdict;
}

/**
 * What is stuck a person starts, under the next name, when its cause is mended: from then on that execution is the latest. Where it ended
 * as well, it is stuck again.
 */
async function byHand(run: Run, subject: Subject, known: RunRecord | null, here: number): Promise<Verdict> {
  const { machine, id, since } = subject;
  const name = executionName(id, (known?.restarts ?? 0) + 1);
  const latest = await describeExecution(run.deps.machines[machine], name);
  if (latest !== null) await claim(run.deps.table, subject, known, here);
  const verdict = latest === null ? 'stuck' : verdictOn(latest, here, { since, until: run.until });
  if (verdict === 'stuck') run.leave(id, 'restarts-spent');
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
async function claim(
  table: Table,
  { machine, id, place }: Subject,
  known: RunRecord | null,
  here: number,
): Promise<boolean> {
  const record: RunRecord = { entity: 'Run', restarts: (known?.restarts ?? 0) + 1, place, here: here + 1 };
  try {
    await table.update(keys.run(machine, id), {
      set: record,
      when: { restarts: known?.restarts ?? ABSENT },
      upsert: true,
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
