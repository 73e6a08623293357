import type { Policy } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import type { Result, ResultKind } from '../../schemas/records.ts';
import type { Text } from '../english/texts.ts';
import { html, type Markup } from '../html.ts';
import { t, titleOf } from '../language.ts';
import { type Fact, facts, table } from '../parts.ts';

const KINDS: Record<Exclude<ResultKind, 'reserve'>, Text> = { awarded: '获奖', 'not-awarded': '未获奖' };
const WHY: Record<NonNullable<Result['why']>, Text> = {
  'below-pass': '得分未达到合格线。',
  excluded: '按方案，同一单位已在前面的类别入围，本类别不重复入围。',
  removed: '经异议处理，本申报不再入围。',
};

/** How an application came out, with its own points; of others nothing. */
export function resultSection(result: Result, category: Category, policy: Policy): Markup {
  const { kind, why, rank, position, shown, byIndicator } = result;
  const said = kind === 'reserve' ? t('候补第 {position} 位', { position: position ?? 0 }) : t(KINDS[kind]);
  const more: Fact[] = why === null ? [] : [[t('未获奖的原因'), t(WHY[why])]];
  const rows = policy.categories[category].indicators.flatMap((indicator) => {
    const points = byIndicator[indicator.code];
    return points === undefined ? [] : [[titleOf(indicator), points, indicator.points]];
  });
  const columns = [
    { title: t('指标') },
    ...(['得分', '满分'] as const).map((title) => ({ title: t(title), numeric: true })),
  ];
  return html`<h2>${t('评选结果')}</h2>${facts([[t('评选结果'), said], ...more, [t('得分'), shown], [t('本类别名次'), rank]])}
${rows.length === 0 ? null : table(t('各指标得分'), columns, rows)}<p class="hint">${t('只有本单位自己的得分和名次。')}</p>`;
}
