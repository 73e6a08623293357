import { nowUtc } from '../../shared/clock.ts';
import { logger } from '../../shared/runtime/handler.ts';
import { type AwardRecord, GateRecord, type RoundRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { gateWaitId, passIfDone } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadAwards } from '../../shared/store/lists.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { lookAtExecution } from './executions.ts';
import { careFor } from './overdue.ts';
import type { Run } from './run.ts';

/** A round's own execution, its few tasks, and the winners who owe an account: these have no execution of their own. */
export async function lookAtRound(run: Run, roundId: string): Promise<void> {
  const { table } = run.deps;
  const round = await loadRound(table, roundId);
  if (round.stage === 'closed') return;
  const alive = (await lookAtExecution(run, subjectOf(run, round))) === 'alive';
  const tasks = await table.all(keys.roundPk(roundId), TaskRecord, 'TASK#');
  await run.each(
    [...tasks, ...(await accountTasks(run, roundId))],
    (task) => task.taskId,
    (task) => careFor(run, task, alive),
  );
  await askWhetherDone(run, roundId);
}

/**
 * Whoever leaves a stage last has it asked whether it is done. Where that was lost on its way, the round would wait for the
 * stage's timeout, which asks the same.
 */
async function askWhetherDone(run: Run, roundId: string): Promise<void> {
  const { table } = run.deps;
  const gates = await table.all(keys.roundPk(roundId), GateRecord, 'GATE#');
  await run.each(
    gates.filter(({ closed, passedAt }) => closed && passedAt === undefined),
    ({ stage }) => gateWaitId(roundId, stage),
    async ({ stage }) => {
      if (await passIfDone(table, roundId, stage, nowUtc())) logger.info('the stage is done', { roundId, stage });
    },
  );
}

const subjectOf = ({ deps }: Run, { roundId, openedAt, stage }: RoundRecord) => ({
  machine: 'round' as const,
  id: roundId,
  roundId,
  since: openedAt,
  place: stage,
  input: { roundId },
  stillOpen: async () => (await loadRound(deps.table, roundId)).stage !== 'closed',
});

async function accountTasks({ deps: { table } }: Run, roundId: string): Promise<TaskRecord[]> {
  const missing = (await loadAwards(table, roundId)).filter(owesAccount);
  const tasks = await Promise.all(
    missing.map(({ awardId, attempt }) => table.get(keys.task(`${awardId}~payee.${attempt}`), TaskRecord)),
  );
  return tasks.filter((task) => task !== null);
}

const owesAccount = ({ status, amountFen }: AwardRecord) => status === 'announced' && amountFen > 0;
