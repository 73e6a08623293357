/** Packages that arrive in the last hour, on their way to the districts: what waits, what is refused, what is lost. */
import { seeded } from '../../world/random.ts';
import { Agenda, Bucket } from './heap.ts';
import { CALL, type Parameters } from './parameters.ts';

export interface Outcome {
  /** Applications whose district has been asked. */
  done: number;
  dead: number;
  /** Executions that ended although nobody decided. */
  failed: number;
  /** Refused for the moment, by what refused. */
  throttles: Record<string, number>;
  retries: number;
  /** Messages in the queue at the end of each minute. */
  depths: number[];
  /** Seconds after the closing time until the queue was empty, and until all districts were asked. */
  emptySeconds: number;
  drainedSeconds: number;
  /** Longest time between upload and the start of its execution, seconds. */
  longestWait: number;
}

/** All within an hour, half of them within its last five minutes. */
const HOUR = 3600;
const RUSH = 300;
const MINUTE = 60;
const BURST_SECONDS = 300;

interface Message {
  arrived: number;
  receives: number;
  received: number;
}
/** What a function asks of a service, one after the other; each is tried as often as the SDK tries. */
type Call = 'puts' | 'writes' | 'start';
interface Work {
  calls: readonly Call[];
  amounts: Partial<Record<Call, number>>;
  attempt: number;
  onEnd: (at: number, ok: boolean) => void;
}
type Event = (at: number) => void;

const INTAKE: readonly Call[] = ['puts', 'writes', 'start'];
const STEP: readonly Call[] = ['writes'];
/** Qualification, and the task for the district. */
const STEPS = 2;

export function simulate(parameters: Parameters): Outcome {
  return new Simulation(parameters).run();
}

