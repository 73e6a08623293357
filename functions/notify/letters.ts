import { nowUtc } from '../../shared/clock.ts';
import { t } from '../../shared/http/language.ts';
import { beijing, beijingSeconds } from '../../shared/http/time.ts';
import { issueLink, LATE_ACCOUNT_DAYS } from '../../shared/links.ts';
import { compose, type MailContent } from '../../shared/mail/compose.ts';
import { TASK_MAILS } from '../../shared/mail/task-templates.ts';
import {
  type MailTemplate,
  RULING_MAILS,
  SLOT_MAIL,
  UPLOAD_MAILS,
  WITHDRAWN_MAIL,
} from '../../shared/mail/templates.ts';
import { receiptNumber } from '../../shared/receipts.ts';
import {
  ApplicationRecord,
  type LinkRecord,
  type SlotRecord,
  type TaskRecord,
  type UploadRecord,
} from '../../shared/schemas/records.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import type { Letter } from './channels/mail.ts';
import type { NotifyDeps } from './deps.ts';
import { type Recipient, slotHolder } from './recipient.ts';
import { aboutTask, inBoth, taskWords } from './words.ts';

/** A slot's page tells its holder how things stand until the money has come: its link outlives every deadline of the round. */
const SLOT_LINK_DAYS = 365;
const DAY_MS = 86_400_000;
const daysAfter = (instant: string, days: number) => new Date(Date.parse(instant) + days * DAY_MS).toISOString();

type Content = Omit<MailContent, 'link' | 'language'>;
interface Subject {
  kind: string;
  id: string;
  roundId: string;
  /** Whom to reach another way when it bounces; null for who stands in no register. */
  person: TaskRecord['assignee'] | null;
  /** Tells apart the letters about one subject. */
  no: string | number;
}
type LinkTo = Pick<LinkRecord, 'opens' | 'assigneeId' | 'validUntil'>;

const domainOf = (address: string) => /@([a-z0-9.-]+)>?$/i.exec(address.trim())?.[1] ?? 'awards.invalid';

async function newLink({ table, publicUrl }: NotifyDeps, roundId: string, link: LinkTo): Promise<string> {
  return `${publicUrl}/l/${await issueLink(table, { roundId, ...link })}`;
}

/** @param link what the letter's button opens; null for a letter without one */
export async function letter(
  deps: NotifyDeps,
  to: Recipient,
  subject: Subject,
  link: LinkTo | null,
  content: Content,
): Promise<Letter> {
  const { policy } = await loadPinned(deps.table, deps.evidence, subject.roundId);
  const { authority } = policy;
  const words = {
    zh: { ...content.words.zh, authority, round: policy.title },
    en: { ...content.words.en, authority, round: policy.titleEn },
  };
  const address = link === null ? null : await newLink(deps, subject.roundId, link);
  const body = await compose({ ...content, words, language: to.language, link: address });
  return {
    from: deps.from,
    to: { name: to.name, address: to.email },
    // A letter that is sent twice, because its mark was lost, can be recognised as one.
    messageId: `<${subject.kind}.${subject.id.replaceAll('~', '.')}.${subject.no}@${domainOf(deps.from)}>`,
    headers: {
      'X-Awards-Kind': subject.kind,
      'X-Awards-Subject': subject.id,
      'X-Awards-Round': subject.roundId,
      // Comes back with a bounce, and says whom to reach another way.
      ...(subject.person === null ? {} : { 'X-Awards-Person': `${subject.person.role}.${subject.person.id}` }),
    },
    ...body,
  };
}

const holderOf = ({ applicationId }: SlotRecord) => ({ role: 'applicant' as const, id: applicationId });

export const slotLink = (slot: SlotRecord) => ({
  opens: { kind: 'slot' as const, applicationId: slot.applicationId },
  assigneeId: slot.applicationId,
  validUntil: daysAfter(slot.issuedAt, SLOT_LINK_DAYS),
});

const taskLink = (task: TaskRecord): LinkTo => ({
  opens: { kind: 'task' as const, taskId: task.taskId },
  assigneeId: task.assignee.id,
  validUntil: task.kind === 'payee' ? daysAfter(task.deadline, LATE_ACCOUNT_DAYS) : task.deadline,
});

