/**
 * Watches what handlers ask of the services: counts the calls to the database, on the functions' own connections (a proxy
 * in between would do the same, but costs two more hops for each of the tens of thousands of calls of a round), and lets
 * bad weather have its way with them.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { addedBytes, askForCapacity, isWrite, unitsOf } from '../dynamodb/billing.ts';
import { CALLER_HEADER } from '../iam/callers.ts';
import type { CallWeather } from '../weather/call-weather.ts';
import type { DatabaseNews, WorkerSettings } from './protocol.ts';
import { AskedRights, answerInstead } from './rights.ts';

type Callback = (response: IncomingMessage) => void;
/** Node's own way of making a request, or one that is laid around it. */
export type MakeRequest = (options: RequestOptions, callback?: Callback) => ClientRequest;

/** A write is told this soon while a function still runs, so that its stream does not wait for the function's end. */
const TELL_WITHIN_MS = 20;
const nothing = (): DatabaseNews => ({ counts: {}, wrote: false, needed: [], calls: [] });

/** What one environment of a function asks of the database. */
export class DatabaseTap {
  readonly #address: string;
  readonly #alias: string;
  readonly #record: boolean;
  readonly #rights: AskedRights | undefined;
  readonly #tell: (news: DatabaseNews) => void;
  #news = nothing();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    { endpoint, record, alias = endpoint, rights }: WorkerSettings['database'],
    tell: (news: DatabaseNews) => void,
  ) {
    this.#address = addressOf(endpoint);
    this.#alias = addressOf(alias);
    this.#record = record;
    this.#rights = rights && new AskedRights(rights, (need) => this.#news.needed.push(need));
    this.#tell = tell;
  }

  /** Tells what has not been told yet; to be called before a function's result is. */
  readonly flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (Object.keys(this.#news.counts).length === 0) return;
    const news = this.#news;
    this.#news = nothing();
    this.#tell(news);
  };

  /** Makes a request, and watches it if it goes to the database. */
  request(make: MakeRequest, options: RequestOptions, callback?: Callback): ClientRequest {
    const headers = options.headers as Record<string, string> | undefined;
    const ours = `${options.host ?? options.hostname}:${options.port ?? 80}` === this.#alias;
    const operation = ours ? headers?.['x-amz-target']?.split('.').at(-1) : undefined;
    if (operation === undefined || headers === undefined) return make(this.#named(options), callback);
    this.#add(`dynamodb.${operation}`, 1);
    const length = Number(headers['content-length'] ?? 0);
    const more = addedBytes(operation, length);
    const [host, port] = this.#address.split(':');
    const address = { host, hostname: host, port };
    const lengthened = { ...headers, 'content-length': String(length + more) };
    const outgoing = make({ ...options, ...address, headers: lengthened }, callback);
    let input = '';
    const end = outgoing.end.bind(outgoing) as (chunk: unknown) => ClientRequest;
    outgoing.end = ((chunk: string | Uint8Array = '') => {
      const body =
        typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (this.#record) input = body.toString('utf8');
      const refused = this.#rights?.refusal(operation, body);
      if (refused !== undefined) return answerInstead(outgoing, refused);
      return end(more > 0 ? askForCapacity(body) : body);
    }) as ClientRequest['end'];
    const begin = wallTime();
    outgoing.prependOnceListener('response', (response) => {
      watchBody(response, (body) => this.#answered(operation, response.statusCode ?? 0, body, input, begin));
    });
    return outgoing;
  }

  /** Services are told who calls: functions in this process share their credentials. */
  #named(options: RequestOptions): RequestOptions {
    const caller = this.#rights?.accessKey;
    return caller === undefined ? options : { ...options, headers: { ...options.headers, [CALLER_HEADER]: caller } };
  }

  #add(name: string, amount: number): void {
    this.#news.counts[name] = (this.#news.counts[name] ?? 0) + amount;
  }

  #answered(operation: string, status: number, body: Buffer, input: string, begin: number): void {
    const writes = isWrite(operation);
    const units = unitsOf(status, body);
    if (units > 0) this.#add(writes ? 'dynamodb.writeUnits' : 'dynamodb.readUnits', units);
    if (this.#record) this.#news.calls.push({ operation, input, status, begin, end: wallTime() });
    if (!writes || status !== 200) return;
    this.#news.wrote = true;
    this.#timer ??= setTimeout(this.flush, TELL_WITHIN_MS);
  }
}

interface Around {
  tap: DatabaseTap;
  weather: CallWeather | undefined;
}

const around = new AsyncLocalStorage<Around>();

/** Does the work of one invocation; whatever it asks of the services meanwhile and afterwards is watched. */
export const watched = <T>(tap: DatabaseTap, weather: CallWeather | undefined, work: () => T): T =>
  around.run({ tap, weather }, work);

let installed = false;

/** Watches the requests of this thread from now on. To be called before an SDK's client makes its first. */
export function installTap(): void {
  if (installed) return;
  installed = true;
  const original = http.request as MakeRequest;
  const request: MakeRequest = (options, callback) => {
    const here = around.getStore();
    if (here === undefined) return original(options, callback);
    const tapped: MakeRequest = (o, c) => here.tap.request(original, o, c);
    return here.weather === undefined ? tapped(options, callback) : here.weather.request(tapped, options, callback);
  };
  // Callers who give an address first are no SDK's clients.
  const either = (...args: unknown[]): ClientRequest =>
    typeof args[0] === 'string' || args[0] instanceof URL
      ? (original as (...all: unknown[]) => ClientRequest)(...args)
      : request(args[0] as RequestOptions, args[1] as Callback | undefined);
  http.request = either as typeof http.request;
  syncBuiltinESMExports();
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
