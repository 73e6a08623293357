import type { Context } from 'hono';
import * as z from 'zod';
import { HttpProblem } from '../../shared/http/problems.ts';
import { keys } from '../../shared/store/keys.ts';
import type { Table } from '../../shared/store/table.ts';

/** What one link may do, as `<a minute>/<in ten seconds>`. */
export const Pace = z
  .string()
  .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/)
  .transform((text) => {
    const [perMinute = 0, burst = 0] = text.split('/').map(Number);
    return { perMinute, burst };
  });
export type Pace = z.infer<typeof Pace>;

/** Somebody has to wait. */
export class TooFast extends HttpProblem {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('pace.too-fast');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const MINUTE_MS = 60_000;
const SLOT_MS = 10_000;
const KEPT_SECONDS = 3600;
/** Looking is cheap, and so it may be oftener; whoever does nothing else is told by this process alone. */
const LOOKS_PER_ACT = 5;
/** Files are made anew for each download. */
const FILE = /\.(csv|xlsx|docx|zip)$|\/files\//;

interface Counts {
  /** Number of the minute and of its ten seconds since 1970. */
  minute: number;
  slot: number;
  inMinute: number;
  inSlot: number;
}

/** What this process has seen of each link; forgotten with the minute. */
class Seen {
  #minute = 0;
  readonly #counts = new Map<string, Counts>();

  /** One more of the link, at this time (ms). */
  add(link: string, now: number): Counts {
    const [minute, slot] = [Math.floor(now / MINUTE_MS), Math.floor(now / SLOT_MS)];
    if (minute !== this.#minute) this.#counts.clear();
    this.#minute = minute;
    const before = this.#counts.get(link) ?? { minute, slot, inMinute: 0, inSlot: 0 };
    const inSlot = before.slot === slot ? before.inSlot : 0;
    const counts = { minute, slot, inMinute: before.inMinute + 1, inSlot: inSlot + 1 };
    this.#counts.set(link, counts);
    return counts;
  }
}

/**
 * Bounds what one link does: a flood from one of them, be it by a script that went wrong, must not be everybody's. What acts, or
 * makes a file, is counted in the table, one write each, beside the several that it makes anyway: so the bound holds over all
 * processes, and none of a link that is over it already costs a write. Pages that are only looked at are counted in each process
 * by itself, which costs nothing and bounds roughly. What carries no link is bounded by the API as a whole.
 */
export class LinkPace {
  readonly #table: Table;
  readonly #pace: Pace;
  readonly #acts = new Seen();
  readonly #looks = new Seen();

  constructor(table: Table, pace: Pace) {
    this.#table = table;
    this.#pace = pace;
  }

  /** @param link hash of its token @throws TooFast */
  async keep(c: Context, link: string): Promise<void> {
    // By the real clock: it is real load that is bounded.
    const now = Date.now();
    const counted = c.req.method === 'POST' || FILE.test(c.req.path);
    if (!counted) return this.#check(this.#looks.add(link, now), now, LOOKS_PER_ACT);
    this.#check(this.#acts.add(link, now), now);
    this.#check(await this.#add(link, now), now);
  }

  /** Over all processes. One item a minute, which the table forgets by itself. */
  async #add(link: string, now: number): Promise<Counts> {
    const [minute, slot] = [Math.floor(now / MINUTE_MS), Math.floor(now / SLOT_MS)];
    const name = `s${slot % (MINUTE_MS / SLOT_MS)}`;
    const after = await this.#table.update(keys.pace(link, minute), {
      set: { entity: 'Pace', expiresAt: Math.floor(now / 1000) + KEPT_SECONDS },
      add: { n: 1, [name]: 1 },
      upsert: true,
    });
    return { minute, slot, inMinute: Number(after['n'] ?? 0), inSlot: Number(after[name] ?? 0) };
  }

  #check({ minute, slot, inMinute, inSlot }: Counts, now: number, times = 1): void {
    const { perMinute, burst } = this.#pace;
    const until = (end: number) => new TooFast(Math.max(1, Math.ceil((end - now) / 1000)));
    if (inMinute > perMinute * times) throw until((minute + 1) * MINUTE_MS);
    if (inSlot > burst * times) throw until((slot + 1) * SLOT_MS);
  }
}
