import type { Text } from '../english/texts.ts';
import { checkbox, hidden, submit } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { type Fact, facts, panel } from '../parts.ts';
import { beijing } from '../time.ts';
import { applicationFacts, attachments, declaration, identityFacts, registerFigures } from './application.ts';
import { decisionForm, type FormContext, reasonField } from './forms.ts';
import { autoTable, sheetFields } from './sheet-fields.ts';
import type { TaskView } from './task-view.ts';

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

function sheet(view: TaskView<'score'>, form: FormContext): Markup {
  const { policy } = view;
  const step = policy.panel.value.stepTenths / 10;
  const state = form.state.values['decision'] === 'recuse' ? { values: {}, errors: [] } : form.state;
  const hint =
    policy.expertStage.value.changes === true
      ? t('分数以 {step} 分为单位。提交前可以核对一次，提交后在截止时间前可以修改。', { step })
      : t('分数以 {step} 分为单位。提交前可以核对一次，提交后不能修改。', { step });
  return html`${hidden('decision', 'submit')}${sheetFields(view, state, hint)}`;
}
