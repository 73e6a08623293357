import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import type { PublisherDeps } from '../../shared/outbox.ts';
import { logger } from '../../shared/runtime/handler.ts';
import { MENDING_KINDS, type MendingRecord } from '../../shared/schemas/records.ts';
import type { Bucket } from '../../shared/store/buckets.ts';
import { keys } from '../../shared/store/keys.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import type { Machine } from './verdict.ts';

export interface ReconcilerDeps extends PublisherDeps, Deps {
  inbox: Bucket;
  inboxQueueUrl: string;
  /** ARN of each state machine. */
  machines: Record<Machine, string>;
  /** Whether a run must end; what it did not come to is left to the next. By the real clock where nobody else says. */
  timeIsUp?: () => boolean;
}

/** Younger than this, a fact may simply be on its way. It is as long as the longest function runs, so none still writes. */
const GRACE_MS = 15 * 60_000;
/** Two thirds of the function's own time: what has begun then still ends. */
const BUDGET_MS = 10 * 60_000;
/** After an outage there may be very many: a few are mended at once. */
const AT_ONCE = 20;

/** What only a person can mend. `open-though-decided` should be impossible; `restarts-spent` ended again and again. */
interface Stuck {
  id: string;
  why: 'restarts-spent' | 'open-though-decided' | 'no-application';
}

type Mending = Pick<MendingRecord, 'roundId' | 'kind' | 'id' | 'found' | 'done' | 'since'>;

/** One run: what it found, and how long it may go on. */
export class Run {
  readonly deps: ReconcilerDeps;
  readonly by: string;
  /** Facts after this are left alone. */
  readonly until = new Date(nowMs() - GRACE_MS).toISOString();
  readonly mended = Object.fromEntries(MENDING_KINDS.map((kind) => [kind, 0])) as Record<MendingRecord['kind'], number>;
  readonly stuck: Stuck[] = [];
  failed = 0;
  unfinished = false;
  readonly #timeIsUp: () => boolean;

  constructor(deps: ReconcilerDeps, by: string) {
    this.deps = deps;
    this.by = by;
    const ends = performance.now() + BUDGET_MS;
    this.#timeIsUp = deps.timeIsUp ?? (() => performance.now() > ends);
  }

  /** Whether the time is up: then nothing new is begun, and the answer says so. */
  spent(): boolean {
    if (this.#timeIsUp()) this.unfinished = true;
    return this.unfinished;
  }

  /** Writes down what is mended, and mends it. Should it end in between, the next run mends it under the same record. */
  async mend(mending: Mending, act: () => Promise<unknown>): Promise<void> {
    const { roundId, since, kind, id } = mending;
    const record: MendingRecord = { entity: 'Mending', ...mending, at: nowUtc(), by: this.by };
    try {
      await this.deps.table.put(keys.mending(roundId, since, kind, id), record);
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
    await act();
    this.mended[kind] += 1;
  }

  leave(id: string, why: Stuck['why']): void {
    this.stuck.push({ id, why });
    logger.error('a person must look', { id, why });
  }

  /** Looks at each, a few at once; one that fails holds no other back. */
  async each<T>(all: T[], idOf: (one: T) => unknown, look: (one: T) => Promise<void>): Promise<void> {
    for (let i = 0; i < all.length; i += AT_ONCE)
      await Promise.all(all.slice(i, i + AT_ONCE).map((one) => this.#try(idOf(one), () => look(one))));
  }

  async #try(id: unknown, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.failed += 1;
      logger.error('not mended', { id, error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}
