import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  type DeleteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactGetCommand,
  type TransactGetCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CallOf } from '../recording.ts';
import { type Performer, statusOf } from './performer.ts';

/** Where a request holds items or keys in DynamoDB's own notation. */
const NOTED = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** The request as the document client takes it, which is the client that the application uses. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      NOTED.has(name) ? unmarshall(inner as Record<string, AttributeValue>) : plain(inner),
    ]),
  );
}

/** The operations that applications use, through the document client. Calls are sent once: retries were recorded as calls. */
export function dynamoDbPlayer(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  const base = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  const operations: Record<string, (input: unknown) => Performer> = {
    GetItem: (input) => () => statusOf(client.send(new GetCommand(input as GetCommandInput))),
    PutItem: (input) => () => statusOf(client.send(new PutCommand(input as PutCommandInput))),
    UpdateItem: (input) => () => statusOf(client.send(new UpdateCommand(input as UpdateCommandInput))),
    DeleteItem: (input) => () => statusOf(client.send(new DeleteCommand(input as DeleteCommandInput))),
    Query: (input) => () => statusOf(client.send(new QueryCommand(input as QueryCommandInput))),
    Scan: (input) => () => statusOf(client.send(new ScanCommand(input as ScanCommandInput))),
    BatchGetItem: (input) => () => statusOf(client.send(new BatchGetCommand(input as BatchGetCommandInput))),
    BatchWriteItem: (input) => () => statusOf(client.send(new BatchWriteCommand(input as BatchWriteCommandInput))),
    TransactGetItems: (input) => () => statusOf(client.send(new TransactGetCommand(input as TransactGetCommandInput))),
    TransactWriteItems: (input) => () =>
      statusOf(client.send(new TransactWriteCommand(input as TransactWriteCommandInput))),
  };
  return {
    prepare: ({ operation, input }: CallOf<'dynamodb'>): Performer | undefined => operations[operation]?.(plain(input)),
    stop: () => base.destroy(),
  };
}
