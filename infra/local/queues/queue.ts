import { randomUUID } from 'node:crypto';
import type { QueuePlan } from '../template/plan.ts';
import type { Weather } from '../weather/weather.ts';
import type { Message, NewMessage } from './message.ts';
import { DEDUP_WINDOW_MS, type QueueRows } from './rows.ts';

const MAX_TIMER_MS = 2 ** 31 - 1;
/** So often a message is received before it does not count for the age of a standard queue any more. */
const POISON_RECEIVES = 3;

/**
 * One queue, standard or FIFO. Memory holds the order; the database is written before anything returns, so that every
 * answered request survives the death of the process.
 */
export class Queue {
  readonly plan: QueuePlan;
  readonly #rows: QueueRows;
  readonly #deadLetter: () => Queue | undefined;
  readonly #weather: Weather | undefined;
  readonly #domainNow: () => number;
  /** In order of arrival (a Map keeps it). */
  readonly #waiting = new Map<number, Message>();
  readonly #inFlight = new Map<string, Message>();
  /** FIFO groups with messages in flight, and how many. */
  readonly #locked = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  /**
   * @param deadLetter gives the queue that takes what was received too often.
   * @param domainNow domain time, UTC ms: what a message's age is told by
   */
  constructor(
    plan: QueuePlan,
    rows: QueueRows,
    deadLetter: () => Queue | undefined,
    { weather, domainNow = Date.now }: { weather?: Weather | undefined; domainNow?: () => number } = {},
  ) {
    this.#weather = weather;
    this.#domainNow = domainNow;
    this.plan = plan;
    this.#rows = rows;
    this.#deadLetter = deadLetter;
    for (const message of rows.load(plan.name)) {
      // An earlier version did not say when it came.
      message.arrivedAt ||= domainNow();
      if (message.receipt === undefined) this.#waiting.set(message.seq, message);
      else this.#enterFlight(message, message.receipt);
      this.#wakeAt(message.visibleAt);
    }
  }

  /** Durable when it returns. A FIFO duplicate within five minutes gives the first message's id and stores nothing. */
  send({ id, body, attributes = {}, delaySeconds, groupId, dedupId }: NewMessage): { id: string; seq: number } {
    const now = Date.now();
    const key = this.plan.deduplicatePerGroup && dedupId !== undefined ? `${groupId}/${dedupId}` : dedupId;
    const first = key === undefined ? undefined : this.#rows.duplicate(this.plan.name, key, now - DEDUP_WINDOW_MS);
    if (first !== undefined) return first;
    const message: Message = {
      seq: 0,
      id: id ?? randomUUID(),
      body,
      attributes,
      sentAt: now,
      arrivedAt: this.#domainNow(),
      visibleAt: now + Math.round((delaySeconds ?? this.plan.delaySeconds) * 1000),
      receiveCount: 0,
      firstReceivedAt: undefined,
      receipt: undefined,
      groupId,
      dedupId: key,
    };
    message.seq = this.#rows.insert(this.plan.name, message);
    this.#waiting.set(message.seq, message);
    if (message.visibleAt > now) this.#wakeAt(message.visibleAt);
    else this.#notify();
    return { id: message.id, seq: message.seq };
  }

