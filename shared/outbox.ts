import * as z from 'zod';
import { parseInput } from './bad-input.ts';
import { nowUtc } from './clock.ts';
import { directed, instructed } from './finance/messages.ts';
import { type FinanceWay, sendToFinance } from './finance/send.ts';
import type { MailRequest } from './schemas/events.ts';
import {
  ChallengeRecord,
  DirectiveRecord,
  DisbursementRecord,
  LetterRecord,
  ObjectorRecord,
  ReleaseRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from './schemas/records.ts';
import { keys } from './store/keys.ts';
import { changeMany } from './store/many.ts';
import type { QueueSender } from './store/queue-sender.ts';
import type { Key, Table } from './store/table.ts';
import { together } from './together.ts';

export interface PublisherDeps extends FinanceWay {
  table: Table;
  mails: QueueSender;
}

const Leaving = z.discriminatedUnion('entity', [
  TaskRecord,
  SlotRecord,
  UploadRecord,
  DisbursementRecord,
  DirectiveRecord,
  ChallengeRecord,
  ObjectorRecord,
  LetterRecord,
  ReleaseRecord,
]);

/**
 * Publishes a record that has still to leave. Twice is harmless: the consumers know what they have seen.
 * @throws BadInput record.malformed
 */
export async function publish(deps: PublisherDeps, item: Record<string, unknown>): Promise<void> {
  // A digest leaves when its window is over, by the schedule.
  if (item['outbox'] === undefined || item['outbox'] === 'digest') return;
  const record = parseInput(Leaving, item, 'record.malformed');
  switch (record.entity) {
    case 'Task':
      return mail(deps, { kind: 'task', taskId: record.taskId });
    case 'Slot':
      return mail(deps, { kind: 'slot', applicationId: record.applicationId });
    case 'Upload':
      return mail(deps, { kind: 'upload', applicationId: record.applicationId, uploadId: record.uploadId });
    case 'Challenge':
      return mail(deps, { kind: 'code', challengeHash: record.challengeHash });
    case 'Objector':
      return mail(deps, { kind: 'objection', roundId: record.roundId, objectionId: record.objectionId });
    case 'Letter':
      return mail(deps, { kind: 'result', applicationId: record.applicationId });
    case 'Release':
      return mail(deps, { kind: 'release', roundId: record.roundId, category: record.category, no: record.no });
    case 'Disbursement':
      return instruct(deps, record);
    case 'Directive':
      return direct(deps, record);
    default:
      return record satisfies never;
  }
}

/** The mail's sender clears the outbox when the mail has gone. */
const mail = ({ mails }: PublisherDeps, request: MailRequest): Promise<void> => mails.send(request);

/** To finance, and a copy to the bus; then the outbox is cleared. */
async function instruct(deps: PublisherDeps, record: DisbursementRecord): Promise<void> {
  await sendToFinance(deps, instructed(record));
  await cleared(deps.table, keys.disbursement(record.roundId, record.disbursementId));
}

/**
 * What is said about an instruction leaves after the instruction, and after what was said before: whatever of that has not left
 * yet leaves first. The stream keeps no order between records.
 */
async function direct(deps: PublisherDeps, record: DirectiveRecord): Promise<void> {
  const { roundId, disbursementId, no } = record;
  const instruction = await deps.table.get(keys.disbursement(roundId, disbursementId), DisbursementRecord);
  if (instruction?.outbox !== undefined) await instruct(deps, instruction);
  for (let before = 1; before < no; before += 1) {
    const earlier = await deps.table.get(keys.directive(roundId, disbursementId, before), DirectiveRecord);
    if (earlier?.outbox !== undefined) await say(deps, earlier);
  }
  await say(deps, record);
}

async function say(deps: PublisherDeps, record: DirectiveRecord): Promise<void> {
  await sendToFinance(deps, directed(record));
  await cleared(deps.table, keys.directive(record.roundId, record.disbursementId, record.no));
}

/** As many as are cleared by one transaction. */
const CLEARED = 100;
const clearing = new WeakMap<Table, (key: Key) => Promise<void>>();

/** What is cleared in the same turn is cleared together; what was cleared before stays as it is. */
function cleared(table: Table, key: Key): Promise<void> {
  const clear =
    clearing.get(table) ??
    together<Key>(CLEARED, async (keysOf) => {
      const change = { remove: ['outbox', 'gsi1pk', 'gsi1sk'], when: { outbox: 'finance' } };
      const set = { publishedAt: nowUtc() };
      await changeMany(
        table,
        distinct(keysOf).map((update) => ({ update, change: { ...change, set } })),
      );
      return keysOf.map(() => null);
    });
  clearing.set(table, clear);
  return clear(key);
}

/** A transaction takes each record once: a stream may have the same one twice in a batch. */
const distinct = (all: Key[]): Key[] => [...new Map(all.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
