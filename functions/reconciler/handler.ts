import { countMetric, logger } from '../../shared/runtime/handler.ts';
import { activeRounds } from '../../shared/store/rounds.ts';
import { lostOnTheWay } from './lost.ts';
import { missedObjects } from './objects.ts';
import { lookAtRound } from './round.ts';
import { type ReconcilerDeps, Run } from './run.ts';
import { sweepOpenRows } from './sweep.ts';

export type Reconciled = Run['mended'] & {
  stuck: Run['stuck'];
  /** The time was up: the next run goes on where this one stopped. */
  unfinished: boolean;
};

/** An answer is small; the log names all. */
const TOLD = 100;

/**
 * Finds what was lost between two parts, or stands still, and sets it going again: callbacks, records that did not leave,
 * objects without a record, executions that ended or never began, tasks that nobody was reminded of, stages that nobody
 * asked whether they are done. Whatever it repeats is idempotent; a second run finds nothing.
 * @throws Error if something could not be mended, after everything else was
 */
export async function reconcile(deps: ReconcilerDeps, by: string): Promise<Reconciled> {
  const run = new Run(deps, by);
  await lostOnTheWay(run);
  if (!run.spent()) await missedObjects(run);
  const rounds = await activeRounds(deps.table);
  await run.each(
    rounds,
    (roundId) => roundId,
    (roundId) => lookAtRound(run, roundId),
  );
  // However short the time, a page of these: who is asked often comes to an end.
  await sweepOpenRows(run, rounds);

  const { mended, stuck, failed, unfinished } = run;
  for (const [kind, count] of Object.entries(mended)) if (count > 0) countMetric(`Reconciled-${kind}`, count);
  if (stuck.length > 0) countMetric('Stuck', stuck.length);
  logger.info('reconciled', { by, ...mended, stuck: stuck.length, failed, unfinished });
  // Last, so that one that cannot be mended holds no other one back, and the alarm still rings.
  if (failed > 0) throw new Error(`reconciler.failed: ${failed} records could not be mended, the log names them`);
  return { ...mended, stuck: stuck.slice(0, TOLD), unfinished };
}
