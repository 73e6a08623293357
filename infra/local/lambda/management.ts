import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBody, send } from '../http/server.ts';
import { accessKeyIn } from '../iam/callers.ts';
import type { Gate } from '../iam/need.ts';
import { functionOf, plainName } from '../template/names.ts';
import type { Concurrency } from './concurrency.ts';

/** What feeds a function, as somebody can switch it off and on. */
export interface SwitchedMapping {
  id: string;
  functionName: string;
  sourceArn: string;
  /** Until the next start, which reads the template again. */
  enabled: boolean;
}

export interface Managed {
  limits: Concurrency;
  mappings: readonly SwitchedMapping[];
  /** Gives a function's ARN by its name. */
  arnOf: (name: string) => string;
  gate: Gate;
}

type Answer = { status: number; body?: unknown };

const Reserve = z.object({ ReservedConcurrentExecutions: z.int().min(0) });
const Switch = z.object({ Enabled: z.boolean() });
const MAX_BODY_BYTES = 64 * 1024;
const NOT_THERE: Answer = { status: 404 };

const CONCURRENCY = /^\/(?:2017-10-31|2019-09-30)\/functions\/([^/]+)\/concurrency$/;
const MAPPINGS = /^\/2015-03-31\/event-source-mappings(?:\/([^/]+))?\/?$/;

/**
 * What an operator does to a function that runs: reserved concurrency (0 switches it off), and event source mappings switched off and on.
 * @returns false when the request is for something else
 */
export async function manage(request: IncomingMessage, response: ServerResponse, managed: Managed): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://local');
  const [, encoded] = CONCURRENCY.exec(url.pathname) ?? [];
  const mapping = MAPPINGS.exec(url.pathname);
  if (encoded === undefined && mapping === null) return false;
  const text = (await readBody(request, MAX_BODY_BYTES)).toString('utf8');
  const input: unknown = text === '' ? {} : JSON.parse(text);
  const method = request.method ?? '';
  const answer =
    encoded === undefined
      ? ofMapping(managed, method, mapping?.[1], input)
      : ofConcurrency(managed, method, plainName(functionOf(decodeURIComponent(encoded))), input);
  const refused = managed.gate(accessKeyIn(request.headers), [{ action: answer.action, resource: answer.resource }]);
  const { status, body } = refused === undefined ? answer.perform() : { status: 403, body: { message: refused } };
  if (status >= 400)
    response.setHeader('x-amzn-errortype', status === 403 ? 'AccessDeniedException' : 'ResourceNotFoundException');
  if (status === 204) response.writeHead(204, { 'content-length': 0 }).end();
  else send(response, status, 'application/json', JSON.stringify(body ?? {}));
  return true;
}

/** What is asked for, what it needs, and how it is done. */
interface Asked {
  action: string;
  resource: string;
  perform: () => Answer;
}

function ofConcurrency({ limits, arnOf }: Managed, method: string, name: string, input: unknown): Asked {
  const asked = (action: string, perform: () => Answer): Asked => ({
    ...{ action: `lambda:${action}FunctionConcurrency`, resource: arnOf(name) },
    perform: () => (limits.has(name) ? perform() : NOT_THERE),
  });
  if (method === 'PUT')
    return asked('Put', () => {
      const { ReservedConcurrentExecutions } = Reserve.parse(input);
      limits.reserve(name, ReservedConcurrentExecutions);
      return { status: 200, body: { ReservedConcurrentExecutions } };
    });
  if (method === 'DELETE')
    return asked('Delete', () => {
      limits.reserve(name, undefined);
      return { status: 204 };
    });
  return asked('Get', () => ({ status: 200, body: { ReservedConcurrentExecutions: limits.reserved(name) } }));
}

function ofMapping({ mappings }: Managed, method: string, id: string | undefined, input: unknown): Asked {
  if (id === undefined)
    return {
      ...{ action: 'lambda:ListEventSourceMappings', resource: '*' },
      perform: () => ({ status: 200, body: { EventSourceMappings: mappings.map(shown) } }),
    };
  const found = mappings.find((one) => one.id === decodeURIComponent(id));
  if (method !== 'PUT')
    return {
      ...{ action: 'lambda:GetEventSourceMapping', resource: '*' },
      perform: () => (found === undefined ? NOT_THERE : { status: 200, body: shown(found) }),
    };
  return {
    ...{ action: 'lambda:UpdateEventSourceMapping', resource: '*' },
    perform: () => {
      if (found === undefined) return NOT_THERE;
      found.enabled = Switch.parse(input).Enabled;
      return { status: 202, body: shown(found) };
    },
  };
}

const shown = ({ id, functionName, sourceArn, enabled }: SwitchedMapping) => ({
  ...{ UUID: id, FunctionArn: functionName, EventSourceArn: sourceArn },
  State: enabled ? 'Enabled' : 'Disabled',
});
