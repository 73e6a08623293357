import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { accessLog, accessLogGroup, type PagesApi } from './http-api.ts';
import { WebAcl } from './web-acl.ts';

const ROUTES = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The pages behind AWS WAF: a REST API of the region, which WAF can guard, where it cannot guard an HTTP API. Such an API's own address
 * has the stage in its path, which neither cookies nor links of the pages know; so there is a domain instead, and the API's
 * own address is switched off.
 */
export class GuardedPages extends Construct {
  /** Without a slash at the end. */
  readonly url: string;
  readonly api: PagesApi;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, stage: Stage, fn: lambda.IFunction) {
    super(scope, id);
    this.logGroup = accessLogGroup(this, stage);
    const api = this.restApi(stage);
    this.api = api;
    // One permission for all methods: they are all the same function's.
    const integration = new apigateway.LambdaIntegration(fn, { scopePermissionToMethod: false });
    addRoutes(api.root, Object.keys(stage.routeThrottle), integration);
    new WebAcl(this, 'Acl', stage, api.deploymentStage.stageArn);
    this.url = `https://${this.domain(api)}`;
  }

  private restApi(stage: Stage): apigateway.RestApi {
    const methodOptions = Object.entries(stage.routeThrottle).map(([key, { rate, burst }]) => {
      const [method = '', path = ''] = key.split(' ');
      return [`${path}/${method}`, { throttlingRateLimit: rate, throttlingBurstLimit: burst }] as const;
    });
    return new apigateway.RestApi(this, 'Api', {
      description: `The pages (${stage.name})`,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      disableExecuteApiEndpoint: true,
      // Bodies go through as they are, either way.
      binaryMediaTypes: ['*/*'],
      // Where an account has none yet; it stays when the stack goes, because others may use it.
      cloudWatchRole: true,
      deployOptions: {
        stageName: stage.name,
        throttlingRateLimit: stage.throttle.rate,
        throttlingBurstLimit: stage.throttle.burst,
        methodOptions: Object.fromEntries(methodOptions),
        accessLogDestination: new apigateway.LogGroupLogDestination(this.logGroup),
        accessLogFormat: accessLog('$context.resourcePath', '$context.integration.error'),
        // What the API itself would log has paths in it.
        loggingLevel: apigateway.MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        tracingEnabled: stage.tracing === 'active',
      },
    });
  }

  /** @returns the name that the pages are found under */
  private domain(api: apigateway.RestApi): string {
    const stack = Stack.of(this);
    const name = new CfnParameter(stack, 'DomainName', {
      description: 'The domain of the pages, as awards.example.cn; let it point to the output DomainTarget',
      allowedPattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$',
    }).valueAsString;
    const certificate = new CfnParameter(stack, 'CertificateArn', {
      description: 'The certificate for that domain, in ACM, in the same region',
      allowedPattern: '^arn:[a-z-]+:acm:.+$',
    }).valueAsString;
    const domain = new apigateway.DomainName(this, 'Domain', {
      domainName: name,
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', certificate),
      endpointType: apigateway.EndpointType.REGIONAL,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    domain.addBasePathMapping(api);
    new CfnOutput(stack, 'DomainTarget', { value: domain.domainNameAliasDomainName });
    return name;
  }
}

/**
 * A REST API finds a request's resource by the most specific path and then wants its method there: so each resource on the way to a route
 * takes every method, and everything below it.
 */
function addRoutes(root: apigateway.IResource, keys: string[], integration: apigateway.LambdaIntegration): void {
  const resources = new Map<string, apigateway.IResource>([['', root]]);
  for (const key of keys) {
    let path = '';
    let at = root;
    for (const part of key.split('/').slice(1)) {
      path += `/${part}`;
      at = resources.get(path) ?? at.addResource(part);
      resources.set(path, at);
    }
  }
  for (const [path, resource] of resources) {
    resource.addMethod('ANY', integration);
    for (const method of ROUTES) if (keys.includes(`${method} ${path}`)) resource.addMethod(method, integration);
    // Only one child may be a variable; where there is one already, it takes what is one level below.
    const variable = [...resources.keys()].some(
      (other) => other.startsWith(`${path}/{`) && !other.slice(path.length + 1).includes('/'),
    );
    if (!variable) resource.addResource('{proxy+}').addMethod('ANY', integration);
  }
}
