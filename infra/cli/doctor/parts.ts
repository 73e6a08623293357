/** Whether the parts of a stage are there, and set as the app needs them. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { deadQueues } from '../letters.ts';
import type { Place } from '../place.ts';
import { type Check, type Finding, look } from './check.ts';

const OUTPUTS = [
  ...['ApiUrl', 'ApplicationMachineArn', 'BusName', 'CallFunctionName', 'DeadLetters', 'DlqUrls', 'EvidenceBucket'],
  ...['FinanceDeadLetterUrl', 'FinanceQueueUrl', 'InboxBucket', 'InboxQueueUrl', 'MailQueueUrl'],
  ...[
    'NotifyFunctionName',
    'PayeeFunctionName',
    'ReconcilerFunctionName',
    'RoundMachineArn',
    'ScoringMachineArn',
    'TableName',
  ],
];
export const DEPLOY = '重新部署（npx cdk deploy），不要在控制台手工修改。';
const either = (holds: boolean, good: string, bad: string): Finding => (holds ? { good } : { bad });

export function outputs({ outputs: there }: Place): Check {
  const missing = OUTPUTS.filter((name) => !there[name]);
  const common = { area: '输出', name: '系统输出齐全' };
  if (missing.length === 0) return { ...common, state: 'good', says: `${OUTPUTS.length} 项` };
  const todo = '用 cdk deploy --outputs-file 重新写出，并用 --outputs 指定。';
  return { ...common, state: 'bad', says: `缺少 ${missing.join('、')}`, todo };
}

export async function tableParts(place: Place): Promise<Check[]> {
  const { dynamodb } = place;
  const TableName = place.table.name;
  return Promise.all([
    look(place, ['数据表', '索引与变更流', DEPLOY], async () => {
      const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      const indexes = (table?.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName).sort();
      const stream = table?.StreamSpecification?.StreamViewType;
      const holds = table?.TableStatus === 'ACTIVE' && `${indexes}` === 'gsi1,gsi2' && stream === 'NEW_IMAGE';
      const is = `${table?.TableStatus}，索引 ${indexes.join('、') || '无'}，变更流 ${stream ?? '无'}`;
      return either(holds, is, is);
    }),
    look(place, ['数据表', '过期删除', DEPLOY], async () => {
      const { TimeToLiveDescription: ttl } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
      // The database on this machine deletes by its own clock, so it only does where domain time is that.
      if (place.local && ttl?.TimeToLiveStatus !== 'ENABLED') throw new Error('not here');
      const holds = ttl?.TimeToLiveStatus === 'ENABLED' && ttl.AttributeName === 'expiresAt';
      return either(holds, 'expiresAt', `${ttl?.TimeToLiveStatus} ${ttl?.AttributeName ?? ''}`);
    }),
    look(place, ['数据表', '时间点恢复', DEPLOY], async () => {
      const found = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
      const recovery = found.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      const from = recovery?.EarliestRestorableDateTime?.toISOString();
      return either(recovery?.PointInTimeRecoveryStatus === 'ENABLED', `可恢复到 ${from} 以后`, '未开启');
    }),
  ]);
}

export async function bucketParts(place: Place): Promise<Check[]> {
  const { s3 } = place;
  const checks = [place.evidence.name, place.outputs['InboxBucket'] ?? ''].map((Bucket) => [
    look(place, ['存储桶', `版本 ${Bucket}`, DEPLOY], async () => {
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
      return either(Status === 'Enabled', '已开启', `${Status ?? '未开启'}`);
    }),
    look(place, ['存储桶', `禁止公开 ${Bucket}`, DEPLOY], async () => {
      const { PublicAccessBlockConfiguration: all } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      const open = Object.entries(all ?? { none: false }).filter(([, blocked]) => blocked !== true);
      return either(open.length === 0, '已开启', `未禁止：${open.map(([name]) => name).join('、')}`);
    }),
  ]);
  const lock = look(place, ['存储桶', `锁定 ${place.evidence.name}`, DEPLOY], async () => {
    const found = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: place.evidence.name }));
    const rule = found.ObjectLockConfiguration?.Rule?.DefaultRetention;
    return either(rule !== undefined, `${rule?.Mode} ${rule?.Days} 天`, '没有默认锁定期');
  });
  return Promise.all([...checks.flat(), lock]);
}

/** Messages of a queue that fail go to its dead-letter queue, and those are empty. */
export async function queueParts(place: Place): Promise<Check[]> {
  const work = ['InboxQueueUrl', 'MailQueueUrl', 'FinanceQueueUrl'].map((name) =>
    look(place, ['队列', name, DEPLOY], async () => {
      const asked = { QueueUrl: place.outputs[name] ?? '', AttributeNames: ['All' as const] };
      const { Attributes = {} } = await place.sqs.send(new GetQueueAttributesCommand(asked));
      const waiting = `等待 ${Attributes['ApproximateNumberOfMessages']} 条`;
      return either(Attributes['RedrivePolicy'] !== undefined, waiting, '没有死信队列');
    }),
  );
  const dead = deadQueues(place).map((queue) =>
    look(place, ['死信', queue.name, `npm run awards -- redrive --dry-run --queue ${queue.name}`], async () => {
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const found = await place.sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue.dead, AttributeNames }));
      const count = found.Attributes?.['ApproximateNumberOfMessages'];
      return either(count === '0', '没有', `${count} 条`);
    }),
  );
  return Promise.all([...work, ...dead]);
}

export async function functionParts(place: Place): Promise<Check[]> {
  const names = ['CallFunctionName', 'ReconcilerFunctionName', 'NotifyFunctionName', 'PayeeFunctionName'];
  return Promise.all(
    names.map((output) =>
      look(place, ['函数', output, DEPLOY], async () => {
        const FunctionName = place.outputs[output] ?? '';
        const found = await place.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        const { Runtime, State, LastUpdateStatus, LastModified } = found;
        const holds = Runtime === 'nodejs24.x' && State === 'Active' && LastUpdateStatus === 'Successful';
        const is = `${Runtime}，${State}，部署于 ${LastModified}（${LastUpdateStatus}）`;
        return either(holds, is, is);
      }),
    ),
  );
}
