import type { StaffRow } from '../../../schemas/registers.ts';
import { errorSummary, type FormState, hidden, radios, submit } from '../../fields.ts';
import { html, type Markup } from '../../html.ts';
import { TASK_TITLES } from '../../labels.ts';
import { t } from '../../language.ts';
import { facts, panel, table, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { reasonField } from '../forms.ts';
import { type Console, consolePage, consolePath } from './frame.ts';
import { type Naming, nameOf, roleTitle } from './people.ts';
import type { OpenTaskView } from './tasks.ts';

export interface RemindView {
  /** What was chosen and can be reminded of. */
  tasks: OpenTaskView[];
  /** How many of what was chosen cannot, by now. */
  gone: number;
  naming: Naming;
  csrf: string;
  state: FormState;
}

/** As the page showed it: who acts on it acts on this, or on nothing. Each reminder and each change of hands counts. */
export const lookedAt = ({ taskId, reminders }: Pick<OpenTaskView, 'taskId' | 'reminders'>): string =>
  `${taskId} ${reminders}`;

/** Ids and count before anything is sent. */
export function remindPage(console: Console, { tasks, gone, naming, csrf, state }: RemindView): Markup {
  const base = consolePath(console.roundId);
  const people = new Set(tasks.map(({ assignee }) => `${assignee.role} ${assignee.id}`)).size;
  const columns = [...titled('任务编号', '事项', '办理人', '截止时间'), { title: t('已催办（次）'), numeric: true }];
  const rows = tasks.map((task) => [
    html`<code>${task.taskId}</code>`,
    t(TASK_TITLES[task.kind]),
    nameOf(task.assignee, naming),
    beijing(task.deadline),
    task.reminders,
  ]);
  const body = html`${errorSummary(state)}
${gone === 0 ? null : panel('warn', html`<p>${t('所选任务中有 {n} 项已经办结、转交或过期，不再催办。', { n: gone })}</p>`)}
<p class="lead">${t('将向 {people} 位办理人发送 {n} 封催办邮件，每封附新的链接；截止时间不变。', { people, n: tasks.length })}</p>
${table(t('将要催办的任务'), columns, rows)}
<form method="post" action="${base}/remind">${hidden('csrf', csrf)}${hidden('confirmed', 'yes')}${hidden('tasks', tasks.map(lookedAt).join('\n'))}
${reasonField(t('说明催办的原因，会记录在案。'), state)}${submit(t('发送 {n} 封催办邮件', { n: tasks.length }))}</form>
<p><a href="${base}/tasks">${t('返回，不发送')}</a></p>`;
  return consolePage(console, '/tasks', t('确认催办'), body, state.errors.length > 0);
}

export interface HandOverView {
  task: OpenTaskView;
  firm: string;
  /** To whom it may go: other officers of the application's district, and the bureau's. */
  officers: StaffRow[];
  naming: Naming;
  csrf: string;
  state: FormState;
}

/** A district's review goes to another officer: one task, one reason. */
export function handOverPage(console: Console, view: HandOverView): Markup {
  const { task, firm, officers, naming, csrf, state } = view;
  const base = consolePath(console.roundId);
  const choices = officers.map(({ staffId, role }) => ({
    value: staffId,
    label: nameOf({ role, id: staffId }, naming),
    hint: roleTitle(role),
  }));
  const body = html`${errorSummary(state)}${facts([
    [t('任务编号'), html`<code>${task.taskId}</code>`],
    [t('事项'), t(TASK_TITLES[task.kind])],
    [t('申报主体'), firm],
    [t('现在的办理人'), nameOf(task.assignee, naming)],
    [t('截止时间'), beijing(task.deadline)],
  ])}
${
  officers.length === 0
    ? panel('warn', html`<p>${t('工作人员台账中没有可以转交的其他人员。')}</p>`)
    : html`<p>${t('转交后，原办理人的链接不能再打开这项任务；新的办理人会收到邮件。截止时间不变。')}</p>
<form method="post" action="${base}/hand-over/${task.taskId}">${hidden('csrf', csrf)}${hidden('looked', lookedAt(task))}
${radios({ name: 'to', label: t('转交给'), choices }, state)}${reasonField(t('说明转交的原因，会记录在案。'), state)}${submit(t('转交'))}</form>`
}
<p><a href="${base}/tasks">${t('返回，不转交')}</a></p>`;
  return consolePage(console, '/tasks', t('转交审查任务'), body, state.errors.length > 0);
}
