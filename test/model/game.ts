/** A round that is played in the model and in what is driven at once, and held against each other all the way. */
import type { Action } from './actions.ts';
import { decide, jumpToNextDue, openNow } from './deciding.ts';
import { takesUploads } from './district.ts';
import type { Facts } from './facts.ts';
import { act } from './model.ts';
import { differences, pictureOf } from './picture.ts';
import type { Driven } from './real.ts';
import { type At, type Model, newModel } from './state.ts';
import { wordsOf } from './words.ts';

/** Up to where everything may go as usual before anything else happens, from the opening on. */
export const BEGINNINGS = [
  ...(['intake', 'district', 'experts', 'deliberate', 'notice', 'confirm', 'payees', 'places', 'closed'] as const),
];
/** Shares of the points, in halves, by seat: for the applications of a category one after the other. */
const MARKS: (0 | 1 | 2)[][][] = [
  [[2, 2, 2]],
  [
    [2, 2, 2],
    [2, 2, 1],
    [2, 1, 1],
  ],
  [
    [2, 2, 2],
    [2, 2, 1],
    [2, 2, 1],
  ],
  [
    [2, 1, 0],
    [2, 2, 2],
    [2, 2, 1],
  ],
];
export const PATTERNS = MARKS.length;

export interface Opening {
  until: (typeof BEGINNINGS)[number];
  /** Which pattern of marks experts give then. */
  marks: number;
}

/** What was played: enough to play it again. */
export interface Trace {
  opening: Opening;
  actions: Action[];
}

/** The rules and the facts part. */
export class Differs extends Error {
  override name = 'Differs';
  readonly trace: Trace;
  readonly told: string[];
  readonly found: string[];
  constructor({ trace, told }: Game, found: string[]) {
    super(['', ...told, ...found.map((line) => `  ${line}`)].join('\n'));
    this.trace = trace;
    this.told = told;
    this.found = found;
  }
}

export class Game {
  readonly model: Model;
  readonly trace: Trace;
  /** What was done so far, in plain words. */
  readonly told: string[] = [];
  readonly #real: Driven;

  constructor(facts: Facts, real: Driven, opening: Opening) {
    this.model = newModel(facts);
    this.trace = { opening, actions: [] };
    this.#real = real;
  }

  /** @throws Differs */
  async open(): Promise<void> {
    const { until, marks } = this.trace.opening;
    if (until === 'intake') return;
    this.told.push(`Everything as usual up to: ${until}${marks > 0 ? `, marks of pattern ${marks}` : ''}`);
    await this.#asUsual(until, async (action) => {
      const expected = act(this.model, action);
      this.#same(expected, await this.#real.act(action));
    });
    await this.compare();
  }

  /** Does one thing in both, and holds what was said against each other. @throws Differs */
  async do(action: Action): Promise<void> {
    this.told.push(wordsOf(this.model, action));
    this.trace.actions.push(action);
    const expected = act(this.model, action);
    this.#same(expected, await this.#real.act(action));
  }

  /** On to the round's end, as everybody usually acts. @throws Differs */
  async finish(): Promise<void> {
    await this.#asUsual('closed', (action) => this.do(action));
    await this.compare();
  }

  /** @throws Differs */
  async compare(): Promise<void> {
    const found = differences(pictureOf(this.model), await this.#real.picture());
    if (found.length > 0) throw new Differs(this, found);
  }

  #same(expected: string, said: string): void {
    if (said !== expected) throw new Differs(this, [`by the rules the answer is ${expected}, in fact it was ${said}`]);
  }

  async #asUsual(until: At['step'], each: (action: Action) => Promise<void>): Promise<void> {
    const { model, trace } = this;
    const fresh = trace.actions.length === 0;
    for (let steps = 0; model.at.step !== until && model.at.step !== 'closed'; steps += 1) {
      const action = (fresh ? submitNext(model) : null) ?? next(model, trace.opening.marks, until);
      if (action === null || steps > ENOUGH) throw new Differs(this, ['the round does not end']);
      await each(action);
    }
  }
}

const ENOUGH = 300;

function submitNext(model: Model): Action | null {
  const who = model.applications.findIndex((one, i) => one === null && takesUploads(model, i));
  return who < 0 ? null : { do: 'upload', who, content: 'good', form: 'fresh' };
}

const KINDS = [
  'district',
  'late',
  'review',
  'score',
  'second-look',
  'shortage',
  'tie',
  'deliberate',
  'objection',
  'confirm',
  'payee',
  'plan',
];

/** What the next person would do, or the next thing that time brings. To be among the districts nobody may have decided. */
function next(model: Model, marks: number, until: At['step']): Action | null {
  const [task] = KINDS.filter((kind) => kind !== until).flatMap((kind) => openNow(model, kind));
  if (task?.includes('~score.') === true)
    return { do: 'decide', task, form: { decision: 'submit', halves: mark(model, task, marks) } };
  if (task !== undefined) return decide(model, task, task.includes('~shortage.') ? 1 : 0);
  const [payment] = [...model.payments].filter(([, one]) => one.status === 'issued');
  if (payment !== undefined) return { do: 'settle', payment: payment[0], outcome: 'paid', offBy: 0 };
  return jumpToNextDue(model)[0] ?? null;
}

function mark({ facts }: Model, task: string, marks: number): 0 | 1 | 2 {
  const [who = 0, seat = 1] = [...task.matchAll(/\d+/g)].map(([n]) => Number(n));
  const before = facts.entrants.slice(0, who).filter(({ category }) => category === facts.entrants[who]?.category);
  const rows = MARKS[marks] ?? [];
  return rows[before.length % rows.length]?.[seat - 1] ?? 0;
}