  /** Takes up to `max` visible messages; those that were received too often go to the dead-letter queue instead. */
  receive(max: number, visibilitySeconds = this.plan.visibilityTimeout): Message[] {
    const now = Date.now();
    const visibleAt = now + visibilitySeconds * 1000;
    const blocked = new Set(this.#locked.keys());
    const taken: Message[] = [];
    for (const message of this.#waiting.values()) {
      if (taken.length >= max) break;
      const group = message.groupId;
      if (group !== undefined && blocked.has(group)) continue;
      if (message.visibleAt > now) {
        // What waits for its delay holds back what came after it in its group.
        if (group !== undefined) blocked.add(group);
        continue;
      }
      message.receiveCount += 1;
      this.#waiting.delete(message.seq);
      if (this.#redrive(message)) continue;
      message.visibleAt = visibleAt;
      message.firstReceivedAt ??= now;
      this.#enterFlight(message, randomUUID());
      taken.push(message);
    }
    if (taken.length > 0) {
      this.#rows.transaction(() => taken.forEach(this.#rows.update));
      this.#wakeAt(visibleAt);
    }
    return taken;
  }

  /** False when the receipt is not, or no longer, that of a message in flight. */
  remove(receipt: string): boolean {
    const message = this.#inFlight.get(receipt);
    if (message === undefined) return false;
    this.#rows.remove(message.seq);
    this.#leaveFlight(message);
    this.#deliverAgain(message);
    // Its group may go on.
    if (message.groupId !== undefined && this.#waiting.size > 0) this.#notify();
    return true;
  }

  /** False when the receipt is not, or no longer, that of a message in flight. */
  changeVisibility(receipt: string, seconds: number): boolean {
    const message = this.#inFlight.get(receipt);
    if (message === undefined) return false;
    message.visibleAt = Date.now() + seconds * 1000;
    if (seconds === 0) this.#putBack(message);
    this.#rows.update(message);
    if (seconds === 0) this.#notify();
    else this.#wakeAt(message.visibleAt);
    return true;
  }

  /**
   * What is in flight becomes visible: for the start, when no function can be working on it any more. Who works on it outside
   * may get it again, as always.
   */
  releaseAll(): void {
    this.#rows.transaction(() => {
      for (const message of [...this.#inFlight.values()]) {
        message.visibleAt = Date.now();
        this.#putBack(message);
        this.#rows.update(message);
      }
    });
    this.#notify();
  }

  purge(): void {
    this.#rows.purge(this.plan.name);
    this.#waiting.clear();
    this.#inFlight.clear();
    this.#locked.clear();
  }

  isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#inFlight.size === 0;
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = Date.now();
    let delayed = 0;
    for (const message of this.#waiting.values()) if (message.visibleAt > now) delayed += 1;
    return { visible: this.#waiting.size - delayed, inFlight: this.#inFlight.size, delayed };
  }

  /**
   * How long the oldest message has been here, in whole seconds of domain time; 0 when there is none. As SQS tells it: what is in flight
   * counts, but in a standard queue not what was received more than three times, which another message shall not be hidden by.
   */
  oldestSeconds(): number {
    const all = [...this.#waiting.values(), ...this.#inFlight.values()];
    const counted = all.filter(({ receiveCount }) => this.plan.fifo || receiveCount <= POISON_RECEIVES);
    if (counted.length === 0) return 0;
    return Math.floor((this.#domainNow() - Math.min(...counted.map(({ arrivedAt }) => arrivedAt))) / 1000);
  }

  /** Calls back whenever messages may have become visible; the result ends that. */
  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  /** In bad weather: at least once is more than once, and a deduplication window ends. */
  #deliverAgain({ id, body, attributes, groupId }: Message): void {
    if (this.plan.redrive === undefined || !this.#weather?.throws('queue.redelivered', this.plan.name)) return;
    const delaySeconds = this.#weather.amount('queue.redelivered', this.plan.name, 0.02, 0.3);
    const group = groupId === undefined ? {} : { groupId, dedupId: randomUUID() };
    this.send({ id, body, attributes, delaySeconds, ...group });
  }

  /** Returns true when the message went to the dead-letter queue. */
  #redrive(message: Message): boolean {
    const { redrive } = this.plan;
    if (redrive === undefined || message.receiveCount <= redrive.maxReceiveCount) return false;
    const target = this.#deadLetter();
    if (target === undefined) return false;
    const { id, body, attributes, groupId } = message;
    this.#rows.transaction(() => {
      target.send({ id, body, attributes, ...(groupId !== undefined && { groupId, dedupId: id }) });
      this.#rows.remove(message.seq);
    });
    return true;
  }

  #enterFlight(message: Message, receipt: string): void {
    message.receipt = receipt;
    this.#inFlight.set(receipt, message);
    const group = message.groupId;
    if (group !== undefined) this.#locked.set(group, (this.#locked.get(group) ?? 0) + 1);
  }

  #leaveFlight(message: Message): void {
    this.#inFlight.delete(message.receipt ?? '');
    message.receipt = undefined;
    const group = message.groupId;
    if (group === undefined) return;
    const left = (this.#locked.get(group) ?? 1) - 1;
    if (left > 0) this.#locked.set(group, left);
    else this.#locked.delete(group);
  }

  #putBack(message: Message): void {
    this.#leaveFlight(message);
    this.#waiting.set(message.seq, message);
    if (message.groupId === undefined) return;
    // FIFO: before everything that came later, which therefore moves behind it.
    for (const other of [...this.#waiting.values()].filter((later) => later.seq > message.seq)) {
      this.#waiting.delete(other.seq);
      this.#waiting.set(other.seq, other);
    }
  }

  #onTimer(): void {
    const now = Date.now();
    const time = this.#timerAt;
    this.#timerAt = Number.POSITIVE_INFINITY;
    // Timers do not run on the clock of `Date`: one may come before its time, and nothing would be visible yet.
    if (now < time) {
      this.#wakeAt(time);
      return;
    }
    const due = [...this.#inFlight.values()].filter((message) => message.visibleAt <= now);
    for (const message of due) {
      this.#putBack(message);
      this.#rows.update(message);
    }
    for (const message of this.#inFlight.values()) this.#wakeAt(message.visibleAt);
    for (const message of this.#waiting.values()) if (message.visibleAt > now) this.#wakeAt(message.visibleAt);
    this.#notify();
  }

  #wakeAt(time: number): void {
    if (time >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = time;
    this.#timer = setTimeout(() => this.#onTimer(), Math.min(Math.max(time - Date.now(), 0), MAX_TIMER_MS));
    this.#timer.unref();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
