import { planMaximumFen } from '../../domain/disbursement.ts';
import { type CategoryTotal, categoryTotals, payeeTotals, totalBudget } from '../../domain/plan-totals.ts';
import { type AwardRule, type Policy, policyCategories } from '../../policy/schema.ts';
import { SHEETS } from '../../registers/columns.ts';
import type { PlanFlag } from '../../schemas/plan-seen.ts';
import { type Bar, barChart } from '../charts/bars.ts';
import { legend } from '../charts/drawing.ts';
import type { Text } from '../english/texts.ts';
import { hidden, radios } from '../fields.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { t, titleOf, tm } from '../language.ts';
import { told } from '../own.ts';
import { type Fact, facts, panel, proposalMark, table, tag, titled } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { sumOf } from '../sums.ts';
import { beijing } from '../time.ts';
import { decisionChoices, decisionForm, type FormContext, reasonField } from './forms.ts';
import { stepList } from './money.ts';
import type { PlanLine, PlanView, ShownRegister, TaskView } from './task-view.ts';

const sum = (lines: readonly PlanLine[], of: (line: PlanLine) => number) =>
  lines.reduce((total, line) => total + of(line), 0);

export const FLAG_WORDS: Record<PlanFlag['code'], Text> = {
  dishonest: '列入失信名单',
  closed: '已注销或停业',
  renamed: '户名与最新台账不同',
  'account-missing': '没有收款账户',
};

const readingOf = (reading: (AwardRule & { kind: 'share-of-investment' })['reading']): string =>
  reading === 'remaining-cap' ? t('比例与上限减去已奖补的余额取低') : t('比例与上限取低，再减去已奖补');

function ruleOf(policy: Policy, category: PlanLine['category']): Markup {
  const { value, clause, proposal } = policy.categories[category].award;
  const rule =
    value.kind === 'fixed'
      ? t('每个定额 {sum}', { sum: sumOf(value.amountFen) })
      : t('投入的 {share}%，每家累计不超过 {cap}，{reading}', {
          share: value.sharePercent,
          cap: sumOf(value.capFen),
          reading: readingOf(value.reading),
        });
  return html`${tm('规则（方案{clause}）：{rule}', { clause: asWritten(clause), rule })}${proposalMark(proposal)}`;
}

const registerOf = ({ kind, version, at, no }: ShownRegister): Markup =>
  html`${told(SHEETS[kind].title)} <code>${version.slice(0, 12)}</code>${no === null ? t('（{time} 随批次锁定）', { time: beijing(at) }) : t('（第 {no} 版，{time} 导入）', { no, time: beijing(at) })}`;

/** What a line rests on: the rule, its inputs with the versions they are from, and each step. */
function basisOf(line: PlanLine, { registers }: PlanView, policy: Policy): Markup {
  const share = line.pastFen !== null;
  const inputs = share ? registers.basis.map((one, i) => html`${i === 0 ? '' : '；'}${registerOf(one)}`) : null;
  return html`<div class="basis"><p>${ruleOf(policy, line.category)}</p>${inputs === null ? null : html`<p>${tm('取数：{registers}', { registers: html`${inputs}` })}</p>`}${stepList(line.steps)}</div>`;
}

const flagTags = (flags: readonly PlanFlag[]): Markup | null =>
  flags.length === 0 ? null : html`${flags.map(({ code }) => html` ${tag('warn', t(FLAG_WORDS[code]))}`)}`;

function linesTable(own: PlanLine[], title: string, view: PlanView, policy: Policy): Markup {
  const flags = Map.groupBy(view.seen.flags, ({ awardId }) => awardId);
  const share = own.some(({ pastFen }) => pastFen !== null);
  const columns = [
    { title: t('名次'), numeric: true },
    ...titled('获奖单位', '项目名称'),
    { title: t('奖补金额'), numeric: true },
    { title: t('按另一口径'), numeric: true },
    { title: t('相差'), numeric: true },
    { title: t('计算过程') },
  ];
  const rows = own.map((line) => [
    line.rank,
    html`${asWritten(line.name)}${flagTags(flags.get(line.awardId) ?? [])}`,
    line.title === line.name ? '' : asWritten(line.title),
    sumOf(line.amountFen),
    share ? sumOf(line.otherReadingFen) : '',
    share ? sumOf(line.otherReadingFen - line.amountFen) : '',
    basisOf(line, view, policy),
  ]);
  const total = sumOf(sum(own, (line) => line.amountFen));
  return table(t('{category}：{n} 个，合计 {total}', { category: title, n: own.length, total }), columns, rows);
}

