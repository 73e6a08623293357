/** What calls of the services that speak JSON need. */
import { arn, nameOfArn, type Place } from '../template/names.ts';
import type { Need } from './need.ts';

type Json = Record<string, unknown>;

/** What the action of a batch is called. */
const single = (name: string): string => name.replace(/Batch$/, '');

export function needsOfQueues(name: string, input: Json, place: Place): Need[] {
  if (name === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
  const queue = nameOfArn(String(input.QueueUrl ?? input.QueueName));
  return [{ action: `sqs:${single(name)}`, resource: arn(place, 'sqs', queue) }];
}

export function needsOfEvents(name: string, input: Json, place: Place): Need[] {
  const entries = (input.Entries ?? []) as Json[];
  const buses = new Set(entries.map((entry) => nameOfArn(String(entry.EventBusName ?? 'default'))));
  return [...buses].map((bus) => ({ action: `events:${name}`, resource: arn(place, 'events', `event-bus/${bus}`) }));
}

/** @param keyArn of the key that is asked for, or that the ciphertext names */
export function needsOfKeys(name: string, input: Json, keyArn: string): Need[] {
  const context = Object.entries((input.EncryptionContext ?? {}) as Record<string, string>);
  return [
    {
      ...{ action: `kms:${name}`, resource: keyArn },
      ...(context.length > 0 && {
        context: {
          'kms:EncryptionContextKeys': context.map(([key]) => key),
          ...Object.fromEntries(context.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
        },
      }),
    },
  ];
}

/** @param secretArn of the secret that is asked for; undefined where there is none, which has its own answer */
export const needsOfSecrets = (name: string, secretArn: string | undefined): Need[] =>
  secretArn === undefined ? [] : [{ action: `secretsmanager:${name}`, resource: secretArn }];

/**
 * A version or an alias of a machine is asked for by the machine's own ARN.
 * Source: docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
const machineWithout = (arn: string): string => arn.replace(/(:stateMachine:[^:]+):[^:]+$/, '$1');

/** @param machineOf the machine whose execution waits with a token; undefined where no one does */
export function needsOfMachines(name: string, input: Json, machineOf: (token: string) => string | undefined): Need[] {
  const resource = input.executionArn ?? input.stateMachineArn ?? machineOf(String(input.taskToken));
  // What does not exist has its own answer.
  if (resource === undefined && name.startsWith('SendTask')) return [];
  return [{ action: `states:${name}`, resource: machineWithout(String(resource ?? '*')) }];
}
