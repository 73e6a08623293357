/** What functions may do, action by action: the library's own grants give whole families (`s3:GetObject*`). */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { AwardsFunction } from './function.ts';

const tableActions = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'ConditionCheckItem',
].map((action) => `dynamodb:${action}`);

/** Reads and writes records; not the index, and never a scan. */
export function readWriteTable(fn: AwardsFunction, table: Table): void {
  fn.allow(tableActions, [table.tableArn]);
}

/** Finds unpublished records and due tasks. */
export function queryIndex(fn: AwardsFunction, table: Table): void {
  fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/gsi1`]);
}

/** Finds a person's tasks. */
export function queryWork(fn: AwardsFunction, table: Table): void {
  fn.allow(['dynamodb:Query'], [`${table.tableArn}/index/gsi2`]);
}

/** Without leave to list, S3 answers 403 for an object that is not there, and nobody can tell the two apart. */
export function readBucket(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:GetObject', 's3:GetObjectVersion'], [bucket.arnForObjects('*')]);
  listBucket(fn, bucket);
}

/** Sees what a scanner wrote on objects. */
export function readTags(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:GetObjectTagging'], [bucket.arnForObjects('*')]);
}

export function listBucket(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:ListBucket'], [bucket.bucketArn]);
}

export function writeBucket(fn: AwardsFunction, bucket: Bucket): void {
  fn.allow(['s3:PutObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects('*')]);
}

/** Writes only what lies under the folder. */
export function writeUnder(fn: AwardsFunction, bucket: Bucket, folder: string): void {
  fn.allow(['s3:PutObject'], [bucket.arnForObjects(`${folder}/*`)]);
}

/** Puts objects in parts, and sees which of them are there. */
export function writeInParts(fn: AwardsFunction, bucket: Bucket): void {
  writeBucket(fn, bucket);
  fn.allow(['s3:ListMultipartUploadParts'], [bucket.arnForObjects('*')]);
}

/** Seals winners' accounts, and opens none. */
export function sealPayees(fn: AwardsFunction, key: Key): void {
  fn.allow(['kms:GenerateDataKey'], [key.keyArn]);
}

/** Opens winners' accounts for finance, and changes nothing but its own record of that. */
export function openPayees(fn: AwardsFunction, table: Table, key: Key): void {
  fn.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [table.tableArn]);
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

export function start(fn: AwardsFunction, machine: StateMachine): void {
  fn.allow(['states:StartExecution'], [machine.stateMachineArn]);
}

/** Sees how these machines' executions are: an execution's ARN is its machine's with its own name. */
export function describe(fn: AwardsFunction, ...machines: StateMachine[]): void {
  fn.allow(
    ['states:DescribeExecution'],
    machines.map((machine) =>
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
export function settle(fn: AwardsFunction, machines: StateMachine[]): void {
  fn.allow(
    ['states:SendTaskSuccess'],
    machines.map((machine) => machine.stateMachineArn),
  );
}
