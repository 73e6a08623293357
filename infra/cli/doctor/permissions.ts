/** What whoever asks may do here, and so which commands will work. Everything is tried in a way that changes nothing. */
import { ConditionalCheckFailedException, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvocationType, InvokeCommand } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Place } from '../place.ts';
import { type Check, nameOf, statusOf } from './check.ts';

/** A key under which nothing stands, ever. */
const NOTHING = { pk: 'DOCTOR', sk: 'NOTHING' };
const NO_OBJECT = 'doctor/nothing';

const invoke = async ({ lambda, outputs }: Place, output: string): Promise<void> => {
  const FunctionName = outputs[output] ?? '';
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: InvocationType.DryRun }));
};

/** Each throws where it is not allowed. A condition that cannot hold is looked at after the permission is. */
const TRIES = {
  'dynamodb:GetItem': ({ table }: Place) => table.get(NOTHING, z.unknown()),
  'dynamodb:Scan': ({ dynamodb, table }) => dynamodb.send(new ScanCommand({ TableName: table.name, Limit: 1 })),
  'dynamodb:PutItem': async ({ dynamodb, table }) => {
    const Item = { pk: { S: NOTHING.pk }, sk: { S: NOTHING.sk } };
    const put = new PutItemCommand({ TableName: table.name, Item, ConditionExpression: 'attribute_exists(pk)' });
    await dynamodb.send(put).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
  },
  's3:GetObject': ({ evidence }) => evidence.head(NO_OBJECT),
  's3:ListBucket': ({ s3, evidence }) => s3.send(new ListObjectsV2Command({ Bucket: evidence.name, MaxKeys: 1 })),
  's3:PutObject': async ({ s3, evidence }) => {
    const IfMatch = '"00000000000000000000000000000000"';
    const put = new PutObjectCommand({ Bucket: evidence.name, Key: NO_OBJECT, Body: 'never written', IfMatch });
    await s3.send(put).catch((error: unknown) => {
      if (statusOf(error) !== 404 && statusOf(error) !== 412) throw error;
    });
  },
  'lambda:InvokeFunction call': (place) => invoke(place, 'CallFunctionName'),
  'lambda:InvokeFunction reconciler': (place) => invoke(place, 'ReconcilerFunctionName'),
  'sqs:GetQueueAttributes': ({ sqs, outputs }) => {
    const QueueUrl = outputs['DlqUrls']?.split(',')[0];
    return sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  },
} satisfies Record<string, (place: Place) => Promise<unknown>>;
type Ability = keyof typeof TRIES;

/** What else some need cannot be tried without sending or taking a message. */
const COMMANDS: Record<string, { needs: Ability[]; untried?: string }> = {
  'round open': { needs: ['s3:GetObject', 's3:PutObject', 'lambda:InvokeFunction call'] },
  'round extend / status': { needs: ['lambda:InvokeFunction call'] },
  'export / doctor --round / settlement': { needs: ['dynamodb:GetItem', 's3:GetObject'] },
  'registers import / console link / disbursement / notice correct': {
    needs: ['dynamodb:GetItem', 'dynamodb:PutItem', 's3:GetObject', 's3:PutObject'],
  },
  reconcile: { needs: ['lambda:InvokeFunction reconciler'] },
  redrive: {
    needs: ['sqs:GetQueueAttributes', 'dynamodb:GetItem', 'lambda:InvokeFunction reconciler'],
    untried: 'sqs:ReceiveMessage、sqs:SendMessage、sqs:DeleteMessage',
  },
  replay: { needs: ['dynamodb:GetItem', 'dynamodb:PutItem'], untried: 'sqs:SendMessage、events:PutEvents' },
  backup: { needs: ['dynamodb:Scan', 's3:ListBucket', 's3:GetObject'] },
  restore: { needs: ['dynamodb:Scan', 'dynamodb:PutItem', 's3:GetObject', 's3:PutObject'] },
};

export async function permissions(place: Place): Promise<Check[]> {
  const refused = new Map<Ability, string>();
  const tries = Object.entries(TRIES) as [Ability, (place: Place) => Promise<unknown>][];
  await Promise.all(
    tries.map(([ability, attempt]) => attempt(place).catch((error: unknown) => refused.set(ability, nameOf(error)))),
  );
  return Object.entries(COMMANDS).map(([name, { needs, untried }]) => {
    const missing = needs.filter((ability) => refused.has(ability));
    const common = { area: '权限', name };
    const more = untried === undefined ? '' : `；未试：${untried}`;
    if (missing.length === 0) return { ...common, state: 'good', says: `可用${more}` };
    const says = missing.map((ability) => `${ability}（${refused.get(ability)}）`).join('、');
    return { ...common, state: 'bad', says, todo: '给当前身份加上这些权限。' };
  });
}
