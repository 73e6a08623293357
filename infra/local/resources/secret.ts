import { createHash } from 'node:crypto';
import * as z from 'zod';
import { arn } from '../template/names.ts';
import { defineResource } from './resource.ts';

/** The service ends an ARN in six characters of its own; ours are the same at every start. */
const suffixOf = (name: string): string =>
  createHash('sha256').update(name).digest('base64url').replaceAll(/\W|_/g, '').slice(0, 6);

export const secret = defineResource({
  type: 'AWS::SecretsManager::Secret',
  name: { property: 'Name', limit: 120 },
  accepted: ['Tags', 'Description', 'KmsKeyId'],
  // No value: a template that has one shows it to whoever reads the template.
  properties: z.strictObject({ Name: z.string().optional() }),
  identity: (name, world) => {
    const secretArn = arn(world.place, 'secretsmanager', `secret:${name}-${suffixOf(name)}`);
    return { ref: secretArn, arn: secretArn, attributes: { Id: secretArn } };
  },
  plan: ({ name, arn: secretArn }, plan) => {
    plan.secrets.push({ name, arn: secretArn });
    return [];
  },
});
