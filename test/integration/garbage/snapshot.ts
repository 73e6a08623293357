/** Everything that the system holds, for comparing. */
import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { canonicalJson } from '../../../shared/canonical.ts';
import type { Flows } from '../flows/harness.ts';

const MACHINES = ['RoundMachineArn', 'ApplicationMachineArn', 'ScoringMachineArn'];
const BUCKETS = ['InboxBucket', 'EvidenceBucket'];

/** Table, buckets, executions and mails; waits until nothing is under way. */
export async function snapshot(flows: Flows): Promise<Record<string, string>> {
  await flows.cloud.idle();
  const [records, objects, executions] = await Promise.all([
    recordsOf(flows),
    Promise.all(BUCKETS.map((bucket) => objectsOf(flows, flows.output(bucket)))),
    Promise.all(MACHINES.map((machine) => executionsOf(flows, flows.output(machine)))),
  ]);
  const mails = flows.mails().map(({ number, kind, about }): Entry => [`mail ${number}`, `${kind} ${about}`]);
  return Object.fromEntries([...records, ...objects.flat(), ...executions.flat(), ...mails]);
}

type Entry = readonly [name: string, what: string];

async function recordsOf({ database, output }: Flows): Promise<Entry[]> {
  const entries: Entry[] = [];
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await database.send(
      new ScanCommand({ TableName: output('TableName'), ConsistentRead: true, ExclusiveStartKey: from }),
    );
    for (const item of page.Items ?? [])
      entries.push([`record ${item['pk']?.S} ${item['sk']?.S}`, canonicalJson(unmarshall(item))]);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return entries;
}

async function objectsOf({ s3 }: Flows, Bucket: string): Promise<Entry[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key, ETag }) => [`object ${Key}`, String(ETag)]);
}

async function executionsOf({ machines }: Flows, stateMachineArn: string): Promise<Entry[]> {
  const { executions = [] } = await machines.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions.map(({ executionArn, status }) => [`execution ${executionArn}`, String(status)]);
}

/** What is in one and not in the other, or not as it was; by name, and how it was and is. */
export const changes = (was: Record<string, string>, is: Record<string, string>): string[] =>
  Object.keys({ ...was, ...is })
    .filter((name) => was[name] !== is[name])
    .map((name) => `${name}: ${short(was[name])} → ${short(is[name])}`);

const short = (what = 'nothing') => what.slice(0, 300);
