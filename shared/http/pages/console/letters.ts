import { type Policy, policyCategories } from '../../../policy/schema.ts';
import type { Category } from '../../../schemas/basics.ts';
import type { ReleaseRecord, Result, ResultKind } from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { checkbox, type FormState, freshForm, hidden, submit, textArea } from '../../fields.ts';
import { asWritten, html, type Markup, written } from '../../html.ts';
import { t } from '../../language.ts';
import { facts, panel, table } from '../../parts.ts';
import { beijing, beijingSeconds } from '../../time.ts';
import { resultSection } from '../result.ts';
import { type Console, categoryTitle, consolePage, consolePath } from './frame.ts';
import { tooMany } from './funnel.ts';

/** How many letters there are of a kind: pending, and sent. `first` is one of them to look at. */
export interface KindCount {
  pending: number;
  sent: number;
  first: string | null;
}
export interface CategoryLetters {
  category: Category;
  kinds: Record<ResultKind, KindCount>;
  /** Winners who were told with the request for their account. */
  told: number;
  /** Places that may still become something else. */
  open: number;
  release: 'done' | 'some' | 'early';
  /** In their order. */
  releases: (ReleaseRecord & { byName: string })[];
}
export interface LettersView {
  policy: Policy;
  categories: CategoryLetters[];
  csrf(category: Category): string;
  /** What was typed, in the form of one category. */
  state: { category: Category; form: FormState } | null;
}

const KINDS = ['awarded', 'reserve', 'not-awarded'] as const;
const TITLES: Record<ResultKind, Text> = { awarded: '获奖通知', reserve: '候补通知', 'not-awarded': '未获奖通知' };
const PREVIEWS: Record<ResultKind, Text> = {
  awarded: '预览获奖通知',
  reserve: '预览候补通知',
  'not-awarded': '预览未获奖通知',
};

export const lettersPath = (roundId: string): string => `${consolePath(roundId)}/letters`;
const pendingOf = ({ kinds }: CategoryLetters): number => KINDS.reduce((sum, kind) => sum + kinds[kind].pending, 0);

/** 五(四): letters to all who were ranked, pending until an officer has them sent. */
export function lettersPage(console: Console, view: LettersView | 'many', most: number): Markup {
  const title = t('结果通知');
  if (view === 'many') return consolePage(console, '/letters', title, tooMany(most));
  const { policy, categories, state } = view;
  const base = lettersPath(console.roundId);
  const example = categories.flatMap(({ kinds }) => KINDS.flatMap((kind) => kinds[kind].first ?? []))[0] ?? '';
  const body = html`<p>${t('每个参评单位只收到自己的结果：得分、名次和候补次序，没有他人的信息。发送前可以逐份预览；每份只发送一次。')}</p>
<p>${t('有奖补资金的获奖单位在名单公布时已收到填报收款账户的通知，其中写明金额，不再另发。')}</p>
${countTable(categories, policy)}
<form method="get" action="${base}"><div class="field"><label class="label" for="application">${t('按申报编号预览')}</label>${example === '' ? null : html`<p class="hint" id="application-hint">${t('申报编号，例如 {example}', { example })}</p>`}<input type="text" id="application" name="application" maxlength="80"${example === '' ? null : html` aria-describedby="application-hint"`}></div><button class="quiet" type="submit">${t('预览')}</button></form>
${categories.map((own) => categorySection(base, own, view, state?.category === own.category ? state.form : freshForm))}`;
  return consolePage(console, '/letters', title, body, (state?.form.errors.length ?? 0) > 0);
}

function countTable(categories: CategoryLetters[], policy: Policy): Markup {
  const numeric = (text: Text) => ({ title: t(text), numeric: true });
  const cell = ({ pending, sent }: KindCount) => `${t('待发送')} ${pending} · ${t('已发出')} ${sent}`;
  return table(
    t('各类别的结果通知'),
    [
      { title: t('类别') },
      numeric('已随收款通知告知'),
      ...KINDS.map((kind) => ({ title: t(TITLES[kind]) })),
      numeric('结果未定'),
    ],
    categories.map(({ category, kinds, told, open }) => [
      categoryTitle(policy, category),
      told,
      ...KINDS.map((kind) => cell(kinds[kind])),
      open,
    ]),
  );
}

