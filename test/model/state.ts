/** What the model remembers of a round. Times are UTC ms, applicants are indices, money is 分. */
import type { UploadRecord } from '../../shared/schemas/records.ts';
import type { Action } from './actions.ts';
import type { Content, Facts } from './facts.ts';

export interface Seat {
  status: 'assigned' | 'scored' | 'vacant';
  turn: number;
  due: number;
  /** Of each item's points. */
  halves: number;
}

export interface Application {
  status: 'in-review' | 'returned' | 'recommended' | 'not-recommended' | 'lapsed' | 'withdrawn';
  version: number;
  content: Content;
  /** How often a district was given it to look at. */
  look: number;
  corrections: number;
  /** Who refused it, and whether that may be contested, is being reviewed, or is final. */
  refusal: { by: string; step: 'open' | 'review' | 'final' } | null;
  /** When the district is late, or the correction, or when a refusal is final. */
  due: number;
  seats: Seat[];
  shortages: number;
  /** Whether its panel was asked once more. */
  lookedAgain: boolean;
  scored: boolean;
}

export interface Task {
  status: 'open' | 'decided' | 'superseded' | 'reassigned' | 'expired';
  /** A member of staff by name; `expert` and `applicant` for whoever it is. */
  assignee: string;
  deadline: number;
  decision?: string;
}

export interface Place {
  who: number;
  rank: number;
  state: 'shortlisted' | 'reserve' | 'below-pass' | 'removed' | 'confirmed';
  noticeEnds: number | null;
  list: number | null;
}

export interface Award {
  who: number;
  list: number;
  amountFen: number;
  status: 'announced' | 'payable' | 'planned' | 'issued' | 'paid';
  attempt: number;
}

/** Where the round is. `look`: when it asks again whether somebody must be reminded. */
export type At =
  | { step: 'intake' | 'district' | 'experts' | 'deliberate' | 'confirm' | 'approve' | 'closed' }
  | { step: 'tie'; tied: number[] }
  | { step: 'notice'; ends: number }
  | { step: 'payees'; list: number; ends: number; look: number }
  | { step: 'places'; look: number };

export interface Model {
  facts: Facts;
  now: number;
  at: At;
  intakeEnds: number;
  districtsEnd: number;
  applications: (Application | null)[];
  uploads: UploadRecord['verdict'][][];
  /** What was posted through the form that each opened at the beginning. */
  early: Content[][];
  /** By name: `<applicant>~district.1`, `round~deliberate`. */
  tasks: Map<string, Task>;
  /** The order that the panel gave to those who were tied. */
  orders: number[][];
  ranked: boolean;
  places: Place[];
  objections: { against: number; objector: number; status: 'open' | 'upheld' | 'rejected' }[];
  lists: { status: 'proposed' | 'announced'; whose: number[] }[];
  awards: Award[];
  plans: { status: 'proposed' | 'issued' | 'rejected'; whose: number[] }[];
  payments: Map<string, { award: Award; status: 'issued' | 'paid' | 'failed' }>;
  /** When tasks were decided. */
  decidedAt: Map<string, number>;
  parked: number;
  last: Action | null;
}

export const newModel = (facts: Facts): Model => ({
  facts,
  now: facts.opensAt,
  at: { step: 'intake' },
  intakeEnds: facts.intakeEnds,
  districtsEnd: facts.districtsEnd,
  applications: facts.entrants.map(() => null),
  uploads: facts.entrants.map(() => []),
  early: facts.entrants.map(() => []),
  tasks: new Map(),
  orders: [],
  ranked: false,
  places: [],
  objections: [],
  lists: [],
  awards: [],
  plans: [],
  payments: new Map(),
  decidedAt: new Map(),
  parked: 0,
  last: null,
});

const DAY = 86_400_000;
const HOURS_AHEAD = 8 * 3_600_000;
export const inDays = (model: Model, days: number): number => model.now + days * DAY;

/** End of the n-th working day after today, in the city's zone. @throws RangeError in a year that is not published */
export function afterWorkingDays({ facts: { calendar }, now }: Model, days: number): number {
  let day = Math.floor((now + HOURS_AHEAD) / DAY);
  for (let left = days; left > 0; ) {
    day += 1;
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    const year = calendar.years[date.slice(0, 4)];
    if (year === undefined) throw new RangeError(`no calendar for ${date}`);
    const weekend = [0, 6].includes(new Date(day * DAY).getUTCDay());
    if (weekend ? year.worked.includes(date) : !year.off.includes(date)) left -= 1;
  }
  return (day + 1) * DAY - HOURS_AHEAD;
}

export function openTask(model: Model, name: string, assignee: string, deadline: number): void {
  model.tasks.set(name, { status: 'open', assignee, deadline });
}

/** Ends a task that is still open. */
export function endTask(model: Model, name: string, status: 'superseded' | 'reassigned' | 'expired'): void {
  const task = model.tasks.get(name);
  if (task?.status === 'open') task.status = status;
}

/** A reminder: the same task with more time. */
export function remind(model: Model, name: string, deadline: number): void {
  const task = model.tasks.get(name);
  if (task?.status === 'open') task.deadline = deadline;
}

export const need = <T>(found: T | null | undefined, what: string): T => {
  if (found === null || found === undefined) throw new Error(`the model has no ${what}`);
  return found;
};

export const applicationOf = (model: Model, who: number): Application =>
  need(model.applications[who], `application ${who}`);
export const entrantOf = (model: Model, who: number) => need(model.facts.entrants[who], `entrant ${who}`);
export const placeOf = (model: Model, who: number): Place | undefined =>
  model.places.find((place) => place.who === who);
