import { format, parse, toFixedHalfUp } from '../../../domain/rational.ts';
import { type Policy, policyCategories } from '../../../policy/schema.ts';
import type { Category } from '../../../schemas/basics.ts';
import type { ApartBy, Certificate, CertifiedPlace } from '../../../schemas/certificate.ts';
import type { Text } from '../../english/texts.ts';
import { html, type Markup } from '../../html.ts';
import { PLACE_STATES } from '../../labels.ts';
import { t } from '../../language.ts';
import { facts, panel, table } from '../../parts.ts';
import { type Console, categoryTitle, consolePage, consolePath } from './frame.ts';
import { tooMany } from './funnel.ts';

export interface CertificateView {
  policy: Policy;
  category: Category;
  /** Null before the category is ranked. */
  certificate: Certificate | null;
  names: ReadonlyMap<string, { name: string; title: string }>;
}

/** The most places that a page lists. */
export const MOST_LISTED = 1000;

const APART: Record<ApartBy, Text> = {
  total: '总分较低',
  'results-indicator': '总分相同，成效（绩效）指标得分较低',
  'digital-level': '总分相同，数字化水平得分较低',
  'served-count': '总分相同，服务企业数较少',
  'earlier-acceptance': '总分相同，验收时间较晚',
  'panel-decision': '各项均相同，由评审组议定',
  excluded: '各项均相同，但已在前面的类别入围',
  equal: '各项均相同，名次并列',
};

const stateText = (state: CertifiedPlace['state']): Text =>
  state === 'tied-across-cut' ? '待评审组排序' : PLACE_STATES[state];

const decimal = (exact: string): string => toFixedHalfUp(parse(exact), 2);

/** Two decimals for people, and beside them the fraction where they are not all of it. */
function points(exact: string): string {
  const [value, two] = [parse(exact), decimal(exact)];
  return format(parse(`${two.replace('.', '')}/100`)) === format(value) ? two : `${two}（${exact}）`;
}

/** Why the line lies where it lies, in a sentence. @param nameOf what an application is called */
export function cutText({ cut, places, quota }: Certificate, nameOf: (applicationId: string) => string): string {
  const byId = new Map(places.map((place) => [place.applicationId, place]));
  const total = (id: string | null) => decimal(byId.get(id ?? '')?.exactTotal ?? '0');
  const { lastIn, firstOut, why, exactMissing, placesLeft: left } = cut;
  if (firstOut === null || why === 'all-in') return t('全部入围，没有未入围的申报。');
  const name = nameOf(firstOut);
  const missing = points(exactMissing ?? '0');
  const common = { name, total: total(firstOut), missing, left, quota };
  if (why === 'tied')
    return t('{name}等与入围线上的申报各项均相同，人数多于剩余的 {left} 个名额，待评审组排序。', common);
  if (why === 'below-pass')
    return t('{name}总分 {total}，距合格线差 {missing} 分，因此未入围；名额尚余 {left} 个。', common);
  if (lastIn === null || why === 'excluded')
    return t('{name}已在前面的类别入围，按方案不在本类别重复入围；名额尚余 {left} 个。', common);
  const both = { ...common, last: nameOf(lastIn), lastTotal: total(lastIn), step: t(APART[why]) };
  return why === 'total'
    ? t(
        '名额 {quota} 个已满。最后一名入围的是{last}，总分 {lastTotal}；其后是{name}，总分 {total}，差 {missing} 分，因此未入围。',
        both,
      )
    : t(
        '名额 {quota} 个已满。最后一名入围的是{last}，其后{name}的总分与之相同（{total}），依据“{step}”排在其后，因此未入围。',
        both,
      );
}

