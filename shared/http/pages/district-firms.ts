import { canBeReminded, type DistrictFirms, type UnappliedFirm } from '../../domain/unapplied.ts';
import type { Policy } from '../../policy/schema.ts';
import { errorSummary, type FormState, fieldId, hidden, submit } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { page } from '../layout.ts';
import { panel, table, titled } from '../parts.ts';
import { beijing } from '../time.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';
import { reasonField } from './forms.ts';
import { firmsPath, pager, workPath } from './worklist.ts';

export interface FirmsView extends DistrictFirms {
  roundId: string;
  policy: Policy;
  district: Policy['districts'][number];
  /** Until when packages are taken; null where none are any more. */
  until: string | null;
  shown: UnappliedFirm[];
  page: number;
  pages: number;
  now: string;
  csrf: string;
  state: FormState;
  /** What was just sent, of how many that were asked for. */
  sent: { sent: number; asked: number } | null;
}

/** As the page showed it: who acts on it acts on this, or on nothing. */
export const lookedAtFirm = ({ slot }: UnappliedFirm): string =>
  slot === null ? '' : `${slot.applicationId} ${slot.reminders ?? 0}`;

const firmName = ({ name }: UnappliedFirm): Markup => html`<span lang="zh-CN">${name}</span>`;

function invitation({ slot }: UnappliedFirm): string {
  if (slot === null) return t('尚未邀请');
  if (slot.mailedAt === undefined || slot.outbox !== undefined) return t('已邀请，邮件待发');
  return t('已邀请，邮件 {time} 发出', { time: beijing(slot.mailedAt) });
}

function box(firm: UnappliedFirm, i: number, now: string): Markup | null {
  if (firm.slot === null || !canBeReminded(firm, now)) return null;
  const name = `pick.${i}`;
  return html`<input type="checkbox" id="${fieldId(name)}" name="${name}" value="${firm.slot.applicationId}" aria-label="${t('选择')} ${firm.name}">`;
}

function firmsTable({ policy, shown, until, now }: FirmsView): Markup {
  const columns = [
    ...titled('选择', '申报主体', '信用代码', '申报类别', '邀请情况'),
    { title: t('已催报（次）'), numeric: true },
  ];
  return table(
    t('尚未申报的企业，按申报类别'),
    columns,
    shown.map((firm, i) => [
      until === null ? '' : box(firm, i, now),
      firmName(firm),
      firm.uscc,
      categoryTitle(policy, firm.category),
      invitation(firm),
      firm.slot === null ? null : (firm.slot.reminders ?? 0),
    ]),
  );
}

function listing(view: FirmsView): Markup {
  const { roundId, unapplied, shown, until, now, csrf, page: at, pages } = view;
  if (unapplied.length === 0) return panel('good', html`<p>${t('符合申报条件的企业均已申报。')}</p>`);
  const listed = html`${firmsTable(view)}${pager(at, pages, (n) => `${firmsPath(roundId)}?page=${n}`)}`;
  const hint = unapplied.some(({ slot }) => slot === null)
    ? html`<p class="hint">${t('尚未邀请的企业没有上传通道，请与主管部门联系。')}</p>`
    : null;
  if (until === null || !shown.some((firm) => canBeReminded(firm, now))) return html`${listed}${hint}`;
  return html`<form method="post" action="${firmsPath(roundId)}/remind" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('page', String(at))}${listed}${hint}
<p><button type="submit">${t('催报所选企业…')}</button> <button type="submit" class="quiet" name="all" value="yes">${t('催报本页全部企业…')}</button></p>
<p class="hint">${t('先显示名单和件数，确认后才发送；一天之内发过邮件的不再催报。')}</p></form>`;
}

/** 二, 五(二): firms of an officer's district that may apply and have not, and the way to remind them. */
export function districtFirmsPage(view: FirmsView): Markup {
  const { roundId, policy, district, until, applied, unapplied, ineligible, state, sent } = view;
  const uninvited = unapplied.filter(({ slot }) => slot === null).length;
  const body = html`${errorSummary(state)}${
    sent === null
      ? null
      : panel(
          sent.sent === sent.asked ? 'good' : 'warn',
          html`<p role="status">${t('已催报 {sent} 件。', { sent: sent.sent })}${sent.sent === sent.asked ? '' : t('{n} 件没有催报：已经申报，或一天之内发过邮件。', { n: sent.asked - sent.sent })}</p>`,
        )
  }<p class="noprint"><a href="${workPath(roundId)}">${t('返回我的待办')}</a></p>
<p>${t('区（市）')}：<strong lang="zh-CN">${district.name}</strong></p>
<p class="lead">${t('符合申报条件而尚未申报的本区（市）企业；是否符合只按台账判断，以审查为准。')}</p>
<p>${t('已申报 {applied} 件；尚未申报 {n} 件，其中尚未邀请 {uninvited} 件。', { applied, n: unapplied.length, uninvited })}${ineligible === 0 ? null : html`<br>${t('另有 {n} 件已邀请，但按台账不符合申报条件，不列出，也不催报。', { n: ineligible })}`}<br>${until === null ? t('材料提交已经截止，不能再催报。') : t('材料提交截止：{time}。', { time: beijing(until) })}</p>
${listing(view)}`;
  return page({ title: t('尚未申报的企业'), site: roundTitle(policy), faulty: state.errors.length > 0, body });
}

export interface FirmsRemindView {
  roundId: string;
  policy: Policy;
  firms: UnappliedFirm[];
  /** How many of what was chosen cannot be reminded, by now. */
  gone: number;
  csrf: string;
  state: FormState;
}

/** Names, ids and count before anything is sent. */
export function firmsRemindPage({ roundId, policy, firms, gone, csrf, state }: FirmsRemindView): Markup {
  const rows = firms.map((firm) => [
    firmName(firm),
    categoryTitle(policy, firm.category),
    html`<code>${firm.slot?.applicationId}</code>`,
    firm.slot?.reminders ?? 0,
  ]);
  const columns = [...titled('申报主体', '申报类别', '编号'), { title: t('已催报（次）'), numeric: true }];
  const body = html`${errorSummary(state)}${gone === 0 ? null : panel('warn', html`<p>${t('所选企业中有 {n} 件已经申报，或一天之内发过邮件，不再催报。', { n: gone })}</p>`)}
<p class="lead">${t('将向以下企业再次发送 {n} 封邀请邮件，截止时间不变：', { n: firms.length })}</p>
${table(t('将要催报的企业'), columns, rows)}
<form method="post" action="${firmsPath(roundId)}/remind" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('confirmed', 'yes')}${hidden('firms', firms.map(lookedAtFirm).join('\n'))}
${reasonField(t('说明催报的原因，会记录在案。'), state)}${submit(t('发送 {n} 封邀请邮件', { n: firms.length }))}</form>
<p><a href="${firmsPath(roundId)}">${t('返回，不催报')}</a></p>`;
  return page({ title: t('确认催报'), site: roundTitle(policy), faulty: state.errors.length > 0, body });
}
