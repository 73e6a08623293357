import { isOver } from '../../domain/settlement.ts';
import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { Check } from '../check.ts';
import type { LiveFacts } from '../live.ts';
import { openTasks } from '../tasks.ts';

/** 1. Nothing is lost, in the running system: between the bucket, the table and the queues. */
export const system: Check[] = [
  {
    name: 'inbox-is-recorded',
    says: '收件箱中的每份上传都有记录',
    saysEn: 'every upload in the inbox has its record',
    findLive: (_, { objects }) => objects.filter(({ recorded }) => !recorded).map(({ key }) => `${key} 没有上传记录`),
  },
  {
    name: 'everything-has-left',
    says: '没有滞留未发的邮件、拨付指令和办理结果',
    saysEn: 'no mail, no payment instruction and no decision is left unsent',
    findLive: (_, { unsent }) => unsent.map((id) => `${id} 滞留未发`),
  },
  {
    name: 'nothing-is-parked',
    says: '死信队列为空',
    saysEn: 'the dead-letter queues are empty',
    findLive: (_, { deadLetters }) =>
      Object.entries(deadLetters).map(([queue, count]) => `${queue} 停放 ${count} 条无法处理的消息`),
  },
  {
    name: 'open-rows-match',
    says: '各环节的未决清单与记录一致，没有遗漏，也没有多余',
    saysEn: 'the open sets of the stages are what the records say, none missing and none left over',
    findLive: (exported, { open }) => {
      const expected = new Set(expectedRows(exported));
      const found = new Set(open.map(nameOf));
      return [
        ...[...expected].filter((row) => !found.has(row)).map((row) => `${row} 不在未决清单中`),
        ...[...found].filter((row) => !expected.has(row)).map((row) => `${row} 在未决清单中，已无未决事项`),
      ];
    },
  },
];

const nameOf = ({ stage, id }: LiveFacts['open'][number]) => `${stage} ${id}`;

/** What is still to be decided, by stage: a stage ends when none is left. */
function expectedRows({ applications, draw, scores, awards, disbursements, tasks }: RoundExport): string[] {
  // A refusal that is not final yet.
  const contested = new Set(
    [...openTasks(tasks, 'refusal'), ...openTasks(tasks, 'refusal-review')].map(({ applicationId }) => applicationId),
  );
  const scored = index(scores, ({ applicationId }) => applicationId);
  const instructed = new Set(disbursements.map(({ awardId }) => awardId));
  return [
    ...applications.flatMap(({ applicationId, status }) => {
      if (status === 'in-review' || status === 'returned' || contested.has(applicationId))
        return [`district ${applicationId}`];
      const scoring = status === 'recommended' && draw !== null && !scored.has(applicationId);
      return scoring ? [`experts ${applicationId}`] : [];
    }),
    ...awards.flatMap(({ awardId, amountFen, status, attempt, listNo }) => [
      // A payment that came back asks for the account again, for a later plan.
      ...(status === 'announced' && attempt === 1 && amountFen > 0 ? [`payee-${listNo} ${awardId}`] : []),
      ...(!isOver(status) && instructed.has(awardId) ? [`settlement ${awardId}`] : []),
    ]),
  ];
}
