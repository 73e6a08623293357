import { yuan } from '../../domain/money.ts';
import { ATTACHMENT_TITLES } from '../../package/titles.ts';
import { type CategoryPolicy, type Policy, policyCategories } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import type { AwardRecord, GateRecord, NoticeRecord, PlaceRecord, RoundRecord } from '../../schemas/records.ts';
import { errorSummary, type FormState, hidden, radios, select, submit, textArea, textInput } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { ROUND_STAGES } from '../labels.ts';
import { page } from '../layout.ts';
import { facts, panel, proposalMark, table } from '../parts.ts';
import { beijing, chineseDate } from '../time.ts';

export interface RoundView {
  round: RoundRecord;
  policy: Policy;
  intake: GateRecord | null;
  district: GateRecord | null;
  notice: NoticeRecord | null;
  announced: boolean;
}

/** The start page: the system in two sentences, and the way to a round. */
export function startPage(roundId: string | null): Markup {
  const body = html`<p>本系统办理中小企业数字化转型城市试点的评选：申报、区市审查、专家评审、公示、公布和资金拨付。</p>
${
  roundId === null
    ? html`<p>申报单位、审查人员和评审专家请使用邮件中的链接。查看公开信息，请输入批次编号：</p>
<form method="get" action="/"><div class="field"><label class="label" for="round">批次编号</label><input type="text" id="round" name="round" maxlength="40"></div>${submit('查看')}</form>`
    : html`<ul><li><a href="/rounds/${roundId}">申报通知与进度</a></li><li><a href="/rounds/${roundId}/notice">入围公示</a></li><li><a href="/rounds/${roundId}/awards">公布的名单</a></li></ul>`
}`;
  return page({ title: '首页', body });
}

const awardText = ({ award }: CategoryPolicy): string =>
  award.value.kind === 'fixed'
    ? `每个 ${yuan(award.value.amountFen)}`
    : `不超过实施期内投入的 ${award.value.sharePercent}%，每家累计最高 ${yuan(award.value.capFen)}（含已奖补资金）`;

function gateText(gate: GateRecord | null): Markup | string | null {
  if (gate === null) return null;
  const moved = gate.extensions.map(
    (extension) =>
      html`<br><span class="hint">由 ${beijing(extension.from)} 延至 ${beijing(extension.to)}：${extension.reason}</span>`,
  );
  return html`${beijing(gate.deadline)}${moved}`;
}

/** 五(一): the call (申报通知) with where the round stands. */
export function roundPage({ round, policy, intake, district, notice, announced }: RoundView): Markup {
  const base = `/rounds/${round.roundId}`;
  const body = html`${panel('plain', html`<p>目前阶段：<strong>${ROUND_STAGES[round.stage]}</strong></p>`)}
${facts([
  ['组织单位', policy.authority],
  ['发布时间', beijing(round.openedAt)],
  ['申报截止', gateText(intake)],
  ['区市审查截止', gateText(district)],
  [
    '公示期',
    notice === null
      ? '尚未公示'
      : html`<a href="${base}/notice">${chineseDate(notice.firstDay)}至${chineseDate(notice.lastDay)}</a>`,
  ],
  ['正式公布', announced ? html`<a href="${base}/awards">公布的名单</a>` : '尚未公布'],
])}
<h2>依据</h2><ul>${policy.basis.map((basis) => html`<li>${basis.title}${basis.number === undefined ? null : `（${basis.number}）`}</li>`)}</ul>
<h2>类别、名额与奖补</h2>
${table(
  '四个类别',
  [{ title: '类别' }, { title: '名额（上限）', numeric: true }, { title: '奖补' }],
  policyCategories(policy).map(([, category]) => [
    category.title,
    category.quota.value,
    html`${awardText(category)}${proposalMark(category.award.proposal)}`,
  ]),
)}
<h2>申报材料</h2><p>受邀的申报单位通过邮件中的链接上传一个 zip 材料包，内含申报表和下列证明材料。</p>
${policyCategories(policy).map(([, category]) => html`<h3>${category.title}${proposalMark(category.attachments.proposal)}</h3><p>${category.attachments.value.map((kind) => ATTACHMENT_TITLES[kind]).join('、')}。</p>`)}`;
  return page({ title: '申报通知', site: policy.title, body });
}

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
  notice: NoticeRecord;
  places: PublicPlace[];
  now: string;
}

const PLACE_TEXT: Partial<Record<PlaceRecord['state'], string>> = { removed: '取消入围', confirmed: '已确认' };

const placeText = (place: PlaceRecord, now: string): string =>
  PLACE_TEXT[place.state] ??
  (place.noticeEndsAt !== null && now <= place.noticeEndsAt ? `公示至 ${beijing(place.noticeEndsAt)}` : '公示期满');

