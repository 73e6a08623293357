/** A small CDK app with one of everything the local cloud runs. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Aws, CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigw from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { build } from 'esbuild';

/**
 * Bundles the fixture's functions and synthesizes the app.
 * @param dir a folder of the test's own.
 * @param change what a test wants to be different.
 * @returns the assembly's folder.
 */
export async function synthFixture(dir: string, change?: (data: Stack, service: Stack) => void): Promise<string> {
  const bundle = join(dir, 'bundle');
  await build({
    entryPoints: [fileURLToPath(new URL('./fixture-functions.ts', import.meta.url))],
    outfile: join(bundle, 'index.mjs'),
    ...{
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
    },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const app = new App({ outdir: join(dir, 'cdk.out'), analyticsReporting: false });
  const data = new Stack(app, 'Data');
  const table = dataStack(data);
  const service = new Stack(app, 'Service');
  serviceStack(service, table, bundle);
  change?.(data, service);
  return app.synth().directory;
}

function dataStack(stack: Stack): dynamodb.Table {
  const inbox = new s3.Bucket(stack, 'Inbox', { removalPolicy: RemovalPolicy.RETAIN, versioned: true });
  const cfn = inbox.node.defaultChild as s3.CfnBucket;
  cfn.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    stream: dynamodb.StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'expiresAt',
  });
  new CfnOutput(stack, 'InboxBucket', { value: inbox.bucketName });
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  new CfnOutput(stack, 'Shared', { value: 'from-data', exportName: 'SharedValue' });
  return table;
}

function serviceStack(stack: Stack, table: dynamodb.Table, bundle: string): void {
  const greeting = new CfnParameter(stack, 'Greeting', { default: 'hello' });
  const make = (id: string, handler: string, props: Partial<lambda.FunctionProps> = {}): lambda.Function => {
    const made = new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: `index.${handler}`,
      code: lambda.Code.fromAsset(bundle),
      timeout: Duration.seconds(20),
      memorySize: 256,
      environment: { TABLE_NAME: table.tableName, IMPORTED: Fn.importValue('SharedValue') },
      ...props,
    });
    table.grantReadWriteData(made);
    new CfnOutput(stack, `${id}Name`, { value: made.functionName });
    return made;
  };
  const queue = (id: string, maxReceiveCount: number): sqs.Queue => {
    const deadLetters = new sqs.Queue(stack, `${id}DeadLetters`);
    const made = new sqs.Queue(stack, id, {
      visibilityTimeout: Duration.seconds(120),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    new CfnOutput(stack, `${id}Url`, { value: made.queueUrl });
    new CfnOutput(stack, `${id}DeadLettersUrl`, { value: deadLetters.queueUrl });
    return made;
  };

  const work = queue('Work', 3);
  make('Consume', 'consume').addEventSource(
    new sources.SqsEventSource(work, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 2 }),
  );
  const arrivals = queue('Arrivals', 3);
  make('Intake', 'intake').addEventSource(new sources.SqsEventSource(arrivals));
  new events.Rule(stack, 'Created', {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { object: { key: events.Match.prefix('in/') } },
    },
    targets: [new targets.SqsQueue(arrivals)],
  });
  const streamFailures = new sqs.Queue(stack, 'StreamFailures');
  new CfnOutput(stack, 'StreamFailuresUrl', { value: streamFailures.queueUrl });
  make('OnStream', 'onStream').addEventSource(
    // CDK's own classes do not pass TypeScript's exactOptionalPropertyTypes.
    new sources.DynamoEventSource(table as dynamodb.ITable, {
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 50,
      bisectBatchOnError: true,
      retryAttempts: 2,
      reportBatchItemFailures: true,
      onFailure: new sources.SqsDlq(streamFailures),
      filters: [
        lambda.FilterCriteria.filter({ dynamodb: { NewImage: { outbox: { S: lambda.FilterRule.exists() } } } }),
      ],
    }),
  );
  const tick = make('Tick', 'tick');
  new events.Rule(stack, 'Hourly', {
    schedule: events.Schedule.rate(Duration.hours(1)),
    targets: [new targets.LambdaFunction(tick)],
  });
  make('Hang', 'hang', { timeout: Duration.seconds(1) });
  const describe = make('Describe', 'describe', {
    environment: { GREETING: greeting.valueAsString, IMPORTED: Fn.importValue('SharedValue') },
  });
  httpApi(stack, make('Web', 'web'));
  const bus = new events.EventBus(stack, 'Bus');
  new CfnOutput(stack, 'BusName', { value: bus.eventBusName });
  new events.Rule(stack, 'FromBus', {
    eventBus: bus,
    eventPattern: { source: ['fixture'] },
    targets: [new targets.SqsQueue(work, { message: events.RuleTargetInput.fromObject({ id: 'from-bus' }) })],
  });
  stateMachine(stack, describe);
}

function httpApi(stack: Stack, web: lambda.Function): void {
  const api = new apigw.HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Web', web) });
  api.addRoutes({
    path: '/things/{id}/{rest+}',
    methods: [apigw.HttpMethod.GET],
    integration: new HttpLambdaIntegration('Things', web),
  });
  const [limited] = api.addRoutes({
    path: '/limited',
    methods: [apigw.HttpMethod.GET],
    integration: new HttpLambdaIntegration('Limited', web),
  });
  const only = api.defaultStage?.node.defaultChild;
  if (!(only instanceof apigw.CfnStage) || limited === undefined) throw new Error('no stage to limit');
  only.node.addDependency(limited);
  // So little that no second one comes in while a test runs.
  only.routeSettings = { 'GET /limited': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 1 } };
  new CfnOutput(stack, 'ApiUrl', { value: api.url ?? '' });
}

/** Waits a day in domain time, then calls a function. */
function stateMachine(stack: Stack, called: lambda.Function): void {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Sleep',
    States: {
      Sleep: { Type: 'Wait', Seconds: 86_400, Next: 'Call' },
      Call: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke`,
        Arguments: { FunctionName: called.functionArn, Payload: {} },
        Output: '{% $states.result.Payload %}',
        TimeoutSeconds: 60,
        End: true,
      },
    },
  };
  const machine = new sfn.StateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromString(stack.toJsonString(definition)),
  });
  called.grantInvoke(machine);
  new CfnOutput(stack, 'MachineArn', { value: machine.stateMachineArn });
}
