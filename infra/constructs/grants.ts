/** What functions may do, action by action: the library's own grants give whole families (`s3:GetObject*`). */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AwardsFunction } from './function.ts';
import type { Machine } from './machine.ts';
import { TABLE_USE } from './table-use.ts';

/** The records, as `table-use.ts` says; not the index, and never a scan. @throws Error for a function that it does not know */
export function useTable(fn: AwardsFunction, table: Table): void {
  const actions = TABLE_USE[fn.name];
  if (actions === undefined) throw new Error(`${fn.name}: what it does with the table is not said`);
  fn.allow(
    actions.map((action) => `dynamodb:${action}`),
    [table.tableArn],
  );
}

/** Finds unpublished records and due tasks. */
export function queryIndex(fn: AwardsFunction, table: Table): void {
  fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/gsi1`]);
}

/** Finds a person's tasks. */
export function queryWork(fn: AwardsFunction, table: Table): void {
  fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/gsi2`]);
}

export function readBucket(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:GetObject'], [bucket.arnForObjects('*')]);
}

/** Sees what a scanner wrote on objects. */
export function readTags(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:GetObjectTagging'], [bucket.arnForObjects('*')]);
}

/** Without leave to list, S3 answers 403 for an object that is not there, and nobody can tell the two apart. */
export function listBucket(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:ListBucket'], [bucket.bucketArn]);
}

/** Writes only what lies under the folder. */
export function writeUnder(fn: AwardsFunction, bucket: Bucket, folder: string): void {
  fn.allow(['s3:PutObject'], [bucket.arnForObjects(`${folder}/*`)]);
}

/** Puts objects, also in parts; sees which of them are there, and gives up what was begun. */
export function writeInParts(fn: AwardsFunction, bucket: Bucket): void {
  const actions = ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'];
  fn.allow(actions, [bucket.arnForObjects('*')]);
}

/** Seals winners' accounts, and opens none. */
export function sealPayees(fn: AwardsFunction, key: Key): void {
  fn.allow(['kms:GenerateDataKey'], [key.keyArn]);
}

/** Opens winners' accounts for finance. */
export function openPayees(fn: AwardsFunction, key: Key): void {
  fn.allow(['kms:Decrypt'], [key.keyArn]);
}

/** Reads these secrets, each by its own name, and no other. */
export function readSecrets(fn: AwardsFunction, arns: string[]): void {
  fn.allow(['secretsmanager:GetSecretValue'], arns);
}

export function send(fn: AwardsFunction, ...queues: Queue[]): void {
  fn.allow(
    ['sqs:SendMessage'],
    queues.map((queue) => queue.queueArn),
  );
}

export function putEvents(fn: AwardsFunction, bus: EventBus): void {
  fn.allow(['events:PutEvents'], [bus.eventBusArn]);
}

/** Also by its alias: Step Functions asks for leave on the machine itself. */
export function start(fn: AwardsFunction, { machine }: Machine): void {
  fn.allow(['states:StartExecution'], [machine.stateMachineArn]);
}

/** Sees how these machines' executions are: an execution's ARN is its machine's with its own name. */
export function describe(fn: AwardsFunction, ...machines: Machine[]): void {
  fn.allow(
    ['states:DescribeExecution'],
    machines.map(({ machine }) =>
      Stack.of(machine).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${machine.stateMachineName}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ),
  );
}

/** Completes the waits of these machines' executions. */
export function settle(fn: AwardsFunction, machines: Machine[]): void {
  fn.allow(
    ['states:SendTaskSuccess'],
    machines.map(({ machine }) => machine.stateMachineArn),
  );
}
