import { type Holder, holders, type Urgency } from '../../../domain/diagnostics.ts';
import type { TaskRecord } from '../../../schemas/records.ts';
import type { DataTable } from '../../charts/data-table.ts';
import type { Text } from '../../english/texts.ts';
import { errorSummary, type FormState, fieldId, hidden, submit } from '../../fields.ts';
import { html, type Markup } from '../../html.ts';
import { TASK_TITLES } from '../../labels.ts';
import { t } from '../../language.ts';
import { type Tone, table, tag, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { type Console, consolePage, consolePath } from './frame.ts';
import { type Naming, nameOf, roleTitle } from './people.ts';

export type OpenTaskView = Pick<
  TaskRecord,
  'taskId' | 'kind' | 'applicationId' | 'assignee' | 'openedAt' | 'deadline' | 'reminders'
> & { urgency: Urgency };

export interface TasksView {
  tasks: OpenTaskView[];
  naming: Naming;
  /** Whose tasks are listed one by one; everybody is counted. */
  who: Holder | null;
  now: string;
  csrf: string;
  state: FormState;
}

const URGENCY: Record<Urgency, { text: Text; tone: Tone }> = {
  late: { text: '已逾期', tone: 'bad' },
  soon: { text: '三天内到期', tone: 'warn' },
  open: { text: '待办', tone: 'plain' },
};

/** As many as one request may remind of: more are shown, and reminded of in turns. */
export const MOST_REMINDED = 200;

export const remindable = ({ deadline }: Pick<OpenTaskView, 'deadline'>, now: string): boolean => deadline > now;
export const handable = ({ kind, deadline }: Pick<OpenTaskView, 'kind' | 'deadline'>, now: string): boolean =>
  kind === 'district-review' && deadline > now;

export function holdersTable({ tasks, naming }: Pick<TasksView, 'tasks' | 'naming'>): DataTable {
  return {
    name: 'holders',
    title: t('待办任务：按办理人'),
    columns: [
      { title: t('身份') },
      { title: t('办理人') },
      ...[t('待办'), t('已逾期'), t('三天内到期'), t('已催办（次）')].map((title) => ({ title, numeric: true })),
      { title: t('最早截止时间') },
    ],
    rows: holders(tasks).map((one) => [
      roleTitle(one.role),
      nameOf(one, naming),
      ...[one.open, one.late, one.soon, one.reminders],
      beijing(one.earliest),
    ]),
  };
}

/** How a person is named in an address: experts by number there, too. */
export const holderKey = ({ role, id }: Pick<Holder, 'role' | 'id'>, { expert }: Naming): string =>
  role === 'expert' ? expert(id) : id;

function holderList(base: string, { tasks, naming }: TasksView): Markup {
  const data = holdersTable({ tasks, naming });
  // The same rows, the names leading to the person's tasks.
  const rows = holders(tasks).map((one, i) => {
    const [role = null, name, ...rest] = data.rows[i] ?? [];
    const href = `${base}/tasks?role=${one.role}&who=${encodeURIComponent(holderKey(one, naming))}#own`;
    return [role, html`<a href="${href}">${name}</a>`, ...rest];
  });
  return html`${table(data.title, data.columns, rows)}<p class="noprint">${t('下载数据：')}<a href="${base}/tables/holders.csv">CSV</a> · <a href="${base}/tables/holders.xlsx">Excel</a></p>`;
}

const RANK: Record<Urgency, number> = { late: 0, soon: 1, open: 2 };
const mostUrgent = (a: OpenTaskView, b: OpenTaskView) =>
  RANK[a.urgency] - RANK[b.urgency] || (`${a.deadline} ${a.taskId}` < `${b.deadline} ${b.taskId}` ? -1 : 1);

/** One person's tasks, to choose from; nothing happens before the next page has shown what was chosen. */
function ownTasks(base: string, { tasks, naming, who, now, csrf, state }: TasksView): Markup | null {
  if (who === null) return null;
  const own = tasks.filter(({ assignee }) => assignee.role === who.role && assignee.id === who.id);
  const rows = own
    .toSorted(mostUrgent)
    .slice(0, MOST_REMINDED)
    .map((task, i) => {
      const id = fieldId(`pick.${i}`);
      const name =
        task.applicationId === null ? '' : (naming.firms.get(task.applicationId)?.name ?? task.applicationId);
      const box = remindable(task, now)
        ? html`<input type="checkbox" id="${id}" name="pick.${i}" value="${task.taskId}" aria-label="${t('选择 {task}', { task: `${t(TASK_TITLES[task.kind])} ${name}` })}"${task.urgency === 'late' ? html` checked` : null}>`
        : null;
      const { text, tone } = URGENCY[task.urgency];
      return [
        box,
        t(TASK_TITLES[task.kind]),
        task.applicationId === null ? null : html`<a href="${base}/applications/${task.applicationId}">${name}</a>`,
        beijing(task.deadline),
        tag(tone, t(text)),
        task.reminders,
        handable(task, now) ? html`<a href="${base}/hand-over/${task.taskId}">${t('转交')}</a>` : '',
      ];
    });
  const columns = [
    ...titled('选择', '事项', '申报主体', '截止时间', '状态'),
    { title: t('已催办（次）'), numeric: true },
    { title: t('转交') },
  ];
  return html`<h2 id="own">${roleTitle(who.role)} ${nameOf(who, naming)}</h2>${errorSummary(state)}
<form method="post" action="${base}/remind">${hidden('csrf', csrf)}${table(t('待办任务'), columns, rows)}
${own.length > MOST_REMINDED ? html`<p class="hint">${t('只列出最急的 {n} 项，共 {all} 项。', { n: MOST_REMINDED, all: own.length })}</p>` : null}
<p class="hint">${t('先显示所选任务和件数，确认后才发送。已过截止时间的任务由系统按规则升级处理，其链接已失效，不能催办；专家逾期的席位由系统自动另行指派。')}</p>
${submit(t('催办所选任务'))}</form>`;
}

/** Who has to do what, and who is late. */
export function tasksPage(console: Console, view: TasksView): Markup {
  const base = consolePath(console.roundId);
  const body = html`${view.tasks.length === 0 ? html`<p>${t('没有等待办理的任务。')}</p>` : holderList(base, view)}${ownTasks(base, view)}`;
  return consolePage(console, '/tasks', t('待办与催办'), body, view.state.errors.length > 0);
}