/** 五(三): the public notice (公示): basis, conditions, period, and who is on the shortlist. */
export function noticePage({ roundId, policy, notice, places, now }: NoticeView): Markup {
  const columns = [
    { title: '名次', numeric: true },
    { title: '单位名称' },
    { title: '申报名称' },
    { title: '区（市）' },
    { title: '状态' },
  ];
  const own = (category: Category) => places.filter(({ place }) => place.category === category);
  const body = html`<p>根据${policy.basis[0]?.title ?? '评选工作方案'}，经区市审查、专家评审，现将入围名单予以公示，接受社会监督。</p>
${facts([
  [
    '公示期',
    `${chineseDate(notice.firstDay)}至${chineseDate(notice.lastDay)}，共 ${policy.notice.value.workingDays} 个工作日`,
  ],
  ['截止', beijing(notice.endsAt)],
  ['公示单位', policy.authority],
])}
<p>对入围名单有异议的，可在公示期内<a href="/rounds/${roundId}/objections">实名提出异议</a>。</p>
${policyCategories(policy).map(([category, { title }]) => {
  const listed = own(category);
  return html`<h2>${title}</h2>${
    listed.length === 0
      ? html`<p>本类别没有入围的申报。</p>`
      : table(
          `${title}入围名单，共 ${listed.length} 个`,
          columns,
          listed.map(({ place, name, title: entry, district }) => [
            place.rank,
            name,
            entry === name ? '' : entry,
            district,
            placeText(place, now),
          ]),
        )
  }`;
})}`;
  return page({ title: '入围名单公示', site: policy.title, body });
}

/** 五(四): the lists as they were announced, with the sums. */
export function awardsPage(policy: Policy, awards: AwardRecord[]): Markup {
  const body = html`${policyCategories(policy).map(([category, { title }]) => {
    const own = awards
      .filter((award) => award.category === category)
      .toSorted((a, b) => a.rank - b.rank || (a.awardId < b.awardId ? -1 : 1));
    if (own.length === 0) return null;
    return html`<h2>${title}</h2>${table(
      `${title}，共 ${own.length} 个`,
      [
        { title: '名次', numeric: true },
        { title: '单位名称' },
        { title: '项目名称' },
        { title: '奖补金额', numeric: true },
        { title: '名单', numeric: true },
      ],
      own.map((award) => [
        award.rank,
        award.name,
        award.title === award.name ? '' : award.title,
        yuan(award.amountFen),
        `第 ${award.listNo} 号`,
      ]),
    )}`;
  })}`;
  return page({ title: '正式公布的名单', site: policy.title, body });
}

export interface ObjectionView {
  roundId: string;
  policy: Policy;
  /** Places whose notice runs. */
  places: PublicPlace[];
  csrf: string;
  state: FormState;
}

/** Who objects, to what, and why: real name with phone. */
export function objectionPage({ roundId, policy, places, csrf, state }: ObjectionView): Markup {
  if (places.length === 0) return closedObjectionPage(policy);
  const groups = policyCategories(policy).map(([category, { title }]) => ({
    label: title,
    choices: places
      .filter(({ place }) => place.category === category)
      .map(({ place, name, title: entry }) => ({
        value: place.applicationId,
        label: entry === name ? name : `${entry}（${name}）`,
      })),
  }));
  const body = html`${errorSummary(state)}
<p>公示期内，可以对入围名单实名提出异议。提出人信息只供受理单位核实使用，不告知被异议的单位。受理后 ${policy.objection.value.rulingWorkingDays} 个工作日内作出处理。</p>
<form method="post" action="/rounds/${roundId}/objections" accept-charset="utf-8">${hidden('csrf', csrf)}
${select({ name: 'applicationId', label: '对哪一个入围对象有异议', groups: groups.filter((group) => group.choices.length > 0) }, state)}
${radios(
  {
    name: 'objectorKind',
    label: '以谁的名义提出',
    choices: [
      { value: 'person', label: '个人' },
      { value: 'organisation', label: '单位', hint: '另须提交加盖公章的书面材料' },
    ],
  },
  state,
)}
${textInput({ name: 'objectorName', label: '真实姓名或单位全称', max: 100, autocomplete: 'name' }, state)}
${textInput({ name: 'phone', label: '联系电话', type: 'tel', max: 20, autocomplete: 'tel' }, state)}
${textArea({ name: 'grounds', label: '异议的事实和理由', hint: '写明具体事实和线索，10 至 4000 字。', max: 4000, rows: 10 }, state)}
${submit('提交异议')}</form>`;
  return page({ title: '提出异议', site: policy.title, faulty: state.errors.length > 0, body });
}

export const closedObjectionPage = (policy: Policy): Markup =>
  page({
    title: '现在不受理异议',
    site: policy.title,
    body: html`<p>只有在公示期内才能对正在公示的入围对象提出异议。</p><p class="hint">代码：<code>objection.closed</code></p>`,
  });

/** The receipt. The same words from the same person are one objection. */
export const filedObjectionPage = (policy: Policy, objectionId: string, dueAt: string | null): Markup =>
  page({
    title: '异议已受理',
    site: policy.title,
    body: html`${panel('good', html`<p>受理编号：<strong><code>${objectionId}</code></strong></p>`)}
<p>${dueAt === null ? '这份异议之前已经提交过，无需重复提交。' : `将在 ${beijing(dueAt)} 前作出处理。`}请记下受理编号，以便查询。</p>`,
  });
