import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { nowUtc } from '../../shared/clock.ts';
import { TaskRecord, WaitRecord } from '../../shared/schemas/records.ts';
import { sendSuccess } from '../../shared/store/executions.ts';
import type { Table } from '../../shared/store/table.ts';
import { markSettled } from '../../shared/store/waits.ts';
import { follow } from '../../shared/tasks/follow.ts';

/**
 * What the stream tells: a task was decided, and something follows from it; or a wait may be over.
 *
 * Completes the execution's task of a wait that has both token and outcome. "Nobody waits with this token" means it was
 * settled before or timed out: then the execution asks again with a new token, which brings the wait back here.
 */
export async function settle(table: Table, record: DynamoDBRecord): Promise<void> {
  // The SDK and the event types name the same wire shape apart.
  const image = record.dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  if (image === undefined) return;
  const fact = unmarshall(image);
  if (fact['entity'] === 'Task') return follow(table, TaskRecord.parse(fact));
  const { waitId, token, outcome, settle: due } = WaitRecord.parse(fact);
  if (token === undefined || outcome === undefined || due === undefined) return;
  await sendSuccess(token, outcome);
  await markSettled(table, waitId, token, nowUtc());
}
