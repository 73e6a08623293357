import type { CutLine } from '../../../domain/diagnostics.ts';
import type { Stability } from '../../../domain/diagnostics-cut.ts';
import type { LookedAgain } from '../../../domain/diagnostics-looks.ts';
import {
  distribution,
  middle,
  type Panel,
  type Strictness,
  shown,
  strictness,
} from '../../../domain/diagnostics-scores.ts';
import { parse } from '../../../domain/rational.ts';
import { type Policy, policyCategories } from '../../../policy/schema.ts';
import type { Category } from '../../../schemas/basics.ts';
import type { PlaceRecord, RankingRecord, ScoreRecord } from '../../../schemas/records.ts';
import { type DataTable, dataTable, figure } from '../../charts/data-table.ts';
import { dotChart } from '../../charts/dots.ts';
import { histogram, type Mark } from '../../charts/histogram.ts';
import { html, type Markup } from '../../html.ts';
import { PLACE_STATES } from '../../labels.ts';
import { t } from '../../language.ts';
import { panel, titled } from '../../parts.ts';
import { type Console, categoryTitle, consolePage, consolePath } from './frame.ts';
import { tooMany } from './funnel.ts';
import { lookedPart } from './second-looks.ts';
import { stabilityPart } from './stability.ts';

type Total = Pick<ScoreRecord, 'applicationId' | 'category' | 'total' | 'spread' | 'spreadFlag'>;

export interface CategoryScores {
  category: Category;
  ranking: RankingRecord | null;
  cut: CutLine<PlaceRecord>;
  /** How firmly the line lies; null before there is a ranking. */
  stability: Stability | null;
  totals: Total[];
}

export interface ScoresView {
  policy: Policy;
  categories: CategoryScores[];
  panels: Panel[];
  /** Where experts differ most, the widest first. */
  widest: Total[];
  /** Whose panels were asked once more; by id. */
  looked: LookedAgain[];
  names: ReadonlyMap<string, { name: string; title: string }>;
}

const BIN = 5;
const decimal = (exact: string): string => shown(parse(exact));
const numeric = (title: string) => ({ title, numeric: true });

export function distributionTable({ policy, categories }: ScoresView): DataTable {
  const bins = categories.map(({ totals }) =>
    distribution(
      totals.map(({ total }) => total),
      BIN,
    ),
  );
  return {
    name: 'distribution',
    title: t('各类别的得分分布（件）'),
    columns: [
      { title: t('得分') },
      ...policyCategories(policy).map(([category]) => numeric(categoryTitle(policy, category))),
    ],
    rows: (bins[0] ?? []).map(({ from, to }, i) => [`${from}–${to}`, ...bins.map((own) => own[i]?.count ?? 0)]),
  };
}

export function middlesTable({ policy, categories }: ScoresView): DataTable {
  return {
    name: 'middles',
    title: t('各类别的得分概况'),
    columns: [
      { title: t('类别') },
      ...[t('件数'), t('最低分'), t('中位数'), t('平均分'), t('最高分'), t('入围线'), t('名额')].map(numeric),
    ],
    rows: categories.map(({ category, totals, ranking }) => {
      const own = middle(totals.map(({ total }) => total));
      return [
        categoryTitle(policy, category),
        ...[own?.count ?? 0, own?.least ?? null, own?.median ?? null, own?.mean ?? null, own?.most ?? null],
        ranking === null || ranking.cutOff === null ? null : decimal(ranking.cutOff),
        ranking?.quota ?? policy.categories[category].quota.value,
      ];
    }),
  };
}

export const strictnessTable = (rows: readonly Strictness[]): DataTable => ({
  name: 'strictness',
  title: t('专家评分与同组平均分之差（分）'),
  columns: [{ title: t('专家编号') }, ...[t('评分表（份）'), t('平均差'), t('最小差'), t('最大差')].map(numeric)],
  rows: rows.map(({ expert, sheets, mean, least, most }) => [expert, sheets, mean, least, most]),
});

export const spreadTable = ({ policy, widest, names }: ScoresView): DataTable => ({
  name: 'spread',
  title: t('专家评分分歧最大的申报'),
  columns: [...titled('申报主体', '申报名称', '类别'), numeric(t('最高分与最低分之差')), { title: t('超过复核线') }],
  rows: widest.map(({ applicationId, category, spread, spreadFlag }) => [
    names.get(applicationId)?.name ?? applicationId,
    names.get(applicationId)?.title ?? null,
    categoryTitle(policy, category),
    decimal(spread),
    spreadFlag ? t('是') : t('否'),
  ]),
});

export function cutTable({ policy, categories, names }: ScoresView): DataTable {
  return {
    name: 'cut-line',
    title: t('入围线前后各五名'),
    columns: [
      { title: t('类别') },
      numeric(t('名次')),
      { title: t('申报主体') },
      { title: t('申报名称') },
      numeric(t('得分')),
      { title: t('状态') },
    ],
    rows: categories.flatMap(({ category, cut }) =>
      [...cut.above, ...cut.below].map((place) => [
        categoryTitle(policy, category),
        place.rank,
        names.get(place.applicationId)?.name ?? place.applicationId,
        names.get(place.applicationId)?.title ?? null,
        place.shown,
        t(PLACE_STATES[place.state]),
      ]),
    ),
  };
}

