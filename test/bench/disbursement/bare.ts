import { DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { outputOf } from '../../../infra/local/start/outputs.ts';
import type { AwardRecord } from '../../../shared/schemas/records.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import type { Payments } from '../../faults/payments.ts';

/**
 * The least there is of the way: a record put, a message sent, received, put again and deleted, each by one call of the same clients to
 * the same database and queue, as many at once as the way has; and who receives takes ten, as finance does.
 */
export async function bareChain({ cloud, stores }: Payments, awards: AwardRecord[]): Promise<void> {
  const { table, sqs } = stores;
  const QueueUrl = outputOf(cloud, 'FinanceQueueUrl');
  const byId = new Map(awards.map((award) => [award.awardId, award]));
  const sending = forEachId([...byId.keys()], async (id) => {
    await table.put({ pk: 'BARE#SENT', sk: id }, { entity: 'Bare', ...byId.get(id) });
    const message = {
      MessageBody: JSON.stringify(byId.get(id)),
      MessageGroupId: id,
      MessageDeduplicationId: `bare-${id}`,
    };
    await sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
  });
  for (let received = 0; received < awards.length; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = '' } of Messages) {
      const { awardId } = JSON.parse(Body) as AwardRecord;
      await table.put({ pk: 'BARE#RECEIVED', sk: awardId }, { entity: 'Bare', awardId });
    }
    if (Messages.length === 0) continue;
    const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    received += Messages.length;
  }
  await sending;
}
