import { createHash } from 'node:crypto';
import * as z from 'zod';
import { checkRouteKey } from '../http/routes.ts';
import { functionOf, nameOfArn } from '../template/names.ts';
import { defineResource } from './resource.ts';

export const httpApi = defineResource({
  type: 'AWS::ApiGatewayV2::Api',
  accepted: ['Tags', 'Description', 'FailOnWarnings', 'IpAddressType'],
  properties: z.strictObject({ Name: z.string(), ProtocolType: z.literal('HTTP') }),
  identity: (name, world) => {
    // An API's id is ten letters and digits; it may stand in a host name.
    const id = createHash('sha256').update(name).digest('hex').slice(0, 10);
    return { ref: id, arn: id, attributes: { ApiId: id, ApiEndpoint: world.endpoints.http } };
  },
  plan: ({ ref }, plan) => {
    if (plan.apiId !== undefined) return ['Name: a second HTTP API has no port of its own here'];
    plan.apiId = ref;
    return [];
  },
});

const SETTINGS = z
  .strictObject({
    ThrottlingRateLimit: z.coerce.number().positive(),
    ThrottlingBurstLimit: z.coerce.number().int().positive(),
    DetailedMetricsEnabled: z.boolean().optional(),
  })
  .transform(({ ThrottlingRateLimit, ThrottlingBurstLimit }) => ({
    rate: ThrottlingRateLimit,
    burst: ThrottlingBurstLimit,
  }));

const ACCESS_LOG = z
  .strictObject({
    DestinationArn: z.string(),
    Format: z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
  })
  .transform(({ DestinationArn: destinationArn, Format: format }) => ({ destinationArn, format }));

export const stage = defineResource({
  type: 'AWS::ApiGatewayV2::Stage',
  accepted: ['Tags', 'Description'],
  properties: z.strictObject({
    ApiId: z.string(),
    StageName: z.literal('$default'),
    AutoDeploy: z.literal(true),
    DefaultRouteSettings: SETTINGS.optional(),
    RouteSettings: z.record(z.string(), SETTINGS).default({}),
    AccessLogSettings: ACCESS_LOG.optional(),
  }),
  identity: () => ({ ref: '$default', arn: '$default', attributes: {} }),
  plan: ({ properties: { DefaultRouteSettings, RouteSettings, AccessLogSettings } }, plan) => {
    if (AccessLogSettings !== undefined) plan.accessLog = AccessLogSettings;
    plan.throttle = { ...(DefaultRouteSettings && { usual: DefaultRouteSettings }), routes: RouteSettings };
    return [];
  },
});

/** Routes find their function through what the reference to the integration says. */
export const integration = defineResource({
  type: 'AWS::ApiGatewayV2::Integration',
  accepted: ['Description'],
  properties: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    IntegrationMethod: z.string().optional(),
    PayloadFormatVersion: z.literal('2.0'),
    TimeoutInMillis: z.coerce.number().int().min(50).max(30_000).default(30_000),
  }),
  identity: (name) => ({ ref: name, arn: name, attributes: {} }),
  plan: ({ ref, properties }, plan) => {
    const functionArn = properties.IntegrationUri.split('/functions/').at(-1)?.split('/')[0] ?? '';
    plan.integrations.set(ref, { functionName: functionOf(functionArn), timeoutMs: properties.TimeoutInMillis });
    return [];
  },
});

export const route = defineResource({
  type: 'AWS::ApiGatewayV2::Route',
  accepted: ['OperationName'],
  properties: z.strictObject({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string().startsWith('integrations/'),
    AuthorizationType: z.literal('NONE').optional(),
  }),
  identity: (name) => ({ ref: name, arn: name, attributes: {} }),
  plan: ({ properties }, plan) => {
    const faults = checkRouteKey(properties.RouteKey);
    plan.routes.push({ key: properties.RouteKey, integration: nameOfArn(properties.Target) });
    return faults.map((fault) => `RouteKey: ${fault}`);
  },
});
