import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { logRetention } from './function.ts';

/** A task link's secret is in its path: neither path nor address of the visitor may be logged. */
export const accessLog = (route: string, error: string) =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: '$context.requestId',
      time: '$context.requestTimeEpoch',
      method: '$context.httpMethod',
      route,
      status: '$context.status',
      bytes: '$context.responseLength',
      latency: '$context.responseLatency',
      error,
    }),
  );

/** What is counted at either front of the pages. */
export type PagesApi = Pick<
  apigateway.HttpApi,
  'metricCount' | 'metricClientError' | 'metricServerError' | 'metricLatency'
>;

/** Under `vendedlogs`, where log delivery needs no resource policy, of which an account has few. */
export function accessLogGroup(scope: Construct, stage: Stage): logs.LogGroup {
  return new logs.LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/apis/awards-${stage.name}`,
    retention: logRetention(stage),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/** The usual front of the pages: every route goes to one function; those with limits of their own are routes of their own. */
export class HttpPages extends Construct {
  /** Without a slash at the end. */
  readonly url: string;
  readonly api: PagesApi;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, stage: Stage, fn: lambda.IFunction) {
    super(scope, id);
    this.logGroup = accessLogGroup(this, stage);
    const integration = new ToFunction('Pages', fn);
    const api = new apigateway.HttpApi(this, 'Api', { createDefaultStage: false, defaultIntegration: integration });
    // One for all routes, which are all the same function's: the library would give one to each.
    fn.addPermission('Pages', {
      // A permission has the name as it is given.
      principal: new iam.ServicePrincipal(iam.ServicePrincipal.servicePrincipalName('apigateway')),
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: api.apiId, resourceName: '*/*' }),
    });
    const routes = Object.keys(stage.routeThrottle).flatMap((key) => {
      const [method = '', path = ''] = key.split(' ');
      return api.addRoutes({ path, methods: [apigateway.HttpMethod[method as 'GET']], integration });
    });
    const only = api.addStage('OnlyStage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(this.logGroup),
        format: accessLog('$context.routeKey', '$context.integrationErrorMessage'),
      },
    });
    // Settings name routes, so they must be there first.
    only.node.addDependency(...routes);
    const resource = only.node.defaultChild;
    if (!(resource instanceof apigateway.CfnStage)) throw new Error('the stage has no resource');
    resource.routeSettings = Object.fromEntries(
      Object.entries(stage.routeThrottle).map(([key, { rate, burst }]) => [
        key,
        { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
      ]),
    );
    this.url = api.apiEndpoint;
    this.api = api;
  }
}

/** Lambda's proxy integration, without a permission. */
class ToFunction extends apigateway.HttpRouteIntegration {
  private readonly fn: lambda.IFunction;

  constructor(id: string, fn: lambda.IFunction) {
    super(id);
    this.fn = fn;
  }

  override bind(): apigateway.HttpRouteIntegrationConfig {
    return {
      type: apigateway.HttpIntegrationType.AWS_PROXY,
      uri: this.fn.functionArn,
      payloadFormatVersion: apigateway.PayloadFormatVersion.VERSION_2_0,
    };
  }
}
