import { restartsWhenCorrected } from '../../domain/notice.ts';
import { type Policy, policyCategories } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import type { RootRecord } from '../../schemas/proofs.ts';
import type { NoticeDocument, NoticeEntry, NoticeVersion, PlaceRecord } from '../../schemas/records.ts';
import type { DataTable } from '../charts/data-table.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { facts, panel, table, titled } from '../parts.ts';
import { qrCode } from '../qr.ts';
import { beijing, chineseDate, localDay, weekday } from '../time.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { conditionsSection, procedureSection } from './notice-rules.ts';
import { rootsSection } from './roots.ts';

/** What the notice tells of a place: never anything personal. */
export interface PublicPlace {
  place: PlaceRecord;
  name: string;
  title: string;
  district: string;
}

export interface NoticeView {
  roundId: string;
  policy: Policy;
  /** The version that is shown, and all there are, the first one first. */
  version: NoticeVersion;
  versions: readonly NoticeVersion[];
  document: NoticeDocument;
  /** How everybody who was ever under notice stands now. */
  places: PublicPlace[];
  /** Of the ranking that is published. */
  roots: RootRecord[];
  /** Where the notice stands whatever its version, as people type it. */
  address: string;
  now: string;
}

export const noticePath = (roundId: string): string => `/rounds/${roundId}/notice`;
const versionPath = (roundId: string, version: number): string => `${noticePath(roundId)}/${version}`;

/** 五(三): the public notice (公示), as offices publish it: on a screen, and on A4. */
export function noticePage(view: NoticeView): Markup {
  const { roundId, policy, version, document, roots, address } = view;
  const basis = policy.basis[0]?.title;
  const body = html`<div class="official">${banner(view)}
<p class="opening">${tm('根据{basis}等要求，经组织申报、区（市）审查、专家评审和集体审议，确定了入围名单，现予以公示，接受社会监督。', { basis: basis === undefined ? t('评选工作方案') : asWritten(basis) })}</p>
<h2>${t('一、公示时间')}</h2>${periodSection(view)}
<h2>${t('二、入围名单')}</h2>${listSection(view)}
<h2>${t('三、异议的提出')}</h2>${objectionSection(view)}
<h2>${t('四、依据')}</h2><ul>${policy.basis.map((one) => html`<li>${asWritten(one.number === undefined ? one.title : `${one.title}（${one.number}）`)}</li>`)}</ul>
<h2>${t('五、条件')}</h2>${conditionsSection(policy)}
<h2>${t('六、程序')}</h2>${procedureSection(policy)}
<div class="seal"><p>${asWritten(policy.authority)}</p><p>${chineseDate(localDay(version.publishedAt))}</p></div>
<aside class="stable" aria-label="${t('固定网址和核验')}">${qrCode(address, t('公示的固定网址二维码'))}<div>
<p>${tm('本公示的固定网址：{address}，始终显示现行版本。', { address: html`<a href="${noticePath(roundId)}"><code>${address}</code></a>` })}</p>
<p>${tm('第 {version} 版，名单校验值（SHA-256）：{hash}', { version: version.version, hash: html`<code class="root">${version.document ?? version.hash}</code>` })}</p></div></aside></div>
${files(roundId, document)}
${versionsSection(view)}
${rootsSection(roundId, policy, roots)}`;
  return page({ title: t('入围名单公示'), site: roundTitle(policy), body });
}

/** What a reader must know first: that there is a newer version, or that this one corrects another. */
function banner({ roundId, policy, version, versions }: NoticeView): Markup | null {
  const newest = versions.at(-1);
  if (newest !== undefined && newest.version !== version.version) {
    const link = html`<a href="${noticePath(roundId)}">${t('查看现行公示')}</a>`;
    return panel(
      'warn',
      html`<p><strong>${t('这是第 {version} 版，已由第 {newest} 版更正，不再有效。', { version: version.version, newest: newest.version })}</strong>${link}</p>`,
    );
  }
  if (version.correction === undefined) return null;
  return panel(
    'plain',
    html`<p><strong>${t('更正公示（第 {version} 版，{time}发布）', { version: version.version, time: beijing(version.publishedAt) })}</strong></p>
<p>${tm('更正理由：{reason}', { reason: asWritten(version.correction.reason) })}</p>
<p>${restartsWhenCorrected(policy) ? t('公示期自更正之日起重新计算。') : t('公示期不变。')}</p>`,
  );
}

const dayOf = (date: string): string => t('{date}（{weekday}）', { date: chineseDate(date), weekday: weekday(date) });

export const noticeDays = ({ firstDay, lastDay }: Pick<NoticeVersion, 'firstDay' | 'lastDay'>): string =>
  t('{first}至{last}', { first: chineseDate(firstDay), last: chineseDate(lastDay) });

const periodSection = ({ version, document }: NoticeView): Markup =>
  facts([
    [t('公示期'), t('{period}，共 {days} 个工作日', { period: noticeDays(version), days: document.days.length })],
    [
      t('其中工作日'),
      html`${document.days.map((day, i) => html`${i === 0 ? null : t('；')}<span class="day">${dayOf(day)}</span>`)}`,
    ],
    [t('截止'), beijing(version.endsAt)],
  ]);

