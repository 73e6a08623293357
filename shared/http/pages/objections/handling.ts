import { askedOfObjector, hearingOf, mayTake, seenOf } from '../../../domain/objections.ts';
import { policyCategories } from '../../../policy/schema.ts';
import type { DeclineGround, ObjectionRecord } from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { hidden, radios, select, textArea } from '../../fields.ts';
import { asWritten, html, type Markup, written } from '../../html.ts';
import { t, titleOf, tm } from '../../language.ts';
import { facts, panel } from '../../parts.ts';
import { sumOf } from '../../sums.ts';
import { beijing } from '../../time.ts';
import { flagTable } from '../flags.ts';
import { decisionChoices, decisionForm, type FormContext, reasonField } from '../forms.ts';
import type { HandlingView, TaskView } from '../task-view.ts';
import { fileList, stepTable } from './steps.ts';

export const DECLINE_TITLES: Record<DeclineGround, Text> = {
  anonymous: '匿名，或者身份无法核实',
  'out-of-time': '超过公示期提出',
  'not-about-list': '与入围名单无关',
  duplicate: '同一事由重复提出',
  abusive: '滥用异议',
};

/** 五(四): a ruling by somebody who did not decide before. The objector stays unknown to the applicant. */
export function objectionRulingPage({ details, policy }: TaskView<'objection-ruling'>, form: FormContext): Markup {
  const { objection, objector, against } = details;
  const { files, supplements, grounds } = objector;
  return html`${involved(objection)}${identity(details, policy)}
<p class="hint">${t('提出方信息仅供核实使用，不得告知被异议对象。')}</p>
<h2>${t('异议内容')}</h2>${written(grounds)}
${supplements.map(({ at, text }) => html`<h3>${t('{time}补充', { time: beijing(at) })}</h3>${written(text)}`)}
${fileList(files, (n) => `${form.action}/objection-files/${n}`)}
${against === null ? null : html`<h2>${t('与其他申报的关联')}</h2>${flagTable(against.flags, policy)}`}
<h2>${t('办理经过')}</h2>${stepTable(objection)}${heard(details)}
${stepForms(details, form)}
<h2>${t('处理结果的影响')}</h2>${effectText(details)}
<h2 id="decide">${t('处理决定')}</h2>
${rulingForm(details, policy, form)}`;
}

/** Said where nobody was left who had not decided. */
const involved = ({ handlerDecided }: ObjectionRecord): Markup | null =>
  handlerDecided === 0
    ? null
    : panel(
        'warn',
        html`<p>${t('本单位没有未参与过本申报决定的人员，这份异议交由参与最少的人员（参与 {n} 次）办理，已记录在案。请考虑增加人员或回避。', { n: handlerDecided })}</p>`,
      );

function identity({ objection, objector, against }: HandlingView, policy: TaskView['policy']): Markup {
  const category = policyCategories(policy).find(([code]) => code === against?.place.category)?.[1];
  const { kind, name, phone, email, refused } = objector;
  return facts([
    [
      t('被异议对象'),
      against === null ? t('该对象已不在入围名单中') : asWritten(`${against.title}（${against.name}）`),
    ],
    [
      t('类别与名次'),
      against === null
        ? null
        : t('{category}，第 {rank} 名', {
            category: category === undefined ? '' : titleOf(category),
            rank: against.place.rank,
          }),
    ],
    [
      t('提出方'),
      tm(kind === 'person' ? '个人：{name}，{phone}' : '单位：{name}，{phone}', { name: asWritten(name), phone }),
    ],
    [
      t('电子邮箱'),
      refused === undefined ? email : t('{email}（最近一封邮件未能送达，请电话联系）', { email: email ?? '' }),
    ],
    [t('提出时间'), beijing(objection.filedAt)],
    [t('答复期限'), beijing(objection.dueAt)],
  ]);
}

/** What the applicant was told, and what it said. */
function heard({ objection }: HandlingView): Markup | null {
  const hearing = hearingOf(objection);
  if (hearing === null) return null;
  return html`<h3>${t('告知申报单位的内容')}</h3>${written(hearing.asked.text ?? '')}
<h3>${t('申报单位的说明')}</h3>${hearing.answer === null ? html`<p>${t('尚未答复。')}</p>` : written(hearing.answer.text ?? '')}`;
}

/** Field of each step's words: every form of the page has its own. */
export const STEP_FIELDS = { accept: null, ask: 'askText', hear: 'hearText', 'ex-officio': 'exOfficioText' } as const;

