import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** To look after the key, and not to use it: neither to encrypt nor to decrypt. */
const ADMINISTRATION = [
  ...['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListGrants', 'ListKeyPolicies', 'ListResourceTags'],
  ...['PutKeyPolicy', 'UpdateKeyDescription', 'EnableKey', 'DisableKey', 'EnableKeyRotation', 'DisableKeyRotation'],
  ...['RotateKeyOnDemand', 'ListKeyRotations', 'TagResource', 'UntagResource', 'ScheduleKeyDeletion'],
  'CancelKeyDeletion',
].map((action) => `kms:${action}`);

/** What every use of the key must be bound to. */
const CONTEXT = ['roundId', 'awardId', 'payeeRef'];

/**
 * The key that winners' accounts are sealed under. Two roles may use it, each for one thing and only for a record that is named:
 * the pages' to seal, the one of `functions/payee` to open. Rights given elsewhere in the account do not suffice: this policy
 * lets nobody else, and whoever changes it leaves a trail. The roles are in the other stack, so they are known by the beginning of
 * the names that they get there.
 */
export function payeeKey(scope: Construct, stage: Stage): kms.Key {
  const stack = Stack.of(scope);
  const account = new iam.AccountRootPrincipal();
  const uses = (sid: string, action: string, role: string) =>
    new iam.PolicyStatement({
      sid,
      principals: [account],
      actions: [action],
      resources: ['*'],
      conditions: {
        ArnLike: { 'aws:PrincipalArn': roleArn(stack, `Awards-${stage.name}-Service-${role}*`) },
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': CONTEXT },
        Null: Object.fromEntries(CONTEXT.map((name) => [`kms:EncryptionContext:${name}`, 'false'])),
      },
    });
  return new kms.Key(scope, 'PayeeKey', {
    description: `Seals the accounts of winners (${stage.name})`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'Administer',
          principals: [account],
          actions: ADMINISTRATION,
          resources: ['*'],
        }),
        uses('Seal', 'kms:GenerateDataKey', 'Webweb'),
        uses('Open', 'kms:Decrypt', 'Operationspayee'),
      ],
    }),
  });
}

const roleArn = (stack: Stack, name: string): string =>
  stack.formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: name,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
