import type { Scenario, Stability, Unsteady } from '../../../domain/diagnostics-cut.ts';
import type { Policy } from '../../../policy/schema.ts';
import type { Category } from '../../../schemas/basics.ts';
import { type DataTable, dataTable } from '../../charts/data-table.ts';
import type { Text } from '../../english/texts.ts';
import { html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { categoryTitle } from './frame.ts';

export interface StabilityView {
  policy: Policy;
  categories: { category: Category; stability: Stability | null }[];
  names: ReadonlyMap<string, { name: string; title: string }>;
}

/** The most who are named of those that a scenario would move. */
export const MOST_NAMED = 20;
/** The most of a category that is listed. */
export const MOST_UNSTEADY = 40;
/** What a page lists of a category: those whose place the scenarios move come first. */
export const listedUnsteady = ({ unsteady, scenarios }: Stability): Unsteady[] => {
  const moved = ({ isIn, inside }: Unsteady) => inside !== (isIn ? scenarios : 0);
  return [...unsteady.filter(moved), ...unsteady.filter((one) => !moved(one))].slice(0, MOST_UNSTEADY);
};

const numeric = (title: string) => ({ title, numeric: true });
const KINDS: Record<Exclude<Scenario['kind'], 'without-expert'>, Text> = {
  mean: '全部平均',
  median: '中位数',
  trimmed: '去掉最高最低各一份后平均',
};
const scenarioText = ({ kind, expert }: Scenario): string =>
  kind === 'without-expert' ? t('缺少 {expert} 的评分', { expert: expert ?? '' }) : t(KINDS[kind]);

const known = ({ categories }: StabilityView) =>
  categories.flatMap(({ category, stability }) => (stability === null ? [] : [{ category, stability }]));

export function stabilityTable(view: StabilityView): DataTable {
  return {
    name: 'cut-stability',
    title: t('各类别入围线的稳定性'),
    columns: [
      { title: t('类别') },
      ...(['情形（种）', '名单不变的情形（种）', '所有情形下都入围（件）', '至少一种情形下入围（件）'] as const).map(
        (title) => numeric(t(title)),
      ),
    ],
    rows: known(view).map(({ category, stability }) => [
      categoryTitle(view.policy, category),
      ...[stability.scenarios, stability.unchanged, stability.always, stability.ever],
    ]),
  };
}

export function scenariosTable(view: StabilityView): DataTable {
  const named = (ids: readonly string[]) => {
    const names = ids.slice(0, MOST_NAMED).map((id) => view.names.get(id)?.name ?? id);
    const text = names.join('；');
    return ids.length > MOST_NAMED ? t('{names} 等，共 {n} 件', { names: text, n: ids.length }) : text;
  };
  return {
    name: 'cut-scenarios',
    title: t('会改变入围名单的情形'),
    columns: (['类别', '情形', '会入围', '会落选'] as const).map((title) => ({ title: t(title) })),
    rows: known(view).flatMap(({ category, stability }) =>
      stability.changes.map((change) => [
        ...[categoryTitle(view.policy, category), scenarioText(change)],
        ...[named(change.in) || t('无'), named(change.out) || t('无')],
      ]),
    ),
  };
}

export function unsteadyTable(view: StabilityView): DataTable {
  const { policy, names } = view;
  return {
    name: 'cut-unsteady',
    title: t('入围与否不稳定的申报'),
    columns: (['类别', '申报主体', '申报名称', '现在入围', '入围的情形', '总分相差 1 分以内'] as const).map(
      (title) => ({
        title: t(title),
      }),
    ),
    rows: known(view).flatMap(({ category, stability }) =>
      listedUnsteady(stability).map(({ applicationId, isIn, inside, withinPoint }) => [
        ...[categoryTitle(policy, category), names.get(applicationId)?.name ?? applicationId],
        ...[names.get(applicationId)?.title ?? null, t(isIn ? '是' : '否')],
        ...[t('{n} / {of}', { n: inside, of: stability.scenarios }), t(withinPoint ? '是' : '否')],
      ]),
    ),
  };
}

/** How firmly the line lies; nothing before there is a ranking. @param base the console's address */
export function stabilityPart(view: StabilityView, base: string): Markup | null {
  if (known(view).length === 0) return null;
  const scenarios = scenariosTable(view);
  return html`<h2>${t('入围线的稳定性')}</h2><p><strong>${t('仅供参考，不作为评审依据。')}</strong>${t('假设少一位专家的评分，或改用其他合计方法（全部平均、中位数、去掉最高和最低各一份后平均），看哪些申报会入围。与入围线上的申报并列的，不计为入围。')}</p>
${dataTable(stabilityTable(view), base)}
${scenarios.rows.length === 0 ? html`<p>${t('没有会改变入围名单的情形')}</p>` : html`<details><summary>${scenarios.title}</summary>${dataTable(scenarios, base)}</details>`}
<details><summary>${t('入围与否不稳定的申报')}</summary><p>${t('每类最多列出 {n} 件。', { n: MOST_UNSTEADY })}</p>${dataTable(unsteadyTable(view), base)}</details>`;
}