/** What can be done before the ruling, each by a form of its own. */
function stepForms({ objection, now }: HandlingView, { action, csrf, state }: FormContext): Markup {
  const form = (step: keyof typeof STEP_FIELDS, title: string, says: string, label: string | null, button: string) => {
    const field = STEP_FIELDS[step];
    if (!mayTake(objection, step, now)) return null;
    return html`<h3>${title}</h3><p>${says}</p>
<form method="post" action="${action}/objection" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('step', step)}${field === null || label === null ? null : textArea({ name: field, label, max: 2000, rows: 4 }, state)}<button class="quiet" type="submit">${button}</button></form>`;
  };
  const waiting = askedOfObjector(objection);
  return html`<h2>${t('办理')}</h2>${waiting === null ? null : html`<p>${t('等待提出人补充材料，截止 {time}；逾期没有补充的，按已有材料处理。', { time: beijing(waiting.until ?? objection.dueAt) })}</p>`}
${form('accept', t('受理'), t('符合受理条件的，先予受理，提出人会在进度页面看到。不予受理的，在下面的处理决定中选择。'), null, t('受理这份异议'))}
${form('ask', t('要求补充材料'), t('列明需要提出人补充的全部内容，只在提出人的进度页面显示。'), t('需要补充的内容'), t('发出补充要求'))}
${form('hear', t('听取申报单位意见'), t('告知申报单位被异议的事项，不得写明或暗示提出人。'), t('告知的内容'), t('发给申报单位'))}
${form('ex-officio', t('依职权继续核查'), t('提出人撤回后仍须查清的，写明理由；此后撤回不影响办理，名额继续暂缓。'), t('继续核查的理由'), t('决定继续核查'))}`;
}

function effectText({ effect, leaves, movesUp }: HandlingView): Markup {
  const others = html`<li>${t('异议不成立、不予受理：该名额解除暂缓，按原名单继续。')}</li>`;
  if (effect === null || leaves === null)
    return html`<ul><li>${tm('异议成立：{effect}', { effect: t('该名额已不在入围名单中，名单不再变动。') })}</li>${others}</ul>`;
  const out = t('取消入围，不再安排奖补 {sum}', { sum: sumOf(leaves.amountFen) });
  const moved =
    movesUp === null
      ? html`<li>${t('没有可以递补的申报，名额空缺。')}</li>`
      : html`<li>${tm('由 {title}（{name}，第 {rank} 名，{points} 分）递补，奖补 {sum}。', {
          ...{ title: asWritten(movesUp.place.title), name: asWritten(movesUp.place.name) },
          ...{ rank: movesUp.place.place.rank, points: movesUp.place.place.shown, sum: sumOf(movesUp.amountFen) },
        })}</li><li>${movesUp.noticeEndsAt === null ? t('递补对象另行公示；公示期要用到的放假安排还没有录入，录入后才能裁定成立。') : t('递补对象另行公示，现在决定的，公示至 {time}。', { time: beijing(movesUp.noticeEndsAt) })}</li>
<li>${t('奖补总额变动：{change}', { change: changeOf(movesUp.amountFen - leaves.amountFen) })}</li>`;
  return html`<ul><li>${tm('异议成立：{effect}', { effect: out })}<ul>${moved}</ul></li>${others}</ul>`;
}

const changeOf = (fen: number): string => {
  if (fen === 0) return t('不变');
  return fen > 0 ? t('增加 {sum}', { sum: sumOf(fen) }) : t('减少 {sum}', { sum: sumOf(-fen) });
};

function rulingForm({ objection, effect }: HandlingView, policy: TaskView['policy'], form: FormContext): Markup {
  const { declineGrounds } = policy.objection.value;
  const heardYet = hearingOf(objection)?.answer != null;
  const grounds = declineGrounds.map((ground) => ({ value: ground, label: t(DECLINE_TITLES[ground]) }));
  return html`${heardYet ? null : panel('warn', html`<p>${t('还没有申报单位的说明。认定异议成立前，应当听取申报单位的意见。')}</p>`)}
${decisionForm(
  form,
  html`${hidden('seen', seenOf(objection, effect))}${radios({ name: 'decision', label: t('决定'), choices: decisionChoices('objection-ruling') }, form.state)}
${select({ name: 'ground', label: t('不予受理的情形（只在不予受理时选择）'), groups: [{ label: t('情形'), choices: grounds }] }, form.state)}
${reasonField(t('写明调查情况、事实依据和适用条款，提出人可以看到。'), form.state)}`,
  t('提交处理决定'),
)}`;
}

/** 听取意见: what is objected to the applicant's entry, and its answer. Nothing here comes from the objector. */
export function objectionHearingPage({ details }: TaskView<'objection-hearing'>, form: FormContext): Markup {
  return html`<p>${t('公示期间收到对本申报的异议。受理单位在作出决定前听取本单位的意见，请据实说明；逾期没有说明的，按已有材料处理。')}</p>
<h2>${t('被异议的事项')}</h2>${written(details.asked)}
<h2 id="decide">${t('本单位的说明')}</h2>
${decisionForm(
  form,
  html`${hidden('decision', 'answer')}${textArea({ name: 'statement', label: t('说明'), hint: t('写明事实和依据，不超过 4000 字；提交后不能修改。'), max: 4000, rows: 10 }, form.state)}`,
  t('提交说明'),
)}`;
}
