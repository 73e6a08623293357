import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { parseInput } from './bad-input.ts';
import { nowUtc } from './clock.ts';
import type { DisbursementInstructed, MailRequest } from './schemas/events.ts';
import {
  ChallengeRecord,
  DisbursementRecord,
  ObjectorRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from './schemas/records.ts';
import { keys } from './store/keys.ts';
import type { QueueSender } from './store/queue-sender.ts';
import { ConditionFailed, type Table } from './store/table.ts';

export interface PublisherDeps {
  table: Table;
  mails: QueueSender;
  financeQueueUrl: string;
  busName: string;
}

const Leaving = z.discriminatedUnion('entity', [
  TaskRecord,
  SlotRecord,
  UploadRecord,
  DisbursementRecord,
  ChallengeRecord,
  ObjectorRecord,
]);
const sqs = new SQSClient({ maxAttempts: 5 });
const events = new EventBridgeClient({ maxAttempts: 5 });

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
    case 'Disbursement':
      return instruct(deps, record);
    default:
      return record satisfies never;
  }
}

/** The mail's sender clears the outbox when the mail has gone. */
const mail = ({ mails }: PublisherDeps, request: MailRequest): Promise<void> => mails.send(request);

/** To finance by its own queue, in order per payee; a copy to the bus for whoever else listens; then the outbox is cleared. */
async function instruct(deps: PublisherDeps, record: DisbursementRecord): Promise<void> {
  const {
    disbursementId,
    roundId,
    awardId,
    category,
    planNo,
    instalment,
    attempt,
    payeeUscc,
    payeeRef,
    amountFen,
    issuedAt,
  } = record;
  const event: DisbursementInstructed = {
    specversion: '1.0',
    id: disbursementId,
    type: 'awards.disbursement.instructed.v1',
    source: 'awards',
    time: issuedAt,
    data: { disbursementId, roundId, awardId, category, planNo, instalment, attempt, payeeUscc, payeeRef, amountFen },
  };
  const body = JSON.stringify(event);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: deps.financeQueueUrl,
      MessageBody: body,
      MessageGroupId: payeeUscc,
      MessageDeduplicationId: disbursementId,
    }),
  );
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: deps.busName, Source: 'awards', DetailType: 'DisbursementInstructed', Detail: body }],
    }),
  );
  // PutEvents answers 200 with failed entries inside.
  if (FailedEntryCount !== undefined && FailedEntryCount > 0) throw new Error('the bus did not take the copy');
  await cleared(deps.table, record);
}

async function cleared(table: Table, { roundId, disbursementId }: DisbursementRecord): Promise<void> {
  try {
    await table.update(keys.disbursement(roundId, disbursementId), {
      set: { publishedAt: nowUtc() },
      remove: ['outbox', 'gsi1pk', 'gsi1sk'],
      when: { outbox: 'finance' },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
