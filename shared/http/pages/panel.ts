import { policyCategories } from '../../policy/schema.ts';
import type { ObjectionRecord } from '../../schemas/records.ts';
import { asWritten, html, type Markup, written } from '../html.ts';
import { PLACE_STATES, TIE_BREAK_STEPS } from '../labels.ts';
import { t, titleOf, tm } from '../language.ts';
import { facts, table, tag, titled } from '../parts.ts';
import { beijing } from '../time.ts';
import { flagTable } from './flags.ts';
import { choiceWithReason, type FormContext, singleWithReason } from './forms.ts';
import type { NamedPlace, RankedCategory, TaskView } from './task-view.ts';

function decidedBy(step: string | null): string {
  if (step === null) return '';
  const known = TIE_BREAK_STEPS[step];
  return known === undefined ? step : t(known);
}

/** An entry and whose it is. */
const entry = ({ title, name }: { title: string; name: string }): Markup | string => asWritten(`${title}（${name}）`);

/** 五(三): the ranking as the published rules made it, for the expert group's meeting to approve. */
export function deliberatePage({ details, policy }: TaskView<'deliberate'>, form: FormContext): Markup {
  const row = ({ place, name, title, spreadFlag, lookedAgain, flags }: NamedPlace) => [
    place.rank,
    asWritten(name),
    title === name ? '' : asWritten(title),
    place.shown,
    t(PLACE_STATES[place.state]),
    decidedBy(place.decidedBy),
    html`${spreadFlag ? tag('warn', t('评分分歧较大')) : null}${lookedAgain ? tag('plain', t('评分已复核')) : null}${flags.length > 0 ? tag('warn', t('关联提示 {n} 条', { n: flags.length })) : null}`,
  ];
  const columns = [
    { title: t('名次'), numeric: true },
    ...titled('申报主体', '申报名称'),
    { title: t('得分'), numeric: true },
    ...titled('结果', '同分处理', '提示'),
  ];
  return html`<p>${t('名次由公布的评分规则得出，得分按未取整的数值比较。评分分歧较大的已作提示，提示不改变得分。')}</p>
${details.categories.map(({ category, ranked }) => {
  const { quota, ...titles } = policy.categories[category];
  const title = titleOf(titles);
  return html`<h2>${title}</h2>
<p>${cutText(quota.value, ranked.ranking)}</p>
${ranked.shown.length === 0 ? html`<p>${t('本类别没有进入排名的申报。')}</p>` : table(t('{category}排名', { category: title }), columns, ranked.shown.map(row))}
${ranked.rest.reserve + ranked.rest.belowPass > 0 ? html`<p class="hint">${t('另有递补 {reserve} 个、未达合格线 {below} 个未列出。', { reserve: ranked.rest.reserve, below: ranked.rest.belowPass })}</p>` : null}`;
})}
${flagged(details, policy)}
<h2 id="decide">${t('审议意见')}</h2>
${singleWithReason(form, 'approve', { reasonHint: t('记录审议会议的意见，例如会议时间、参加人员范围和结论。'), button: t('审议通过，发布公示') })}`;
}

function cutText(quota: number, ranking: RankedCategory['ranking']): string {
  const [n, cutOff] = [ranking?.shortlisted ?? 0, ranking?.cutOff];
  return typeof cutOff === 'string'
    ? t('名额 {quota} 个，入围 {n} 个，入围线 {points} 分。', { quota, n, points: Number(cutOff).toFixed(2) })
    : t('名额 {quota} 个，入围 {n} 个。', { quota, n });
}

/** What those who are ranked share with others, for the meeting to know. Ranks do not hang on it. */
function flagged({ categories }: TaskView<'deliberate'>['details'], policy: TaskView['policy']): Markup | null {
  const shown = categories.flatMap(({ ranked }) => ranked.shown);
  const flags = shown.flatMap((place) => place.flags);
  if (flags.length === 0) return null;
  const names = new Map(
    shown.map(({ place, name, title }) => [place.applicationId, title === name ? name : `${title}（${name}）`]),
  );
  return html`<h2>${t('与其他申报的关联')}</h2>${flagTable(flags, policy, ({ applicationId }) => names.get(applicationId) ?? '')}`;
}

/** 五(四): a ruling by somebody who did not decide before. The objector stays unknown to the applicant. */
export function objectionRulingPage({ details, policy }: TaskView<'objection-ruling'>, form: FormContext): Markup {
  const { objection, against, next } = details;
  const category = policyCategories(policy).find(([code]) => code === against?.place.category)?.[1];
  return html`${facts([
    [t('被异议对象'), against === null ? t('该对象已不在入围名单中') : entry(against)],
    [
      t('类别与名次'),
      against === null
        ? null
        : t('{category}，第 {rank} 名', {
            category: category === undefined ? '' : titleOf(category),
            rank: against.place.rank,
          }),
    ],
    [t('提出方'), objector(objection)],
    [t('提出时间'), beijing(objection.filedAt)],
    [t('答复期限'), beijing(objection.dueAt)],
  ])}
<p class="hint">${t('提出方信息仅供核实使用，不得告知被异议对象。')}</p>
<h2>${t('异议内容')}</h2>${written(objection.grounds)}
${against === null ? null : html`<h2>${t('与其他申报的关联')}</h2>${flagTable(against.flags, policy)}`}
<h2>${t('处理结果的影响')}</h2>
<ul><li>${tm('异议成立：{effect}', { effect: upheldText(next) })}</li><li>${t('异议不成立：该名额解除暂缓，按原名单继续。')}</li></ul>
<h2 id="decide">${t('处理决定')}</h2>
${choiceWithReason(form, 'objection-ruling', { reasonHint: t('写明调查情况、事实依据和适用条款。'), button: t('提交处理决定') })}`;
}

const objector = ({ objector: { kind, name, phone } }: ObjectionRecord): Markup =>
  tm(kind === 'person' ? '个人：{name}，{phone}' : '单位：{name}，{phone}', { name: asWritten(name), phone });

function upheldText(next: NamedPlace | null | undefined): Markup | string {
  if (next === undefined) return t('该名额已不在入围名单中，名单不再变动。');
  if (next === null) return t('取消入围，没有可以递补的申报，名额空缺。');
  const { title, name, place } = next;
  return tm('取消入围，由 {title}（{name}，第 {rank} 名，{points} 分）递补，并另行公示。', {
    ...{ title: asWritten(title), name: asWritten(name), rank: place.rank, points: place.shown },
  });
}