function marksOf(policy: Policy, ranking: RankingRecord | null): Mark[] {
  const pass = policy.scoring.value.passMarkTenths / 10;
  const cut = ranking?.cutOff == null ? null : decimal(ranking.cutOff);
  return [
    { at: pass, text: t('合格线 {points}', { points: pass }), css: 'mark two' },
    ...(cut === null ? [] : [{ at: Number(cut), text: t('入围线 {points}', { points: cut }), css: 'mark' as const }]),
  ];
}

function distributionChart({ policy }: ScoresView, { category, totals, ranking }: CategoryScores): Markup {
  const title = categoryTitle(policy, category);
  const frame = {
    id: `distribution-${category}`,
    title: t('得分分布：{category}', { category: title }),
    description: t('横轴为得分，每 {width} 分一格；纵轴为件数；竖线为合格线和入围线。', { width: BIN }),
  };
  const bins = distribution(
    totals.map(({ total }) => total),
    BIN,
  );
  return html`<section><h3>${title}</h3>${histogram(frame, bins, marksOf(policy, ranking))}</section>`;
}

const STRICT_SHOWN = 40;

function strictnessChart(rows: readonly Strictness[]): Markup {
  const half = STRICT_SHOWN / 2;
  const ends = rows.length <= STRICT_SHOWN ? rows : [...rows.slice(0, half), ...rows.slice(-half)];
  const dots = ends.map(({ expert, sheets, mean, least, most }) => ({
    label: t('{expert}（{n} 份）', { expert, n: sheets }),
    ...{ value: Number(mean), least: Number(least), most: Number(most), note: mean, css: 's1' },
  }));
  const frame = {
    id: 'strictness',
    title: t('专家评分与同组平均分之差（分）'),
    description: t('每位专家一行：圆点为平均差，横条为最小差到最大差；零线左边偏严，右边偏宽。'),
  };
  return dotChart(frame, dots, [{ at: 0, text: t('同组平均'), css: 'mark two' }]);
}

function spreadChart({ policy, widest, names }: ScoresView): Markup {
  const flag = policy.scoring.value.spreadFlagTenths / 10;
  const dots = widest.map(({ applicationId, spread, spreadFlag }) => ({
    label: names.get(applicationId)?.name ?? applicationId,
    ...{ value: Number(decimal(spread)), note: decimal(spread), css: spreadFlag ? 's2' : 's1' },
  }));
  const frame = {
    id: 'spread',
    title: t('专家评分分歧最大的申报'),
    description: t('每件申报一行：各位专家的最高分与最低分之差；竖线为复核线。'),
  };
  return dotChart(frame, dots, [{ at: flag, text: t('复核线 {points}', { points: flag }), css: 'mark' }]);
}

function cutChart({ policy, names }: ScoresView, { category, cut, ranking }: CategoryScores): Markup | null {
  const places = [...cut.above, ...cut.below];
  if (places.length === 0) return null;
  const title = categoryTitle(policy, category);
  const dots = places.map((place) => ({
    label: `${place.rank}. ${names.get(place.applicationId)?.name ?? place.applicationId}`,
    ...{ value: Number(decimal(place.total)), note: place.shown, css: cut.above.includes(place) ? 's3' : 's0' },
  }));
  const frame = {
    id: `cut-${category}`,
    title: t('入围线前后各五名：{category}', { category: title }),
    description: t('每个名次一行：圆点为得分，深色为线上，浅色为线下。'),
  };
  const cutOff = marksOf(policy, ranking).filter(({ css }) => css === 'mark');
  return html`<section><h3>${title}</h3>${dotChart(frame, dots, cutOff)}</section>`;
}

/** How scores fall: nothing of it before all experts are done, and nothing of it changes a result. */
export function scoresPage(console: Console, view: ScoresView | 'early' | 'many', most: number): Markup {
  const title = t('评分情况');
  if (view === 'early')
    return consolePage(
      console,
      '/scores',
      title,
      panel('plain', html`<p>${t('专家评审结束前不显示分数，以免影响评审。')}</p>`),
    );
  if (view === 'many') return consolePage(console, '/scores', title, tooMany(most));
  const base = consolePath(console.roundId);
  const strict = strictness(view.panels);
  const body = html`${panel('plain', html`<p>${t('本页仅供参考，不影响结果：得分和名次只由公布的规则计算。')}</p>`)}
<h2>${t('得分分布')}</h2><div class="diagrams">${view.categories.map((one) => distributionChart(view, one))}</div>
${dataTable(middlesTable(view), base)}
<p class="noprint">${t('排名证书')}${policyCategories(view.policy).map(([category]) => html` · <a href="${base}/certificate/${category}">${categoryTitle(view.policy, category)}</a>`)}</p>
<details><summary>${t('数据表')}</summary>${dataTable(distributionTable(view), base)}</details>
<h2>${t('入围线')}</h2><div class="diagrams">${view.categories.map((one) => cutChart(view, one))}</div>
<details><summary>${t('数据表')}</summary>${dataTable(cutTable(view), base)}</details>
${stabilityPart(view, base)}
<h2>${t('专家宽严')}</h2><p>${t('仅供参考，不影响结果。专家只显示编号。')}${strict.length > STRICT_SHOWN ? t('图中只画最严和最宽的各 {n} 位。', { n: STRICT_SHOWN / 2 }) : null}</p>
${strict.length === 0 ? null : figure(strictnessChart(strict), strictnessTable(strict), base)}
<h2>${t('评分分歧')}</h2>
${view.widest.length === 0 ? null : figure(spreadChart(view), spreadTable(view), base)}
${lookedPart(view, base)}`;
  return consolePage(console, '/scores', title, body);
}
