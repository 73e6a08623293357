import {
  type Amendment,
  type CorrectionPlan,
  correctNotice,
  type NotCorrected,
  planCorrection,
} from '../../shared/notice/correct.ts';
import { ApplicationRecord, type NoticeEntry } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

const REFUSALS: Record<NotCorrected['status'], string> = {
  'not-published': '入围名单还没有公示。',
  over: '所有入围对象都已公示期满，不能再更正。',
  nothing: '没有需要更正的内容：名单没有变动，也没有给出正确的名称。',
  unknown: '该申报不在公示名单中。',
  settled: '该申报已取消入围，或者已进入确认名单，不能再更正。',
  calendar: '公示期要用到的放假安排还没有录入，请先在评选管理台的“公示”页录入。',
};

/** 更正公示: without `--seen` says what it would change, and nothing is published; with it publishes just that, once. */
export async function correctTheNotice(
  place: Pick<Place, 'table' | 'evidence'>,
  values: Values<'notice correct'>,
): Promise<Said> {
  const { round: roundId, by, reason, seen } = values;
  const amend = await amendmentOf(place, values);
  if (seen === undefined) {
    const planned = await planCorrection(place, roundId, amend);
    return planned.status === 'planned' ? { text: preview(planned.plan), good: true } : refused(planned.status);
  }
  const outcome = await correctNotice(place, { roundId, amend, seen, by, reason });
  switch (outcome.status) {
    case 'corrected':
      return { text: `已发布第 ${outcome.version} 版公示：/rounds/${roundId}/notice\n`, good: true };
    case 'changed':
      return { text: 'notice.changed: 预览之后名单或者公示期有变动，请重新预览。\n', good: false };
    default:
      return refused(outcome.status);
  }
}

const refused = (status: NotCorrected['status']): Said => ({
  text: `notice.${status}: ${REFUSALS[status]}\n`,
  good: false,
});

/** What is not given stays as it is; an enterprise's application is called as the enterprise. */
async function amendmentOf(
  place: Pick<Place, 'table' | 'evidence'>,
  { round, application, name, title }: Values<'notice correct'>,
): Promise<Amendment[]> {
  if (application === undefined) return [];
  const known = await currentWords(place, round, application);
  const own = name ?? known.name;
  return [{ applicationId: application, name: own, title: title ?? (known.title === known.name ? own : known.title) }];
}

async function currentWords({ table }: Pick<Place, 'table'>, roundId: string, applicationId: string) {
  const found = await table.get(keys.application(applicationId), ApplicationRecord);
  return found?.roundId === roundId ? found : { name: '', title: '' };
}

const wordsOf = ({ name, title }: NoticeEntry): string => (title === name ? name : `${name}（${title}）`);

function preview({ before, period, out, in: added, amended, moving, seen }: CorrectionPlan): string {
  return [
    `将发布第 ${before.version + 1} 版公示：`,
    ...out.map((one) => `  移出名单：${wordsOf(one)}`),
    ...added.map((one) => `  列入名单：${wordsOf(one)}`),
    ...amended.map(({ from, to }) => `  名称更正：${wordsOf(from)} → ${wordsOf(to)}`),
    `公示期：${before.firstDay} 至 ${before.lastDay}，更正后 ${period.firstDay} 至 ${period.lastDay}；${moving.length} 个名额顺延。`,
    `确认发布请加：--seen '${seen}'`,
    '',
  ].join('\n');
}
