import { type Entry, FUNNEL_STEPS, type Funnel, type FunnelStep, funnel } from '../../../domain/diagnostics.ts';
import { type Policy, policyCategories } from '../../../policy/schema.ts';
import { type Bar, barChart } from '../../charts/bars.ts';
import { type DataTable, figure } from '../../charts/data-table.ts';
import { legend } from '../../charts/drawing.ts';
import type { Text } from '../../english/texts.ts';
import { html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { panel } from '../../parts.ts';
import { CATEGORY_CSS, type Console, categoryTitle, consolePage, consolePath, districtName } from './frame.ts';

const STEPS: Record<FunnelStep, Text> = {
  invited: '已邀请',
  received: '已上传',
  accepted: '已受理',
  recommended: '已推荐',
  scored: '评审完成',
  shortlisted: '入围',
  awarded: '获奖',
  paid: '已拨付',
};

export interface FunnelView {
  policy: Policy;
  /** Null where there are more than a page counts. */
  entries: Entry[] | null;
  most: number;
}

const columns = (first: string) => [
  { title: first },
  ...FUNNEL_STEPS.map((step) => ({ title: t(STEPS[step]), numeric: true })),
];
const cells = (counts: Funnel) => FUNNEL_STEPS.map((step) => counts[step]);

export function funnelByCategory(policy: Policy, entries: readonly Entry[]): DataTable {
  const rows = policyCategories(policy).map(([category]) => [
    categoryTitle(policy, category),
    ...cells(funnel(entries.filter((entry) => entry.category === category))),
  ]);
  return {
    name: 'funnel-categories',
    title: t('各类别的申报走到哪一步（件）'),
    columns: columns(t('类别')),
    rows: [...rows, [t('合计'), ...cells(funnel(entries))]],
  };
}

/** By the district of the accepted package: before that an invitation belongs to none. */
export function funnelByDistrict(policy: Policy, entries: readonly Entry[]): DataTable {
  const groups = Map.groupBy(
    entries.filter(({ status }) => status !== null),
    ({ district }) => district,
  );
  const order = [...policy.districts.map(({ code }) => code), null];
  const steps = FUNNEL_STEPS.filter((step) => step !== 'invited' && step !== 'received');
  return {
    name: 'funnel-districts',
    title: t('各区（市）的申报走到哪一步（件）'),
    columns: [{ title: t('区（市）') }, ...steps.map((step) => ({ title: t(STEPS[step]), numeric: true }))],
    rows: order.flatMap((code) => {
      const own = groups.get(code);
      if (own === undefined) return [];
      const counts = funnel(own);
      return [[districtName(policy, code), ...steps.map((step) => counts[step])]];
    }),
  };
}

function categoryChart(policy: Policy, entries: readonly Entry[]): Markup {
  const counts = policyCategories(policy).map(([category]) => ({
    category,
    counts: funnel(entries.filter((entry) => entry.category === category)),
  }));
  const whole = funnel(entries);
  const bars = FUNNEL_STEPS.map(
    (step): Bar => ({
      label: t(STEPS[step]),
      parts: counts.map((one) => ({ css: CATEGORY_CSS[one.category], value: one.counts[step] ?? 0 })),
      note: whole[step] === null ? t('未统计') : String(whole[step]),
    }),
  );
  const frame = {
    id: 'funnel-categories',
    title: t('各类别的申报走到哪一步（件）'),
    description: t('从邀请到拨付，每一步一条横条，按类别分段；数字为合计件数。'),
  };
  return html`${barChart(frame, bars)}${legend(policyCategories(policy).map(([category]) => ({ css: CATEGORY_CSS[category], text: categoryTitle(policy, category) })))}`;
}

function districtChart(data: DataTable): Markup {
  const bars = data.rows.map((row): Bar => {
    const [accepted, recommended] = [Number(row[1]), Number(row[2])];
    return {
      label: String(row[0]),
      parts: [
        { css: 's3', value: recommended },
        { css: 's0', value: accepted - recommended },
      ],
      note: `${recommended} / ${accepted}`,
    };
  });
  const frame = {
    id: 'funnel-districts',
    title: data.title,
    description: t('每个区（市）一条横条：已受理的申报中已推荐的部分。'),
  };
  return html`${barChart(frame, bars)}${legend([
    { css: 's3', text: t('已推荐') },
    { css: 's0', text: t('已受理，未推荐') },
  ])}`;
}

export function funnelPage(console: Console, { policy, entries, most }: FunnelView): Markup {
  const base = consolePath(console.roundId);
  if (entries === null) return consolePage(console, '/funnel', t('申报漏斗'), tooMany(most));
  const districts = funnelByDistrict(policy, entries);
  const looked = entries.every(({ received }) => received !== null);
  const body = html`${looked ? null : html`<p class="hint">${t('尚未受理的邀请过多，没有逐一查看是否上传过材料。')}</p>`}
<div class="diagrams">${figure(categoryChart(policy, entries), funnelByCategory(policy, entries), base)}
${districts.rows.length === 0 ? null : figure(districtChart(districts), districts, base)}</div>
<p class="hint">${t('区（市）以受理的材料为准；尚未受理的邀请不属于任何区（市）。')}</p>`;
  return consolePage(console, '/funnel', t('申报漏斗'), body);
}

export const tooMany = (most: number): Markup =>
  panel(
    'warn',
    html`<p>${t('本批次超过 {most} 件，网页不作统计。请用命令行导出后汇总：', { most })}<code>awards export</code>、<code>awards summary</code></p>`,
  );