function categorySection(base: string, own: CategoryLetters, { policy, csrf }: LettersView, state: FormState): Markup {
  const { category, kinds, releases } = own;
  const previews = KINDS.flatMap((kind) => {
    const { first } = kinds[kind];
    return first === null ? [] : [html`<li><a href="${base}/${first}">${t(PREVIEWS[kind])}</a></li>`];
  });
  const done = releases.map((one) => [
    t('第 {no} 次', { no: one.no }),
    beijingSeconds(one.at),
    asWritten(one.byName),
    written(one.reason),
    one.finishedAt === undefined ? null : beijing(one.finishedAt),
  ]);
  const columns = (['发送', '时间', '办理人', '理由', '写完'] as const).map((title) => ({ title: t(title) }));
  return html`<h2 id="${category}">${categoryTitle(policy, category)}</h2>${previews.length === 0 ? null : html`<ul>${previews}</ul>`}
${done.length === 0 ? null : table(t('已发送的批次'), columns, done)}${releaseForm(base, own, csrf(category), state)}`;
}

function releaseForm(base: string, own: CategoryLetters, csrf: string, state: FormState): Markup {
  const { category, release, releases, open } = own;
  const pending = pendingOf(own);
  if (releases.some(({ outbox }) => outbox !== undefined))
    return panel('plain', html`<p>${t('正在写出通知，请稍后刷新本页。')}</p>`);
  if (pending === 0) return html`<p>${t('本类别没有待发送的通知。')}</p>`;
  if (release === 'early') return html`<p>${t('本类别的名单尚未公布，不能发送。')}</p>`;
  return html`${release === 'some' ? panel('warn', html`<p>${t('本类别还有 {n} 项结果未定。现在发送的候补次序以现在为准，此后递补的另行通知。', { n: open })}</p>`) : null}
<form method="post" action="${base}/${category}" accept-charset="utf-8">${hidden('csrf', csrf)}${hidden('looked', String(releases.length))}
<p>${t('现在发送 {n} 份待发送的通知。', { n: pending })}</p>
${textArea({ name: `reason.${category}`, label: t('发送的理由'), hint: t('例如会议纪要编号；会记录在案。'), max: 2000, rows: 2 }, state)}
${checkbox({ name: `confirm.${category}`, label: t('我已核对预览，确认发送；发出后不能收回。') }, state)}${submit(t('发送'))}</form>`;
}

export interface PreviewView {
  policy: Policy;
  category: Category;
  result: Result;
  /** Of the applicant. */
  name: string;
  /** As it will be, or was sent; null where a winner was told with the request for the account. */
  letter: { subject: string; text: string } | null;
  sentAt: string | null;
}

/** One letter as its reader gets it. */
export function letterPreviewPage(console: Console, view: PreviewView): Markup {
  const { policy, category, result, name, letter, sentAt } = view;
  const [title] = policyCategories(policy).flatMap(([one]) => (one === category ? [categoryTitle(policy, one)] : []));
  const body = html`<p class="noprint"><a href="${lettersPath(console.roundId)}#${category}">${t('返回结果通知')}</a></p>
${panel('plain', html`<p>${letter === null ? t('本单位在名单公布时已收到收款通知，不再另发；其申报页面显示以下结果。') : sentAt === null ? t('尚未发送。') : t('已于 {time} 发送。', { time: beijingSeconds(sentAt) })}</p>`)}
${facts([
  [t('收件单位'), asWritten(name)],
  [t('类别'), title ?? ''],
  [t('主题'), letter === null ? null : asWritten(letter.subject)],
])}
${letter === null ? resultSection(result, category, policy) : html`<h2>${t('正文')}</h2><div lang="zh-CN">${written(letter.text)}</div>`}`;
  return consolePage(console, '/letters', t('通知预览'), body);
}
