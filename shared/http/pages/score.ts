import { sheetItems } from '../../domain/auto-scores.ts';
import { parse, toFixedHalfUp } from '../../domain/rational.ts';
import type { Indicator, SubItem } from '../../policy/schema.ts';
import type { Text } from '../english/texts.ts';
import { checkbox, fieldId, hidden, numberInput, submit, textArea } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, titleOf, tm } from '../language.ts';
import { type Fact, facts, panel, proposalMark, table } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { beijing } from '../time.ts';
import { applicationFacts, attachments, declaration, identityFacts, registerFigures } from './application.ts';
import { decisionForm, type FormContext, reasonField } from './forms.ts';
import type { TaskView } from './task-view.ts';

const shown = (points: string) => t('{points} 分', { points: toFixedHalfUp(parse(points), 2) });

/** 五(三): one expert scores one application, or stands aside. Two forms, so that neither disturbs the other. */
export function scorePage(view: TaskView<'score'>, form: FormContext): Markup {
  const { details, policy, task } = view;
  if (task.declaredAt === undefined) return firstLook(view, form);
  return html`${applicationFacts(details, policy, { contact: false })}
<p class="noprint">${tm('本人已于 {time} 声明没有利害关系；如有，请{recuse}。', { time: beijing(task.declaredAt), recuse: html`<a href="#recuse">${t('申请回避')}</a>` })}</p>
<h2>${t('台账数据')}</h2>${registerFigures(details, policy)}
<h2>${t('证明材料')}</h2>${attachments(details, `${form.action}/attachments`)}
<h2>${t('申报内容')}</h2>${declaration(details, policy)}
<h2 id="decide">${t('评分')}</h2>${handedIn(view)}${autoTable(view)}
${decisionForm({ ...form, next: false, check: `${form.action}/summary` }, sheet(view, form), t('核对并提交'))}
${recusal(form)}`;
}

/** Where sheets may be changed until the deadline: what counts as it stands. */
const handedIn = ({ task }: TaskView<'score'>): Markup | null =>
  task.handedIn === undefined
    ? null
    : panel(
        'good',
        html`<p role="status">${t('已于 {time} 提交。截止时间前可以修改，修改后须再次提交；到期以最后一次提交的为准。', { time: beijing(task.handedIn.at) })}</p>`,
      );

/** 回避: before anything of the application is shown, the expert says whether anything ties it to whoever is behind it. */
function firstLook({ details, policy }: TaskView<'score'>, form: FormContext): Markup {
  const { application, related } = details;
  const state = recuseState(form) === form.state ? { values: {}, errors: [] } : form.state;
  return html`${facts([
    ...identityFacts(application, policy),
    ...(related.length === 0 ? [] : [[t('关联单位'), asWritten(related.join('、'))] satisfies Fact]),
  ])}
<h2 id="decide">${t('利害关系声明')}</h2>
<p>${t(TIES)}${t('声明之后显示申报材料和评分表。')}</p>
<form method="post" action="${form.action}/declare" accept-charset="utf-8">${hidden('csrf', form.csrf)}
${checkbox({ name: 'noConflict', label: t('本人与该申报主体及其关联单位没有利害关系，将独立、客观、公正评分。') }, state)}${submit(t('声明并开始评审'))}</form>
${recusal(form)}`;
}

const TIES: Text =
  '与申报主体、其服务商或被服务企业有任职、持股、亲属、顾问、诉讼或近一年内服务、审计等利害关系的，应当回避。';

const recusal = (form: FormContext): Markup => html`<h2 id="recuse">${t('回避')}</h2>
<p>${t(TIES)}</p>
${decisionForm({ ...form, draft: null }, html`${hidden('decision', 'recuse')}${reasonField(t('简要说明需要回避的关系。'), recuseState(form))}`, t('申请回避'))}`;

/** What was wrong with the sheet does not belong to the other form, nor the other way round. */
const recuseState = ({ state }: FormContext) =>
  state.values['decision'] === 'recuse' ? state : { values: {}, errors: [] };

function autoTable({ details, policy }: TaskView<'score'>): Markup | null {
  if (details.auto.length === 0) return null;
  const items = policy.categories[details.application.category].indicators.flatMap((indicator) => indicator.items);
  return table(
    t('以下各项由系统按台账计算，无需评分'),
    [{ title: t('评分项') }, { title: t('得分'), numeric: true }, { title: t('计算过程') }],
    details.auto.map((auto) => {
      const item = items.find(({ code }) => code === auto.code);
      return [item === undefined ? auto.code : titleOf(item), shown(auto.points), recorded(auto.working)];
    }),
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
        label: t('{item}（0 至 {points} 分）', { item: titleOf(sub), points: sub.points }),
        ...(sub.by === 'expert' && sub.guide !== undefined ? { hint: asWritten(sub.guide) } : {}),
        min: 0,
        max: sub.points,
        step,
      },
      state,
    );
  const group = (indicator: Indicator) => {
    const own = indicator.items.filter((sub) => asked.has(sub.code));
    if (own.length === 0) return null;
    const title = titleOf(indicator);
    const label = t('对“{indicator}”的说明', { indicator: title });
    const comment = { name: `comments.${indicator.code}`, label, max: 1000, rows: 2 };
    return html`<fieldset><legend><h3>${t('{indicator}（共 {points} 分）', { indicator: title, points: indicator.points })}${proposalMark(indicator.proposal)}</h3></legend>${own.map(item)}${textArea({ ...comment, hint: t('可以不填。') }, state)}</fieldset>`;
  };
  return html`${hidden('decision', 'submit')}<p class="hint" id="${fieldId('points')}">${policy.expertStage.value.changes === true ? t('分数以 {step} 分为单位。提交前可以核对一次，提交后在截止时间前可以修改。', { step }) : t('分数以 {step} 分为单位。提交前可以核对一次，提交后不能修改。', { step })}</p>
${policy.categories[category].indicators.map(group)}
${textArea({ name: 'comment', label: t('评审意见'), hint: t('可以不填，不超过 4000 字。'), max: 4000 }, state)}`;
}
