import { BadInput } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { digestEnd, isRemindedOf, nextCallLook, nextReminder } from '../../shared/domain/notifications.ts';
import { countMetric } from '../../shared/runtime/handler.ts';
import type { MailRequest } from '../../shared/schemas/events.ts';
import { ApplicationRecord, type SlotRecord, TaskRecord, UploadRecord } from '../../shared/schemas/records.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { digestIndex, dueIndex, keys } from '../../shared/store/keys.ts';
import { getMany } from '../../shared/store/many.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ABSENT, type Change, ConditionFailed, type Key } from '../../shared/store/table.ts';
import { sendCode } from './code.ts';
import { deliver } from './deliver.ts';
import type { NotifyDeps } from './deps.ts';
import { digestLetter } from './digest.ts';
import { slotLetter, taskLetter, uploadLetter } from './letters.ts';
import { nudge } from './nudge.ts';
import { notifyObjector } from './objection.ts';
import { needSlot, recipientOf } from './recipient.ts';
import { carryOut, needLetter, resultLetter } from './results.ts';

/**
 * Sends the mail a record waits for, and marks the record. A message that comes again finds the mark; one that is sent
 * twice, because the mark was lost in between, has the same Message-ID.
 */
export function notify(deps: NotifyDeps, request: MailRequest): Promise<void> {
  switch (request.kind) {
    case 'task':
      return notifyTask(deps, request.taskId);
    case 'digest':
      return notifyDigest(deps, request.taskIds);
    case 'slot':
      return notifySlot(deps, request.applicationId);
    case 'upload':
      return notifyUpload(deps, request.applicationId, request.uploadId);
    case 'objection':
      return notifyObjector(deps, request);
    case 'result':
      return notifyResult(deps, request.applicationId);
    case 'release':
      return carryOut(deps, request);
    case 'code':
      return sendCode(deps, request.challengeHash);
    default:
      return request satisfies never;
  }
}

async function notifyTask(deps: NotifyDeps, taskId: string): Promise<void> {
  const task = await deps.table.get(keys.task(taskId), TaskRecord);
  if (task === null) throw new BadInput('mail.task-unknown', `no task ${taskId}`);
  // Decided or ended meanwhile: nobody needs to hear of it.
  if (task.outbox !== 'mail' || task.status !== 'open') return;
  const { policy } = await loadPinned(deps.table, deps.evidence, task.roundId);
  const until = digestEnd(policy, task.assignee.role, task.deadline, nowUtc());
  if (until !== null) return gather(deps, task, until);
  await sendTask(deps, task);
}

/** The letter waits for others to the same person until the window ends. */
async function gather({ table }: NotifyDeps, task: TaskRecord, until: string): Promise<void> {
  const { taskId, roundId, assignee, reminders } = task;
  const person = `${roundId}#${assignee.role}.${assignee.id}`;
  await changed(() =>
    table.update(keys.task(taskId), {
      set: { outbox: 'digest', ...digestIndex(person, taskId, until) },
      when: { outbox: 'mail', status: 'open', reminders },
    }),
  );
}

async function sendTask(deps: NotifyDeps, task: TaskRecord): Promise<void> {
  const { taskId, roundId, kind, assignee } = task;
  const to = await recipientOf(deps, task);
  const slot = kind === 'correction' || kind === 'refusal' ? await needSlot(deps, task.applicationId ?? '') : null;
  const delivery = { roundId, about: taskId, kind, person: assignee };
  const letter = await taskLetter(deps, task, to, slot);
  await deliver(deps, delivery, () => deps.mail.send(letter));
  await sentTask(deps, task);
  await nudge(deps, [task], to);
}

/** Those that still wait, in one letter; one that is left alone has its ordinary letter. All are of one person. */
async function notifyDigest(deps: NotifyDeps, taskIds: string[]): Promise<void> {
  const found = await getMany(deps.table, taskIds.map(keys.task), TaskRecord);
  if (found.length === 0) throw new BadInput('mail.task-unknown', `none of ${taskIds.length} tasks`);
  const waiting = found.filter(({ outbox, status }) => outbox === 'digest' && status === 'open');
  const [first] = waiting;
  if (first === undefined) return;
  const { roundId, assignee } = first;
  const tasks = waiting.filter(
    (task) => task.roundId === roundId && task.assignee.role === assignee.role && task.assignee.id === assignee.id,
  );
  if (tasks.length === 1) return sendTask(deps, first);
  const to = await recipientOf(deps, first);
  const letter = await digestLetter(deps, tasks, to);
  const delivery = {
    roundId,
    about: letter.headers['X-Awards-Subject'] ?? '',
    kind: 'digest',
    person: assignee,
  } as const;
  await deliver(deps, delivery, () => deps.mail.send(letter));
  await Promise.all(tasks.map((task) => sentTask(deps, task)));
  await nudge(deps, tasks, to);
}

