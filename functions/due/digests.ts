import * as z from 'zod';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import { TaskRecord } from '../../shared/schemas/records.ts';
import { digestIndex, digestPartitions, keys } from '../../shared/store/keys.ts';
import { getMany } from '../../shared/store/many.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import type { DueDeps } from './deps.ts';
import { type Count, each } from './each.ts';

/** As many tasks as one message names; more are another letter. */
const MOST = 500;
/** One that was asked for and did not leave is asked for again after this. */
const AGAIN_MS = 3_600_000;
/** Behind every id: what is due at this very instant is due. */
const LAST = '~';

const Waiting = TaskRecord.pick({ taskId: true, roundId: true, assignee: true, status: true, outbox: true }).extend({
  gsi1sk: z.string().optional(),
});
type Waiting = z.infer<typeof Waiting>;

const personOf = ({ roundId, assignee }: Waiting) => `${roundId}#${assignee.role}.${assignee.id}`;

/** Has a letter sent for each person whose window is over; in the index one person's tasks of a window stand together. */
export async function sendDigests(deps: DueDeps, timeIsUp: () => boolean): Promise<Count> {
  const count = { done: 0, failed: 0 };
  for (const partition of digestPartitions) {
    let open: Waiting[] = [];
    for await (const page of deps.table.keysInIndex(partition, `${nowUtc()}${LAST}`)) {
      if (timeIsUp()) break;
      const found = await getMany(deps.table, page, Waiting);
      const groups = grouped([...open, ...found.filter(isWaiting)]);
      // The last person's may go on with the next page.
      open = groups.at(-1) ?? [];
      add(count, await sendAll(deps, groups.slice(0, -1)));
    }
    add(count, await sendAll(deps, open.length === 0 ? [] : [open]));
  }
  return count;
}

const isWaiting = ({ outbox, status }: Waiting) => outbox === 'digest' && status === 'open';

function grouped(tasks: Waiting[]): Waiting[][] {
  const sorted = tasks.toSorted((a, b) => ((a.gsi1sk ?? '') < (b.gsi1sk ?? '') ? -1 : 1));
  const byPerson = [...Map.groupBy(sorted, personOf).values()];
  return byPerson.flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / MOST) }, (_, i) => own.slice(i * MOST, (i + 1) * MOST)),
  );
}

const sendAll = (deps: DueDeps, groups: Waiting[][]): Promise<Count> =>
  each(
    groups,
    (group) => group[0]?.taskId,
    (group) => send(deps, group),
  );

function add(count: Count, { done, failed }: Count): void {
  count.done += done;
  count.failed += failed;
}

/** The sender marks each task; those of a letter that is lost on its way come up again. */
async function send({ table, mails }: DueDeps, group: Waiting[]): Promise<boolean> {
  await mails.send({ kind: 'digest', taskIds: group.map(({ taskId }) => taskId) });
  const again = new Date(nowMs() + AGAIN_MS).toISOString();
  await Promise.all(
    group.map(async (task) => {
      try {
        const set = digestIndex(personOf(task), task.taskId, again);
        await table.update(keys.task(task.taskId), { set, when: { outbox: 'digest', gsi1sk: task.gsi1sk } });
      } catch (error) {
        // It has left by now, or was decided.
        if (!(error instanceof ConditionFailed)) throw error;
      }
    }),
  );
  return true;
}
