import type { Trial } from '../../shared/domain/panels/dry-run.ts';
import { type DryRun, dryRun } from '../../shared/panels/dry-run.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

/** What a draw of the panels would be like; nothing is drawn, and nothing written. */
export async function tryDraw(place: Place, roundId: string): Promise<Said> {
  const trial = await dryRun(place, roundId);
  const parts = [
    trial.drawn ? '本批次的专家组已经抽取；以下按现有推荐名单和锁定的台账试算，不影响已抽取的结果。\n' : '',
    `试算：推荐 ${trial.applications} 件，专家 ${trial.experts} 人，席位 ${trial.seats} 个。\n`,
    trial.shortages.length > 0 ? shortageText(trial) : drawnText(trial),
    sameNameText(trial),
    '试算使用公开的试算种子，不是承诺的抽取密钥：专家分到哪一件与正式抽取不同，也不能据此推算；没有写入任何数据。\n',
  ];
  return { text: parts.filter((part) => part !== '').join('\n'), good: trial.shortages.length === 0 };
}

const shortageText = ({ shortages, firms }: DryRun): string =>
  `不能抽取，${shortages.length} 件缺少专家：\n${table(
    ['申报', '需要', '可用', '原因和办法'],
    shortages.map(({ applicationId, needed, available, reasons }) => [
      firms.get(applicationId)?.name ?? applicationId,
      `${needed}`,
      `${available}`,
      reasons.join('；'),
    ]),
  )}`;

const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;

function drawnText({ loads, fit, seats }: Trial): string {
  const [least, most] = [loads[0]?.panels ?? 0, loads.at(-1)?.panels ?? 0];
  return [
    `可以抽取。每位专家最少 ${least} 件，最多 ${most} 件：`,
    table(
      ['件数', '专家'],
      loads.map(({ panels, experts }) => [`${panels}`, `${experts}`]),
    ),
    table(
      ['席位专家与申报的对口情况', '席位', '占比'],
      [
        ['行业、环节全部对口', `${fit.all}`, share(fit.all, seats)],
        ['部分对口', `${fit.some}`, share(fit.some, seats)],
        ['不对口', `${fit.none}`, share(fit.none, seats)],
        ['申报没有行业和环节可比', `${fit.unmatchable}`, share(fit.unmatchable, seats)],
      ],
    ),
  ].join('\n');
}

function sameNameText({ sameNames, firms, expertNames }: DryRun): string {
  if (sameNames.length === 0) return '';
  return `姓名相同，未比对证件，请在抽取前核实（姓名相同本身不构成回避）：\n${table(
    ['申报', '专家编号', '专家姓名', '法定代表人所在单位'],
    sameNames.map(({ applicationId, expertId, uscc }) => [
      firms.get(applicationId)?.name ?? applicationId,
      expertId,
      expertNames.get(expertId) ?? '',
      uscc,
    ]),
  )}`;
}