/** A reminder asked for while this one was being sent is another mail. */
async function sentTask(deps: NotifyDeps, task: TaskRecord): Promise<void> {
  const { policy } = await loadPinned(deps.table, deps.evidence, task.roundId);
  const next = isRemindedOf(task) ? nextReminder(policy, task.deadline, nowUtc()) : null;
  const when = { outbox: task.outbox, reminders: task.reminders };
  await sent(deps, keys.task(task.taskId), when, next === null ? null : dueIndex(task.taskId, next.at));
}

async function notifySlot(deps: NotifyDeps, applicationId: string): Promise<void> {
  const slot = await needSlot(deps, applicationId);
  if (slot.outbox !== 'mail') return;
  const letter = await slotLetter(deps, slot);
  await deliver(deps, applicantDelivery(slot, 'slot'), () => deps.mail.send(letter));
  await sent(
    deps,
    keys.slot(applicationId),
    { outbox: 'mail', reminders: slot.reminders ?? ABSENT },
    await callReminder(deps, slot),
  );
}

/** As long as nothing was sent in, the invited are reminded of the call. */
async function callReminder({ table, evidence }: NotifyDeps, { roundId, applicationId }: SlotRecord) {
  const [{ policy }, gate, application] = await Promise.all([
    loadPinned(table, evidence, roundId),
    loadGate(table, roundId, 'intake'),
    table.get(keys.application(applicationId), ApplicationRecord),
  ]);
  if (gate === null || application !== null) return null;
  const at = nextCallLook(policy, gate.deadline, nowUtc());
  return at === null ? null : dueIndex(applicationId, at);
}

async function notifyUpload(deps: NotifyDeps, applicationId: string, uploadId: string): Promise<void> {
  const key = keys.upload(applicationId, uploadId);
  const upload = await deps.table.get(key, UploadRecord);
  if (upload === null) throw new BadInput('mail.upload-unknown', `no upload of ${applicationId}`);
  if (upload.outbox !== 'mail') return;
  const slot = await needSlot(deps, applicationId);
  const letter = await uploadLetter(deps, slot, upload);
  await deliver(deps, applicantDelivery(slot, 'upload'), () => deps.mail.send(letter));
  await sent(deps, key, { outbox: 'mail' }, null);
}

async function notifyResult(deps: NotifyDeps, applicationId: string): Promise<void> {
  const record = await needLetter(deps, applicationId);
  if (record.outbox !== 'mail') return;
  const letter = await resultLetter(deps, record);
  await deliver(deps, applicantDelivery(record, 'result'), () => deps.mail.send(letter));
  await sent(deps, keys.letter(applicationId), { outbox: 'mail' }, null);
}

const applicantDelivery = (
  { roundId, applicationId }: Pick<SlotRecord, 'roundId' | 'applicationId'>,
  kind: 'slot' | 'upload' | 'result',
) => ({
  roundId,
  about: applicationId,
  kind,
  person: { role: 'applicant' as const, id: applicationId },
});

/**
 * The record has left; what its recipient's side refused has left, too, and stands among the undelivered. Somebody who was
 * faster, or a decision meanwhile, has cleared it already.
 * @param next where it stands to be reminded of, if it is
 */
async function sent(
  { table }: NotifyDeps,
  key: Key,
  when: NonNullable<Change['when']>,
  next: ReturnType<typeof dueIndex> | null,
): Promise<void> {
  countMetric('MailSent');
  await changed(() =>
    table.update(key, {
      set: { mailedAt: nowUtc(), ...next },
      remove: ['outbox', ...(next === null ? ['gsi1pk', 'gsi1sk'] : [])],
      when,
    }),
  );
}

async function changed(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
