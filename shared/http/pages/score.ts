import { sheetItems } from '../../domain/auto-scores.ts';
import { parse, toFixedHalfUp } from '../../domain/rational.ts';
import type { Indicator, SubItem } from '../../policy/schema.ts';
import { checkbox, fieldId, hidden, numberInput, textArea } from '../fields.ts';
import { html, type Markup } from '../html.ts';
import { proposalMark, table } from '../parts.ts';
import { applicationFacts, attachments, declaration, registerFigures } from './application.ts';
import { decisionForm, type FormContext, reasonField } from './forms.ts';
import type { TaskView } from './task-view.ts';

const shown = (points: string) => `${toFixedHalfUp(parse(points), 2)} 分`;

/** 五(三): one expert scores one application, or stands aside. Two forms, so that neither disturbs the other. */
export function scorePage(view: TaskView<'score'>, form: FormContext): Markup {
  const { details, policy } = view;
  return html`${applicationFacts(details, policy, { contact: false })}
<p class="noprint">有利害关系的，请<a href="#recuse">申请回避</a>。</p>
<h2>台账数据</h2>${registerFigures(details, policy)}
<h2>证明材料</h2>${attachments(details, `${form.action}/attachments`)}
<h2>申报内容</h2>${declaration(details, policy)}
<h2 id="decide">评分</h2>${autoTable(view)}
${decisionForm(form, sheet(view, form), '提交评分')}
<h2 id="recuse">回避</h2>
<p>与申报主体、其服务商或被服务企业有任职、持股、亲属、顾问、诉讼或近一年内服务、审计等利害关系的，应当回避。</p>
${decisionForm({ ...form, draft: null }, html`${hidden('decision', 'recuse')}${reasonField('简要说明需要回避的关系。', recuseState(form))}`, '申请回避')}`;
}

/** What was wrong with the sheet does not belong to the other form, nor the other way round. */
const recuseState = ({ state }: FormContext) =>
  state.values['decision'] === 'recuse' ? state : { values: {}, errors: [] };

function autoTable({ details, policy }: TaskView<'score'>): Markup | null {
  if (details.auto.length === 0) return null;
  const items = policy.categories[details.application.category].indicators.flatMap((indicator) => indicator.items);
  return table(
    '以下各项由系统按台账计算，无需评分',
    [{ title: '评分项' }, { title: '得分', numeric: true }, { title: '计算过程' }],
    details.auto.map((auto) => [
      items.find((item) => item.code === auto.code)?.title ?? auto.code,
      shown(auto.points),
      auto.working,
    ]),
  );
}

function sheet({ details, policy }: TaskView<'score'>, form: FormContext): Markup {
  const { category } = details.application;
  const asked = new Set(sheetItems(policy, category, details.auto).map((item) => item.code));
  const step = policy.panel.value.stepTenths / 10;
  const state = form.state.values['decision'] === 'recuse' ? { values: {}, errors: [] } : form.state;
  const item = (sub: SubItem) =>
    numberInput(
      {
        name: `points.${sub.code}`,
        label: `${sub.title}（0 至 ${sub.points} 分）`,
        ...(sub.by === 'expert' && sub.guide !== undefined ? { hint: sub.guide } : {}),
        min: 0,
        max: sub.points,
        step,
      },
      state,
    );
  const group = (indicator: Indicator) => {
    const own = indicator.items.filter((sub) => asked.has(sub.code));
    if (own.length === 0) return null;
    return html`<fieldset><legend><h3>${indicator.title}（共 ${indicator.points} 分）${proposalMark(indicator.proposal)}</h3></legend>${own.map(item)}</fieldset>`;
  };
  return html`${hidden('decision', 'submit')}<p class="hint" id="${fieldId('points')}">分数以 ${step} 分为单位。提交后不能修改。</p>
${policy.categories[category].indicators.map(group)}
${textArea({ name: 'comment', label: '评审意见', hint: '可以不填，不超过 4000 字。', max: 4000 }, state)}
${checkbox({ name: 'noConflict', label: '本人与该申报主体没有利害关系，评分客观公正。' }, state)}`;
}
