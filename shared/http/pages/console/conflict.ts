import type { ConflictRecord, SlotRecord } from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { errorSummary, type FormState, hidden, radios, select, submit } from '../../fields.ts';
import { asWritten, html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { facts, table, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { reasonField } from '../forms.ts';
import { type Console, consolePage, consolePath } from './frame.ts';
import { type Naming, nameOf } from './people.ts';

export interface ConflictView {
  slot: Pick<SlotRecord, 'applicationId' | 'name' | 'uscc'>;
  /** Everybody of the register: who sits on the panel is not told. */
  experts: { expertId: string; name: string; employer: string }[];
  csrf: string;
  state: FormState;
  /** The expert's sheet is in, and somebody has to say what becomes of it. */
  sheetIn: boolean;
}

export const conflictPath = (roundId: string, applicationId: string): string =>
  `${consolePath(roundId)}/applications/${applicationId}/conflict`;

/** 回避: one expert, one application, one reason; it works with the keyboard alone and without scripts. */
export function conflictPage(console: Console, { slot, experts, csrf, state, sheetIn }: ConflictView): Markup {
  const choices = experts.map(({ expertId, name, employer }) => ({
    value: expertId,
    label: `${expertId} ${name}（${employer}）`,
  }));
  const expert = { name: 'expert', label: t('须回避的专家'), groups: [{ label: t('请选择专家'), choices }] };
  const sheet = {
    name: 'sheet',
    label: t('评分表'),
    choices: [
      { value: 'strike', label: t('剔除：不计入合计，席位另行安排或空缺；已排名的重新排名') },
      { value: 'keep', label: t('保留：照常计入合计') },
    ],
  };
  const base = consolePath(console.roundId);
  const body = html`${errorSummary(state)}
${facts([
  [t('申报主体'), asWritten(slot.name)],
  [t('信用代码'), html`<code>${slot.uscc}</code>`],
  [t('申报编号'), html`<code>${slot.applicationId}</code>`],
])}
<p class="lead">${t('记录后立即生效：抽取前的不抽入该申报；尚未提交评分的停止评分，席位另行安排；已提交评分的须选择评分表是否计入。入围名单议定后不能再记录。')}</p>
<form method="post" action="${conflictPath(console.roundId, slot.applicationId)}">${hidden('csrf', csrf)}
${select(expert, state)}${sheetIn ? radios(sheet, state) : null}
${reasonField(t('写明存在什么利害关系、如何得知，会记录在案并公开于导出文件。'), state)}${submit(t('记录回避'))}</form>
<p><a href="${base}/applications/${slot.applicationId}">${t('返回')}</a></p>`;
  return consolePage(console, '/search', t('记录专家回避'), body, state.errors.length > 0);
}

const EFFECTS: Record<ConflictRecord['effect'], Text> = {
  'before-draw': '抽取前记录',
  barred: '不在席，不再递补',
  stopped: '已停止评分',
  kept: '评分表保留',
  struck: '评分表剔除',
};

/** What was recorded of an application, and the way to record more. */
export function conflictTable(console: Console, applicationId: string, all: ConflictRecord[], naming: Naming): Markup {
  const columns = titled('专家', '结果', '理由', '记录人', '记录时间');
  const rows = all.map(({ expertId, effect, reason, by, at }) => [
    nameOf({ role: 'expert', id: expertId }, naming),
    t(EFFECTS[effect]),
    asWritten(reason),
    nameOf({ role: 'bureau', id: by }, naming),
    beijing(at),
  ]);
  return html`${all.length === 0 ? null : html`<h2>${t('已记录的回避')}</h2>${table(t('已记录的回避'), columns, rows)}`}
<p class="noprint"><a href="${conflictPath(console.roundId, applicationId)}">${t('记录专家回避')}</a></p>`;
}
