import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../errors.ts';
import type { Guard } from '../iam/need.ts';
import { BodyTooLarge, readBody } from './server.ts';

export type Json = Record<string, unknown>;
/** `gone` says whether the caller has hung up meanwhile. */
export type Action = (input: Json, gone: () => boolean) => Json | Promise<Json>;

/** An error that the SDK shows to its caller by `code`. */
export class ServiceError extends Error {
  readonly code: string;
  /** What SQS's older clients call the same error. */
  readonly queryCode: string | undefined;

  constructor(code: string, message: string, queryCode?: string) {
    super(message);
    this.code = code;
    this.queryCode = queryCode;
  }
}

const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/**
 * Serves an AWS JSON protocol: the action stands in X-Amz-Target, input and output are JSON.
 * @param version `1.0` or `1.1`, as the service speaks it.
 * @param guard says why a call is not allowed; without one all are.
 */
export function awsJsonService(
  version: '1.0' | '1.1',
  actions: Record<string, Action>,
  guard?: Guard,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const contentType = `application/x-amz-json-${version}`;
  return async (request, response) => {
    const headers: Record<string, string> = { 'content-type': contentType, 'x-amzn-requestid': randomUUID() };
    let status = 200;
    let output: Json;
    try {
      output = await perform(request, actions, () => response.destroyed, guard);
    } catch (error) {
      const known = error instanceof ServiceError ? error : undefined;
      status = known ? 400 : 500;
      const code = known?.code ?? 'InternalFailure';
      output = { __type: code, message: messageOf(error) };
      if (known?.queryCode) headers['x-amzn-query-error'] = `${known.queryCode};Sender`;
    }
    const body = Buffer.from(JSON.stringify(output));
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(body);
  };
}

async function perform(
  request: IncomingMessage,
  actions: Record<string, Action>,
  gone: () => boolean,
  guard: Guard | undefined,
): Promise<Json> {
  const body = await readBody(request, MAX_REQUEST_BYTES).catch((error: unknown) => {
    throw error instanceof BodyTooLarge
      ? new ServiceError('RequestEntityTooLarge', 'The request is too large.')
      : error;
  });
  const name = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const action = actions[name];
  if (action === undefined)
    throw new ServiceError('UnknownOperationException', `The local cloud does not know ${name}.`);
  const input = parse(body);
  const refused = guard?.(request.headers, name, input);
  if (refused !== undefined) throw new ServiceError('AccessDeniedException', refused, 'AccessDenied');
  return action(input, gone);
}

function parse(body: Buffer): Json {
  try {
    return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Json);
  } catch {
    throw new ServiceError('SerializationException', 'The request is not JSON.');
  }
}
