import type { RoundExport } from '../../../../shared/export/schema.ts';
import type { Text } from '../../../../shared/http/english/texts.ts';
import { asWritten, html, langOf, type Markup, written } from '../../../../shared/http/html.ts';
import { ROUND_STAGES, TASK_TITLES } from '../../../../shared/http/labels.ts';
import { language, t, tm } from '../../../../shared/http/language.ts';
import { page } from '../../../../shared/http/layout.ts';
import { facts, panel, table, titled } from '../../../../shared/http/parts.ts';
import { beijing } from '../../../../shared/http/time.ts';
import type { TaskKind } from '../../../../shared/schemas/records.ts';
import type { AlarmState } from '../../alarms/alarms.ts';
import type { Letter } from '../mailroom.ts';

export interface Overview {
  /** Domain time, and when something is due next, UTC ms. */
  now: number;
  nextDue: number | undefined;
  /** Where the public pages are. */
  site: string;
  round: RoundExport | null;
  letters: readonly Letter[];
  /** All alarms of the system as they stand. */
  alarms: readonly AlarmState[];
  /** Packages that the visitor may upload, and the slot's application. */
  packages: { file: string; applicationId: string }[];
  /** What the last button did. */
  notice: string | null;
}

const site = () => t('本机试用');
const at = (ms: number) => beijing(new Date(ms).toISOString());
const mailLink = ({ number, title }: Letter) => html`<a href="/mails/${number}">${asWritten(title)}</a>`;

/** A button that changes something: a form of its own, since links change nothing. */
const button = (action: string, label: string, quiet = false): Markup =>
  html`<form method="post" action="${action}"><button type="submit" class="${quiet ? 'quiet' : ''}">${label}</button></form>`;

const GATES: Record<string, Text> = {
  intake: '申报',
  district: '区市审查',
  experts: '专家评审',
  settlement: '资金结算',
};
function gateName(stage: string): string {
  const known = GATES[stage];
  if (known !== undefined) return t(known);
  return stage.startsWith('payee-') ? t('收款账户（第 {no} 号名单）', { no: stage.slice(6) }) : stage;
}

function roundPart({ round, site: pages }: Overview): Markup {
  if (round === null) return panel('warn', html`<p>${t('评选还没有启动。')}</p>`);
  const { stage, roundId, title } = round.round;
  return html`${panel('plain', html`<p>${asWritten(title)}</p><p>${tm('目前阶段：{stage}', { stage: html`<strong>${t(ROUND_STAGES[stage])}</strong>` })}　<a href="${pages}/rounds/${roundId}">${t('公开页面')}</a></p>`)}
${table(
  t('各阶段的截止时间'),
  titled('阶段', '截止', '状态'),
  round.gates
    .toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1))
    .map((gate) => [gateName(gate.stage), beijing(gate.deadline), t(gate.passedAt === null ? '进行中' : '已结束')]),
)}`;
}

/** Open tasks by kind, each with the mail of the first of them. */
function tasksPart({ round, letters }: Overview): Markup {
  const open = round?.tasks.filter(({ status }) => status === 'open') ?? [];
  const latest = new Map(letters.map((letter) => [letter.about, letter]));
  const kinds = [...new Set(open.map(({ kind }) => kind))];
  if (kinds.length === 0) return html`<p>${t('目前没有待办任务。')}</p>`;
  return table(
    t('待办任务'),
    [...titled('任务'), { title: t('数量'), numeric: true }, ...titled('其中一封邮件')],
    kinds.map((kind) => {
      const own = open.filter((task) => task.kind === kind);
      const letter = own.map(({ taskId }) => latest.get(taskId)).find((found) => found !== undefined);
      return [
        html`<a href="/mails?kind=${kind}">${t(TASK_TITLES[kind])}</a>`,
        own.length,
        letter === undefined ? '—' : mailLink(letter),
      ];
    }),
  );
}

function firstSteps({ letters, packages }: Overview): Markup {
  const slotOf = (id: string) => letters.find(({ kind, about }) => kind === 'slot' && about === id);
  return html`<ol>
<li>${t('在“待办任务”中打开一封区市审查的邮件，点击其中的链接，作出决定。链接只属于收件人，决定只能作一次。')}</li>
<li>${t('以申报单位的身份上传材料：打开邀请邮件中的链接，选择为您准备好的材料包。')}
<ul>${packages.map(({ file, applicationId }) => {
    const letter = slotOf(applicationId);
    const mail = letter && html`<a href="/mails/${letter.number}">${t('邀请邮件')}</a>`;
    return html`<li>${mail === undefined ? null : tm('{mail}，材料包 ', { mail })}<code${langOf(file)}>${file}</code></li>`;
  })}</ul></li>
<li>${t('让模拟人员办理其余任务，再把时钟拨到下一个时间点，评选就会一步步走到资金拨付。')}</li>
</ol>`;
}

