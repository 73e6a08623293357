import { isFarApart } from '../../export/recompute/second-looks.ts';
import type { RoundExport } from '../../export/schema.ts';
import { decidedTasks } from '../tasks.ts';

const seatOf = ({ applicationId, seat }: { applicationId: string | null; seat: unknown }) =>
  `${applicationId} 第 ${String(seat)} 席`;
const seatsAsked = ({ secondLooks }: RoundExport) =>
  new Set(secondLooks.flatMap(({ applicationId, seats }) => seats.map((seat) => seatOf({ applicationId, seat }))));

/** 4. The second look (复核打分) is there where the policy asks for it, and nowhere else. */
export function secondLooksFounded(exported: RoundExport): string[] {
  const { policy, secondLooks, sheets, tasks } = exported;
  const asked = seatsAsked(exported);
  return [
    ...secondLooks
      .filter(({ exactSpread }) => !isFarApart(policy, exactSpread))
      .map(({ applicationId }) => `${applicationId} 的首次评分没有超过复核线，却要求了复核`),
    ...tasks
      .filter(({ kind }) => kind === 'second-look')
      .filter(({ applicationId, subject }) => !asked.has(seatOf({ applicationId, seat: subject['seat'] })))
      .map(({ taskId }) => `任务 ${taskId} 没有复核的依据`),
    ...sheets
      .filter((sheet) => sheet.first !== undefined && !asked.has(seatOf(sheet)))
      .map((sheet) => `${seatOf(sheet)} 的评分表没有复核的依据而有修改`),
  ];
}

/** 2. A sheet is revised once at most, by its own expert, and what was handed in first stays with it. */
export function sheetsRevisedOnce({ sheets, tasks }: RoundExport): string[] {
  const looks = Map.groupBy(
    tasks.filter(({ kind }) => kind === 'second-look'),
    ({ applicationId, subject }) => seatOf({ applicationId, seat: subject['seat'] }),
  );
  const revised = new Map(
    decidedTasks(tasks, 'second-look', 'revise').map(({ applicationId, subject, assignee }) => [
      seatOf({ applicationId, seat: subject['seat'] }),
      assignee,
    ]),
  );
  const kept = new Set(sheets.filter(({ first }) => first !== undefined).map(seatOf));
  return [
    ...[...looks].filter(([, own]) => own.length > 1).map(([seat]) => `${seat} 的评分表复核了不止一次`),
    ...sheets
      .filter((sheet) => sheet.first !== undefined && revised.get(seatOf(sheet)) !== sheet.expert)
      .map((sheet) => `${seatOf(sheet)} 的评分表有修改，不是其专家复核时作出的`),
    ...[...revised.keys()].filter((seat) => !kept.has(seat)).map((seat) => `${seat} 修改了评分表，没有保留首次评分`),
  ];
}
