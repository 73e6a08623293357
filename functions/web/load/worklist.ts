import type * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import type { Deps } from '../../../shared/deps.ts';
import { ofWorker, type WorkEntry, workOrder, workState } from '../../../shared/domain/worklist.ts';
import type { WorkBeside } from '../../../shared/http/pages/worklist.ts';
import { ApplicationRecord, SeatRecord, TaskRecord, type WorkerRole } from '../../../shared/schemas/records.ts';
import { categoryOf, keys, workPartition } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';

/** Nobody can work through more; who has more sees these, the first that were opened. */
export const MOST_WORK = 2000;

const Task = TaskRecord.pick({
  taskId: true,
  kind: true,
  roundId: true,
  applicationId: true,
  assignee: true,
  status: true,
  openedAt: true,
  deadline: true,
  handedIn: true,
  decision: true,
  decidedAt: true,
});
export type WorkTask = z.infer<typeof Task>;
const Named = ApplicationRecord.pick({ applicationId: true, name: true, title: true });
const Seated = SeatRecord.pick({ applicationId: true, status: true });

export interface Worker {
  roundId: string;
  role: WorkerRole;
  id: string;
}

/** All that a person has had to do in a round, in the order in which it is best done. The index only tells where to look. */
export async function loadWorklist(deps: Deps, worker: Worker, now: string): Promise<WorkEntry[]> {
  const tasks = (await tasksOf(deps, worker)).filter((task) => ofWorker(task, worker));
  const ids = [...new Set(tasks.flatMap(({ applicationId }) => (applicationId === null ? [] : [applicationId])))];
  const [named, sheets] = await Promise.all([
    getMany(deps.table, ids.map(keys.application), Named),
    worker.role === 'expert' ? sheetsOf(deps, worker.roundId, ids) : new Map<string, number>(),
  ]);
  const names = new Map(named.map((one) => [one.applicationId, one]));
  const entries = tasks.map((task): WorkEntry => {
    const { taskId, kind, applicationId, deadline, openedAt, status, handedIn } = task;
    const decidedAt = task.decidedAt ?? handedIn?.at ?? null;
    const decision = task.decision ?? handedIn?.decision;
    const { name = '', title = '' } = names.get(applicationId ?? '') ?? {};
    return {
      ...{ taskId, kind, applicationId, deadline, openedAt, name, title, status, decidedAt },
      decision: decision?.decision ?? null,
      category: applicationId === null ? null : categoryOf(applicationId),
      // A second look has few days: it does not stand behind those whose panels are not done.
      sheets: kind === 'score' ? (sheets.get(applicationId ?? '') ?? 0) : 0,
      state: workState(task, now),
    };
  });
  return entries.toSorted(workOrder);
}

async function tasksOf({ table }: Deps, { roundId, ...person }: Worker): Promise<WorkTask[]> {
  const found: WorkTask[] = [];
  for await (const page of table.keysOfWork(workPartition(roundId, person))) {
    found.push(...(await getMany(table, page, Task)));
    if (found.length >= MOST_WORK) break;
  }
  return found;
}

/** How many sheets each application has: how far its panel is, and nothing of what is in them. */
async function sheetsOf(deps: Deps, roundId: string, ids: string[]): Promise<Map<string, number>> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const seats = Array.from({ length: policy.panel.value.size }, (_, i) => i + 1);
  const found = await getMany(
    deps.table,
    ids.flatMap((id) => seats.map((seat) => keys.seat(id, seat))),
    Seated,
  );
  const counts = new Map<string, number>();
  for (const { applicationId, status } of found)
    if (status === 'scored') counts.set(applicationId, (counts.get(applicationId) ?? 0) + 1);
  return counts;
}

export async function loadWorkBeside(
  deps: Deps,
  worker: Worker,
  done: string | undefined,
  { taskId }: Pick<TaskRecord, 'taskId'>,
): Promise<WorkBeside> {
  const entries = await loadWorklist(deps, worker, nowUtc());
  return {
    roundId: worker.roundId,
    now: entries.find((entry) => entry.taskId === taskId) ?? null,
    done: entries.find((entry) => entry.taskId === done && entry.state === 'done') ?? null,
  };
}
