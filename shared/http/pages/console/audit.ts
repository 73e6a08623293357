import { SHEETS } from '../../../registers/columns.ts';
import type {
  AccessEndRecord,
  ActionRecord,
  AuditExportRecord,
  CodeEventRecord,
  MendingRecord,
  PayeeLookupRecord,
  RegisterImportRecord,
  TaskKind,
  UndeliveredRecord,
} from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { html, type Markup } from '../../html.ts';
import { MENDING_DONE, MENDING_FOUND, TASK_TITLES } from '../../labels.ts';
import { t } from '../../language.ts';
import { panel, table, titled } from '../../parts.ts';
import { beijingSeconds } from '../../time.ts';
import { accessTable } from './access.ts';
import { type Console, consolePage, consolePath } from './frame.ts';
import { type Naming, nameOf, roleTitle } from './people.ts';

export const AUDIT_PARTS = [
  'actions',
  'round',
  'applications',
  'undelivered',
  'codes',
  'access',
  'imports',
  'audits',
  'payees',
  'mendings',
] as const;
export type AuditPart = (typeof AUDIT_PARTS)[number];

/** Something that was decided, by whom and why. */
export interface Decided {
  at: string;
  what: string;
  /** What it was about; an application leads to its page. */
  about: string;
  applicationId: string | null;
  who: string;
  why: string;
}

export type AuditView = { next: string | null; first: boolean } & (
  | { part: 'actions'; rows: ActionRecord[]; naming: Naming }
  | { part: 'round' | 'applications'; rows: Decided[] }
  | { part: 'imports'; rows: RegisterImportRecord[] }
  | { part: 'audits'; rows: AuditExportRecord[] }
  | { part: 'payees'; rows: PayeeLookupRecord[] }
  | { part: 'undelivered'; rows: UndeliveredRecord[]; naming: Naming }
  | { part: 'codes'; rows: CodeEventRecord[]; naming: Naming }
  | { part: 'access'; rows: AccessEndRecord[]; naming: Naming }
  | { part: 'mendings'; rows: MendingRecord[] }
);

const PARTS: Record<AuditPart, Text> = {
  actions: '催办和转交',
  round: '批次的决定和延期',
  applications: '各申报的决定和人工确认',
  undelivered: '未能送达的通知',
  codes: '短信验证码',
  access: '停用链接和退出',
  imports: '台账导入',
  audits: '人员对照的审计导出',
  payees: '收款账户的查询',
  mendings: '系统巡检恢复',
};

const ACTIONS = { reminded: '催办', 'handed-over': '转交', proposed: '提交联签', 'sent-back': '联签退回' } as const;

/** An officer by name; whoever else acted (an expert, an applicant) as the id says no more than what is known anyway. */
const officerName = ({ staff }: Naming, id: string): string => staff.find(({ staffId }) => staffId === id)?.name ?? '—';

export function actionsTable(rows: readonly ActionRecord[], naming: Naming): Markup {
  const columns = titled('时间', '操作', '任务编号', '原办理人', '现办理人', '由谁', '理由');
  return table(
    t('催办和转交'),
    columns,
    rows.map(({ at, kind, taskId, from, to, by, reason }) => [
      beijingSeconds(at),
      t(ACTIONS[kind]),
      html`<code>${taskId}</code>`,
      officerName(naming, from),
      kind === 'reminded' ? null : officerName(naming, to),
      officerName(naming, by),
      reason,
    ]),
  );
}

function decisions(base: string, title: string, rows: readonly Decided[]): Markup {
  const columns = titled('时间', '决定', '对象', '由谁', '理由');
  return table(
    title,
    columns,
    rows.map(({ at, what, about, applicationId, who, why }) => [
      beijingSeconds(at),
      what,
      applicationId === null ? about : html`<a href="${base}/applications/${applicationId}">${about}</a>`,
      who,
      why,
    ]),
  );
}

function imports(rows: readonly RegisterImportRecord[]): Markup {
  const columns = [
    { title: t('时间') },
    { title: t('台账') },
    { title: t('第几版'), numeric: true },
    { title: t('行数'), numeric: true },
    { title: t('由谁') },
    { title: t('理由') },
  ];
  return table(
    t('台账导入'),
    columns,
    rows.map(({ at, kind, no, rows: count, by, reason }) => [
      beijingSeconds(at),
      SHEETS[kind].title,
      no,
      count,
      by,
      reason,
    ]),
  );
}

/** Persons left the system in a file: whoever did it, and why, is seen here for good. */
function audits(rows: readonly AuditExportRecord[]): Markup {
  return table(
    t('人员对照的审计导出'),
    titled('时间', '由谁', '理由', '文件的 SHA-256'),
    rows.map(({ at, by, reason, sha256 }) => [beijingSeconds(at), by, reason, html`<code>${sha256}</code>`]),
  );
}

