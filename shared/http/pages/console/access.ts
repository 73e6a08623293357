import type { AccessHolder } from '../../../access/end.ts';
import type { AccessEndRecord } from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { errorSummary, type FormState, freshForm, hidden, submit, textArea, textInput } from '../../fields.ts';
import { html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { panel, table, titled } from '../../parts.ts';
import { beijingSeconds } from '../../time.ts';
import { reasonField } from '../forms.ts';
import { type Console, consolePage, consolePath } from './frame.ts';
import { actorOf, type Naming } from './people.ts';

export interface AccessView {
  /** What was asked for; null where nothing was. */
  asked: string | null;
  /** Whose id that is, and how often it had been ended; null where nobody's. */
  found: { holder: AccessHolder; times: number } | null;
  naming: Naming;
  csrf: string;
  /** Which of the two forms has errors. */
  state: { of: 'person' | 'link'; state: FormState };
}

/** An expert by its role alone: beside the id, the number by which the console knows it would tell whose sheets are whose. */
const named = ({ role, id }: AccessHolder, naming: Naming): string =>
  role === 'objector' ? t('异议人') : actorOf({ role, id }, naming);

/** Ends links: of one person, after it was shown who that is; or one that has leaked. Both with a reason, on record. */
export function accessPage(console: Console, view: AccessView): Markup {
  const { asked, csrf, state } = view;
  const base = consolePath(console.roundId);
  const link = state.of === 'link' ? state.state : freshForm;
  const body = html`${errorSummary(state.state)}<p class="lead">${t('链接泄露、设备遗失或人员变动时，在这里停用链接并结束已打开的会话。停用后不能恢复；需要继续办理的，请重新发送链接（催办，或由系统管理人员生成）。')}</p>
<h2>${t('停用某人的全部链接')}</h2>
<form method="get" action="${base}/access">${textInput({ name: 'who', max: 200, label: t('人员编号、专家编号、申报编号或异议编号') }, { values: { who: asked ?? '' }, errors: [] })}<button class="quiet" type="submit">${t('查找')}</button></form>
${asked === null ? null : personForm(base, view)}
<h2>${t('停用一个链接')}</h2>
<form method="post" action="${base}/access/link" autocomplete="off">${hidden('csrf', csrf)}
${textInput({ name: 'link', max: 500, label: t('链接（完整地址）'), hint: t('粘贴泄露的链接；只停用这一个，同一人的其他链接不受影响。') }, link)}${textArea({ name: 'linkReason', label: t('理由'), hint: t('说明停用的原因，会记录在案。'), max: 2000, rows: 4 }, link)}${submit(t('停用这个链接'))}</form>`;
  return consolePage(console, '/access', t('链接与会话'), body, state.state.errors.length > 0);
}

function personForm(base: string, { found, naming, csrf, state }: AccessView): Markup {
  if (found === null) return panel('warn', html`<p role="status">${t('本批次没有这个编号的人员、申报或异议。')}</p>`);
  const { holder, times } = found;
  const own = state.of === 'person' ? state.state : freshForm;
  const who = named(holder, naming);
  return html`<p>${t('将停用“{who}”（{id}）在本批次的全部链接，并结束所有已打开的会话。', { who, id: holder.id })}${times === 0 ? null : html` ${t('此前停用过 {n} 次。', { n: times })}`}</p>
<form method="post" action="${base}/access/person">${hidden('csrf', csrf)}${hidden('who', holder.id)}${hidden('times', String(times))}
${reasonField(t('说明停用的原因，会记录在案。'), own)}${submit(t('停用全部链接'))}</form>`;
}

const WHAT: Record<AccessEndRecord['what'], Text> = {
  person: '停用全部',
  link: '停用单个链接',
  sessions: '本人退出所有设备',
};

/** What came of it. */
export const endedPanel = (status: 'ended' | 'already'): Markup =>
  status === 'ended'
    ? panel('good', html`<p role="status">${t('已停用，已打开的会话同时结束。')}</p>`)
    : panel('warn', html`<p role="status">${t('此前已经停用，没有改动。')}</p>`);

/** Whose way in was ended, as the log has it. */
export const accessTable = (rows: readonly AccessEndRecord[], { staff }: Naming): Markup =>
  table(
    t('停用链接和退出'),
    titled('时间', '操作', '对象', '由谁', '理由'),
    rows.map(({ at, what, personId, by, reason }) => [
      beijingSeconds(at),
      t(WHAT[what]),
      html`<code>${personId}</code>`,
      what === 'sessions' ? null : (staff.find(({ staffId }) => staffId === by)?.name ?? by),
      reason,
    ]),
  );
