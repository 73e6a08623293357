import type { ServerResponse } from 'node:http';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { send } from './respond.ts';
import type { BucketConfig, CorsRule } from './types.ts';

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** S3 patterns have at most one `*`. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

function findRule(
  config: BucketConfig | undefined,
  origin: string,
  method: string,
  headers: string[],
): CorsRule | undefined {
  return config?.cors?.find(
    (rule) =>
      rule.AllowedOrigins.some((pattern) => fits(pattern, origin)) &&
      rule.AllowedMethods.includes(method) &&
      headers.every((header) => rule.AllowedHeaders?.some((pattern) => fits(pattern.toLowerCase(), header))),
  );
}

function ruleHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const anybody = rule.AllowedOrigins.includes('*');
  const headers: Record<string, string> = {
    'access-control-allow-origin': anybody ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    vary: VARY,
  };
  if (!anybody) headers['access-control-allow-credentials'] = 'true';
  if (rule.ExposedHeaders?.length) headers['access-control-expose-headers'] = rule.ExposedHeaders.join(', ');
  if (rule.MaxAge !== undefined) headers['access-control-max-age'] = String(rule.MaxAge);
  return headers;
}

/** A browser's question before a request across origins. @throws S3Error AccessForbidden, InvalidRequest */
export function preflight(config: BucketConfig | undefined, request: S3Request, res: ServerResponse): void {
  const origin = request.header('origin');
  const method = request.header('access-control-request-method');
  if (origin === undefined || method === undefined) {
    throw new S3Error('InvalidRequest', 'Insufficient information. Origin request header needed.');
  }
  const wanted = (request.header('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = findRule(config, origin, method, wanted);
  if (!rule) {
    throw new S3Error('AccessForbidden', 'CORSResponse: This CORS request is not allowed.', { vary: VARY });
  }
  const allowed: Record<string, string> =
    wanted.length > 0 ? { 'access-control-allow-headers': wanted.join(', ') } : {};
  send(res, 200, { ...ruleHeaders(rule, origin), ...allowed });
}

/** Lets a page of an allowed origin read the answer, errors included. */
export function allowOrigin(config: BucketConfig | undefined, request: S3Request, res: ServerResponse): void {
  const origin = request.header('origin');
  if (origin === undefined) return;
  const rule = findRule(config, origin, request.method, []);
  if (!rule) return;
  for (const [name, value] of Object.entries(ruleHeaders(rule, origin))) res.setHeader(name, value);
}
