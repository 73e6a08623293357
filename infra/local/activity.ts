import { setImmediate as nextTurn } from 'node:timers/promises';
import { LocalCloudError } from './errors.ts';

/** Says what a part still has to do, or undefined when it has nothing to do. */
export type Probe = () => string | undefined;

const DEFAULT_STUCK_MS = 120_000;
const RECHECK_MS = 5;

/** Counts what is in flight in this process, so that "nothing is in flight" is a fact and not a guess. */
export class Activity {
  readonly #running = new Map<string, number>();
  readonly #probes: Probe[] = [];
  #count = 0;
  #generation = 0;
  #lastProgress = performance.now();
  #waiters: (() => void)[] = [];

  /** Marks work as begun; call the result when it has ended. */
  begin(label: string): () => void {
    this.#change(label, 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#change(label, -1);
      if (this.#count === 0) this.#wake();
    };
  }

  /** Something really got further (a success, a message settled): resets the watch for standstill. */
  readonly progress = (): void => {
    this.#lastProgress = performance.now();
  };

  /** Registers work that is known to its owner only, such as the messages of a queue. */
  probe(probe: Probe): void {
    this.#probes.push(probe);
  }

  /**
   * Resolves when nothing is in flight and no probe has work, seen twice with turns of the event loop between.
   * @throws LocalCloudError NOT_IDLE with the list of what is stuck when nothing got further for `stuckMs` (real ms).
   */
  async idle(stuckMs = DEFAULT_STUCK_MS): Promise<void> {
    const asked = performance.now();
    for (;;) {
      if (this.#isQuiet()) {
        const seen = this.#generation;
        // Two turns: one lets callbacks that are due run, the other the messages they posted to or from workers.
        await nextTurn();
        await nextTurn();
        if (this.#isQuiet() && this.#generation === seen) return;
      } else {
        if (performance.now() - Math.max(this.#lastProgress, asked) > stuckMs) throw this.#standstill(stuckMs);
        await this.#nextChance();
      }
    }
  }

  /** What is in flight now, one line each. */
  report(): string[] {
    return [
      ...[...this.#running].map(([label, times]) => `${label} ×${times}`),
      ...this.#probes.map((probe) => probe()).filter((line) => line !== undefined),
    ];
  }

  #change(label: string, by: 1 | -1): void {
    this.#count += by;
    this.#generation += 1;
    const times = (this.#running.get(label) ?? 0) + by;
    if (times === 0) this.#running.delete(label);
    else this.#running.set(label, times);
  }

  #isQuiet(): boolean {
    return this.#count === 0 && this.#probes.every((probe) => probe() === undefined);
  }

  #wake(): void {
    const woken = this.#waiters;
    this.#waiters = [];
    for (const waiter of woken) waiter();
  }

  /** Probes have no event of their own, so a short timer stands behind the wake-up. */
  #nextChance(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RECHECK_MS);
      if (this.#count === 0) return;
      this.#waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #standstill(stuckMs: number): LocalCloudError {
    const seconds = Math.round(stuckMs / 1000);
    const open = this.report().join('\n  ');
    return new LocalCloudError('NOT_IDLE', `Nothing got further for ${seconds} s, and this is still open:\n  ${open}`);
  }
}
