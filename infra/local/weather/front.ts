/** Answers in place of the services what they say in bad weather. */
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, send } from '../http/server.ts';
import { WEATHER_HEADER } from './call-weather.ts';
import type { IndexMirror } from './index-mirror.ts';

type Json = Record<string, unknown>;

interface Answer {
  status: number;
  body: Json | string;
}

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * @param database address of the database itself
 * @param mirror what its indexes said two seconds ago
 */
export function weatherFront(database: string, mirror: IndexMirror) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, MAX_BYTES);
    const [service = 's3', operation = ''] = String(request.headers['x-amz-target'] ?? 's3').split('.');
    const forward = (content: Json | Buffer): Promise<Answer> => relay(database, request, content);
    switch (String(request.headers[WEATHER_HEADER])) {
      case 'call.throttled':
        return answer(response, service === 's3' ? s3Error(503, 'SlowDown') : throttled(service));
      case 'call.failed':
        return answer(response, service === 's3' ? s3Error(500, 'InternalError') : failed(service));
      case 'transaction.conflict':
        return answer(response, conflict(jsonOf(body)));
      case 'batch.partly-written':
        return answer(response, await partly(jsonOf(body), forward));
      default: {
        const behind = operation === 'Query' ? await mirror.answer(jsonOf(body)) : undefined;
        return answer(response, behind === undefined ? await forward(body) : { status: 200, body: behind });
      }
    }
  };
}

const jsonOf = (body: Buffer): Json => JSON.parse(body.toString('utf8')) as Json;

function answer(response: ServerResponse, { status, body }: Answer): void {
  const xml = typeof body === 'string' && body.startsWith('<');
  send(response, status, xml ? 'application/xml' : 'application/x-amz-json-1.0', text(body));
}

const text = (body: Json | string): string => (typeof body === 'string' ? body : JSON.stringify(body));

function throttled(service: string): Answer {
  const codes: Record<string, string> = {
    DynamoDB_20120810: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    AmazonSQS: 'com.amazonaws.sqs#RequestThrottled',
  };
  return { status: 400, body: { __type: codes[service] ?? 'ThrottlingException', message: 'Rate exceeded' } };
}

function failed(service: string): Answer {
  const dynamodb = 'com.amazonaws.dynamodb.v20120810#InternalServerError';
  return { status: 500, body: { __type: service.startsWith('DynamoDB') ? dynamodb : 'InternalFailure', message: '' } };
}

function s3Error(status: number, code: string): Answer {
  return { status, body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>` };
}

/** Another transaction has one of the items; which one does not matter to anybody. */
function conflict({ TransactItems }: Json): Answer {
  const count = Array.isArray(TransactItems) ? TransactItems.length : 1;
  const reasons = Array.from({ length: count }, (_, i) => ({ Code: i === 0 ? 'TransactionConflict' : 'None' }));
  const body = {
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
    CancellationReasons: reasons,
  };
  return { status: 400, body };
}

/** Writes the first half; the rest comes back as not processed. */
async function partly(input: Json, forward: (content: Json) => Promise<Answer>): Promise<Answer> {
  const [table = '', all = []] = Object.entries((input.RequestItems ?? {}) as Record<string, unknown[]>)[0] ?? [];
  const half = Math.ceil(all.length / 2);
  const rest = all.slice(half);
  const { status, body } = await forward({ ...input, RequestItems: { [table]: all.slice(0, half) } });
  if (status !== 200 || rest.length === 0) return { status, body };
  const done = typeof body === 'string' ? (JSON.parse(body) as Json) : body;
  return { status, body: { ...done, UnprocessedItems: { [table]: rest } } };
}

function relay(database: string, { headers }: IncomingMessage, content: Json | Buffer): Promise<Answer> {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const { host: _, ...rest } = headers;
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { ...rest, 'content-length': String(body.length) } };
    const outgoing = httpRequest(database, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
