import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Env } from '../../functions/web/env.ts';
import { AwardsFunction, type FunctionContext, logRetention } from './function.ts';
import { listBucket, queryWork, readBucket, sealPayees, useTable, writeInParts, writeUnder } from './grants.ts';

/** A task link's secret is in its path: neither path nor address of the visitor may be logged. */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latency: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
});

/** The pages and the API: every route goes to one function. */
export class Web extends Construct {
  /** Without a slash at the end. */
  readonly url: string;
  readonly api: apigateway.HttpApi;
  /** What is answered with 429: the API has no metric of it, its log has. */
  readonly refused: Metric;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    const fn = this.function(context);
    const api = new apigateway.HttpApi(this, 'Api', {
      createDefaultStage: false,
      defaultIntegration: new HttpLambdaIntegration('Pages', fn.live),
    });
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/apis/awards-${context.stage.name}`,
      retention: logRetention(context.stage),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    api.addStage('OnlyStage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: context.stage.throttle.rate, burstLimit: context.stage.throttle.burst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(accessLog),
      },
    });
    this.url = api.apiEndpoint;
    this.api = api;
    this.refused = this.tooManyRequests(logGroup, context);
  }

  private tooManyRequests(logGroup: logs.LogGroup, { stage }: FunctionContext): Metric {
    const metric = { metricNamespace: 'Awards', metricName: `TooManyRequests-${stage.name}` };
    logGroup.addMetricFilter('TooManyRequests', {
      filterPattern: logs.FilterPattern.stringValue('$.status', '=', '429'),
      ...metric,
    });
    return new Metric({ namespace: metric.metricNamespace, metricName: metric.metricName, statistic: 'sum' });
  }

  private function(context: FunctionContext): AwardsFunction {
    const { inbox, evidence, table, payeeKey } = context.data;
    const fn = new AwardsFunction(this, 'web', context, {
      env: Env,
      environment: {
        LINK_PACE: `${context.stage.linkPace.perMinute}/${context.stage.linkPace.burst}`,
        INBOX_BUCKET: inbox.bucketName,
        EVIDENCE_BUCKET: evidence.bucketName,
        PAYEE_KEY_ARN: payeeKey.keyArn,
      },
      memoryMb: 1024,
    });
    useTable(fn, table);
    queryWork(fn, table);
    readBucket(fn, evidence);
    // What it keeps once it looks for first.
    listBucket(fn, evidence);
    // An upload is signed with the function's own rights: it can allow no more than it may do itself.
    writeInParts(fn, inbox);
    // Registers that officers import; accepted packages it cannot touch.
    writeUnder(fn, evidence, 'registers');
    // Signed sheets of the districts.
    writeUnder(fn, evidence, 'scans');
    // Corrected versions of the notice.
    writeUnder(fn, evidence, 'notices');
    // What is handed in with objections.
    writeUnder(fn, evidence, 'objections');
    // Winners' accounts, which it cannot open again.
    sealPayees(fn, payeeKey);
    return fn;
  }
}
