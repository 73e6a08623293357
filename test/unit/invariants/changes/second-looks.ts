import type { RoundExport } from '../../../../shared/export/schema.ts';
import { type Change, FIGURES, first, set, taskOf } from './tools.ts';

const revised = (x: RoundExport) => first(x.sheets, (sheet) => sheet.first !== undefined);
const revisal = (x: RoundExport) => taskOf(x, 'second-look', ({ decision }) => decision?.decision === 'revise');

export const SECOND_LOOKS: Change[] = [
  [
    'sheets-revised-once',
    'a second look at the same sheet',
    (x) => {
      const task = taskOf(x, 'second-look', ({ status }) => status === 'expired');
      x.tasks.push({ ...task, taskId: `${task.taskId}.again` });
    },
    /第 1 席 的评分表复核了不止一次/,
  ],
  [
    'sheets-revised-once',
    'another expert’s hand in it',
    (x) => {
      const task = revisal(x);
      set(task, { assignee: taskOf(x, 'second-look', (other) => other.assignee !== task.assignee).assignee });
    },
    /不是其专家复核时作出的/,
  ],
  [
    'sheets-revised-once',
    'what was handed in first is gone',
    (x) => {
      delete revised(x).first;
    },
    /没有保留首次评分/,
    ['acts-in-time', FIGURES],
  ],
  [
    'second-looks-founded',
    'nobody was asked once more',
    (x) => {
      x.secondLooks = [];
    },
    /没有复核的依据而有修改/,
  ],
  [
    'second-looks-founded',
    'a policy that asks for none',
    (x) => {
      delete x.policy.scoring.value.secondLook;
    },
    /没有超过复核线，却要求了复核/,
    ['policy-is-pinned', FIGURES],
  ],
  [
    'acts-in-time',
    'a sheet that was revised at another time than its expert did',
    (x) => set(revised(x), { submittedAt: '2025-12-06T02:00:00.001Z' }),
    /不是随任务办理提交的/,
  ],
];
