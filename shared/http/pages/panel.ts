import { asWritten, html, type Markup } from '../html.ts';
import { PLACE_STATES, TIE_BREAK_STEPS } from '../labels.ts';
import { t, titleOf } from '../language.ts';
import { table, tag, titled } from '../parts.ts';
import { flagTable } from './flags.ts';
import { type FormContext, singleWithReason } from './forms.ts';
import type { NamedPlace, RankedCategory, TaskView } from './task-view.ts';

function decidedBy(step: string | null): string {
  if (step === null) return '';
  const known = TIE_BREAK_STEPS[step];
  return known === undefined ? step : t(known);
}

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
