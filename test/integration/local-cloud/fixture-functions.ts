/** The functions of the fixture app; what they saw goes into the table, where a test finds it. */
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';

const database = new DynamoDBClient({});

const domainNow = (): number => {
  const clock: unknown = Reflect.get(globalThis, Symbol.for('awards.clock'));
  return typeof clock === 'function' ? Number(clock()) : Date.now();
};

async function note(pk: string, facts: Record<string, string> = {}): Promise<void> {
  const attributes = Object.entries(facts).map(([name, value]) => [name, { S: value }]);
  const Item = { pk: { S: pk }, ...Object.fromEntries(attributes) };
  await database.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }));
}

/** Bodies are `{"id", "fail"?, "crash"?, "waitMs"?}`. */
export async function consume(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    const { id, fail, crash, waitMs } = JSON.parse(record.body) as Record<string, unknown>;
    if (crash === true) throw new Error(`crashed on ${String(id)}`);
    if (typeof waitMs === 'number') {
      await note(`begun#${String(id)}`);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    if (fail === true) batchItemFailures.push({ itemIdentifier: record.messageId });
    else await note(`consumed#${String(id)}`, { receives: record.attributes.ApproximateReceiveCount });
  }
  return { batchItemFailures };
}

/** Messages are S3 events as EventBridge gives them to a queue. */
export async function intake(event: SQSEvent): Promise<void> {
  for (const record of event.Records) {
    const message = JSON.parse(record.body) as {
      time: string;
      detail: { bucket: { name: string }; object: { key: string } };
    };
    const { bucket, object } = message.detail;
    const outbox = object.key.startsWith('in/chain') ? { outbox: 'x' } : undefined;
    await note(`object#${object.key}`, { bucket: bucket.name, time: message.time, ...outbox });
  }
}

export async function onStream(event: DynamoDBStreamEvent): Promise<SQSBatchResponse> {
  for (const record of event.Records) {
    const image = record.dynamodb?.NewImage ?? {};
    const id = image.pk?.S ?? '';
    const itemIdentifier = record.dynamodb?.SequenceNumber ?? '';
    if (image.poison !== undefined) return { batchItemFailures: [{ itemIdentifier }] };
    await note(`streamed#${id}`, { event: record.eventName ?? '' });
  }
  return { batchItemFailures: [] };
}

export async function web(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    cookies: ['a=1; HttpOnly', 'b=2'],
    body: JSON.stringify(event),
  };
}

export async function tick(event: { time: string }): Promise<void> {
  await note(`tick#${event.time}`, { clock: new Date(domainNow()).toISOString() });
}

export async function hang(): Promise<void> {
  for (;;) {
    // Nothing but the end of the worker stops this.
  }
}

export async function describe(_event: unknown, context: Context): Promise<Record<string, unknown>> {
  console.log('a line for the log');
  return {
    name: context.functionName,
    remaining: context.getRemainingTimeInMillis(),
    region: process.env.AWS_REGION,
    memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    imported: process.env.IMPORTED,
    clock: domainNow(),
  };
}
