import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { arn, functionOf } from '../template/names.ts';
import { defineResource } from './resource.ts';

export const lambdaFunction = defineResource({
  type: 'AWS::Lambda::Function',
  name: { property: 'FunctionName', limit: 64 },
  accepted: [
    'Tags',
    'Description',
    'Architectures',
    'LoggingConfig',
    'TracingConfig',
    'KmsKeyArn',
    'EphemeralStorage',
    'RecursiveLoop',
    'RuntimeManagementConfig',
  ],
  properties: z.strictObject({
    FunctionName: z.string().optional(),
    Role: z.string(),
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string().regex(/^[^./]+\.[^./]+$/),
    Runtime: z.string().regex(/^nodejs\d+\.x$/),
    PackageType: z.literal('Zip').optional(),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
    MemorySize: z.coerce.number().int().min(128).max(10_240).default(128),
    Timeout: z.coerce.number().int().min(1).max(900).default(3),
    ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
    DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  }),
  identity: (name, world) => {
    const functionArn = arn(world.place, 'lambda', `function:${name}`);
    return { ref: name, arn: functionArn, attributes: { Arn: functionArn } };
  },
  plan: ({ name, arn: functionArn, properties, world }, plan) => {
    const codeDir = world.asset(properties.Code.S3Key);
    const module = properties.Handler.split('.')[0] ?? '';
    if (codeDir === undefined || !existsSync(join(codeDir, `${module}.mjs`))) {
      return [`Code: no bundle ${module}.mjs in the asset ${properties.Code.S3Key}`];
    }
    plan.functions.push({
      name,
      arn: functionArn,
      codeDir,
      handler: properties.Handler,
      environment: properties.Environment?.Variables ?? {},
      memoryMb: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
      roleArn: properties.Role,
      ...(properties.ReservedConcurrentExecutions !== undefined && {
        reservedConcurrency: properties.ReservedConcurrentExecutions,
      }),
      ...(properties.DeadLetterConfig && { deadLetterArn: properties.DeadLetterConfig.TargetArn }),
    });
    return [];
  },
});

const calledAs = (functionName: string, qualifier: string): string =>
  qualifier === '$LATEST' ? functionOf(functionName) : `${functionOf(functionName)}:${qualifier}`;

/** The only version there is here: what the template says now. Nothing may call one by its number. */
export const version = defineResource({
  type: 'AWS::Lambda::Version',
  accepted: ['Description', 'CodeSha256'],
  properties: z.strictObject({ FunctionName: z.string() }),
  identity: (_name, { place }, property) => {
    const versionArn = arn(place, 'lambda', `function:${functionOf(String(property('FunctionName')))}:1`);
    return { ref: versionArn, arn: versionArn, attributes: { Version: '1', FunctionArn: versionArn } };
  },
  plan: () => [],
});

export const alias = defineResource({
  type: 'AWS::Lambda::Alias',
  name: { property: 'Name', limit: 128 },
  accepted: ['Description'],
  properties: z.strictObject({ FunctionName: z.string(), FunctionVersion: z.string(), Name: z.string() }),
  identity: (name, { place }, property) => {
    const aliasArn = arn(place, 'lambda', `function:${functionOf(String(property('FunctionName')))}:${name}`);
    return { ref: aliasArn, arn: aliasArn, attributes: { AliasArn: aliasArn } };
  },
  plan: ({ properties, name }, plan) => {
    const functionName = functionOf(properties.FunctionName);
    plan.functionAliases.push({ functionName, calledAs: calledAs(functionName, name) });
    return [];
  },
});

const DESTINATION = z.strictObject({ Destination: z.string() });

/** Retries and destinations of asynchronous invocations. */
export const eventInvokeConfig = defineResource({
  type: 'AWS::Lambda::EventInvokeConfig',
  // Ages count real time in hours; local retries take seconds.
  accepted: ['MaximumEventAgeInSeconds'],
  properties: z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.string(),
    MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).optional(),
    DestinationConfig: z.strictObject({ OnFailure: DESTINATION.optional() }).optional(),
  }),
  identity: (name) => ({ ref: name, arn: name, attributes: {} }),
  plan: ({ properties }, plan) => {
    const onFailureArn = properties.DestinationConfig?.OnFailure?.Destination;
    plan.invokeConfigs.push({
      functionName: calledAs(properties.FunctionName, properties.Qualifier),
      ...(properties.MaximumRetryAttempts !== undefined && { maximumRetryAttempts: properties.MaximumRetryAttempts }),
      ...(onFailureArn !== undefined && { onFailureArn }),
    });
    return [];
  },
});
