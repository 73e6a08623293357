import { sheetItems } from '../../domain/auto-scores.ts';
import type { Policy } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import { type FormState, hidden, textArea } from '../fields.ts';
import { html, type Markup, written } from '../html.ts';
import { t, titleOf } from '../language.ts';
import { panel, table } from '../parts.ts';
import { beijing } from '../time.ts';
import { applicationFacts, attachments, declaration, registerFigures } from './application.ts';
import { decisionForm, type FormContext, reasonField } from './forms.ts';
import { autoTable, sheetFields, sheetValues } from './sheet-fields.ts';
import type { TaskView } from './task-view.ts';

type View = TaskView<'second-look'>;

/** Points of a sheet or a summary, which are kept in tenths. */
const inPoints = (tenths: unknown): string => String(Number(tenths) / 10);
const numeric = (title: string) => ({ title, numeric: true });

/**
 * 五(三) 复核打分: an expert looks at its own sheet once more, and stands by it or changes it. Two forms, so that neither
 * disturbs the other. Nobody is told how far apart the sheets are, nor whose is the odd one.
 */
export function secondLookPage(view: View, form: FormContext): Markup {
  const { details, policy } = view;
  const points = policy.scoring.value.spreadFlagTenths / 10;
  return html`${panel('plain', html`<p>${t('本件各位专家的评分合计相差超过 {points} 分，请每位专家独立复核一次自己的评分，维持或者修改。修改后的评分计入总分，首次评分留存备查；到期未办理的，视为维持原评分。', { points })}</p>`)}
${applicationFacts(details, policy, { contact: false })}
<h2>${t('台账数据')}</h2>${registerFigures(details, policy)}
<h2>${t('证明材料')}</h2>${attachments(details, `${form.action}/attachments`)}
<h2>${t('申报内容')}</h2>${declaration(details, policy)}
<h2>${t('首次评分')}</h2>${autoTable(view)}${firstSheet(view)}
<h2 id="decide">${t('复核打分')}</h2>
<h3>${t('维持原评分')}</h3>
${decisionForm({ ...form, draft: null }, html`${hidden('decision', 'stand')}${reasonField(t('简要说明维持的理由，会记录在案。'), standState(form.state))}`, t('提交：维持原评分'))}
<h3>${t('修改评分')}</h3>
${decisionForm({ ...form, next: false, check: `${form.action}/summary` }, revision(view, form.state), t('核对修改后的评分'))}`;
}

/** What was wrong with one form does not belong to the other. */
const standState = (state: FormState): FormState =>
  state.values['decision'] === 'revise' ? { values: {}, errors: [] } : state;

/** Begins with the first sheet; then with what was sent or saved. */
function revision(view: View, state: FormState): Markup {
  const { details, policy } = view;
  const { pointsByItem: points, comment, comments } = details.first;
  const written = Object.keys(state.values).some((name) => name.startsWith('points.'));
  const filled = written ? state : { values: sheetValues({ points, comment, comments }), errors: [] };
  const step = policy.panel.value.stepTenths / 10;
  const hint = t('分数以 {step} 分为单位。提交前可以核对一次，提交后不能修改。', { step });
  return html`${hidden('decision', 'revise')}${sheetFields(view, filled, hint)}
${textArea({ name: 'change', label: t('修改理由'), hint: t('写明改变评分的依据，不超过 2000 字，会记录在案。'), max: 2000, rows: 4 }, filled)}`;
}

/** The expert's own points beside what the policy lets it know of the panel's. */
function firstSheet({ details, policy }: View): Markup {
  const { first, summary, application } = details;
  const of = new Map(summary?.map((item) => [item.code, item]));
  const panels = summary === null ? [] : [t('评审组最低'), t('评审组中位数'), t('评审组最高')];
  const rows = sheetItems(policy, application.category, details.auto).map((item) => {
    const its = of.get(item.code);
    return [
      titleOf(item),
      inPoints(first.pointsByItem[item.code]),
      ...(its === undefined ? [] : [its.lowest, its.median, its.highest].map(inPoints)),
      item.points,
    ];
  });
  return html`<p>${t('提交时间：{time}', { time: beijing(first.submittedAt) })}</p>
${table(t('首次评分'), [{ title: t('评分项') }, ...[t('您的评分'), ...panels, t('满分')].map(numeric)], rows)}
${summary === null ? null : html`<p class="hint">${t('评审组的数字按各项分别统计首次评分，不对应任何一位专家，也不含复核中的修改；仅供参考。')}</p>`}
${first.comment === '' ? null : html`<h3>${t('评审意见')}</h3>${written(first.comment)}`}`;
}

/** Where two sheets differ: item by item, with both totals. Points in tenths. */
export function differences(
  policy: Policy,
  category: Category,
  first: Record<string, unknown>,
  now: Record<string, unknown>,
): Markup {
  const signed = (tenths: number) => (tenths > 0 ? `+${tenths / 10}` : inPoints(tenths));
  const items = policy.categories[category].indicators.flatMap((indicator) => indicator.items);
  const rows = items
    .filter(({ code }) => code in now && Number(first[code]) !== Number(now[code]))
    .map((item) => {
      const [before, after] = [Number(first[item.code]), Number(now[item.code])];
      return [titleOf(item), inPoints(before), inPoints(after), signed(after - before)];
    });
  const sum = (sheet: Record<string, unknown>) =>
    Object.values(sheet).reduce((all: number, one) => all + Number(one), 0);
  const [before, after] = [sum(first), sum(now)];
  return table(
    t('与首次评分的差别'),
    [{ title: t('评分项') }, ...[t('首次评分'), t('修改后'), t('增减')].map(numeric)],
    [...rows, [t('合计'), inPoints(before), inPoints(after), signed(after - before)]],
  );
}
