import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { type FinanceOptions, startFinanceOffice } from '../../../infra/local/finance/office.ts';
import type { DisbursementInstructed } from '../../../shared/schemas/events.ts';

const sdk = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** An end of the bus that speaks PutEvents and refuses the entries whose detail contains one of `refused`. */
async function startBus() {
  const taken: { source: string; detailType: string; bus: string; detail: Record<string, unknown> }[] = [];
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as { Entries: Record<string, string>[] };
      const results = Entries.map((entry) => {
        if ([...refused].some((id) => entry['Detail']?.includes(id)))
          return { ErrorCode: 'InternalFailure', ErrorMessage: 'not now' };
        const { Source: source = '', DetailType: detailType = '', EventBusName: bus = '', Detail = '' } = entry;
        taken.push({ source, detailType, bus, detail: JSON.parse(Detail) as Record<string, unknown> });
        return { EventId: `event-${taken.length}` };
      });
      const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ FailedEntryCount, Entries: results }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new EventBridgeClient({ ...sdk, endpoint: `http://127.0.0.1:${port}` });
  const stop = () => {
    client.destroy();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { client, taken, refused, stop };
}

export const instruction = (no: number, amountFen = 1_000_000): DisbursementInstructed => {
  const awardId = `qd-2025.b.${String(no).padStart(16, '0')}`;
  const disbursementId = `${awardId}.1.1`;
  return {
    specversion: '1.0',
    id: disbursementId,
    type: 'awards.disbursement.instructed.v1',
    source: 'awards',
    time: '2025-12-20T02:00:00.000Z',
    data: {
      disbursementId,
      roundId: 'qd-2025',
      awardId,
      category: 'benchmark-enterprise',
      planNo: 1,
      instalment: 1,
      attempt: 1,
      payeeUscc: '91370200MA3C000000',
      payeeRef: `payee-${no}`,
      amountFen,
    },
  };
};

/** A FIFO queue with its dead-letter queue, a bus, and offices that work on one ledger. */
export async function openDesk() {
  const dir = mkdtempSync(join(tmpdir(), 'finance-'));
  const server = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' });
  const sqs = new SQSClient({ ...sdk, endpoint: `http://127.0.0.1:${server.port}` });
  const bus = await startBus();
  const create = async (name: string, attributes: Record<string, string>) =>
    String(
      (
        await sqs.send(
          new CreateQueueCommand({ QueueName: `${name}.fifo`, Attributes: { FifoQueue: 'true', ...attributes } }),
        )
      ).QueueUrl,
    );
  const dlqUrl = await create('finance-dlq', {});
  const dlqArn = 'arn:aws:sqs:us-east-1:000000000000:finance-dlq.fifo';
  const queueUrl = await create('finance', {
    VisibilityTimeout: '1',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dlqArn, maxReceiveCount: 2 }),
  });
  const problems: string[] = [];
  let sent = 0;
  return {
    bus,
    problems,
    /** How others reach the office. */
    way: { financeQueueUrl: queueUrl, busName: 'awards', sqs, events: bus.client },
    office: (options: Partial<FinanceOptions> = {}) =>
      startFinanceOffice({
        queueUrl,
        busName: 'awards',
        sqs,
        events: bus.client,
        dbPath: join(dir, 'ledger.sqlite'),
        now: () => Date.parse('2025-12-21T01:00:00.000Z'),
        outcome: () => ({ outcome: 'paid' }),
        waitSeconds: 0,
        report: (problem) => problems.push(problem),
        ...options,
      }),
    /** Every send is a message of its own, as after the queue's window of deduplication. */
    send: (body: unknown, group = 'payee') => {
      sent += 1;
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      return sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody,
          MessageGroupId: group,
          MessageDeduplicationId: `send-${sent}`,
        }),
      );
    },
    waiting: async (queue: 'queue' | 'dlq'): Promise<number> => {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: queue === 'dlq' ? dlqUrl : queueUrl,
          AttributeNames: [...names],
        }),
      );
      return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
    },
    stop: async () => {
      await bus.stop();
      sqs.destroy();
      await server.stop();
      rmSync(dir, { recursive: true });
    },
  };
}