/** A worklist's link outlives its tasks' deadlines: what is late stands there, too. */
const WORK_LINK_DAYS = 90;

/** To everything that the task's holder has to do in the round; null for an applicant, who has a page of its own. */
export function workLink({ roundId, assignee: { role, id } }: TaskRecord): LinkTo | null {
  const validUntil = daysAfter(nowUtc(), WORK_LINK_DAYS);
  return role === 'applicant' ? null : { opens: { kind: 'work' as const, roundId, role }, assigneeId: id, validUntil };
}

/** A correction is answered by an upload, and a refusal on the slot's page: their letters lead there; every other task has its own page. */
export async function taskLetter(
  deps: NotifyDeps,
  task: TaskRecord,
  to: Recipient,
  slot: SlotRecord | null,
): Promise<Letter> {
  const [about, { policy }] = await Promise.all([
    aboutTask(deps, task),
    loadPinned(deps.table, deps.evidence, task.roundId),
  ]);
  const subject = {
    kind: task.kind,
    id: task.taskId,
    roundId: task.roundId,
    person: task.assignee,
    no: task.reminders,
  };
  const list = workLink(task);
  const worklist = list === null ? {} : { worklist: await newLink(deps, task.roundId, list) };
  return letter(deps, to, subject, slot === null ? taskLink(task) : slotLink(slot), {
    template: TASK_MAILS[task.kind],
    words: taskWords(about, policy),
    reminders: task.reminders,
    problems: [],
    ...worklist,
  });
}

/** The invitation; once more as a reminder, when the application was taken back, or when its review was ruled on, to say so. */
export async function slotLetter(deps: NotifyDeps, slot: SlotRecord): Promise<Letter> {
  const [{ policy }, gate, application] = await Promise.all([
    loadPinned(deps.table, deps.evidence, slot.roundId),
    loadGate(deps.table, slot.roundId, 'intake'),
    deps.table.get(keys.application(slot.applicationId), ApplicationRecord),
  ]);
  const said = lastWord(slot, application);
  const { title, titleEn } = policy.categories[slot.category];
  const words = inBoth((language) => ({
    name: slot.name,
    category: language === 'zh' ? title : titleEn,
    deadline: gate === null ? t('见申报页面') : beijing(gate.deadline),
    ruling: application?.review?.ruling?.reason ?? '',
  }));
  return letter(
    deps,
    slotHolder(slot),
    { kind: 'slot', id: slot.applicationId, roundId: slot.roundId, person: holderOf(slot), no: said.no },
    slotLink(slot),
    { template: said.template, words, reminders: said.reminders, problems: [] },
  );
}

interface LastWord {
  template: MailTemplate;
  no: string | number;
  reminders: number;
}

/** What the slot's holder has to hear of now. */
function lastWord({ reminders = 0 }: SlotRecord, application: ApplicationRecord | null): LastWord {
  if (application?.status === 'withdrawn') return { template: WITHDRAWN_MAIL, no: 'withdrawn', reminders: 0 };
  const ruling = application?.review?.ruling;
  if (ruling !== undefined) return { template: RULING_MAILS[ruling.decision], no: 'review', reminders: 0 };
  return { template: SLOT_MAIL, no: reminders, reminders };
}

export async function uploadLetter(deps: NotifyDeps, slot: SlotRecord, upload: UploadRecord): Promise<Letter> {
  const words = inBoth(() => ({
    name: slot.name,
    received: beijingSeconds(upload.receivedAt),
    receipt: receiptNumber(upload.applicationId, upload.uploadId),
    sha256: upload.sha256 ?? '',
    version: String(upload.version ?? ''),
    count: String(upload.problems.length),
  }));
  return letter(
    deps,
    slotHolder(slot),
    { kind: 'upload', id: upload.applicationId, roundId: upload.roundId, person: holderOf(slot), no: upload.uploadId },
    slotLink(slot),
    { template: UPLOAD_MAILS[upload.verdict], words, reminders: 0, problems: upload.problems },
  );
}
