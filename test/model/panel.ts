/** 五（三）: a panel for each recommended application, its sheets, the ranking, and ties that a person decides. */
import type { Category } from '../../shared/schemas/basics.ts';
import { CATEGORIES } from '../../shared/schemas/basics.ts';
import type { Form, Outcome } from './actions.ts';
import {
  applicationOf,
  endTask,
  entrantOf,
  inDays,
  type Model,
  need,
  openTask,
  type Place,
  type Seat,
} from './state.ts';

export const recommended = (model: Model): number[] =>
  [...model.applications.keys()].filter((who) => model.applications[who]?.status === 'recommended');
const seatName = (who: number, seat: number, { turn }: Seat) => `${who}~score.${seat + 1}.${turn}`;

export function drawPanels(model: Model): void {
  const { seats, expertDays } = model.facts.rules;
  for (const who of recommended(model)) {
    const application = applicationOf(model, who);
    application.seats = Array.from({ length: seats }, () => give(inDays(model, expertDays), 1));
    for (const [i, seat] of application.seats.entries()) openTask(model, seatName(who, i, seat), 'expert', seat.due);
  }
}

const give = (due: number, turn: number): Seat => ({ status: 'assigned', turn, due, halves: 0 });

export function decideScore(model: Model, who: number, no: number, form: Form): Outcome {
  const seat = need(applicationOf(model, who).seats[no], `seat ${no} of ${who}`);
  if (form.decision === 'recuse') {
    leave(model, who, no);
    return 'done';
  }
  if (!('halves' in form) || form.incomplete === true) return 'invalid';
  Object.assign(seat, { status: 'scored', halves: form.halves });
  return 'done';
}

/** Who stands aside or is late is replaced, so often; then the seat stays vacant. */
function leave(model: Model, who: number, no: number): void {
  const { replacements, replacementDays } = model.facts.rules;
  const seat = need(applicationOf(model, who).seats[no], `seat ${no} of ${who}`);
  const spent = seat.turn > replacements;
  Object.assign(seat, { turn: seat.turn + 1, status: spent ? 'vacant' : 'assigned' });
  if (!spent) reassign(model, who, no, inDays(model, replacementDays));
}

function reassign(model: Model, who: number, no: number, due: number): void {
  const seat = need(applicationOf(model, who).seats[no], `seat ${no} of ${who}`);
  Object.assign(seat, { status: 'assigned', due });
  openTask(model, seatName(who, no, seat), 'expert', due);
}

export function seatDue(model: Model, who: number, no: number): void {
  endTask(model, seatName(who, no, need(applicationOf(model, who).seats[no], 'seat')), 'expired');
  leave(model, who, no);
}

/** When every seat is settled the sheets are added up; under the minimum a person decides. */
export function addUp(model: Model, who: number): void {
  const application = applicationOf(model, who);
  const asked = model.tasks.get(`${who}~shortage.${application.shortages}`)?.status === 'open';
  if (application.scored || asked || application.seats.some((seat) => seat.status === 'assigned')) return;
  // Once they were looked at again they were enough.
  if (application.lookedAgain || sheetsOf(model, who).length >= model.facts.rules.minimumSheets) settle(model, who);
  else askForSheets(model, who);
}

const lookName = (who: number, no: number) => `${who}~second-look.${no + 1}`;

/** Sheets that differ do so by half of the points at least, which is further than they may: their experts look again, once. */
function settle(model: Model, who: number): void {
  const application = applicationOf(model, who);
  const { lookDays } = model.facts.rules;
  const differ = new Set(sheetsOf(model, who).map(({ halves }) => halves)).size > 1;
  if (lookDays !== null && differ && !application.lookedAgain) {
    application.lookedAgain = true;
    for (const [no, { status }] of application.seats.entries())
      if (status === 'scored') openTask(model, lookName(who, no), 'expert', inDays(model, lookDays));
  }
  application.scored = application.seats.every((_, no) => model.tasks.get(lookName(who, no))?.status !== 'open');
}

