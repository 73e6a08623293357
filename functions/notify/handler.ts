import { BadInput } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { countMetric } from '../../shared/runtime/handler.ts';
import type { MailRequest } from '../../shared/schemas/events.ts';
import { TaskRecord, UploadRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { ConditionFailed, type Key } from '../../shared/store/table.ts';
import type { NotifyDeps } from './deps.ts';
import { slotLetter, taskLetter, uploadLetter } from './letters.ts';
import { needSlot, recipientOf } from './recipient.ts';

/**
 * Sends the mail a record waits for, and marks the record. A message that comes again finds the mark; one that is sent
 * twice, because the mark was lost in between, has the same Message-ID.
 */
export function notify(deps: NotifyDeps, request: MailRequest): Promise<void> {
  switch (request.kind) {
    case 'task':
      return notifyTask(deps, request.taskId);
    case 'slot':
      return notifySlot(deps, request.applicationId);
    case 'upload':
      return notifyUpload(deps, request.applicationId, request.uploadId);
    default:
      return request satisfies never;
  }
}

async function notifyTask(deps: NotifyDeps, taskId: string): Promise<void> {
  const key = keys.task(taskId);
  const task = await deps.table.get(key, TaskRecord);
  if (task === null) throw new BadInput('mail.task-unknown', `no task ${taskId}`);
  // Decided or ended meanwhile: nobody needs to hear of it.
  if (task.outbox !== 'mail' || task.status !== 'open') return;
  const to = await recipientOf(deps, task);
  const slot =
    task.kind === 'correction' || task.kind === 'refusal' ? await needSlot(deps, task.applicationId ?? '') : null;
  await deps.send(await taskLetter(deps, task, to, slot));
  // A reminder asked for while this one was being sent is another mail.
  await sent(deps, key, { reminders: task.reminders });
}

async function notifySlot(deps: NotifyDeps, applicationId: string): Promise<void> {
  const slot = await needSlot(deps, applicationId);
  if (slot.outbox !== 'mail') return;
  await deps.send(await slotLetter(deps, slot));
  await sent(deps, keys.slot(applicationId), {});
}

async function notifyUpload(deps: NotifyDeps, applicationId: string, uploadId: string): Promise<void> {
  const key = keys.upload(applicationId, uploadId);
  const upload = await deps.table.get(key, UploadRecord);
  if (upload === null) throw new BadInput('mail.upload-unknown', `no upload of ${applicationId}`);
  if (upload.outbox !== 'mail') return;
  await deps.send(await uploadLetter(deps, await needSlot(deps, applicationId), upload));
  await sent(deps, key, {});
}

/** The record has left. Somebody who was faster, or a decision meanwhile, has cleared it already. */
async function sent({ table }: NotifyDeps, key: Key, when: Record<string, unknown>): Promise<void> {
  countMetric('MailSent');
  try {
    await table.update(key, {
      set: { mailedAt: nowUtc() },
      remove: ['outbox', 'gsi1pk', 'gsi1sk'],
      when: { outbox: 'mail', ...when },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
