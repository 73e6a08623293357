import { createHash } from 'node:crypto';
import { notificationsOf } from '../../shared/domain/notifications.ts';
import { TASK_TITLES } from '../../shared/http/labels.ts';
import { beijing } from '../../shared/http/time.ts';
import type { TaskRecord } from '../../shared/schemas/records.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { markdownText } from './channels/robot.ts';
import { deliver } from './deliver.ts';
import type { NotifyDeps } from './deps.ts';
import type { Recipient } from './recipient.ts';

/**
 * Says by the policy's other channels that a letter has come: the letter has the link, these have none. The letter has left
 * by now, so they are tried this once; one that fails is written down.
 * @param tasks of one person, at least one
 */
export async function nudge(deps: NotifyDeps, tasks: TaskRecord[], to: Recipient): Promise<void> {
  const [first] = tasks;
  if (first === undefined) return;
  const { policy } = await loadPinned(deps.table, deps.evidence, first.roundId);
  const { robot, sms } = notificationsOf(policy);
  const { roundId, taskId, kind, assignee } = first;
  const delivery = { roundId, about: taskId, kind, person: assignee };
  const forGroup = first.assignee.role === 'bureau' ? tasks.filter(({ kind }) => robot.includes(kind)) : [];
  const forPhone = tasks.filter(({ kind }) => sms.includes(kind));
  if (forGroup.length > 0)
    await deliver(deps, delivery, () => deps.robot.send(groupMessage(policy.title, forGroup)), true);
  const { mobile } = to;
  if (mobile !== null && forPhone.length > 0)
    await deliver(deps, delivery, () => deps.sms.send({ mobile, ...phoneMessage(forPhone) }), true);
}

/** A line for each task: what it is, and until when. */
function groupMessage(round: string, tasks: TaskRecord[]) {
  const lines = tasks.map(
    ({ kind, deadline, reminders }) =>
      `- ${reminders > 0 ? '【提醒】' : ''}${TASK_TITLES[kind]}，截止 ${markdownText(beijing(deadline))}`,
  );
  const text = `### ${markdownText(round)}\n${lines.join('\n')}\n\n链接已发送到办理人的邮箱。`;
  return { title: `【待办】${tasks.length} 项`, text };
}

function phoneMessage(tasks: TaskRecord[]) {
  const ids = tasks.map(({ taskId, reminders }) => `${taskId} ${reminders}`).toSorted();
  const deadline = tasks.map((task) => task.deadline).toSorted()[0] ?? '';
  return {
    id: createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32),
    template: 'task' as const,
    params: { count: String(tasks.length), deadline: beijing(deadline) },
  };
}