/** One stands by its sheet, or gives other points. */
export function decideLook(model: Model, who: number, no: number, form: Form): Outcome {
  if (form.decision === 'stand') return 'done';
  const seat = need(applicationOf(model, who).seats[no], `seat ${no} of ${who}`);
  if (!('halves' in form) || form.incomplete === true || form.halves === seat.halves) return 'invalid';
  seat.halves = form.halves;
  return 'done';
}

function askForSheets(model: Model, who: number): void {
  const application = applicationOf(model, who);
  application.shortages += 1;
  openTask(model, `${who}~shortage.${application.shortages}`, 'bureau-1', inDays(model, model.facts.rules.bureauDays));
}

const sheetsOf = (model: Model, who: number) =>
  applicationOf(model, who).seats.filter((seat) => seat.status === 'scored');

export function decideShortage(model: Model, who: number, { decision }: Form): Outcome {
  const application = applicationOf(model, who);
  if (decision === 'accept') {
    // Without a single sheet there is nothing to accept: the question is put again.
    if (sheetsOf(model, who).length > 0) settle(model, who);
    return 'done';
  }
  for (const [no, seat] of application.seats.entries()) {
    if (seat.status !== 'vacant') continue;
    seat.turn += 1;
    reassign(model, who, no, inDays(model, model.facts.rules.replacementDays));
  }
  return 'done';
}

/** The plain mean of the sheets, in points of 100, as a fraction. */
function totalOf(model: Model, who: number): { points: number; of: number } {
  const sheets = sheetsOf(model, who);
  return { points: sheets.reduce((sum, seat) => sum + seat.halves * 50, 0), of: sheets.length };
}

/** Negative where `a` stands before `b`: by total, then by what the registers tell. Zero: nothing tells them apart. */
function compare(model: Model, a: number, b: number): number {
  const [x, y] = [totalOf(model, a), totalOf(model, b)];
  const byTotal = y.points * x.of - x.points * y.of;
  if (byTotal !== 0) return byTotal;
  const [first, second] = [entrantOf(model, a).acceptedOn ?? '', entrantOf(model, b).acceptedOn ?? ''];
  return first === second ? 0 : first < second ? -1 : 1;
}

/** Ranks a category; or says who is tied across the cut line. */
export function rank(model: Model, category: Category): { places: Place[] } | { tied: number[] } {
  const all = recommended(model).filter((who) => entrantOf(model, who).category === category);
  // Of two orders the later one counts; what one says of those who are left goes on to hold.
  const ordered = model.orders.toReversed().flat();
  const at = (who: number) => ordered.indexOf(who);
  const order = (a: number, b: number) => compare(model, a, b) || (at(a) >= 0 && at(b) >= 0 ? at(a) - at(b) : 0);
  // Equals in the reserve move up as they are listed, which is by their ids: nobody has decided it.
  const listed = (a: number, b: number) => (entrantOf(model, a).id < entrantOf(model, b).id ? -1 : 1);
  const sorted = all.toSorted((a, b) => order(a, b) || listed(a, b));
  const quota = model.facts.rules.quota[category] ?? 0;
  const passes = (who: number) => totalOf(model, who).points >= model.facts.rules.passMark * totalOf(model, who).of;
  const [last, next] = [sorted[quota - 1], sorted[quota]];
  if (last !== undefined && next !== undefined && order(last, next) === 0 && passes(next))
    return { tied: sorted.filter((who) => order(who, next) === 0) };
  const places = sorted.map((who, i): Place => {
    const state = passes(who) ? (i < quota ? 'shortlisted' : 'reserve') : 'below-pass';
    const equals = sorted.findIndex((other) => order(other, who) === 0);
    return { who, rank: equals + 1, state, noticeEnds: null, list: null };
  });
  return { places };
}

/** All categories in the plan's order; stops at the first tie. */
export function rankAll(model: Model): { tied: number[]; category: Category } | null {
  const places: Place[] = [];
  for (const category of CATEGORIES) {
    const ranked = rank(model, category);
    if ('tied' in ranked) return { ...ranked, category };
    places.push(...ranked.places);
  }
  model.places = places;
  return null;
}