/** Finance saw bank data: for which payment, and why. The account itself is not here. */
function payees(rows: readonly PayeeLookupRecord[]): Markup {
  return table(
    t('收款账户的查询'),
    titled('时间', '由谁', '理由', '拨付编号与账户引用', '结果'),
    rows.map(({ at, by, reason, disbursementId, payeeRef, told }) => [
      beijingSeconds(at),
      by,
      reason,
      html`<code>${disbursementId}</code> <code>${payeeRef}</code>`,
      told ? t('已告知') : t('未告知：没有这笔拨付，或引用不符'),
    ]),
  );
}

function mendings(rows: readonly MendingRecord[]): Markup {
  const columns = titled('自何时', '发现', '编号', '处理', '处理时间', '由谁');
  return table(
    t('系统巡检恢复'),
    columns,
    rows.map(({ since, found, id, done, at, by }) => [
      beijingSeconds(since),
      t(MENDING_FOUND[found]),
      html`<code>${id}</code>`,
      t(MENDING_DONE[done]),
      beijingSeconds(at),
      by === 'schedule' ? t('定时巡检') : by,
    ]),
  );
}

const CHANNELS: Record<UndeliveredRecord['channel'], Text> = { mail: '邮件', robot: '工作群', sms: '短信' };
const LETTERS: Record<Exclude<UndeliveredRecord['kind'], TaskKind>, Text> = {
  slot: '申报邀请',
  upload: '上传回执',
  digest: '多项任务',
  code: '短信验证码',
  result: '评选结果通知',
};
const isLetter = (kind: UndeliveredRecord['kind']): kind is keyof typeof LETTERS => kind in LETTERS;

/** Whose message came back: somebody has to reach them another way, or give the task to another. */
function undelivered(rows: readonly UndeliveredRecord[], naming: Naming): Markup {
  const columns = titled('时间', '身份', '收件人', '方式', '通知', '编号', '对方的答复');
  return table(
    t('未能送达的通知'),
    columns,
    rows.map(({ at, person, channel, kind, about, code }) => [
      beijingSeconds(at),
      roleTitle(person.role),
      nameOf(person, naming),
      t(CHANNELS[channel]),
      t(isLetter(kind) ? LETTERS[kind] : TASK_TITLES[kind]),
      html`<code>${about}</code>`,
      html`<code>${code}</code>`,
    ]),
  );
}

const CODE_EVENTS: Record<CodeEventRecord['what'], Text> = {
  asked: '要求发送',
  sent: '已发送',
  unreachable: '未能发出',
  wrong: '输入有误',
  limited: '超过次数限制',
  passed: '验证通过',
};

function codes(rows: readonly CodeEventRecord[], naming: Naming): Markup {
  return table(
    t('短信验证码'),
    titled('时间', '身份', '办理人', '状态'),
    rows.map(({ at, person, what }) => [
      beijingSeconds(at),
      roleTitle(person.role),
      nameOf(person, naming),
      t(CODE_EVENTS[what]),
    ]),
  );
}

function contents(base: string, view: AuditView): Markup {
  switch (view.part) {
    case 'actions':
      return actionsTable(view.rows, view.naming);
    case 'round':
    case 'applications':
      return decisions(base, t(PARTS[view.part]), view.rows);
    case 'imports':
      return imports(view.rows);
    case 'audits':
      return audits(view.rows);
    case 'payees':
      return payees(view.rows);
    case 'undelivered':
      return undelivered(view.rows, view.naming);
    case 'codes':
      return codes(view.rows, view.naming);
    case 'access':
      return accessTable(view.rows, view.naming);
    case 'mendings':
      return mendings(view.rows);
    default:
      return view satisfies never;
  }
}

/** What came of what was just done. */
export const remindedPanel = (said: { sent: number; asked: number }): Markup =>
  panel('good', html`<p role="status">${t('已发送 {sent} 封催办邮件（所选 {asked} 项）。', said)}</p>`);

/** Who did what, when and why; a part and a page at a time. */
export function auditPage(console: Console, view: AuditView, said: Markup | null = null): Markup {
  const base = consolePath(console.roundId);
  const tabs = AUDIT_PARTS.map((part) => {
    const current = part === view.part ? html` aria-current="true"` : null;
    return html`<li><a href="${base}/audit?of=${part}"${current}>${t(PARTS[part])}</a></li>`;
  });
  const next =
    view.next === null
      ? null
      : html`<a href="${base}/audit?of=${view.part}&after=${encodeURIComponent(view.next)}">${t('下一页')}</a>`;
  const first = view.first ? null : html`<a href="${base}/audit?of=${view.part}">${t('第一页')}</a>`;
  const body = html`${said}<ul class="tabs">${tabs}</ul>
${view.rows.length === 0 ? html`<p>${t('没有记录。')}</p>` : contents(base, view)}
<p>${first} ${next}</p>`;
  return consolePage(console, '/audit', t('操作记录'), body);
}