const lineTables = (view: PlanView, policy: Policy): Markup =>
  html`${policyCategories(policy).map(([category, titles]) => {
    const own = view.lines.filter((line) => line.category === category).toSorted((a, b) => a.rank - b.rank);
    const title = titleOf(titles);
    return own.length === 0 ? null : html`<h2>${title}</h2>${linesTable(own, title, view, policy)}`;
  })}`;

/** Both readings of the cumulative cap (四), side by side. */
function readings(lines: PlanLine[]): Fact[] {
  const total = sum(lines, (line) => line.amountFen);
  const other = sum(lines, (line) => line.otherReadingFen);
  const n = lines.filter((line) => line.otherReadingFen !== line.amountFen).length;
  const difference = sumOf(other - total);
  return [
    [t('合计金额'), sumOf(total)],
    [
      t('累计上限按另一口径理解'),
      t('合计 {total}，相差 {difference}，涉及 {n} 家', { total: sumOf(other), difference, n }),
    ],
  ];
}

const percent = (part: number, whole: number): string => (whole === 0 ? '0%' : `${Math.round((part / whole) * 100)}%`);

/** This plan and earlier ones against the budget of each category, drawn and in figures. */
function budget(view: PlanView, policy: Policy): Markup {
  const totals = categoryTotals(policy, view.lines, view.earlier).filter(
    ({ lines, earlierFen }) => lines + earlierFen > 0,
  );
  const titles = (one: CategoryTotal) => titleOf(policy.categories[one.category]);
  const bars = totals.map(
    (one): Bar => ({
      label: titles(one),
      parts: [
        { css: 's2', value: one.earlierFen / one.budgetFen },
        { css: 's1', value: one.fen / one.budgetFen },
        { css: 's0', value: Math.max(0, 1 - (one.earlierFen + one.fen) / one.budgetFen) },
      ],
      note: percent(one.earlierFen + one.fen, one.budgetFen),
    }),
  );
  const whole = totalBudget(policy, categoryTotals(policy, view.lines, view.earlier));
  const [fen, earlierFen] = [
    sum(view.lines, (line) => line.amountFen),
    view.earlier.reduce((all, one) => all + one.amountFen, 0),
  ];
  const row = (
    title: string,
    lines: number,
    own: { fen: number; earlierFen: number; budgetFen: number; stated: boolean },
  ) => [
    title,
    lines,
    sumOf(own.fen),
    sumOf(own.earlierFen),
    html`${sumOf(own.budgetFen)}${own.stated ? null : t('（方案测算最高）')}`,
    percent(own.fen + own.earlierFen, own.budgetFen),
  ];
  const frame = {
    id: 'budget',
    title: t('各类别占预算的比例'),
    description: bars.map(({ label, note }) => `${label} ${note}`).join('；'),
  };
  const columns = [t('类别'), t('数量'), t('本方案'), t('此前的方案'), t('预算'), t('占比')].map((title, i) => ({
    title,
    numeric: i > 0,
  }));
  const rows = [
    ...totals.map((one) => row(titles(one), one.lines, one)),
    row(t('合计'), view.lines.length, { ...whole, fen, earlierFen }),
  ];
  return html`<h2>${t('各类别合计与预算')}</h2><figure class="diagram">${barChart(frame, bars)}${legend([
    { css: 's2', text: t('此前的方案') },
    { css: 's1', text: t('本方案') },
    { css: 's0', text: t('预算余额') },
  ])}</figure>${table(t('各类别合计与预算'), columns, rows)}${policy.plan === undefined ? null : html`<p class="hint">${asWritten(policy.plan.note ?? '')}${proposalMark(policy.plan.proposal)}</p>`}`;
}

