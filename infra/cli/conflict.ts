import type { NotRecorded } from '../../shared/panels/conflict-way.ts';
import { recordConflict } from '../../shared/panels/conflicts.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

const EFFECTS = {
  'before-draw': '尚未抽取，该专家不会抽入这件申报',
  barred: '该专家不在席，不再递补',
  stopped: '已停止评分，席位另行安排',
  kept: '评分表保留，照常计入合计',
  struck: '评分表已剔除，不计入合计',
} as const;

const REFUSALS: Record<NotRecorded['status'], string> = {
  'sheet-in': '该专家已提交评分：请用 --sheet keep 保留或 --sheet strike 剔除。',
  'last-sheet': '这是该申报唯一计入合计的评分表，不能剔除。',
  closed: '入围名单已经议定，不能再记录回避；请按异议程序处理。',
  busy: '正在抽取专家或排名，请稍后再试。',
  unknown: '没有这件申报或这位专家。',
};

/** 回避: records that an expert has a conflict with an application. The same again changes nothing. */
export async function recordExpertConflict(place: Place, values: Values<'conflict'>): Promise<Said> {
  const { round: roundId, application: applicationId, expert: expertId, by, reason, sheet } = values;
  const outcome = await recordConflict(place, { roundId, applicationId, expertId, by, reason, sheet });
  switch (outcome.status) {
    case 'recorded':
      return { text: `已记录：${EFFECTS[outcome.record.effect]}。\n`, good: true };
    case 'already':
      return { text: `此前已记录（${EFFECTS[outcome.record.effect]}），没有改动。\n`, good: true };
    default:
      return { text: `conflict.${outcome.status}: ${REFUSALS[outcome.status]}\n`, good: false };
  }
}
