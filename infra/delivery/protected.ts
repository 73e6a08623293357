/** What a deployment must never do to what keeps data: take it away, put an empty one in its place, or lift its protection. */
import * as z from 'zod';
import { canonicalJson } from '../../shared/canonical.ts';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
/** A template as CloudFormation has it; one of a stack that is not there yet is empty. */
export const Template = z.looseObject({ Resources: z.record(z.string(), Resource).default({}) });
export type Template = z.infer<typeof Template>;
type Resource = z.infer<typeof Resource>;

/**
 * Resources that keep something, with the properties whose change makes CloudFormation put another one in their place (by its
 * resource reference, November 2026), and those that protect them, with the value that must stay once it is there.
 */
const KEEPERS: Record<string, { identity: string[]; guards: Record<string, unknown> }> = {
  'AWS::S3::Bucket': {
    identity: ['BucketName', 'BucketNamePrefix', 'BucketNamespace'],
    guards: { ObjectLockEnabled: true },
  },
  'AWS::DynamoDB::Table': {
    identity: ['TableName', 'KeySchema', 'AttributeDefinitions', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
    guards: { DeletionProtectionEnabled: true },
  },
  'AWS::SQS::Queue': { identity: ['QueueName', 'FifoQueue'], guards: {} },
  'AWS::KMS::Key': { identity: ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'], guards: { EnableKeyRotation: true } },
  'AWS::SecretsManager::Secret': { identity: ['Name'], guards: {} },
};

/** Kept when the stack no longer has it: what was taken out of a template is not lost, but nobody looks after it. */
const retained = ({ DeletionPolicy, UpdateReplacePolicy }: Resource): boolean =>
  DeletionPolicy === 'Retain' && UpdateReplacePolicy === 'Retain';

/**
 * What the second template would do to what the first one keeps, one sentence each with the logical id. Of kinds that keep nothing for
 * longer than their messages live (queues that are not retained) only what is retained is looked at.
 */
export function losses(before: Template, after: Template): string[] {
  return Object.entries(before.Resources).flatMap(([id, resource]) => {
    const keeper = KEEPERS[resource.Type];
    if (keeper === undefined || !retained(resource)) return [];
    const next = after.Resources[id];
    if (next === undefined) return [`${id} (${resource.Type}) would leave the stack`];
    if (next.Type !== resource.Type) return [`${id} would be a ${next.Type} instead of a ${resource.Type}`];
    return [
      ...keeper.identity
        .filter((name) => differs(resource.Properties[name], next.Properties[name], name))
        .map((name) => `${id} (${resource.Type}) would be replaced: ${name} is another`),
      ...Object.entries(keeper.guards)
        .filter(([name, value]) => resource.Properties[name] === value && next.Properties[name] !== value)
        .map(([name]) => `${id} (${resource.Type}) would lose its protection: ${name}`),
      ...(retained(next) ? [] : [`${id} (${resource.Type}) would no longer be retained`]),
    ];
  });
}

/** Attributes may be added to a table for another index; one that is there must not be another. */
function differs(before: unknown, after: unknown, name: string): boolean {
  if (name !== 'AttributeDefinitions' || !Array.isArray(before) || !Array.isArray(after))
    return textOf(before) !== textOf(after);
  const now = new Map(after.map((one) => [nameOf(one), textOf(one)]));
  return before.some((one) => now.has(nameOf(one)) && now.get(nameOf(one)) !== textOf(one));
}

const textOf = (value: unknown): string => canonicalJson(value ?? null);
const nameOf = (definition: unknown): string =>
  z.looseObject({ AttributeName: z.string() }).parse(definition).AttributeName;