function objectionSection({ roundId, policy, version, versions, now }: NoticeView): Markup {
  const { rulingWorkingDays } = policy.objection.value;
  const current = versions.at(-1)?.version === version.version;
  const how = t(
    '对入围名单有异议的，请在公示期内实名提出：个人写明真实姓名和联系电话，单位上传加盖公章的异议书，并写明事实和理由、附上证据。提出人信息只供核实使用，不告知被异议的单位；提出后 {days} 个工作日内作出处理。匿名或者逾期提出的，不予受理。',
    { days: rulingWorkingDays },
  );
  if (!current) return html`<p>${how}</p>`;
  return now <= version.endsAt
    ? html`<p>${how}</p><p>${tm('提出方式：{link}（扫描文末二维码可打开本页）。', { link: html`<a href="/rounds/${roundId}/objections">${t('实名提出异议')}</a>` })}</p>`
    : html`<p>${how}</p><p>${t('公示期已满。')}</p>`;
}

/** What became of somebody since it was published; nothing is said of who is still on the list. */
function standing(place: PlaceRecord | undefined): string {
  if (place === undefined || place.state === 'shortlisted') return '';
  if (place.state === 'declined') return t('已放弃');
  return place.state === 'confirmed' ? t('已确认') : t('取消入围');
}

const showsRank = ({ entries }: NoticeDocument): boolean => entries.some(({ rank }) => rank !== undefined);

/** Nothing is repeated: an enterprise's application has no title of its own. */
const titleBeside = ({ name, title }: NoticeEntry): string => (title === name ? '' : title);

function listSection(view: NoticeView): Markup {
  const { policy, document } = view;
  const order = showsRank(document) ? null : html`<p>${t('各类别按区（市）和名称排列，排名不分先后。')}</p>`;
  return html`${order}${policyCategories(policy).map(([category]) => categoryList(view, category))}`;
}

function categoryList({ policy, document, version, versions, places }: NoticeView, category: Category): Markup {
  const title = categoryTitle(policy, category);
  const own = document.entries.filter((entry) => entry.category === category);
  const current = versions.at(-1)?.version === version.version;
  const states = new Map(places.map(({ place }) => [place.applicationId, place]));
  const columns = [
    { title: showsRank(document) ? t('名次') : t('序号'), numeric: true },
    ...titled('单位名称', '申报名称', '区（市）', '状态'),
  ];
  const rows = own.map((entry, i) => [
    ...[entry.rank ?? i + 1, asWritten(entry.name), asWritten(titleBeside(entry)), asWritten(entry.district)],
    current ? standing(states.get(entry.applicationId)) : '',
  ]);
  return html`<h3>${title}</h3>${
    own.length === 0
      ? html`<p>${t('本类别没有入围的申报。')}</p>`
      : table(t('{title}入围名单，共 {count} 个', { title, count: own.length }), columns, rows)
  }${current ? movedUp(document, places, category) : null}`;
}

/** Who moved up since the version was published has a notice of its own. */
function movedUp({ entries }: NoticeDocument, places: PublicPlace[], category: Category): Markup | null {
  const listed = new Set(entries.map(({ applicationId }) => applicationId));
  const own = places.filter(
    ({ place }) => place.category === category && place.noticeEndsAt !== null && !listed.has(place.applicationId),
  );
  if (own.length === 0) return null;
  return table(
    t('异议成立后递补入围，共 {count} 个', { count: own.length }),
    titled('单位名称', '申报名称', '区（市）', '公示期'),
    own.map(({ place, name, title, district }) => [
      ...[asWritten(name), title === name ? '' : asWritten(title), asWritten(district)],
      place.state === 'shortlisted' ? t('公示至 {time}', { time: beijing(place.noticeEndsAt ?? '') }) : standing(place),
    ]),
  );
}

function files(roundId: string, { version }: NoticeDocument): Markup {
  const base = versionPath(roundId, version);
  return html`<p class="noprint">${t('下载本版名单：')}<a href="${base}/list.csv">CSV</a> · <a href="${base}/list.xlsx">Excel</a> · <a href="${base}/list.json">${t('JSON（与校验值逐字节一致）')}</a>${t('。可以用浏览器的打印功能按 A4 公文版式打印本页。')}</p>`;
}

function versionsSection({ roundId, versions }: NoticeView): Markup | null {
  if (versions.length < 2) return null;
  const columns = [{ title: t('版本') }, ...titled('发布时间', '公示期', '更正理由')];
  const rows = versions.map((one) => [
    html`<a href="${versionPath(roundId, one.version)}">${t('第 {version} 版', { version: one.version })}</a>`,
    beijing(one.publishedAt),
    noticeDays(one),
    one.correction === undefined ? t('首次公示') : asWritten(one.correction.reason),
  ]);
  return html`<section class="noprint"><h2>${t('公示的各个版本')}</h2>${table(t('公示的各个版本'), columns, rows)}</section>`;
}

/** The list of a version as a table to be taken away: of a version it is always the same. */
export function noticeTable(policy: Policy, document: NoticeDocument): DataTable {
  const numbers = new Map<Category, number>();
  const ranks = showsRank(document);
  return {
    name: 'notice',
    title: t('入围名单公示'),
    columns: [
      { title: t('类别') },
      { title: ranks ? t('名次') : t('序号'), numeric: true },
      ...titled('单位名称', '申报名称', '区（市）'),
    ],
    rows: document.entries.map((entry) => {
      const n = (numbers.get(entry.category) ?? 0) + 1;
      numbers.set(entry.category, n);
      return [
        categoryTitle(policy, entry.category),
        entry.rank ?? n,
        ...[entry.name, titleBeside(entry), entry.district],
      ];
    }),
  };
}
