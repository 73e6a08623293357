import type { Deps } from '../../../shared/deps.ts';
import type { DecidedPaper } from '../../../shared/http/pages/decided-paper.ts';
import type { TaskRecord } from '../../../shared/schemas/records.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { needApplication } from './application.ts';

/** What the paper of a decision needs beside its task; null for decisions that nobody signs by hand. */
export async function loadDecidedPaper(deps: Deps, task: TaskRecord, now: string): Promise<DecidedPaper | null> {
  if (task.status !== 'decided' || (task.kind !== 'district-review' && task.kind !== 'score')) return null;
  const [application, { policy }] = await Promise.all([
    needApplication(deps, task.applicationId),
    loadPinned(deps.table, deps.evidence, task.roundId),
  ]);
  return { application, policy, now };
}
