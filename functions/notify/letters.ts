import { yuan } from '../../shared/domain/money.ts';
import { APPLICATION_STATUS } from '../../shared/http/labels.ts';
import { beijing, beijingSeconds } from '../../shared/http/time.ts';
import { issueLink, LATE_ACCOUNT_DAYS } from '../../shared/links.ts';
import { compose, type MailContent } from '../../shared/mail/compose.ts';
import {
  type MailTemplate,
  RULING_MAILS,
  SLOT_MAIL,
  TASK_MAILS,
  UPLOAD_MAILS,
  WITHDRAWN_MAIL,
} from '../../shared/mail/templates.ts';
import { pointTitles } from '../../shared/package/points.ts';
import { receiptNumber } from '../../shared/receipts.ts';
import {
  ApplicationRecord,
  AwardRecord,
  type LinkRecord,
  type SlotRecord,
  type TaskRecord,
  type UploadRecord,
} from '../../shared/schemas/records.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import type { Letter, NotifyDeps } from './deps.ts';
import type { Recipient } from './recipient.ts';

/** A slot's page tells its holder how things stand until the money has come: its link outlives every deadline of the round. */
const SLOT_LINK_DAYS = 365;
const DAY_MS = 86_400_000;
const daysAfter = (instant: string, days: number) => new Date(Date.parse(instant) + days * DAY_MS).toISOString();

type Content = Omit<MailContent, 'link'>;
interface Subject {
  kind: string;
  id: string;
  roundId: string;
  /** Tells apart the letters about one subject. */
  no: string | number;
}

const domainOf = (address: string) => /@([a-z0-9.-]+)>?$/i.exec(address.trim())?.[1] ?? 'awards.invalid';

async function letter(
  deps: NotifyDeps,
  to: Recipient,
  subject: Subject,
  link: Pick<LinkRecord, 'opens' | 'assigneeId' | 'validUntil'>,
  content: Content,
): Promise<Letter> {
  const { policy } = await loadPinned(deps.table, deps.evidence, subject.roundId);
  const token = await issueLink(deps.table, { roundId: subject.roundId, ...link });
  const words = { ...content.words, authority: policy.authority, round: policy.title };
  const body = await compose({ ...content, words, link: `${deps.publicUrl}/l/${token}` });
  return {
    from: deps.from,
    to: { name: to.name, address: to.email },
    // A letter that is sent twice, because its mark was lost, can be recognised as one.
    messageId: `<${subject.kind}.${subject.id.replaceAll('~', '.')}.${subject.no}@${domainOf(deps.from)}>`,
    headers: {
      'X-Awards-Kind': subject.kind,
      'X-Awards-Subject': subject.id,
      'X-Awards-Round': subject.roundId,
    },
    ...body,
  };
}

const slotLink = (slot: SlotRecord) => ({
  opens: { kind: 'slot' as const, applicationId: slot.applicationId },
  assigneeId: slot.applicationId,
  validUntil: daysAfter(slot.issuedAt, SLOT_LINK_DAYS),
});

/** What a task's mail says beside its deadline: which application, and what its kind needs. */
async function taskWords(deps: NotifyDeps, task: TaskRecord): Promise<Record<string, string>> {
  if (task.applicationId === null) return {};
  const { table } = deps;
  const application = await table.get(keys.application(task.applicationId), ApplicationRecord);
  const words = { title: application?.title ?? '', opinion: application?.opinion ?? '' };
  if (task.kind === 'refusal' && application !== null) return { ...words, ...refusalWords(application) };
  if (task.kind === 'correction' && application !== null)
    return { ...words, points: await askedPoints(deps, application) };
  if (task.kind !== 'payee') return words;
  const award = await table.get(keys.award(task.roundId, task.applicationId), AwardRecord);
  return award === null ? words : { ...words, amount: yuan(award.amountFen) };
}

