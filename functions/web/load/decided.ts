import type { Deps } from '../../../shared/deps.ts';
import { firstOf } from '../../../shared/domain/second-look.ts';
import type { DecidedPaper } from '../../../shared/http/pages/decided-paper.ts';
import { SheetRecord, type TaskKind, type TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { needApplication } from './application.ts';

/** Kinds whose decision is printed and signed by hand. */
const SIGNED: ReadonlySet<TaskKind> = new Set(['district-review', 'score', 'second-look']);

/** What the paper of a decision needs beside its task; null for decisions that nobody signs by hand. */
export async function loadDecidedPaper(deps: Deps, task: TaskRecord, now: string): Promise<DecidedPaper | null> {
  if (task.status !== 'decided' || !SIGNED.has(task.kind)) return null;
  const [application, { policy }, sheet] = await Promise.all([
    needApplication(deps, task.applicationId),
    loadPinned(deps.table, deps.evidence, task.roundId),
    task.kind === 'second-look'
      ? deps.table.get(keys.sheet(task.applicationId ?? '', Number(task.subject['seat'])), SheetRecord)
      : null,
  ]);
  return { application, policy, now, first: sheet === null ? null : firstOf(sheet) };
}
