import { countMetric, logger, measureSeconds } from '../../shared/runtime/handler.ts';
import type { DueDeps } from './deps.ts';
import { sendDigests } from './digests.ts';
import { oldestUnsent } from './outbox.ts';
import { remindDue } from './reminders.ts';

/** The schedule asks again after five minutes; two runs at once would only do each other's work. */
const BUDGET_MS = 4 * 60_000;

export interface Swept {
  reminded: number;
  digests: number;
  failed: number;
  unfinished: boolean;
}

/**
 * What is due by the domain clock: reminders before deadlines, and letters that waited for others. Both stand in the sparse
 * index by when they are due, so a run costs what is due and not what there is. Whatever it repeats is idempotent.
 * @throws Error if something failed, after everything else was done
 */
export async function sweepDue(deps: DueDeps): Promise<Swept> {
  const ends = performance.now() + BUDGET_MS;
  const timeIsUp = deps.timeIsUp ?? (() => performance.now() > ends);
  const digests = await sendDigests(deps, timeIsUp);
  const reminded = await remindDue(deps, timeIsUp);
  const outboxLagSeconds = await oldestUnsent(deps.table);
  measureSeconds('OutboxLagSeconds', outboxLagSeconds);
  const swept = {
    reminded: reminded.done,
    digests: digests.done,
    failed: digests.failed + reminded.failed,
    unfinished: timeIsUp(),
  };
  if (swept.reminded > 0) countMetric('RemindedEarly', swept.reminded);
  logger.info('due', { ...swept, outboxLagSeconds });
  if (swept.failed > 0) throw new Error(`due.failed: ${swept.failed} could not be done, the log names them`);
  return swept;
}
