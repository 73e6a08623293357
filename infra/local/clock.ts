import type { Activity } from './activity.ts';
import type { State } from './state.ts';

/** Something with due times in domain time (UTC ms): waits and timeouts of state machines. */
export interface DueSource {
  nextDue(): number | undefined;
  /** Does everything that is due at `now`. */
  fire(now: number): void;
}

/** Something that comes again and again, such as a schedule: fires at most once per jump. */
export interface PeriodicSource {
  /** The last occurrence in (from, to], or undefined. */
  lastWithin(from: number, to: number): number | undefined;
  /** The first occurrence after `from`, or undefined. */
  nextAfter(from: number): number | undefined;
  fire(now: number): void;
}

export type ClockOptions = { mode: 'still'; start: number } | { mode: 'real' };

export interface LocalClock {
  /** Domain time, UTC ms. */
  now(): number;
  /**
   * Moves domain time forward to `time` (UTC ms): visits each due time on the way in order, and waits there until nothing
   * is in flight. A time that is not later than now only waits.
   */
  jumpTo(time: number): Promise<void>;
  /** When the next wait or timeout is due (UTC ms). Periodic schedules do not count: they would always be next. */
  nextDue(): number | undefined;
}

const SETTING = 'clock';
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The domain clock, with the side that only the local cloud's own parts use. */
export class DomainClock implements LocalClock {
  readonly mode: ClockOptions['mode'];
  /** What functions read: [0] 1 = standing still at [1], 0 = the machine's clock plus [1] ms. */
  readonly shared = new SharedArrayBuffer(16);
  readonly #cells = new Float64Array(this.shared);
  readonly #due: DueSource[] = [];
  readonly #periodic: PeriodicSource[] = [];
  readonly #state: State;
  readonly #activity: Activity;
  /** Up to when schedules have been looked at, domain time. */
  #periodicFrom: number;
  #timer: NodeJS.Timeout | undefined;
  #pending = false;
  #stopped = false;

  /** A clock that starts where an earlier run on the same state left it. */
  constructor(options: ClockOptions, state: State, activity: Activity) {
    this.mode = options.mode;
    this.#state = state;
    this.#activity = activity;
    this.#cells[0] = options.mode === 'still' ? 1 : 0;
    this.#setTo(startTime(options, state.get(SETTING)));
    this.#periodicFrom = this.now();
    activity.probe(() => {
      const at = this.nextDue();
      return at !== undefined && at <= this.now() ? 'clock: something is due' : undefined;
    });
  }

  readonly now = (): number => {
    const [still, value = 0] = this.#cells;
    return still === 1 ? value : Date.now() + value;
  };

  nextDue(): number | undefined {
    return earliest(this.#due.map((source) => source.nextDue()));
  }

  async jumpTo(time: number): Promise<void> {
    await this.#activity.idle();
    const visits = this.#periodicVisits(time);
    for (;;) {
      const next = earliest([this.nextDue(), visits[0]?.at]);
      if (next === undefined || next > time) break;
      if (next > this.now()) this.#setTo(next);
      this.#fireDue();
      while (visits[0] !== undefined && visits[0].at <= this.now()) visits.shift()?.source.fire(this.now());
      // A running clock may come to the next due time while what was fired is still at work.
      this.#arm();
      await this.#activity.idle();
    }
    if (time > this.now()) this.#setTo(time);
    this.#periodicFrom = this.now();
    this.#arm();
    await this.#activity.idle();
  }

  addDue(source: DueSource): void {
    this.#due.push(source);
    this.dueChanged();
  }

  addPeriodic(source: PeriodicSource): void {
    this.#periodic.push(source);
    this.dueChanged();
  }

  /** To be called when a source may have an earlier due time than before. */
  readonly dueChanged = (): void => {
    if (this.#pending || this.#stopped) return;
    this.#pending = true;
    // On the next turn, so that a source may report from within its own fire().
    const end = this.#activity.begin('clock');
    setImmediate(() => {
      this.#pending = false;
      if (!this.#stopped) this.#tick();
      end();
    });
  };

  readonly stop = (): void => {
    this.#stopped = true;
    clearTimeout(this.#timer);
  };

  /** Each schedule once, at its last time until then. */
  #periodicVisits(until: number): { source: PeriodicSource; at: number }[] {
    return this.#periodic
      .map((source) => ({ source, at: source.lastWithin(this.now(), until) }))
      .filter((visit): visit is { source: PeriodicSource; at: number } => visit.at !== undefined)
      .sort((a, b) => a.at - b.at);
  }

  #setTo(time: number): void {
    this.#cells[1] = this.mode === 'still' ? time : time - Date.now();
    // The moment of saving goes along: a clock that ran goes on by the time that passed meanwhile.
    this.#state.set(SETTING, JSON.stringify({ mode: this.mode, time, at: Date.now() }));
  }

  #tick(): void {
    this.#fireDue();
    if (this.mode === 'real') this.#firePeriodic();
    this.#arm();
  }

  #fireDue(): void {
    for (const source of this.#due) {
      const at = source.nextDue();
      if (at !== undefined && at <= this.now()) source.fire(this.now());
    }
  }

  #firePeriodic(): void {
    const to = this.now();
    for (const source of this.#periodic) {
      if (source.lastWithin(this.#periodicFrom, to) !== undefined) source.fire(to);
    }
    this.#periodicFrom = to;
  }

  /** A running clock looks again when something will be due. */
  #arm(): void {
    clearTimeout(this.#timer);
    if (this.mode === 'still' || this.#stopped) return;
    const schedules = this.#periodic.map((source) => source.nextAfter(this.#periodicFrom));
    const next = earliest([this.nextDue(), ...schedules]);
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#tick(), Math.min(Math.max(next - this.now(), 0), MAX_TIMER_MS));
    this.#timer.unref();
  }
}

function startTime(options: ClockOptions, saved: string | undefined): number {
  if (saved === undefined) return options.mode === 'still' ? options.start : Date.now();
  const { mode, time, at } = JSON.parse(saved) as { mode: ClockOptions['mode']; time: number; at: number };
  return mode === 'real' ? time + (Date.now() - at) : time;
}

function earliest(times: (number | undefined)[]): number | undefined {
  return times.reduce<number | undefined>(
    (first, time) => (time === undefined || (first !== undefined && first <= time) ? first : time),
    undefined,
  );
}
