import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { SecretName } from '../../shared/secrets/kinds.ts';
import type { Stage } from '../stages.ts';

/** A function's `Env`. */
export type EnvSchema = z.ZodType<Record<string, string>>;
/** What every function is told; the construct adds it. */
type Given = 'TABLE_NAME' | 'STAGE';

/** What outlives deployments, as the functions see it. */
export interface Data {
  inbox: s3.Bucket;
  evidence: s3.Bucket;
  table: dynamodb.Table;
  finance: { queue: sqs.Queue };
  payeeKey: kms.Key;
  secrets: Record<SecretName, CfnSecret>;
}

/** What the functions of a stage have in common. */
export interface FunctionContext {
  stage: Stage;
  data: Data;
  /** Where an event ends that a function was invoked with and failed on, with its error. */
  failed: sqs.Queue;
  /** The folder with a bundle `<name>/index.mjs` per function. */
  bundles: string;
}

export interface FunctionProps<E extends EnvSchema> {
  /** The schema that the function parses its environment with: a missing variable does not compile, an empty one does not synthesize. */
  env: E;
  environment: Omit<z.infer<E>, Given>;
  timeoutSeconds?: number;
  memoryMb?: number;
  /** Environments that are kept started, for what somebody waits for. */
  warm?: number;
  /**
   * What stands in parameters of the stack and reaches the environment (no secrets): a version is published when the template
   * changes or this does, and a changed parameter alone changes no template.
   */
  publishedFor?: string;
}

/**
 * What everybody calls: the alias of the published version. While a deployment is under way it is the old code with the old
 * environment or the new with the new, and it can be set back to the version before.
 */
export const LIVE = 'live';

export const SHORT_SECONDS = 30;
/** For what holds a whole round at once, a few times in its life: as much as a new account may ask for. */
export const LARGE_MB = 3008;
/** Lambda's maximum, for what goes through a whole round. */
export const LONG_SECONDS = 900;

export function logRetention(stage: Stage): logs.RetentionDays {
  return stage.logRetention === 'year' ? logs.RetentionDays.ONE_YEAR : logs.RetentionDays.ONE_MONTH;
}

/** One of `functions/<name>`: a role and a log group of its own, and nothing allowed but what is granted by name. */
export class AwardsFunction<E extends EnvSchema = EnvSchema> extends Construct {
  readonly name: string;
  readonly lambda: lambda.Function;
  readonly live: lambda.IFunction;
  readonly timeoutSeconds: number;
  private readonly role: iam.Role;

  constructor(scope: Construct, name: string, context: FunctionContext, props: FunctionProps<E>) {
    super(scope, name);
    const { stage, data, failed } = context;
    this.name = name;
    this.timeoutSeconds = props.timeoutSeconds ?? SHORT_SECONDS;
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/awards/${stage.name}/${name}`,
      retention: logRetention(stage),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda'),
      description: `What the function ${name} may do`,
    });
    logGroup.grantWrite(this.role);
    this.lambda = new lambda.Function(this, 'Function', {
      description: `${name} (${stage.name})`,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: stage.architecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(context.bundles, name)),
      memorySize: props.memoryMb ?? 512,
      timeout: Duration.seconds(this.timeoutSeconds),
      environment: props.env.parse({
        ...props.environment,
        TABLE_NAME: data.table.tableName,
        STAGE: stage.name,
      }),
      // The library's own grants give whole families of actions: what is allowed is said by `allow` alone.
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      currentVersionOptions: {
        // Older versions stay, to go back to; they cost nothing but their room.
        removalPolicy: RemovalPolicy.RETAIN,
        ...(props.publishedFor === undefined ? {} : { description: props.publishedFor }),
      },
      ...(stage.tracing === 'active' && { tracing: lambda.Tracing.ACTIVE }),
    });
    // The casts: the library's classes and interfaces disagree about `undefined` under exactOptionalPropertyTypes.
    const version = this.lambda.currentVersion as lambda.IVersion;
    this.live = new lambda.Alias(this, 'Live', {
      aliasName: LIVE,
      version,
      ...(props.warm !== undefined && props.warm > 0 && { provisionedConcurrentExecutions: props.warm }),
    }) as lambda.IFunction;
    this.allow(['sqs:SendMessage'], [failed.queueArn]);
    // What the library would grant by itself.
    if (stage.tracing === 'active') this.allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']);
    // The library's own destination would allow more than sending.
    new lambda.CfnEventInvokeConfig(this, 'Events', {
      functionName: this.lambda.functionName,
      qualifier: LIVE,
      destinationConfig: { onFailure: { destination: failed.queueArn } },
    }).node.addDependency(this.live);
  }

  /** By what it is called by name: `name:live`. */
  get calledAs(): string {
    return `${this.lambda.functionName}:${LIVE}`;
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(actions: string[], resources: string[]): void {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
  }
}
