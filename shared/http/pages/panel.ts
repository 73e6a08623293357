import { policyCategories } from '../../policy/schema.ts';
import { html, type Markup } from '../html.ts';
import { PLACE_STATES, TIE_BREAK_STEPS } from '../labels.ts';
import { facts, table, tag } from '../parts.ts';
import { beijing } from '../time.ts';
import { flagTable } from './flags.ts';
import { choiceWithReason, type FormContext, singleWithReason } from './forms.ts';
import type { NamedPlace, TaskView } from './task-view.ts';

const decidedBy = (step: string | null) => (step === null ? '' : (TIE_BREAK_STEPS[step] ?? step));

/** 五(三): the ranking as the published rules made it, for the expert group's meeting to approve. */
export function deliberatePage({ details, policy }: TaskView<'deliberate'>, form: FormContext): Markup {
  const row = ({ place, name, title, spreadFlag, flags }: NamedPlace) => [
    place.rank,
    name,
    title === name ? '' : title,
    place.shown,
    PLACE_STATES[place.state],
    decidedBy(place.decidedBy),
    html`${spreadFlag ? tag('warn', '评分分歧较大') : null}${flags.length > 0 ? tag('warn', `关联提示 ${flags.length} 条`) : null}`,
  ];
  const columns = [
    { title: '名次', numeric: true },
    { title: '申报主体' },
    { title: '申报名称' },
    { title: '得分', numeric: true },
    { title: '结果' },
    { title: '同分处理' },
    { title: '提示' },
  ];
  return html`<p>名次由公布的评分规则得出，得分按未取整的数值比较。评分分歧较大的已作提示，提示不改变得分。</p>
${details.categories.map(({ category, ranked }) => {
  const { title, quota } = policy.categories[category];
  const cutOff = ranked.ranking?.cutOff;
  return html`<h2>${title}</h2>
<p>名额 ${quota.value} 个，入围 ${ranked.ranking?.shortlisted ?? 0} 个${typeof cutOff === 'string' ? `，入围线 ${Number(cutOff).toFixed(2)} 分` : ''}。</p>
${ranked.shown.length === 0 ? html`<p>本类别没有进入排名的申报。</p>` : table(`${title}排名`, columns, ranked.shown.map(row))}
${ranked.rest.reserve + ranked.rest.belowPass > 0 ? html`<p class="hint">另有递补 ${ranked.rest.reserve} 个、未达合格线 ${ranked.rest.belowPass} 个未列出。</p>` : null}`;
})}
${flagged(details, policy)}
<h2 id="decide">审议意见</h2>
${singleWithReason(form, 'approve', { reasonHint: '记录审议会议的意见，例如会议时间、参加人员范围和结论。', button: '审议通过，发布公示' })}`;
}

/** What those who are ranked share with others, for the meeting to know. Ranks do not hang on it. */
function flagged({ categories }: TaskView<'deliberate'>['details'], policy: TaskView['policy']): Markup | null {
  const shown = categories.flatMap(({ ranked }) => ranked.shown);
  const flags = shown.flatMap((place) => place.flags);
  if (flags.length === 0) return null;
  const names = new Map(
    shown.map(({ place, name, title }) => [place.applicationId, title === name ? name : `${title}（${name}）`]),
  );
  return html`<h2>与其他申报的关联</h2>${flagTable(flags, policy, ({ applicationId }) => names.get(applicationId) ?? '')}`;
}

/** 五(四): a ruling by somebody who did not decide before. The objector stays unknown to the applicant. */
export function objectionRulingPage({ details, policy }: TaskView<'objection-ruling'>, form: FormContext): Markup {
  const { objection, against, next } = details;
  const category = policyCategories(policy).find(([code]) => code === against?.place.category)?.[1];
  return html`${facts([
    ['被异议对象', against === null ? '该对象已不在入围名单中' : `${against.title}（${against.name}）`],
    ['类别与名次', against === null ? null : `${category?.title ?? ''}，第 ${against.place.rank} 名`],
    [
      '提出方',
      `${objection.objector.kind === 'person' ? '个人' : '单位'}：${objection.objector.name}，${objection.objector.phone}`,
    ],
    ['提出时间', beijing(objection.filedAt)],
    ['答复期限', beijing(objection.dueAt)],
  ])}
<p class="hint">提出方信息仅供核实使用，不得告知被异议对象。</p>
<h2>异议内容</h2><div class="written">${objection.grounds}</div>
${against === null ? null : html`<h2>与其他申报的关联</h2>${flagTable(against.flags, policy)}`}
<h2>处理结果的影响</h2>
<ul><li>异议成立：${upheldText(next)}</li><li>异议不成立：该名额解除暂缓，按原名单继续。</li></ul>
<h2 id="decide">处理决定</h2>
${choiceWithReason(form, 'objection-ruling', { reasonHint: '写明调查情况、事实依据和适用条款。', button: '提交处理决定' })}`;
}

function upheldText(next: NamedPlace | null | undefined): string {
  if (next === undefined) return '该名额已不在入围名单中，名单不再变动。';
  if (next === null) return '取消入围，没有可以递补的申报，名额空缺。';
  return `取消入围，由 ${next.title}（${next.name}，第 ${next.place.rank} 名，${next.place.shown} 分）递补，并另行公示。`;
}
