import { planMaximumFen } from '../../domain/disbursement.ts';
import { policyCategories } from '../../policy/schema.ts';
import { checkbox, hidden, textInput } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, titleOf, tm } from '../language.ts';
import { type Fact, facts, panel, table, titled } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { sumOf } from '../sums.ts';
import { declineForm } from './declines.ts';
import { decisionForm, type FormContext, singleWithReason } from './forms.ts';
import type { ListLine, TaskView } from './task-view.ts';

const sum = (lines: ListLine[], of: (line: ListLine) => number) => lines.reduce((total, line) => total + of(line), 0);

export const stepList = (steps: ListLine['steps']): Markup =>
  html`<ol>${steps.map((step) => html`<li>${recorded(step.text)}</li>`)}</ol>`;

/** The lines of a list or plan, by category, each with how its sum came about. */
function lineTables(lines: ListLine[], view: TaskView): Markup {
  const columns = [
    { title: t('名次'), numeric: true },
    ...titled('获奖单位', '项目名称'),
    { title: t('奖补金额'), numeric: true },
    { title: t('计算过程') },
  ];
  return html`${policyCategories(view.policy).map(([category, titles]) => {
    const own = lines.filter((line) => line.category === category).toSorted((a, b) => a.rank - b.rank);
    if (own.length === 0) return null;
    const title = titleOf(titles);
    const total = sumOf(sum(own, (line) => line.amountFen));
    return html`<h2>${title}</h2>${table(
      t('{category}：{n} 个，合计 {total}', { category: title, n: own.length, total }),
      columns,
      own.map((line) => [
        line.rank,
        asWritten(line.name),
        line.title === line.name ? '' : asWritten(line.title),
        sumOf(line.amountFen),
        stepList(line.steps),
      ]),
    )}`;
  })}`;
}

/** What the other reading of the cumulative cap would change (四). */
const otherReading = (lines: ListLine[]): [string, string] => {
  const total = sum(lines, (line) => line.amountFen);
  const other = sum(lines, (line) => line.otherReadingFen);
  const changed = lines.filter((line) => line.otherReadingFen !== line.amountFen).length;
  return [
    t('累计上限按另一口径理解'),
    t('合计 {total}，相差 {difference}，涉及 {n} 家', {
      total: sumOf(other),
      difference: sumOf(other - total),
      n: changed,
    }),
  ];
};

const totals = (lines: ListLine[], view: TaskView): Markup =>
  facts([
    [t('数量'), t('{n} 个', { n: lines.length })],
    [t('合计金额'), sumOf(sum(lines, (line) => line.amountFen))],
    [t('方案测算最高金额'), sumOf(planMaximumFen(view.policy))],
    otherReading(lines),
  ]);

/** 五(四): the list as one, to be confirmed as it is shown. */
export function confirmPage(view: TaskView<'confirm'>, form: FormContext): Markup {
  const { listNo, lines } = view.details;
  return html`<p>${t('第 {no} 号名单：公示期满且没有未处理异议的入围对象。确认后即正式公布。', { no: listNo })}</p>
${totals(lines, view)}${lineTables(lines, view)}
<h2 id="decide">${t('确认')}</h2>
${singleWithReason(form, 'confirm', { reasonHint: t('记录确认的依据，例如公示情况和会议纪要编号。'), button: t('确认名单') })}`;
}

/** A winner gives its account, by separate consent (PIPL 29). */
export function payeePage({ details, policy }: TaskView<'payee'>, form: FormContext): Markup {
  const { award } = details;
  const { state } = form;
  return html`${award.attempt > 1 ? panel('warn', html`<p>${t('上一次拨付被银行退回，请核对户名、开户银行和账号后重新填写。')}</p>`) : null}
${facts([
  [t('获奖单位'), asWritten(award.name)],
  [t('类别'), titleOf(policy.categories[award.category])],
  ...(award.title === award.name ? [] : [[t('项目名称'), asWritten(award.title)] satisfies Fact]),
  [t('奖补金额'), sumOf(award.amountFen)],
])}
<h2>${t('金额如何得出')}</h2>${stepList(award.steps)}
<h2 id="decide">${t('收款账户')}</h2>
<p>${tm('户名必须与登记的单位名称“{name}”一致，个人账户不能收款。', { name: asWritten(award.name) })}</p>
${decisionForm(
  form,
  html`${hidden('decision', 'account')}
${textInput({ name: 'accountName', label: t('户名'), max: 100, autocomplete: 'organization' }, state)}
${textInput({ name: 'bank', label: t('开户银行'), hint: t('写明支行全称。'), max: 100 }, state)}
${textInput({ name: 'accountNumber', label: t('账号'), hint: t('8 至 30 位数字，可用空格分隔。'), max: 40 }, state)}
<p>${t('账户信息仅用于本次奖补资金拨付，只提供给财政拨付环节，不公开、不用于其他目的；拨付和审计期满后按规定删除。您可以不同意，但将无法拨付。')}</p>
${checkbox({ name: 'consent', label: t('本单位单独同意按上述目的处理账户信息。') }, state)}`,
  t('提交收款账户'),
)}
${award.attempt > 1 ? null : declineForm(form)}`;
}

/** The stations do not agree: somebody signs that this is known, and the round closes with it on record. */
export function settlementDifferencePage({ details }: TaskView<'settlement-difference'>, form: FormContext): Markup {
  const { rows, differences } = details.reconciliation;
  return html`${table(
    t('逐环节核对'),
    [{ title: t('环节') }, { title: t('笔数'), numeric: true }, { title: t('金额'), numeric: true }],
    rows.map((row) => [recorded(row.name), row.count, sumOf(row.fen)]),
  )}
<h2>${t('差异')}</h2>
${differences.length === 0 ? html`<p>${t('各环节目前一致。')}</p>` : html`<ul>${differences.map((text) => html`<li>${recorded(text)}</li>`)}</ul>`}
<h2 id="decide">${t('确认')}</h2>
${singleWithReason(form, 'sign', { reasonHint: t('逐项说明差异的原因和后续处理，会记录在案。'), button: t('确认差异并结束') })}`;
}