function factsOf({ policy, registers, inputs, ...made }: Certificate): Markup {
  const code = (text: string) => html`<code>${text}</code>`;
  const chain = made.tieBreaks.map((step) => t(APART[step]));
  return facts([
    [t('批次'), code(made.roundId)],
    [t('方案（编号、版次）'), t('{id} 第 {version} 版', { id: policy.id, version: policy.version })],
    [t('方案哈希'), code(policy.hash)],
    [
      t('台账版本哈希'),
      html`<ul>${Object.entries(registers).map(([kind, version]) => html`<li>${kind} ${code(version)}</li>`)}</ul>`,
    ],
    [t('评分输入哈希（{applications} 件，{sheets} 份评分表）', inputs), code(inputs.sha256)],
    [t('名额'), made.quota],
    [t('合格线'), points(made.exactPassMark)],
    [t('入围线（未取整）'), made.exactCutOff === null ? null : points(made.exactCutOff)],
    [t('同分时依次比较'), chain.length === 0 ? null : html`<ol>${chain.map((step) => html`<li>${step}</li>`)}</ol>`],
    [
      t('评审组议定的次序'),
      made.panelOrder.length === 0 ? null : html`<ol>${made.panelOrder.map((id) => html`<li>${code(id)}</li>`)}</ol>`,
    ],
    [t('证书哈希'), code(made.sha256)],
  ]);
}

const HASH_SHOWN = 12;

function placesTable({ places }: Certificate, { policy, category, names }: CertificateView): Markup {
  const columns = [
    { title: t('名次'), numeric: true },
    ...(['申报主体', '申报名称'] as const).map((title) => ({ title: t(title) })),
    { title: t('得分'), numeric: true },
    ...(['状态', '排在上一名之后的原因', '输入哈希（前 12 位）'] as const).map((title) => ({ title: t(title) })),
  ];
  const title = categoryTitle(policy, category);
  return table(
    t('{category}名次，共 {all} 件', { category: title, all: places.length }),
    columns,
    places.slice(0, MOST_LISTED).map(({ rank, applicationId, exactTotal, state, apartBy, inputs }) => {
      const named = names.get(applicationId);
      return [
        rank,
        named?.name ?? applicationId,
        named === undefined || named.title === named.name ? '' : named.title,
        points(exactTotal),
        t(stateText(state)),
        apartBy === null ? null : t(APART[apartBy]),
        html`<code>${inputs.slice(0, HASH_SHOWN)}</code>`,
      ];
    }),
  );
}

/** 五(三): the certificate of a category's ranking, to be read and printed. */
export function certificatePage(console: Console, view: CertificateView | 'many', most: number): Markup {
  if (view === 'many') return consolePage(console, '/scores', t('排名证书'), tooMany(most));
  const { policy, category, certificate, names } = view;
  const base = consolePath(console.roundId);
  const ways = policyCategories(policy).map(
    ([one]) => html`<li><a href="${base}/certificate/${one}">${categoryTitle(policy, one)}</a></li>`,
  );
  const title = t('排名证书：{category}', { category: categoryTitle(policy, category) });
  const command = `npm run awards -- certificate export.json --category ${category}`;
  const body =
    certificate === null
      ? panel('plain', html`<p>${t('尚未排名，没有证书。')}</p>`)
      : html`<p>${t('本证书由评分记录、台账和方案按公布的规则得出，只作说明，不改变排名；持有批次导出文件的任何人都能重新得出同一份证书。')}</p>
<p class="noprint"><code>${command}</code></p>
${factsOf(certificate)}
<h2>${t('入围线说明')}</h2><p>${cutText(certificate, (id) => names.get(id)?.name ?? id)}</p>
<h2>${t('名次')}</h2>${placesTable(certificate, view)}
${certificate.places.length > MOST_LISTED ? html`<p>${t('只列出前 {n} 件，全部名次见导出文件：', { n: MOST_LISTED })}<code>${command}</code></p>` : null}
<p class="stamp">${t('主管部门（盖章）：')}<br>${t('日期：')}</p>`;
  return consolePage(console, '/scores', title, html`<ul class="noprint">${ways}</ul>${body}`);
}
