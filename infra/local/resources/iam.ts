/** Who may do what: roles with their policies, and the policies of resources. */
import * as z from 'zod';
import { POLICY_DOCUMENT, type Statement } from '../iam/policy.ts';
import { arn, nameOfArn, type Place } from '../template/names.ts';
import type { Plan } from '../template/plan.ts';
import { defineResource } from './resource.ts';

const INLINE = z.strictObject({ PolicyName: z.string(), PolicyDocument: POLICY_DOCUMENT });

/** Adds to what the policy of a resource says. */
function onResource(plan: Plan, resourceArn: string, statements: Statement[]): void {
  plan.resourcePolicies.set(resourceArn, [...(plan.resourcePolicies.get(resourceArn) ?? []), ...statements]);
}

/** Policies may be planned before the role that they belong to. */
function onRole(plan: Plan, name: string, statements: Statement[]): void {
  plan.roles.set(name, [...(plan.roles.get(name) ?? []), ...statements]);
}

export const role = defineResource({
  type: 'AWS::IAM::Role',
  name: { property: 'RoleName', limit: 64 },
  // Services take the roles that they are given; managed policies of AWS let functions write their log and read their event sources.
  accepted: ['Tags', 'Description', 'AssumeRolePolicyDocument', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path'],
  properties: z.strictObject({ RoleName: z.string().optional(), Policies: z.array(INLINE).default([]) }),
  identity: (name, world) => {
    const roleArn = `arn:${world.place.partition}:iam::${world.place.account}:role/${name}`;
    return { ref: name, arn: roleArn, attributes: { Arn: roleArn, RoleId: name } };
  },
  plan: ({ name, properties }, plan) => {
    onRole(
      plan,
      name,
      properties.Policies.flatMap((policy) => policy.PolicyDocument.Statement),
    );
    return [];
  },
});

export const policy = defineResource({
  type: 'AWS::IAM::Policy',
  accepted: [],
  properties: INLINE.extend({ Roles: z.array(z.string()) }),
  identity: (name) => ({ ref: name, arn: name, attributes: { Id: name } }),
  plan: ({ properties }, plan) => {
    for (const name of properties.Roles) onRole(plan, name, properties.PolicyDocument.Statement);
    return [];
  },
});

export const queuePolicy = defineResource({
  type: 'AWS::SQS::QueuePolicy',
  accepted: [],
  properties: z.strictObject({ Queues: z.array(z.string()), PolicyDocument: POLICY_DOCUMENT }),
  identity: (name) => ({ ref: name, arn: name, attributes: { Id: name } }),
  plan: ({ properties, world }, plan) => {
    for (const url of properties.Queues)
      onResource(plan, arn(world.place, 'sqs', nameOfArn(url)), properties.PolicyDocument.Statement);
    return [];
  },
});

export const bucketPolicy = defineResource({
  type: 'AWS::S3::BucketPolicy',
  accepted: [],
  properties: z.strictObject({ Bucket: z.string(), PolicyDocument: POLICY_DOCUMENT }),
  identity: (name) => ({ ref: name, arn: name, attributes: {} }),
  plan: ({ properties, world }, plan) => {
    const bucketArn = `arn:${world.place.partition}:s3:::${properties.Bucket}`;
    onResource(plan, bucketArn, properties.PolicyDocument.Statement);
    return [];
  },
});

const functionArn = (place: Place, name: string): string =>
  name.startsWith('arn:') ? name : arn(place, 'lambda', `function:${name}`);

/** A statement of a function's policy. */
export const permission = defineResource({
  type: 'AWS::Lambda::Permission',
  accepted: [],
  properties: z.strictObject({
    Action: z.string(),
    FunctionName: z.string(),
    Principal: z.string(),
    SourceArn: z.string().optional(),
    SourceAccount: z.string().optional(),
  }),
  identity: (name) => ({ ref: name, arn: name, attributes: { Id: name } }),
  plan: ({ properties, world }, plan) => {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties;
    const resource = functionArn(world.place, FunctionName);
    const Condition = {
      ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
      ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
    };
    onResource(plan, resource, [
      { Effect: 'Allow', Action, Principal: { Service: Principal }, Resource: resource, Condition },
    ]);
    return [];
  },
});
