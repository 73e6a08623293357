import type { DirectiveChoice } from '../../../domain/directives.ts';
import type { Reconciliation } from '../../../domain/settlement.ts';
import type {
  AwardRecord,
  DirectiveRecord,
  DisbursementRecord,
  PlanRecord,
  RecoveryReceiptRecord,
} from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { errorSummary, type FormState, hidden, radios, submit } from '../../fields.ts';
import { asWritten, html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { facts, panel, table, tag, titled } from '../../parts.ts';
import { recorded } from '../../recorded.ts';
import { sumOf } from '../../sums.ts';
import { beijing } from '../../time.ts';
import { reasonField } from '../forms.ts';
import { PAYMENTS } from './application.ts';
import { type Console, consolePage, consolePath } from './frame.ts';
import { type Naming, nameOf } from './people.ts';

export interface MoneyView {
  reconciliation: Reconciliation;
  /** What is not settled, and what something was said about, first. */
  payments: DisbursementRecord[];
  /** How many there are in all. */
  all: number;
  awards: ReadonlyMap<string, AwardRecord>;
  plans: PlanRecord[];
}

const STATES: Record<NonNullable<DisbursementRecord['state']>, Text> = {
  held: '已暂缓',
  cancelling: '已要求撤销，等待财政答复',
  revoking: '已提出撤销奖补，等待复核',
};

const standing = ({ status, state }: DisbursementRecord): Markup =>
  html`${t(PAYMENTS[status])}${state === undefined ? null : html` ${tag('warn', t(STATES[state]))}`}`;

const paymentPath = (roundId: string, disbursementId: string): string =>
  `${consolePath(roundId)}/money/${disbursementId}`;

function stations({ agrees, rows, differences }: Reconciliation): Markup {
  return html`${panel(agrees ? 'good' : 'warn', html`<p>${agrees ? t('各环节目前一致。') : t('各环节尚不一致，共 {n} 处。', { n: differences.length })}</p>`)}
${table(
  t('逐环节核对'),
  [{ title: t('环节') }, { title: t('笔数'), numeric: true }, { title: t('金额'), numeric: true }],
  rows.map((row) => [recorded(row.name), row.count, sumOf(row.fen)]),
)}
${differences.length === 0 ? null : html`<h2>${t('差异')}</h2><ul>${differences.map((text) => html`<li>${recorded(text)}</li>`)}</ul>`}`;
}

const PLANS: Record<PlanRecord['status'], Text> = {
  proposed: '待审批',
  approved: '已批准',
  issued: '已下达',
  rejected: '已退回',
};

/** Every plan, with its workbook for the finance office. */
function planTable(console: Console, plans: PlanRecord[]): Markup | null {
  if (plans.length === 0) return null;
  const columns = [
    ...titled('资金拨付方案', '状态'),
    { title: t('数量'), numeric: true },
    { title: t('金额'), numeric: true },
    ...titled('编制时间', '审批时间', '下载'),
  ];
  const rows = plans.map(({ planNo, status, awardIds, totalFen, proposedAt, decidedAt }) => [
    t('第 {no} 号', { no: planNo }),
    t(PLANS[status]),
    awardIds.length,
    sumOf(totalFen),
    beijing(proposedAt),
    decidedAt === undefined ? null : beijing(decidedAt),
    html`<a href="${consolePath(console.roundId)}/plans/${planNo}.xlsx">${t('下载拨付方案表（Excel）')}</a>`,
  ]);
  return html`<h2>${t('资金拨付方案')}</h2>${table(t('资金拨付方案'), columns, rows)}`;
}

/** 五(五): list, plan, instructions, receipts and settlements against each other, and every payment. */
export function moneyPage(console: Console, view: MoneyView): Markup {
  const { payments, all, awards } = view;
  const columns = [
    ...titled('获奖单位', '拨付编号'),
    { title: t('金额'), numeric: true },
    ...titled('状态', '下达时间', '办结时间'),
  ];
  const rows = payments.map((one) => [
    asWritten(awards.get(one.awardId)?.name ?? one.awardId),
    html`<a href="${paymentPath(console.roundId, one.disbursementId)}"><code>${one.disbursementId}</code></a>`,
    sumOf(one.amountFen),
    standing(one),
    beijing(one.issuedAt),
    one.settledAt === undefined ? null : beijing(one.settledAt),
  ]);
  const more =
    all > payments.length
      ? html`<p class="hint">${t('共 {all} 笔，未办结的在前，只列出 {n} 笔；其余可从“查找申报”进入。', { all, n: payments.length })}</p>`
      : null;
  const body = html`${stations(view.reconciliation)}${planTable(console, view.plans)}
<h2>${t('拨付')}</h2>${all === 0 ? html`<p>${t('尚未下达拨付。')}</p>` : html`${more}${table(t('拨付'), columns, rows)}`}`;
  return consolePage(console, '/money', t('资金'), body);
}

export interface PaymentView {
  payment: DisbursementRecord;
  award: AwardRecord | null;
  directives: DirectiveRecord[];
  receipts: RecoveryReceiptRecord[];
  choices: DirectiveChoice[];
  naming: Naming;
  csrf: string;
  state: FormState;
}

const CHOICES: Record<DirectiveChoice, { label: Text; hint: Text }> = {
  hold: { label: '暂缓支付', hint: '财政收到后暂不支付，直到恢复或撤销。' },
  release: { label: '恢复支付', hint: '解除暂缓，财政照原指令支付。' },
  'cancel-correct': {
    label: '撤销本次拨付，更正后重新拨付',
    hint: '财政确认未支付后，由获奖单位重新填报收款账户，列入下一个拨付方案。',
  },
  'cancel-end': { label: '撤销本次拨付，奖补终止', hint: '财政确认未支付后，这项奖补不再支付；不能再恢复。' },
  recover: { label: '提出撤销奖补并追回', hint: '款项已经支付。由市级另一名工作人员复核，同意后通知财政追回。' },
};

const SAID: Record<DirectiveRecord['kind'], Text> = {
  hold: '暂缓支付',
  release: '恢复支付',
  cancel: '撤销拨付',
  recover: '追回',
};
const ANSWERS: Record<NonNullable<DirectiveRecord['answer']>, Text> = {
  cancelled: '财政已撤销，未支付',
  failed: '银行已退票，未支付',
  'too-late': '到达时已经支付',
  refused: '复核未同意',
  recovered: '已全部追回',
};

function history({ directives, naming }: PaymentView): Markup | null {
  if (directives.length === 0) return null;
  const officer = (id: string) => nameOf({ role: 'bureau', id }, naming);
  const rows = directives.map(({ no, kind, at, by, confirmedBy, reason, answer, recoveredFen, amountFen }) => [
    no,
    t(SAID[kind]),
    beijing(at),
    officer(by),
    confirmedBy === undefined ? '' : officer(confirmedBy),
    asWritten(reason),
    answer !== undefined
      ? t(ANSWERS[answer])
      : confirmedBy === undefined
        ? null
        : t('已追回 {sum}，应追回 {all}', { sum: sumOf(recoveredFen), all: sumOf(amountFen) }),
  ]);
  const columns = [{ title: t('序号'), numeric: true }, ...titled('要求', '时间', '提出人', '复核人', '理由', '结果')];
  return html`<h2>${t('后续要求')}</h2>${table(t('后续要求'), columns, rows)}`;
}

function parts({ receipts }: PaymentView): Markup | null {
  if (receipts.length === 0) return null;
  const columns = [{ title: t('序号'), numeric: true }, { title: t('追回时间') }, { title: t('金额'), numeric: true }];
  return table(
    t('追回的款项'),
    columns,
    receipts.map(({ no, recoveredAt, amountFen }) => [no, beijing(recoveredAt), sumOf(amountFen)]),
  );
}

function form(console: Console, { payment, choices, csrf, state }: PaymentView): Markup {
  if (choices.length === 0) return html`<p>${t('目前没有可以提出的要求。')}</p>`;
  const offered = choices.map((value) => ({ value, label: t(CHOICES[value].label), hint: t(CHOICES[value].hint) }));
  return html`<h2>${t('提出要求')}</h2><p>${t('已下达的指令不能修改，只能另行提出要求；每项要求都记录在案，并按先后告知财政。')}</p>
<form method="post" action="${paymentPath(console.roundId, payment.disbursementId)}" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('looked', String(payment.directives ?? 0))}
${radios({ name: 'choice', label: t('要求'), choices: offered }, state)}${reasonField(t('说明理由和依据，会记录在案。'), state)}${submit(t('提出'))}</form>`;
}

/** One payment, what was said about it, and what may be. */
export function paymentPage(console: Console, view: PaymentView): Markup {
  const { payment, award, state } = view;
  const body = html`${errorSummary(state)}${facts([
    [t('获奖单位'), asWritten(award?.name ?? payment.awardId)],
    [t('拨付编号'), html`<code>${payment.disbursementId}</code>`],
    [t('金额'), sumOf(payment.amountFen)],
    [t('状态'), standing(payment)],
    [t('拨付方案'), payment.planNo],
    [t('下达时间'), beijing(payment.issuedAt)],
    [t('办结时间'), payment.settledAt === undefined ? null : beijing(payment.settledAt)],
    [t('原因'), payment.failure === undefined ? null : asWritten(payment.failure)],
  ])}${history(view)}${parts(view)}${form(console, view)}
<p><a href="${consolePath(console.roundId)}/money">${t('返回资金')}</a></p>`;
  return consolePage(console, '/money', t('一笔拨付'), body, state.errors.length > 0);
}