class Simulation {
  readonly #p: Parameters;
  readonly #random = seeded('burst');
  readonly #agenda = new Agenda<Event>();
  readonly #buckets: Record<Call, Bucket>;
  readonly #transitions: Bucket;
  readonly #waiting: Message[] = [];
  #head = 0;
  #consumers = 0;
  #environments = 0;
  #running: number;
  readonly #said: Outcome = {
    ...{ done: 0, dead: 0, failed: 0, throttles: {}, retries: 0, depths: [] },
    ...{ emptySeconds: 0, drainedSeconds: 0, longestWait: 0 },
  };

  constructor(parameters: Parameters) {
    const { account } = parameters;
    this.#p = parameters;
    this.#running = account.others;
    this.#transitions = new Bucket(account.transitions, account.transitions);
    this.#buckets = {
      puts: new Bucket(account.prefixPuts, account.prefixPuts),
      writes: new Bucket(account.tableWrites * BURST_SECONDS, account.tableWrites),
      start: new Bucket(account.startBucket, account.startRate),
    };
  }

  run(): Outcome {
    const { depths } = this.#said;
    for (let i = 0; i < this.#p.applications; i += 1) {
      const share = this.#chance();
      const at = i % 2 === 0 ? HOUR - RUSH + share * RUSH : share * (HOUR - RUSH);
      this.#agenda.plan(at, (arrived) => this.#show(arrived, { arrived, receives: 0, received: 0 }));
    }
    for (let event = this.#agenda.next(); event !== undefined; event = this.#agenda.next()) {
      while ((depths.length + 1) * MINUTE <= event.at) depths.push(this.#waiting.length - this.#head);
      event.what(event.at);
    }
    return this.#said;
  }

  #chance(): number {
    return this.#random.int(0, 1_000_000) / 1_000_000;
  }

  #throttled(by: string): void {
    this.#said.throttles[by] = (this.#said.throttles[by] ?? 0) + 1;
  }

  /** A message is to be had. */
  #show(at: number, message: Message): void {
    this.#waiting.push(message);
    this.#pump(at);
  }

  #pump(at: number): void {
    while (this.#consumers < this.#p.queue.consumers) {
      const message = this.#waiting[this.#head];
      if (message === undefined) return;
      this.#head += 1;
      this.#take(at, message);
    }
  }

  #take(at: number, message: Message): void {
    const { work, queue } = this.#p;
    message.receives += 1;
    message.received = at;
    this.#consumers += 1;
    const cold = this.#consumers > this.#environments ? work.coldSeconds : 0;
    this.#environments = Math.max(this.#environments, this.#consumers);
    const task: Work = {
      ...{ calls: INTAKE, amounts: { puts: work.puts, writes: work.intakeWrites, start: 1 }, attempt: 1 },
      onEnd: (now, ok) => this.#settled(now, message, ok),
    };
    if (this.#invoke(at, cold + work.intakeSeconds * (0.5 + this.#chance()), task)) return;
    this.#throttled('concurrency');
    // The poller holds it until its time is over.
    this.#agenda.plan(at + queue.visibility, (now) => this.#settled(now, message, false));
  }

  #settled(at: number, message: Message, ok: boolean): void {
    this.#consumers -= 1;
    if (ok) {
      this.#said.longestWait = Math.max(this.#said.longestWait, at - message.arrived);
      this.#said.emptySeconds = at - HOUR;
      this.#step(at, STEPS, 0);
    } else this.#again(at, message);
    this.#pump(at);
  }

  /** Whatever was not done is seen again when its time is over, or parked when it was seen often enough. */
  #again(at: number, message: Message): void {
    const { maxReceives, visibility } = this.#p.queue;
    if (message.receives >= maxReceives) {
      this.#said.dead += 1;
      return;
    }
    this.#said.retries += 1;
    this.#agenda.plan(Math.max(at, message.received + visibility), (now) => this.#show(now, message));
  }

  /** One environment of a function, if the account has one left. */
  #invoke(at: number, seconds: number, task: Work): boolean {
    if (this.#running >= this.#p.account.concurrency) return false;
    this.#running += 1;
    const onEnd: Work['onEnd'] = (ended, ok) => {
      this.#running -= 1;
      task.onEnd(ended, ok);
    };
    this.#agenda.plan(at + seconds, (now) => this.#ask(now, { ...task, onEnd }));
    return true;
  }

  #ask(at: number, task: Work): void {
    const [call, ...rest] = task.calls;
    if (call === undefined) {
      task.onEnd(at, true);
      return;
    }
    if (this.#buckets[call].take(at, task.amounts[call] ?? 1)) {
      this.#ask(at, { ...task, calls: rest, attempt: 1 });
      return;
    }
    this.#throttled(call);
    if (task.attempt >= CALL.attempts) {
      task.onEnd(at, false);
      return;
    }
    this.#said.retries += 1;
    const pause = this.#chance() * Math.min(CALL.most, CALL.first * 2 ** task.attempt);
    this.#agenda.plan(at + pause, (now) => this.#ask(now, { ...task, attempt: task.attempt + 1 }));
  }

  /** One state of an application's execution after the other; entered when there is a transition left. */
  #step(at: number, left: number, tries: number): void {
    const { stepSeconds, stepWrites } = this.#p.work;
    if (left === 0) {
      this.#said.done += 1;
      this.#said.drainedSeconds = at - HOUR;
      return;
    }
    this.#agenda.plan(at + this.#transitions.wait(at), (entered) => {
      const task: Work = {
        ...{ calls: STEP, amounts: { writes: stepWrites }, attempt: 1 },
        onEnd: (now, ok) => (ok ? this.#step(now, left - 1, 0) : this.#failed(now, left, tries)),
      };
      if (this.#invoke(entered, stepSeconds * (0.5 + this.#chance()), task)) return;
      this.#throttled('concurrency');
      this.#failed(entered, left, tries);
    });
  }

  #failed(at: number, left: number, tries: number): void {
    const { first, rate, attempts, most } = this.#p.retry;
    if (tries >= attempts) {
      this.#said.failed += 1;
      return;
    }
    this.#said.retries += 1;
    this.#agenda.plan(at + Math.min(most, first * rate ** tries), (now) => this.#step(now, left, tries + 1));
  }
}