/** What may be corrected, one a line. */
async function askedPoints(
  { table, evidence }: NotifyDeps,
  { roundId, category, correction }: ApplicationRecord,
): Promise<string> {
  if (correction === undefined) return '';
  const { policy } = await loadPinned(table, evidence, roundId);
  const titles = pointTitles(category, policy, correction.asked).map((title) => `· ${title}`);
  return `只能修改以下内容，其他内容和材料须与退回的版本一致：\n${titles.join('\n')}`;
}

/** How it ended, and which conditions the rules found not to be met, with their clauses. */
function refusalWords({ status, findings }: ApplicationRecord): Record<string, string> {
  const failed = findings
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ title, clause }) => `${title}（方案${clause}）`);
  return {
    ending: APPLICATION_STATUS[status].text,
    failed: failed.length === 0 ? '' : `核对中不符合的条件：${failed.join('；')}。`,
  };
}

/** A correction is answered by an upload, and a refusal on the slot's page: their letters lead there; every other task has its own page. */
export async function taskLetter(
  deps: NotifyDeps,
  task: TaskRecord,
  to: Recipient,
  slot: SlotRecord | null,
): Promise<Letter> {
  const link =
    slot !== null
      ? slotLink(slot)
      : {
          opens: { kind: 'task' as const, taskId: task.taskId },
          assigneeId: task.assignee.id,
          validUntil: task.kind === 'payee' ? daysAfter(task.deadline, LATE_ACCOUNT_DAYS) : task.deadline,
        };
  const words = { ...(await taskWords(deps, task)), deadline: beijing(task.deadline) };
  return letter(deps, to, { kind: task.kind, id: task.taskId, roundId: task.roundId, no: task.reminders }, link, {
    template: TASK_MAILS[task.kind],
    words,
    reminders: task.reminders,
    problems: [],
  });
}

/** The invitation; once more, when the application was taken back, or when its review was ruled on, to say so. */
export async function slotLetter(deps: NotifyDeps, slot: SlotRecord): Promise<Letter> {
  const [{ policy }, gate, application] = await Promise.all([
    loadPinned(deps.table, deps.evidence, slot.roundId),
    loadGate(deps.table, slot.roundId, 'intake'),
    deps.table.get(keys.application(slot.applicationId), ApplicationRecord),
  ]);
  const said = lastWord(application);
  const words = {
    name: slot.name,
    category: policy.categories[slot.category].title,
    deadline: gate === null ? '见申报页面' : beijing(gate.deadline),
    ruling: application?.review?.ruling?.reason ?? '',
  };
  return letter(
    deps,
    { name: slot.contactName, email: slot.email },
    { kind: 'slot', id: slot.applicationId, roundId: slot.roundId, no: said.no },
    slotLink(slot),
    { template: said.template, words, reminders: 0, problems: [] },
  );
}

/** What the slot's holder has to hear of now. */
function lastWord(application: ApplicationRecord | null): { template: MailTemplate; no: string | number } {
  if (application?.status === 'withdrawn') return { template: WITHDRAWN_MAIL, no: 'withdrawn' };
  const ruling = application?.review?.ruling;
  if (ruling !== undefined) return { template: RULING_MAILS[ruling.decision], no: 'review' };
  return { template: SLOT_MAIL, no: 0 };
}

export async function uploadLetter(deps: NotifyDeps, slot: SlotRecord, upload: UploadRecord): Promise<Letter> {
  const words = {
    name: slot.name,
    received: beijingSeconds(upload.receivedAt),
    receipt: receiptNumber(upload.applicationId, upload.uploadId),
    sha256: upload.sha256 ?? '',
    version: String(upload.version ?? ''),
    count: String(upload.problems.length),
  };
  return letter(
    deps,
    { name: slot.contactName, email: slot.email },
    { kind: 'upload', id: upload.applicationId, roundId: upload.roundId, no: upload.uploadId },
    slotLink(slot),
    { template: UPLOAD_MAILS[upload.verdict], words, reminders: 0, problems: upload.problems },
  );
}
