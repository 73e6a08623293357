import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, readBody, send } from '../http/server.ts';
import { accessKeyIn } from '../iam/callers.ts';
import type { Gate } from '../iam/need.ts';
import { functionOf } from '../template/names.ts';
import type { AsyncInvocations } from './async.ts';
import { type Functions, MAX_PAYLOAD_BYTES } from './functions.ts';
import { manage, type SwitchedMapping } from './management.ts';

const JSON_TYPE = 'application/json';

/**
 * Lambda's Invoke: RequestResponse, Event and DryRun; and what `manage` does.
 * @param arnOf gives a function's ARN by its name
 * @param mappings what can be switched off
 */
export function lambdaService(
  functions: Functions,
  events: AsyncInvocations,
  gate: Gate,
  arnOf: (name: string) => string,
  mappings: readonly SwitchedMapping[],
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await manage(request, response, { limits: functions.limits, mappings, arnOf, gate })) return;
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    const [, encoded = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
    const name = functionOf(decodeURIComponent(encoded));
    if (request.method !== 'POST' || !functions.has(name)) {
      refuse(response, 404, 'ResourceNotFoundException', `There is no function for ${request.method} ${path}.`);
      return;
    }
    const need = { action: 'lambda:InvokeFunction', resource: arnOf(name) };
    const refused = gate(accessKeyIn(request.headers), [need]);
    if (refused !== undefined) {
      refuse(response, 403, 'AccessDeniedException', refused);
      return;
    }
    // Whether it may be called, not a call.
    if (request.headers['x-amz-invocation-type'] === 'DryRun') {
      response.writeHead(204, { 'content-length': 0 }).end();
      return;
    }
    const payload = await payloadOf(request);
    if (payload instanceof Error) {
      refuse(response, 400, 'InvalidRequestContentException', payload.message);
    } else if (request.headers['x-amz-invocation-type'] === 'Event') {
      events.enqueue(name, payload);
      response.writeHead(202, { 'content-length': 0 }).end();
    } else {
      const result = await functions.invoke(name, payload);
      if (!result.ok && result.throttled) {
        refuse(response, 429, result.error.errorType, result.error.errorMessage);
        return;
      }
      if (!result.ok) response.setHeader('x-amz-function-error', 'Unhandled');
      response.setHeader('x-amz-executed-version', '$LATEST');
      send(response, 200, JSON_TYPE, result.ok ? result.payload : JSON.stringify(result.error));
    }
  };
}

async function payloadOf(request: IncomingMessage): Promise<string | Error> {
  try {
    const text = (await readBody(request, MAX_PAYLOAD_BYTES)).toString('utf8');
    if (text === '') return '{}';
    JSON.parse(text);
    return text;
  } catch (error) {
    return new Error(error instanceof BodyTooLarge ? 'The payload is longer than 6 MB.' : 'The payload is not JSON.');
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.setHeader('x-amzn-errortype', code);
  send(response, status, JSON_TYPE, JSON.stringify({ Type: 'User', Message: message, message }));
}