function payees(lines: PlanLine[]): Markup | null {
  const several = payeeTotals(lines);
  if (several.length === 0) return null;
  const columns = [
    ...titled('获奖单位', '统一社会信用代码'),
    { title: t('项数'), numeric: true },
    { title: t('合计金额'), numeric: true },
  ];
  const rows = several.map((one) => [asWritten(one.name), html`<code>${one.uscc}</code>`, one.awards, sumOf(one.fen)]);
  return html`<h2>${t('有多项奖补的单位')}</h2>${table(t('有多项奖补的单位'), columns, rows)}`;
}

/** What is to be seen of the payees, by the newest registers. Whoever approves weighs it; nothing follows from it by itself. */
function flagged({ seen, lines, registers, accountless }: PlanView): Markup {
  const names = new Map(lines.map(({ awardId, name }) => [awardId, name]));
  const found = seen.flags.map(({ awardId, code, evidence }) => [
    asWritten(names.get(awardId) ?? awardId),
    t(FLAG_WORDS[code]),
    recorded(evidence),
  ]);
  const list =
    found.length === 0
      ? html`<p>${t('没有需要提示的事项。')}</p>`
      : panel('warn', table(t('需要留意的收款单位'), titled('获奖单位', '提示', '说明'), found));
  const looked = html`${registers.looked.map((one, i) => html`${i === 0 ? '' : '；'}${registerOf(one)}`)}`;
  const waiting =
    accountless.length === 0
      ? null
      : html`<p>${t('另有 {n} 项奖补没有提供收款账户，未列入本方案：', { n: accountless.length })}${accountless.map(({ name, amountFen }, i) => html`${i === 0 ? '' : '；'}${asWritten(name)} ${sumOf(amountFen)}`)}</p>`;
  return html`<h2>${t('提示事项')}</h2><p>${t('以下按最新台账提示，仅供审批人判断，不是结论；审批时的提示会记录在案。')}</p>${list}
<p class="hint">${tm('核对于{time}，依据：{registers}', { time: beijing(seen.at), registers: looked })}</p>${waiting}`;
}

const firstApproval = (first: PlanView['first']): Markup | null =>
  first === null
    ? null
    : panel(
        'plain',
        html`<p>${tm('{name}于{time}已同意本方案，现由您作第二审批：', { name: asWritten(first.byName), time: beijing(first.at) })}</p>${written(first.reason)}`,
      );

/** 五(五): the disbursement plan, approved by somebody else than who confirmed its lists; by two where the policy wants it. */
export function approvePlanPage({ details: view, policy }: TaskView<'approve-plan'>, form: FormContext): Markup {
  const { planNo, lines, totalFen } = view;
  const two = policy.plan?.value.coApproval === true;
  return html`<p>${t('第 {no} 号资金拨付方案。同意后系统向财务发出拨付指令；系统本身不付款。', { no: planNo })}</p>
${two ? html`<p>${t('本方案须由两人先后审批，任何一人退回即重新编制；确认所涉名单的人员不能审批。')}</p>` : null}${firstApproval(view.first)}
<p class="noprint"><a href="${form.action}/plan.xlsx">${t('下载拨付方案表（Excel）')}</a></p>
${facts([[t('数量'), t('{n} 个', { n: lines.length })], ...readings(lines), [t('方案测算最高金额'), sumOf(planMaximumFen(policy))]])}
${sum(lines, (line) => line.amountFen) === totalFen ? null : panel('bad', html`<p>${t('方案记录的合计为 {total}，与明细之和不一致，请勿同意，并联系系统管理人员。', { total: sumOf(totalFen) })}</p>`)}
${flagged(view)}${budget(view, policy)}${payees(lines)}${lineTables(view, policy)}
<h2 id="decide">${t('审批')}</h2>
${decisionForm(
  form,
  html`${hidden('seen', view.seenCode)}${radios({ name: 'decision', label: t('决定'), choices: decisionChoices('approve-plan', { reject: t('名单不变，方案重新编制后再次报批') }) }, form.state)}
${reasonField(t('记录审批的依据，例如预算安排和会议纪要编号。'), form.state)}`,
  t('提交审批意见'),
)}`;
}
