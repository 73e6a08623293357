import { type CategoryPolicy, type Policy, policyCategories } from '../../policy/schema.ts';
import type { RootRecord } from '../../schemas/proofs.ts';
import type { AwardRecord, GateRecord, NoticeRecord, RoundRecord } from '../../schemas/records.ts';
import { submit } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { ROUND_STAGES } from '../labels.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { listed } from '../own.ts';
import { facts, panel, proposalMark, table, titled } from '../parts.ts';
import { sumOf } from '../sums.ts';
import { beijing } from '../time.ts';
import { kindTitle } from './attachment-words.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { noticeDays } from './notice.ts';
import { rootsSection } from './roots.ts';
import { showcasePath } from './showcase.ts';

export interface RoundView {
  round: RoundRecord;
  policy: Policy;
  intake: GateRecord | null;
  district: GateRecord | null;
  notice: NoticeRecord | null;
  announced: boolean;
  /** Of all lists that are public by now. */
  roots: RootRecord[];
}

/** The start page: the system in two sentences, and the way to a round. */
export function startPage(roundId: string | null): Markup {
  const body = html`<p>${t('本系统办理中小企业数字化转型城市试点的评选：申报、区市审查、专家评审、公示、公布和资金拨付。')}</p>
${
  roundId === null
    ? html`<p>${t('申报单位、审查人员和评审专家请使用邮件中的链接。查看公开信息，请输入批次编号：')}</p>
<form method="get" action="/"><div class="field"><label class="label" for="round">${t('批次编号')}</label><input type="text" id="round" name="round" maxlength="40"></div>${submit(t('查看'))}</form>`
    : html`<ul><li><a href="/rounds/${roundId}">${t('申报通知与进度')}</a></li><li><a href="/rounds/${roundId}/notice">${t('入围公示')}</a></li><li><a href="/rounds/${roundId}/awards">${t('公布的名单')}</a></li></ul>`
}`;
  return page({ title: t('首页'), body });
}

const awardText = ({ award }: CategoryPolicy): string =>
  award.value.kind === 'fixed'
    ? t('每个 {sum}', { sum: sumOf(award.value.amountFen) })
    : t('不超过实施期内投入的 {percent}%，每家累计最高 {sum}（含已奖补资金）', {
        percent: award.value.sharePercent,
        sum: sumOf(award.value.capFen),
      });

function gateText(gate: GateRecord | null): Markup | string | null {
  if (gate === null) return null;
  const moved = gate.extensions.map(
    (extension) =>
      html`<br><span class="hint">${tm('由 {from} 延至 {to}：{reason}', { from: beijing(extension.from), to: beijing(extension.to), reason: asWritten(extension.reason) })}</span>`,
  );
  return html`${beijing(gate.deadline)}${moved}`;
}

/** 五(一): the call (申报通知) with where the round stands. */
export function roundPage({ round, policy, intake, district, notice, announced, roots }: RoundView): Markup {
  const base = `/rounds/${round.roundId}`;
  const body = html`${panel('plain', html`<p>${tm('目前阶段：{stage}', { stage: html`<strong>${t(ROUND_STAGES[round.stage])}</strong>` })}</p>`)}
${facts([
  [t('组织单位'), asWritten(policy.authority)],
  [t('发布时间'), beijing(round.openedAt)],
  [t('申报截止'), gateText(intake)],
  [t('区市审查截止'), gateText(district)],
  [t('公示期'), notice === null ? t('尚未公示') : html`<a href="${base}/notice">${noticeDays(notice)}</a>`],
  [t('正式公布'), announced ? html`<a href="${base}/awards">${t('公布的名单')}</a>` : t('尚未公布')],
])}
<h2>${t('依据')}</h2><ul>${policy.basis.map((basis) => html`<li>${asWritten(basis.number === undefined ? basis.title : `${basis.title}（${basis.number}）`)}</li>`)}</ul>
<h2>${t('类别、名额与奖补')}</h2>
${table(
  t('四个类别'),
  [{ title: t('类别') }, { title: t('名额（上限）'), numeric: true }, { title: t('奖补') }],
  policyCategories(policy).map(([code, category]) => [
    categoryTitle(policy, code),
    category.quota.value,
    html`${awardText(category)}${proposalMark(category.award.proposal)}`,
  ]),
)}
<h2>${t('申报材料')}</h2><p>${t('受邀的申报单位通过邮件中的链接上传一个 zip 材料包，内含申报表和下列证明材料。')}</p>
${policyCategories(policy).map(([code, { attachments }]) => html`<h3>${categoryTitle(policy, code)}${proposalMark(attachments.proposal)}</h3><p>${tm('{kinds}。', { kinds: listed(attachments.value.map(kindTitle)) })}</p>`)}
${rootsSection(round.roundId, policy, roots)}`;
  return page({ title: t('申报通知'), site: roundTitle(policy), body });
}

/** 五(四): the lists as they were announced, with the sums. */
export function awardsPage(roundId: string, policy: Policy, awards: AwardRecord[], roots: RootRecord[]): Markup {
  const body = html`<p class="noprint"><a href="${showcasePath(roundId)}">${t('获奖单位和项目')}</a></p>${policyCategories(
    policy,
  ).map(([category]) => {
    const title = categoryTitle(policy, category);
    const shown = awards
      .filter((award) => award.category === category)
      .toSorted((a, b) => a.rank - b.rank || (a.awardId < b.awardId ? -1 : 1));
    if (shown.length === 0) return null;
    return html`<h2>${title}</h2>${table(
      t('{title}，共 {count} 个', { title, count: shown.length }),
      [
        { title: t('名次'), numeric: true },
        ...titled('单位名称', '项目名称'),
        { title: t('奖补金额'), numeric: true },
        { title: t('名单'), numeric: true },
      ],
      shown.map((award) => [
        award.rank,
        asWritten(award.name),
        award.title === award.name ? '' : asWritten(award.title),
        award.status === 'declined' ? t('已放弃') : sumOf(award.amountFen),
        t('第 {no} 号', { no: award.listNo }),
      ]),
    )}`;
  })}
${rootsSection(roundId, policy, roots)}`;
  return page({ title: t('正式公布的名单'), site: roundTitle(policy), body });
}
