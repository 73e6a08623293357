import {
  DeleteMessageBatchCommand,
  type DeleteMessageBatchCommandInput,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type GetQueueAttributesCommandInput,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { CallOf } from '../recording.ts';
import { type Performer, statusOf } from './performer.ts';

/** Receipts cannot be repeated: a deletion takes those that the replay itself received, in their order. */
export function sqsPlayer(
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string },
  urlOf: (name: string) => string,
) {
  const client = new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const receipts = new Map<string, string[]>();
  const receive = async (input: ReceiveMessageCommandInput): Promise<number> => {
    const url = input.QueueUrl ?? '';
    // Waiting for a message costs nothing but time.
    const call = client.send(new ReceiveMessageCommand({ ...input, WaitTimeSeconds: 0 }));
    const status = await statusOf(call);
    const { Messages = [] } = await call.catch(() => ({ Messages: [] }));
    const kept = receipts.get(url) ?? [];
    receipts.set(url, [...kept, ...Messages.map(({ ReceiptHandle }) => ReceiptHandle ?? '')]);
    return status;
  };
  const taken = (url: string, count: number): string[] => receipts.get(url)?.splice(0, count) ?? [];
  const removeOne = (QueueUrl: string): Promise<number> => {
    const [ReceiptHandle] = taken(QueueUrl, 1);
    if (ReceiptHandle === undefined) return Promise.resolve(0);
    return statusOf(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));
  };
  const removeSome = (QueueUrl: string, count: number): Promise<number> => {
    const Entries = taken(QueueUrl, count).map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
    if (Entries.length === 0) return Promise.resolve(0);
    return statusOf(client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries })));
  };

  const operations: Record<string, (input: unknown, url: string) => Performer> = {
    SendMessage: (input) => () => statusOf(client.send(new SendMessageCommand(input as SendMessageCommandInput))),
    SendMessageBatch: (input) => () =>
      statusOf(client.send(new SendMessageBatchCommand(input as SendMessageBatchCommandInput))),
    ReceiveMessage: (input) => () => receive(input as ReceiveMessageCommandInput),
    DeleteMessage: (_input, url) => () => removeOne(url),
    DeleteMessageBatch: (input, url) => () =>
      removeSome(url, (input as DeleteMessageBatchCommandInput).Entries?.length ?? 0),
    GetQueueAttributes: (input) => () =>
      statusOf(client.send(new GetQueueAttributesCommand(input as GetQueueAttributesCommandInput))),
  };
  return {
    prepare: ({ operation, input }: CallOf<'sqs'>): Performer | undefined => {
      const name = String(input['QueueUrl']).split('/').at(-1) ?? '';
      const QueueUrl = urlOf(name);
      return operations[operation]?.({ ...input, QueueUrl }, QueueUrl);
    },
    stop: () => client.destroy(),
  };
}
