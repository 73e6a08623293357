/**
 * Runs inside a worker thread: counts what a function asks of the database, on its own connection. A proxy in between
 * would do the same, but costs two more hops for each of the tens of thousands of calls of a round.
 */
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { addedBytes, askForCapacity, isWrite, unitsOf } from '../dynamodb/billing.ts';
import type { DatabaseNews } from './protocol.ts';

/** A write is told this soon while a function still runs, so that its stream does not wait for the function's end. */
const TELL_WITHIN_MS = 20;

/**
 * Watches all requests to the database's endpoint that this thread makes from now on.
 * @param record whether somebody wants each call with its input
 * @returns tells what has not been told yet; to be called before a function's result is
 */
export function tapDatabase(endpoint: string, record: boolean, tell: (news: DatabaseNews) => void): () => void {
  const address = addressOf(endpoint);
  let news: DatabaseNews = { counts: {}, wrote: false, calls: [] };
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (Object.keys(news.counts).length === 0) return;
    tell(news);
    news = { counts: {}, wrote: false, calls: [] };
  };
  const add = (name: string, amount: number): void => {
    news.counts[name] = (news.counts[name] ?? 0) + amount;
  };
  const answered = (operation: string, status: number, body: Buffer, input: string, begin: number): void => {
    const writes = isWrite(operation);
    const units = unitsOf(status, body);
    if (units > 0) add(writes ? 'dynamodb.writeUnits' : 'dynamodb.readUnits', units);
    if (record) news.calls.push({ operation, input, status, begin, end: wallTime() });
    if (!writes || status !== 200) return;
    news.wrote = true;
    timer ??= setTimeout(flush, TELL_WITHIN_MS);
  };

  const original = http.request;
  const tapped = (options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest => {
    const headers = options.headers as Record<string, string> | undefined;
    const ours = `${options.host ?? options.hostname}:${options.port ?? 80}` === address;
    const operation = ours ? headers?.['x-amz-target']?.split('.').at(-1) : undefined;
    if (operation === undefined || headers === undefined) return original(options, callback);
    add(`dynamodb.${operation}`, 1);
    const length = Number(headers['content-length'] ?? 0);
    const more = addedBytes(operation, length);
    const outgoing = original(
      { ...options, headers: { ...headers, 'content-length': String(length + more) } },
      callback,
    );
    let input = '';
    const end = outgoing.end.bind(outgoing) as (chunk: unknown) => ClientRequest;
    outgoing.end = ((chunk: string | Uint8Array = '') => {
      const body =
        typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (record) input = body.toString('utf8');
      return end(more > 0 ? askForCapacity(body) : body);
    }) as ClientRequest['end'];
    const begin = wallTime();
    outgoing.prependOnceListener('response', (response) => {
      watchBody(response, (body) => answered(operation, response.statusCode ?? 0, body, input, begin));
    });
    return outgoing;
  };
  http.request = tapped as typeof http.request;
  syncBuiltinESMExports();
  return flush;
}

/** `host:port` as Node's client is asked for it. */
function addressOf(endpoint: string): string {
  const { hostname, port } = new URL(endpoint);
  return `${hostname.replace(/^\[|\]$/g, '')}:${port || 80}`;
}

const wallTime = (): number => performance.timeOrigin + performance.now();

/** Sees what is pushed into the stream; a listener for its data would set it flowing before its reader is there. */
function watchBody(response: IncomingMessage, whole: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const push = response.push.bind(response);
  response.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (chunk !== null) chunks.push(chunk);
    else whole(Buffer.concat(chunks));
    return push(chunk, encoding);
  };
}
