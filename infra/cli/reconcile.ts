import * as z from 'zod';
import type { Reconciled } from '../../functions/reconciler/handler.ts';
import { MENDING_DONE, MENDING_FOUND } from '../../shared/http/labels.ts';
import { beijing } from '../../shared/http/time.ts';
import { MENDING_KINDS, MendingRecord, SCHEDULE } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { invoke } from './call.ts';
import { CliError } from './errors.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

const KINDS: Record<MendingRecord['kind'], string> = {
  callbacks: '决定未送达流程',
  outbox: '记录未发出',
  objects: '上传文件无记录',
  executions: '流程已中断，事项未办结',
  unstarted: '流程未启动',
  tasks: '任务逾期',
  flags: '已撤回的申报仍有关联提示',
};

const WHY: Record<Reconciled['stuck'][number]['why'], string> = {
  'restarts-spent': '流程多次重启仍中断',
  'open-though-decided': '已有结果，仍列为未决',
  'no-application': '列为未决，没有申报记录',
};

const Answer = z.object({
  ...(Object.fromEntries(MENDING_KINDS.map((kind) => [kind, z.int()])) as Record<MendingRecord['kind'], z.ZodInt>),
  stuck: z.array(z.object({ id: z.string(), why: z.enum(Object.keys(WHY) as (keyof typeof WHY)[]) })),
  unfinished: z.boolean(),
});
type Answer = z.infer<typeof Answer>;

/** A run takes minutes; one that never ends is not waited for. */
const MAX_RUNS = 100;

/** Runs the reconciler until it has looked at everything. Good when nothing is left that only a person can mend. */
export async function reconcile(place: Place, by: string): Promise<Said> {
  const reconcilerFunction = place.outputs['ReconcilerFunctionName'] ?? '';
  if (reconcilerFunction === '')
    throw new CliError(
      'cli.outputs-unreadable',
      '没有 ReconcilerFunctionName。请用本机系统或 cdk deploy --outputs-file 写出的文件，或设置 AWARDS_RECONCILER_FUNCTION。',
    );
  const answers: Answer[] = [];
  do answers.push(Answer.parse(await invoke(place, reconcilerFunction, { by })));
  while (answers.at(-1)?.unfinished === true && answers.length < MAX_RUNS);
  const finished = answers.at(-1)?.unfinished !== true;
  // What is stuck is told by each run that comes to it.
  const stuck = new Map(answers.flatMap((answer) => answer.stuck).map((one) => [one.id, one.why]));
  const counts = MENDING_KINDS.map((kind) => [kind, answers.reduce((sum, one) => sum + one[kind], 0)] as const);
  const found = counts.filter(([, count]) => count > 0).map(([kind, count]) => [KINDS[kind], `${count}`]);
  const parts = [found.length === 0 ? '没有需要恢复的事项。\n' : `已恢复：\n${table(['事项', '件数'], found)}`];
  if (stuck.size > 0)
    parts.push(
      `须由人处理：\n${table(
        ['编号', '原因'],
        [...stuck].map(([id, why]) => [id, WHY[why]]),
      )}`,
    );
  if (!finished) parts.push('尚未查完，定时巡检会接着查。\n');
  return { text: parts.join('\n'), good: finished && stuck.size === 0 };
}

/** What was mended in a round, in the order of when it went wrong. @throws NotFound */
export async function mendings({ table: records }: Place, roundId: string): Promise<Said> {
  await loadRound(records, roundId);
  const rows = (await records.all(keys.mendingsPk(roundId), MendingRecord)).map((one) => [
    beijing(one.since),
    MENDING_FOUND[one.found],
    one.id,
    MENDING_DONE[one.done],
    beijing(one.at),
    one.by === SCHEDULE ? '定时巡检' : one.by,
  ]);
  if (rows.length === 0) return { text: '没有恢复记录。\n', good: true };
  return { text: table(['自何时', '发现', '编号', '处理', '处理时间', '由谁'], rows), good: true };
}
