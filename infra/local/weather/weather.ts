import { chanceOf } from './chance.ts';
import { BAD_RATES, type Decided, type Fault, type Rates } from './faults.ts';

/** How an invocation is to end before its time. */
export interface End {
  how: 'died' | 'timed-out';
  /** At its n-th request to a service, or after its last one if there are fewer. */
  atCall: number;
  side: 'before' | 'after';
}

/** What one invocation is to meet. */
export interface InvocationWeather {
  seed: string;
  end?: End;
  shares: Pick<
    Rates,
    'call.throttled' | 'call.failed' | 'call.answer-lost' | 'transaction.conflict' | 'batch.partly-written'
  >;
  /** `host:port` that answers what a service would in bad weather. */
  front: string;
}

/** Ends come within the first few requests of an invocation: most have no more. */
const LATEST_CALL = 8;
/** How old what an index says is. */
const BEHIND_MS = 2000;
/** A stream that begins anew all the time would never come to its end. */
const MOST_REPLAYS = 1;

/**
 * Decides by a seed what goes wrong. The n-th question about the same thing has the same answer in every run of a seed,
 * whatever happened in between; what is thrown is counted.
 */
export class Weather {
  /** How far reads of an index are behind, real ms. */
  readonly behindMs: number;
  readonly #seed: string;
  readonly #rates: Rates;
  readonly #asked = new Map<string, number>();
  readonly #thrown = new Map<Fault, number>();

  constructor(seed: string, { rates = BAD_RATES, behindMs = BEHIND_MS }: { rates?: Rates; behindMs?: number } = {}) {
    this.#seed = seed;
    this.#rates = rates;
    this.behindMs = behindMs;
  }

  /** Whether this fault befalls the thing now. @param about what it is about, such as a queue's name */
  throws(fault: Exclude<Decided, 'invocation.died'>, about: string): boolean {
    const n = this.#next(fault, about);
    if (chanceOf(this.#seed, fault, about, n) >= this.#rates[fault]) return false;
    if (fault === 'stream.replayed' && this.#next('replays', about) >= MOST_REPLAYS) return false;
    this.counted(fault);
    return true;
  }

  /** Between two bounds, for the thing that was just hit. */
  amount(fault: Fault, about: string, from: number, to: number): number {
    return from + (to - from) * chanceOf(this.#seed, fault, about, 'amount', this.#next(`${fault} amount`, about));
  }

  /** For the next invocation of a function. */
  invocation(name: string, front: string): InvocationWeather {
    const n = this.#next('invocation', name);
    const seed = `${this.#seed} ${name} ${n}`;
    const share = chanceOf(seed, 'end');
    const died = this.#rates['invocation.died'];
    const how = share < died ? 'died' : share < died + this.#rates['invocation.timed-out'] ? 'timed-out' : undefined;
    const end: End | undefined = how && {
      how,
      atCall: 1 + Math.floor(chanceOf(seed, 'at') * LATEST_CALL),
      side: chanceOf(seed, 'side') < 0.5 ? 'before' : 'after',
    };
    return { seed, front, shares: this.#rates, ...(end && { end }) };
  }

  /** Notes what was thrown elsewhere. */
  counted(fault: Fault, times = 1): void {
    this.#thrown.set(fault, (this.#thrown.get(fault) ?? 0) + times);
  }

  /** How often each fault was thrown so far. */
  thrown(): Partial<Record<Fault, number>> {
    return Object.fromEntries([...this.#thrown].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #next(what: string, about: string): number {
    const key = `${what} ${about}`;
    const n = this.#asked.get(key) ?? 0;
    this.#asked.set(key, n + 1);
    return n;
  }
}
