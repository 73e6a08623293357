import { createHash } from 'node:crypto';
import * as z from 'zod';
import { POLICY_DOCUMENT } from '../iam/policy.ts';
import { arn } from '../template/names.ts';
import { defineResource } from './resource.ts';

/** As KMS writes the id of a key, and the same at every start. */
function keyIdOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

export const key = defineResource({
  type: 'AWS::KMS::Key',
  // A new generation of its material decrypts what the old one encrypted.
  accepted: ['Tags', 'Description', 'EnableKeyRotation', 'RotationPeriodInDays', 'PendingWindowInDays'],
  properties: z.strictObject({
    KeyPolicy: POLICY_DOCUMENT,
    Enabled: z.boolean().default(true),
    KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
    KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
    MultiRegion: z.literal(false).optional(),
  }),
  identity: (name, world) => {
    const keyId = keyIdOf(name);
    const keyArn = arn(world.place, 'kms', `key/${keyId}`);
    return { ref: keyId, arn: keyArn, attributes: { Arn: keyArn, KeyId: keyId } };
  },
  plan: ({ ref, arn: keyArn, properties }, plan) => {
    plan.resourcePolicies.set(keyArn, properties.KeyPolicy.Statement);
    plan.keys.push({ keyId: ref, arn: keyArn });
    return [];
  },
});
