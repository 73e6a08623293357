/** Runs where a handler runs: has bad weather's way with the requests that one invocation makes. */
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { chanceOf } from './chance.ts';
import type { CallFault, Fault } from './faults.ts';
import type { InvocationWeather } from './weather.ts';

type MakeRequest = (options: RequestOptions, callback?: (response: IncomingMessage) => void) => ClientRequest;

/** How the front of bad weather is told what to answer. */
export const WEATHER_HEADER = 'x-local-weather';

/** Nothing that an invocation does after its end has an effect. The SDK does not try this again. */
class InvocationEnded extends Error {
  override name = 'InvocationEnded';
}

export class CallWeather {
  readonly #weather: InvocationWeather;
  readonly #count: (fault: Fault) => void;
  readonly #end: (how: 'died' | 'timed-out') => void;
  #calls = 0;
  #ended = false;

  /** @param end is called when the invocation is to end as if its environment were gone */
  constructor(weather: InvocationWeather, count: (fault: Fault) => void, end: (how: 'died' | 'timed-out') => void) {
    this.#weather = weather;
    this.#count = count;
    this.#end = end;
  }

  /** To be asked when the handler has returned: true if its answer is never heard. */
  diesAfter(): boolean {
    if (this.#ended) return true;
    if (this.#weather.end === undefined) return false;
    this.#finish(this.#weather.end.how === 'died' ? 'invocation.died-after' : 'invocation.timed-out');
    return true;
  }

  request(make: MakeRequest, options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest {
    if (this.#ended) return refused(make, options);
    this.#calls += 1;
    const { end } = this.#weather;
    const last = end !== undefined && end.atCall === this.#calls;
    if (last && end.side === 'before') {
      const fault = this.#calls === 1 ? 'invocation.died-before' : 'invocation.died-between';
      this.#finish(end.how === 'died' ? fault : 'invocation.timed-out');
      return refused(make, options);
    }
    if (last) {
      return unanswered(make, options, () => {
        this.#finish(end.how === 'died' ? 'invocation.died-between' : 'invocation.timed-out');
        return new InvocationEnded('the invocation has ended');
      });
    }
    return this.#faulty(make, options, callback);
  }

  #faulty(make: MakeRequest, options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest {
    const operation = operationOf(options);
    const fault = this.#faultFor(operation);
    if (fault !== undefined) this.#count(fault);
    if (fault === 'call.answer-lost') {
      return unanswered(make, options, () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    }
    // Reads of an index are behind, always: only the front knows what it said two seconds ago.
    const told = fault ?? (operation === 'Query' ? 'index.behind' : undefined);
    return told === undefined ? make(options, callback) : make(this.#toFront(options, told), callback);
  }

  #faultFor(operation: string): CallFault | undefined {
    const { seed, shares } = this.#weather;
    const share = chanceOf(seed, 'call', this.#calls);
    let below = 0;
    const hit = (fault: CallFault): boolean => {
      below += shares[fault];
      return share < below;
    };
    if (operation === 'TransactWriteItems' && hit('transaction.conflict')) return 'transaction.conflict';
    if (operation === 'BatchWriteItem' && hit('batch.partly-written')) return 'batch.partly-written';
    for (const fault of ['call.throttled', 'call.failed', 'call.answer-lost'] as const) if (hit(fault)) return fault;
    return undefined;
  }

  #toFront(options: RequestOptions, told: Fault): RequestOptions {
    const [hostname, port] = this.#weather.front.split(':');
    const { protocol: _, ...rest } = options;
    return { ...rest, host: hostname, hostname, port, headers: { ...options.headers, [WEATHER_HEADER]: told } };
  }

  #finish(fault: Fault): void {
    this.#ended = true;
    this.#count(fault);
    this.#end(fault === 'invocation.timed-out' ? 'timed-out' : 'died');
  }
}

/** The operation's name for services that speak JSON; for S3 the method. */
function operationOf({ headers, method }: RequestOptions): string {
  const target = (headers as Record<string, string> | undefined)?.['x-amz-target'];
  return target?.split('.').at(-1) ?? String(method);
}

/** A request that is never made. */
function refused(make: MakeRequest, options: RequestOptions): ClientRequest {
  const outgoing = make(options);
  outgoing.destroy(new InvocationEnded('the invocation has ended'));
  return outgoing;
}

/** A request that reaches the service, and whose answer never comes back. */
function unanswered(make: MakeRequest, options: RequestOptions, why: () => Error): ClientRequest {
  const outgoing = make(options);
  outgoing.once('response', (response) => {
    response.resume();
    // The request itself is over by then; only who made it shall think otherwise.
    response.once('end', () => outgoing.emit('error', why()));
  });
  return outgoing;
}
