import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '../alarms/metrics.ts';
import type { Deliveries } from '../iam/deliveries.ts';
import type { Functions } from '../lambda/functions.ts';
import { MAX_PAYLOAD_BYTES } from '../lambda/functions.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { Operations } from '../operations.ts';
import { LOCAL_ACCOUNT } from '../template/names.ts';
import type { AccessLogPlan, IntegrationPlan, LogFilterPlan, RoutePlan } from '../template/plan.ts';
import { accessLog } from './access-log.ts';
import { createRouter, type RouteMatch } from './routes.ts';
import { BodyTooLarge, readBody, send } from './server.ts';
import { createThrottle, type ThrottlePlan } from './throttle.ts';

export interface HttpApiOptions {
  apiId: string;
  routes: RoutePlan[];
  integrations: ReadonlyMap<string, IntegrationPlan>;
  functions: Functions;
  /** Why the API may not call the function of a route. */
  refusal: Deliveries['byApi'];
  operations: Operations;
  metrics: Metrics;
  throttle: ThrottlePlan;
  accessLog: AccessLogPlan | undefined;
  logFilters: readonly LogFilterPlan[];
  /** Domain time, UTC ms. */
  now: () => number;
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const JSON_TYPE = 'application/json';
/** What an HTTP API hands over as text; everything else, forms included, comes as base64. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)|application\/[\w.+-]+\+(json|xml))/i;

/** An HTTP API's front: requests become events in payload format 2.0, answers of functions become responses. */
export function httpApi(options: HttpApiOptions) {
  const find = createRouter(options.routes);
  const letsThrough = createThrottle(options.throttle, () => performance.now());
  const log = accessLog(options.accessLog, options.logFilters, options.metrics);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    options.operations.add('httpapi.requests');
    const began = performance.now();
    response.once('finish', () => {
      measure(options, response.statusCode, performance.now() - began);
      log({ '$context.status': String(response.statusCode), '$context.httpMethod': request.method ?? '' });
    });
    const url = new URL(request.url ?? '/', 'http://local');
    const match = find(request.method ?? 'GET', url.pathname);
    const integration = match && options.integrations.get(match.route.integration);
    if (match === undefined || integration === undefined) {
      fail(response, 404, 'Not Found');
      return;
    }
    if (!letsThrough(match.route.key)) {
      request.resume();
      fail(response, 429, 'Too Many Requests');
      return;
    }
    const body = await readBody(request, MAX_BODY_BYTES).catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return undefined;
      throw error;
    });
    const event = body && JSON.stringify(eventOf(request, url, match, body, options));
    if (event === undefined || Buffer.byteLength(event) > MAX_PAYLOAD_BYTES) {
      fail(response, 413, 'Request Entity Too Large');
      return;
    }
    if (options.refusal(options.apiId, match.route.key, integration.functionName) !== undefined) {
      fail(response, 500, 'Internal Server Error');
      return;
    }
    const result = await withinTime(options.functions.invoke(integration.functionName, event), integration.timeoutMs);
    if (result === undefined || (!result.ok && result.throttled)) fail(response, 503, 'Service Unavailable');
    else answer(response, result);
  };
}

function measure({ apiId, metrics: { add } }: HttpApiOptions, status: number, milliseconds: number): void {
  const own = { namespace: 'AWS/ApiGateway', dimensions: { ApiId: apiId } };
  add({ ...own, name: 'Count', value: 1 });
  add({ ...own, name: '4xx', value: status >= 400 && status < 500 ? 1 : 0 });
  add({ ...own, name: '5xx', value: status >= 500 ? 1 : 0 });
  add({ ...own, name: 'Latency', value: milliseconds });
}

function eventOf(
  request: IncomingMessage,
  url: URL,
  match: RouteMatch<RoutePlan>,
  body: Buffer,
  { apiId, now }: HttpApiOptions,
): Record<string, unknown> {
  const headers = headersOf(request);
  const { cookie, ...others } = headers;
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  const text = TEXT_TYPES.test(headers['content-type'] ?? 'text/plain');
  const rawPath = decodePath(url.pathname);
  const time = now();
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: others,
    ...(url.search.length > 1 && { queryStringParameters: query }),
    ...(match.pathParameters && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId,
      domainName: headers.host ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: clfTime(time),
      timeEpoch: time,
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Lower case, several of one name joined by commas; plus what a front tells about the caller. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-port'] = String(request.socket.localPort ?? '');
  return headers;
}

function answer(response: ServerResponse, result: InvocationResult): void {
  const output = result.ok ? parse(result.payload) : undefined;
  if (output === undefined) {
    fail(response, 500, 'Internal Server Error');
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = output;
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value));
  if (cookies !== undefined) response.setHeader('set-cookie', cookies);
  const bytes = Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8');
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain;charset=UTF-8');
  response.removeHeader('content-length');
  response.writeHead(statusCode ?? 200, { 'content-length': bytes.length });
  response.end(bytes);
}

interface Output {
  statusCode?: number;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** An answer without a status code is the body itself, as JSON. */
function parse(payload: string): Output | undefined {
  const value: unknown = JSON.parse(payload);
  if (value === null) return undefined;
  if (typeof value === 'object' && 'statusCode' in value) {
    return Number.isInteger(value.statusCode) ? (value as Output) : undefined;
  }
  return { headers: { 'content-type': JSON_TYPE }, body: typeof value === 'string' ? value : payload };
}

async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  const result = await Promise.race([work, late]);
  clearTimeout(timer);
  return result;
}

/** As `12/Mar/2020:19:03:58 +0000`. */
function clfTime(time: number): string {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function fail(response: ServerResponse, status: number, message: string): void {
  send(response, status, JSON_TYPE, JSON.stringify({ message }));
}
