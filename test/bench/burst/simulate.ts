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
  const { applications, queue, retry, account, work } = parameters;
  const random = seeded('burst');
  const chance = (): number => random.int(0, 1_000_000) / 1_000_000;
  const agenda = new Agenda<Event>();
  const buckets: Record<Call, Bucket> = {
    puts: new Bucket(account.prefixPuts, account.prefixPuts),
    writes: new Bucket(account.tableWrites * BURST_SECONDS, account.tableWrites),
    start: new Bucket(account.startBucket, account.startRate),
  };
  const transitions = new Bucket(account.transitions, account.transitions);
  const waiting: Message[] = [];
  let head = 0;
  let consumers = 0;
  let environments = 0;
  let running = account.others;
  let atMinute = 0;
  const said: Outcome = {
    ...{ done: 0, dead: 0, failed: 0, throttles: {}, retries: 0, depths: [] },
    ...{ emptySeconds: 0, drainedSeconds: 0, longestWait: 0 },
  };
  const throttled = (by: string): void => {
    said.throttles[by] = (said.throttles[by] ?? 0) + 1;
  };

  /** One environment of a function, if the account has one left. */
  const invoke = (at: number, seconds: number, task: Work): boolean => {
    if (running >= account.concurrency) return false;
    running += 1;
    const onEnd: Work['onEnd'] = (ended, ok) => {
      running -= 1;
      task.onEnd(ended, ok);
    };
    agenda.plan(at + seconds, (now) => ask(now, { ...task, onEnd }));
    return true;
  };
  const ask = (at: number, task: Work): void => {
    const [call, ...rest] = task.calls;
    if (call === undefined) {
      task.onEnd(at, true);
      return;
    }
    if (buckets[call].take(at, task.amounts[call] ?? 1)) {
      ask(at, { ...task, calls: rest, attempt: 1 });
      return;
    }
    throttled(call);
    if (task.attempt >= CALL.attempts) {
      task.onEnd(at, false);
      return;
    }
    said.retries += 1;
    const pause = chance() * Math.min(CALL.most, CALL.first * 2 ** task.attempt);
    agenda.plan(at + pause, (now) => ask(now, { ...task, attempt: task.attempt + 1 }));
  };

  /** Whatever was not done is seen again when its time is over, or parked when it was seen often enough. */
  const again = (message: Message): void => {
    if (message.receives >= queue.maxReceives) {
      said.dead += 1;
      return;
    }
    said.retries += 1;
    agenda.plan(message.received + queue.visibility, (now) => {
      waiting.push(message);
      pump(now);
    });
  };
  const take = (at: number, message: Message): void => {
    message.receives += 1;
    message.received = at;
    consumers += 1;
    const cold = consumers > environments ? work.coldSeconds : 0;
    environments = Math.max(environments, consumers);
    const seconds = cold + work.intakeSeconds * (0.5 + chance());
    const amounts = { puts: work.puts, writes: work.intakeWrites, start: 1 };
    const taken = invoke(at, seconds, {
      calls: INTAKE,
      amounts,
      attempt: 1,
      onEnd: (now, ok) => settled(now, message, ok),
    });
    if (taken) return;
    throttled('concurrency');
    // The poller holds it until its time is over.
    agenda.plan(at + queue.visibility, (now) => {
      consumers -= 1;
      again({ ...message, received: now - queue.visibility });
      pump(now);
    });
  };
  const settled = (at: number, message: Message, ok: boolean): void => {
    consumers -= 1;
    if (ok) {
      said.longestWait = Math.max(said.longestWait, at - message.arrived);
      said.emptySeconds = at - HOUR;
      step(at, STEPS, 0);
    } else again(message);
    pump(at);
  };
  const pump = (at: number): void => {
    while (consumers < queue.consumers) {
      const message = waiting[head];
      if (message === undefined) return;
      head += 1;
      take(at, message);
    }
  };

  /** One state of an application's execution after the other; entered when there is a transition left. */
  const step = (at: number, left: number, tries: number): void => {
    if (left === 0) {
      said.done += 1;
      said.drainedSeconds = at - HOUR;
      return;
    }
    agenda.plan(at + transitions.wait(at), (entered) => {
      const onEnd: Work['onEnd'] = (now, ok) => (ok ? step(now, left - 1, 0) : failed(now, left, tries));
      const task: Work = { calls: STEP, amounts: { writes: work.stepWrites }, attempt: 1, onEnd };
      if (invoke(entered, work.stepSeconds * (0.5 + chance()), task)) return;
      throttled('concurrency');
      failed(entered, left, tries);
    });
  };
  const failed = (at: number, left: number, tries: number): void => {
    if (tries >= retry.attempts) {
      said.failed += 1;
      return;
    }
    said.retries += 1;
    agenda.plan(at + Math.min(retry.most, retry.first * retry.rate ** tries), (now) => step(now, left, tries + 1));
  };

  for (let i = 0; i < applications; i += 1) {
    const rush = i % 2 === 0;
    const arrived = rush ? HOUR - RUSH + chance() * RUSH : chance() * (HOUR - RUSH);
    agenda.plan(arrived, (now) => {
      waiting.push({ arrived: now, receives: 0, received: 0 });
      pump(now);
    });
  }
  for (let event = agenda.next(); event !== undefined; event = agenda.next()) {
    for (; atMinute + MINUTE <= event.at; atMinute += MINUTE) said.depths.push(waiting.length - head);
    event.what(event.at);
  }
  return said;
}
