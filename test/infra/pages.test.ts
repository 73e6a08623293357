/** The front of the pages: an HTTP API, or a REST API behind WAF. */
import { describe, expect, test } from 'vitest';
import type { WebDeps } from '../../functions/web/deps.ts';
import { wholeApp } from '../../functions/web/site.ts';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, resolved, synthesized } from './templates.ts';

/** `POST /slots/{applicationId}` as the router of the pages writes it. */
const asPattern = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

test('each route with limits of its own is one of the pages', async () => {
  // Routes are only named here, none is asked.
  const app = await wholeApp({} as WebDeps);
  const known = new Set(app.routes.map(({ method, path }) => `${method} ${path}`));
  for (const key of Object.keys(stageNamed('prod').routeThrottle)) expect(known, key).toContain(asPattern(key));
});

test.each(['local', 'dev', 'prod', 'cn-prod'])('in %s no route may take more than all together', (name) => {
  const { throttle, routeThrottle } = stageNamed(name);
  expect(routeThrottle['POST /code/send']?.rate).toBeLessThanOrEqual(throttle.rate / 25);
  for (const { rate, burst } of Object.values(routeThrottle)) {
    expect(rate).toBeLessThan(throttle.rate);
    expect(burst).toBeLessThan(throttle.burst);
  }
});

test('the HTTP API has those routes and their limits, and the function takes them all', () => {
  const stage = stageNamed('prod');
  const { service } = synthesized(stage);
  const routes = ofType(service, 'AWS::ApiGatewayV2::Route');
  expect(routes.map(({ Properties }) => Properties['RouteKey']).sort()).toEqual(
    ['$default', ...Object.keys(stage.routeThrottle)].sort(),
  );
  expect(new Set(routes.map(({ Properties }) => String(resolved(Properties['Target'])))).size).toBe(1);
  const [only] = ofType(service, 'AWS::ApiGatewayV2::Stage');
  const settings = Object.entries(stage.routeThrottle).map(([key, { rate, burst }]) => [
    key,
    { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
  ]);
  expect(only?.Properties['RouteSettings']).toEqual(Object.fromEntries(settings));
  expect(only).toMatchObject({
    DependsOn: expect.arrayContaining(routes.map(({ id }) => id).filter((id) => !id.includes('Default'))),
  });
  for (const type of ['AWS::WAFv2::WebACL', 'AWS::ApiGateway::RestApi']) expect(ofType(service, type)).toEqual([]);
});

describe.each(['prod', 'cn-prod'])('behind WAF, in %s', (name) => {
  const stage = stageNamed(name, { waf: 'regional' });
  const { data, service } = synthesized(stage);
  const only = (type: string) => {
    const [found, ...others] = ofType(service, type);
    if (found === undefined || others.length > 0) throw new Error(`not one ${type}`);
    return found;
  };

  test('the pages are a REST API of the region, on a domain of its own and by no other address', () => {
    expect(ofType(service, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    expect(only('AWS::ApiGateway::RestApi').Properties).toMatchObject({
      EndpointConfiguration: { Types: ['REGIONAL'] },
      DisableExecuteApiEndpoint: true,
      BinaryMediaTypes: ['*/*'],
    });
    expect(only('AWS::ApiGateway::DomainName').Properties).toMatchObject({
      DomainName: { Ref: 'DomainName' },
      RegionalCertificateArn: { Ref: 'CertificateArn' },
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
    // No path before those of the pages: cookies and links know none.
    expect(only('AWS::ApiGateway::BasePathMapping').Properties).not.toHaveProperty('BasePath');
    expect(resolved(service.Outputs['ApiUrl']?.Value)).toBe('https://DomainName');
    expect(service.Outputs).toHaveProperty('DomainTarget');
    for (const parameter of [
      service.Parameters?.['DomainName'],
      service.Parameters?.['CertificateArn'],
      data.Parameters?.['PublicOrigin'],
    ]) {
      expect(parameter?.Type).toBe('String');
      expect(parameter).not.toHaveProperty('Default');
    }
  });

  test('the web ACL guards its stage: so much per address, and AWS’s rules, of which two only count', () => {
    const { id, Properties: acl } = only('AWS::WAFv2::WebACL');
    expect(acl).toMatchObject({
      Scope: 'REGIONAL',
      Rules: [
        { Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 3000 } }, Action: { Block: {} } },
        {
          Statement: {
            ManagedRuleGroupStatement: {
              Name: 'AWSManagedRulesCommonRuleSet',
              RuleActionOverrides: ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY'].map((Name) => ({
                Name,
                ActionToUse: { Count: {} },
              })),
            },
          },
        },
        {
          Statement: {
            ManagedRuleGroupStatement: { Name: 'AWSManagedRulesKnownBadInputsRuleSet', RuleActionOverrides: [] },
          },
        },
      ],
    });
    // A sample would show the path of a link, which is its secret.
    expect(JSON.stringify(acl)).not.toContain('"SampledRequestsEnabled":true');
    const association = resolved(only('AWS::WAFv2::WebACLAssociation').Properties) as Record<string, string>;
    expect(association['WebACLArn']).toBe(`${id}.Arn`);
    expect(association['ResourceArn']).toContain(`/restapis/${only('AWS::ApiGateway::RestApi').id}/stages/`);
  });

  test('it has the limits of the HTTP API, and logs no path and no visitor', () => {
    const { Properties } = only('AWS::ApiGateway::Stage');
    const methods = Properties['MethodSettings'] as Record<string, unknown>[];
    const limits = methods.map((m) => [
      m['HttpMethod'],
      m['ResourcePath'],
      m['ThrottlingRateLimit'],
      m['ThrottlingBurstLimit'],
    ]);
    const expected = Object.entries(stage.routeThrottle).map(([key, { rate, burst }]) => {
      const [method, path = ''] = key.split(' ');
      return [method, `/${path.replaceAll('/', '~1')}`, rate, burst];
    });
    expect(limits).toEqual(expect.arrayContaining([['*', '/*', 200, 400], ...expected]));
    expect(methods.map((m) => [m['LoggingLevel'] ?? 'OFF', m['DataTraceEnabled'] ?? false])).toEqual(
      methods.map(() => ['OFF', false]),
    );
    const { Format } = Properties['AccessLogSetting'] as { Format: string };
    expect(Object.values(JSON.parse(Format))).toEqual([
      '$context.requestId',
      '$context.requestTimeEpoch',
      '$context.httpMethod',
      '$context.resourcePath',
      '$context.status',
      '$context.responseLength',
      '$context.responseLatency',
      '$context.integration.error',
    ]);
  });

  test('every path comes through: each resource takes every method, and what lies below it', () => {
    const resources = ofType(service, 'AWS::ApiGateway::Resource');
    const methods = ofType(service, 'AWS::ApiGateway::Method').map(({ Properties }) => resolved(Properties)) as Record<
      string,
      unknown
    >[];
    const root = `${only('AWS::ApiGateway::RestApi').id}.RootResourceId`;
    for (const id of [root, ...resources.map((resource) => resource.id)]) {
      expect(
        methods.filter((m) => m['ResourceId'] === id).map((m) => m['HttpMethod']),
        id,
      ).toContain('ANY');
      const parts = resources
        .filter(({ Properties }) => resolved(Properties['ParentId']) === id)
        .map(({ Properties }) => String(Properties['PathPart']));
      const greedy = resources.find((resource) => resource.id === id)?.Properties['PathPart'] === '{proxy+}';
      expect(
        parts.filter((part) => part.startsWith('{')),
        id,
      ).toHaveLength(greedy ? 0 : 1);
    }
  });
});
