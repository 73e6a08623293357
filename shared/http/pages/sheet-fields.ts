import { sheetItems } from '../../domain/auto-scores.ts';
import { parse, toFixedHalfUp } from '../../domain/rational.ts';
import type { Indicator, SubItem } from '../../policy/schema.ts';
import { type FormState, fieldId, numberInput, textArea } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, titleOf } from '../language.ts';
import { proposalMark, table } from '../parts.ts';
import { recorded } from '../recorded.ts';
import type { TaskView } from './task-view.ts';

/** What an expert scores, for the first time or once more. */
export type ScoredView = TaskView<'score'> | TaskView<'second-look'>;

const shown = (points: string) => t('{points} 分', { points: toFixedHalfUp(parse(points), 2) });

/** What formulas gave, with the arithmetic. */
export function autoTable({ details, policy }: ScoredView): Markup | null {
  if (details.auto.length === 0) return null;
  const items = policy.categories[details.application.category].indicators.flatMap((indicator) => indicator.items);
  return table(
    t('以下各项由系统按台账计算，无需评分'),
    [{ title: t('评分项') }, { title: t('得分'), numeric: true }, { title: t('计算过程') }],
    details.auto.map((auto) => {
      const item = items.find(({ code }) => code === auto.code);
      return [item === undefined ? auto.code : titleOf(item), shown(auto.points), recorded(auto.working)];
    }),
  );
}

/** The fields of a sheet: points by item, a remark by indicator, and one on the whole. */
export function sheetFields({ details, policy }: ScoredView, state: FormState, hint: string): Markup {
  const { category } = details.application;
  const asked = new Set(sheetItems(policy, category, details.auto).map((item) => item.code));
  const step = policy.panel.value.stepTenths / 10;
  const item = (sub: SubItem) =>
    numberInput(
      {
        name: `points.${sub.code}`,
        label: t('{item}（0 至 {points} 分）', { item: titleOf(sub), points: sub.points }),
        ...(sub.by === 'expert' && sub.guide !== undefined ? { hint: asWritten(sub.guide) } : {}),
        min: 0,
        max: sub.points,
        step,
      },
      state,
    );
  const group = (indicator: Indicator) => {
    const own = indicator.items.filter((sub) => asked.has(sub.code));
    if (own.length === 0) return null;
    const title = titleOf(indicator);
    const label = t('对“{indicator}”的说明', { indicator: title });
    const comment = { name: `comments.${indicator.code}`, label, max: 1000, rows: 2 };
    return html`<fieldset><legend><h3>${t('{indicator}（共 {points} 分）', { indicator: title, points: indicator.points })}${proposalMark(indicator.proposal)}</h3></legend>${own.map(item)}${textArea({ ...comment, hint: t('可以不填。') }, state)}</fieldset>`;
  };
  return html`<p class="hint" id="${fieldId('points')}">${hint}</p>
${policy.categories[category].indicators.map(group)}
${textArea({ name: 'comment', label: t('评审意见'), hint: t('可以不填，不超过 4000 字。'), max: 4000 }, state)}`;
}

/** A sheet as the form has it; points in tenths. */
export function sheetValues({
  points,
  comments = {},
  comment,
}: {
  points: Record<string, number>;
  comments?: Record<string, string> | undefined;
  comment: string;
}): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(points).map(([code, tenths]) => [`points.${code}`, String(tenths / 10)]),
    ...Object.entries(comments).map(([code, text]) => [`comments.${code}`, text]),
    ['comment', comment],
  ]);
}