function clockPart({ now, nextDue }: Overview): Markup {
  return html`${facts([
    [t('现在'), at(now)],
    [t('下一个时间点'), nextDue === undefined ? null : at(nextDue)],
  ])}
${nextDue === undefined ? null : button('/clock/next', t('拨到下一个时间点'))}${button('/clock/day', t('拨快一天'), true)}
<h3>${t('模拟人员')}</h3><p>${t('办理现在的全部任务：申报单位上传、区市审查、专家评分、主管部门决定。有人会逾期不办，与现实一样；拨动时钟后由系统催办或改派。')}</p>${button('/people/act', t('由模拟人员办理'))}`;
}

function financePart({ round }: Overview): Markup {
  const all = round?.disbursements ?? [];
  const count = (status: string) => all.filter((one) => one.status === status).length;
  const counts = { all: all.length, issued: count('issued'), paid: count('paid'), failed: count('failed') };
  return html`<p>${t('收到拨付指令 {all} 条：待办 {issued}，已支付 {paid}，退票 {failed}。', counts)}</p>
${counts.issued === 0 ? null : button('/finance/settle', t('财政办理拨付'))}`;
}

/** What rings, with what it means in the reader's language; the first line of its text is Chinese, the second English. */
function alarmsPart({ alarms }: Overview): Markup {
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  if (ringing.length === 0) return html`<p>${t('{count} 项告警都很安静。', { count: alarms.length })}</p>`;
  const meaning = ({ description }: AlarmState) => description.split('\n')[language() === 'en' ? 1 : 0] ?? '';
  const items = ringing.map((one) => html`<li><code>${one.name}</code> ${asWritten(meaning(one))}</li>`);
  return panel('warn', html`<p>${t('正在告警；怎么办写在 docs/runbook.zh-CN.md。')}</p><ul>${items}</ul>`);
}

/** Where the round stands, what to try first, and the handles that move it. */
export function overviewPage(view: Overview): Markup {
  const latest = view.letters.slice(-8).toReversed();
  const body = html`${view.notice === null ? null : panel('good', html`<p>${asWritten(view.notice)}</p>`)}
${roundPart(view)}
<h2>${t('先试这些')}</h2>${firstSteps(view)}
<h2>${t('待办任务')}</h2>${tasksPart(view)}
<h2>${t('时钟与人员')}</h2>${clockPart(view)}
<h2>${t('财政')}</h2>${financePart(view)}
<h2>${t('告警')}</h2>${alarmsPart(view)}
<h2>${t('最近的邮件')}</h2>${mailTable(latest)}
<p><a href="/mails">${t('全部邮件（{count} 封）', { count: view.letters.length })}</a></p>`;
  return page({ title: t('本机评选'), site: site(), body });
}

const CHANNELS = { mail: '邮件', robot: '工作群', sms: '短信' } as const satisfies Record<string, Text>;

const mailTable = (letters: readonly Letter[]): Markup =>
  table(
    t('邮件、工作群消息和短信，最新的在前'),
    titled('时间', '方式', '收件人', '主题'),
    letters.map((letter) => [
      ...[at(letter.receivedAt), t(CHANNELS[letter.channel]), asWritten(letter.to), mailLink(letter)],
    ]),
  );

/** @param kind only mails of this kind of task; null for all */
export function mailsPage(letters: readonly Letter[], kind: TaskKind | null): Markup {
  const own = kind === null ? letters : letters.filter((letter) => letter.kind === kind);
  const title = kind === null ? t('全部邮件') : t('邮件：{kind}', { kind: t(TASK_TITLES[kind]) });
  const body = html`<p><a href="/">${t('返回')}</a>　<a href="/mails">${t('全部邮件')}</a></p>${mailTable(own.toReversed())}`;
  return page({ title, site: site(), body });
}

const LINKS = /(https?:\/\/\S+\/l\/[\w-]{43})/;

/** A mail as text. Only its links into the system are some here. */
export function mailPage({ number, title, to, channel, receivedAt, text }: Letter): Markup {
  const parts = text.split(LINKS);
  const body = html`<p><a href="/mails">${t('全部邮件')}</a></p>
${facts([
  [t('方式'), t(CHANNELS[channel])],
  [t('收件人'), asWritten(to)],
  [t('时间'), at(receivedAt)],
])}
<div class="written"${langOf(text)}>${parts.map((part, i) => (i % 2 === 0 ? part : html`<a href="${part}" rel="noreferrer">${part}</a>`))}</div>`;
  // A window's name has no place for a second language.
  const named =
    langOf(title) === null
      ? { title }
      : { title: t('第 {number} 封邮件', { number }), heading: html`${asWritten(title)}` };
  return page({ ...named, site: site(), body });
}

const home = () => html`<p><a href="/">${t('返回首页')}</a></p>`;

export const missingPage = (): Markup => page({ title: t('没有找到这个页面'), site: site(), body: home() });

/** @param message what went wrong, in the words of the error */
export const failedPage = (message: string): Markup =>
  page({ title: t('没有完成'), site: site(), body: html`${written(message)}${home()}` });

export const preparingPage = (): Markup =>
  page({
    title: t('正在准备'),
    site: site(),
    body: html`<p>${t('系统正在启动，首次启动还要发出邀请、上传材料，约需十秒。')}</p><p><a href="/">${t('刷新')}</a></p>`,
  });
