import { type Head, nothingOf, type OfApplication, type Tail } from '../parts.ts';
import { type Line, standingOf } from './kinds.ts';

/** Who is told of an export part by part: the head, every application by id, and what follows from all of them. */
export interface Sink {
  head(head: Head, tasks: Tail['tasks']): void;
  application(own: OfApplication): void;
  tail(tail: Omit<Tail, 'tasks'>): void;
}

/** Puts lines together again, of the applications only one at a time. Returns what the lines themselves return. */
export function consume<R>(lines: Iterator<Line, R>, sink: Sink): R {
  const [before, after] = [headOf(), tailOf()];
  let own: OfApplication | null = null;
  let headTold = false;
  const tell = () => {
    if (!headTold) sink.head(before.head(), before.tasks);
    headTold = true;
    if (own !== null) sink.application(own);
    own = null;
  };
  for (;;) {
    const { done, value } = lines.next();
    if (done === true) {
      tell();
      sink.tail(after.tail());
      return value;
    }
    const { part, applicationId } = standingOf(value);
    if (part === 'head') before.take(value);
    else if (part === 'tail') after.take(value);
    else {
      if (own?.applicationId !== applicationId) {
        tell();
        own = nothingOf(applicationId);
      }
      take(own, value);
    }
  }
}

function take(own: OfApplication, { kind, value }: Line): void {
  switch (kind) {
    case 'slots':
      return void own.slots.push(value);
    case 'uploads':
      return void own.uploads.push(value);
    case 'applications':
      return void own.applications.push(value);
    case 'draw.criteria':
      return void own.criteria.push(value);
    case 'barred':
      return void own.barredFrom.push(...value.experts);
    case 'seats':
      return void own.seats.push(value);
    case 'sheets':
      return void own.sheets.push(value);
    case 'secondLooks':
      return void own.secondLooks.push(value);
    case 'struckSheets':
      return void own.struckSheets.push(value);
    case 'conflicts':
      return void own.conflicts.push(value);
    case 'scores':
      return void own.scores.push(value);
    case 'flags':
      return void own.flags.push(value);
    case 'tasks':
      return void own.tasks.push(value);
  }
}

function headOf() {
  const registers: Head['registers'] = {
    ...{ pilots: [], providers: [], dishonesty: [], accidents: [], subsidies: [], participation: [] },
    ...{ experts: [], staff: [], invitations: [] },
  };
  const rest: Pick<Head, 'gates' | 'draw'> & Partial<Head> = { gates: [], draw: null };
  const tasks: Tail['tasks'] = [];
  return {
    tasks,
    head(): Head {
      const { round, policy, gates, draw } = rest;
      // The reader has seen to it.
      if (round === undefined || policy === undefined) throw new Error('lines without a round');
      return { round, policy, registers, gates, draw };
    },
    take({ kind, value }: Line): void {
      switch (kind) {
        case 'round':
          rest.round = value;
          return;
        case 'policy':
          rest.policy = value;
          return;
        case 'registers.pilots':
          return void registers.pilots.push(value);
        case 'registers.providers':
          return void registers.providers.push(value);
        case 'registers.dishonesty':
          return void registers.dishonesty.push(value);
        case 'registers.accidents':
          return void registers.accidents.push(value);
        case 'registers.subsidies':
          return void registers.subsidies.push(value);
        case 'registers.participation':
          return void registers.participation.push(value);
        case 'registers.experts':
          return void registers.experts.push({ ...value, barredFrom: [] });
        case 'registers.staff':
          return void registers.staff.push(value);
        case 'registers.invitations':
          return void registers.invitations.push(value);
        case 'gates':
          return void rest.gates.push(value);
        case 'draw':
          rest.draw = value;
          return;
        case 'tasks':
          return void tasks.push(value);
      }
    },
  };
}

function tailOf() {
  const tail: Omit<Tail, 'tasks'> = {
    ...{ rankings: [], places: [], certificates: [], notice: null, objections: [] },
    ...{ lists: [], awards: [], plans: [], disbursements: [], directives: [], recoveries: [] },
  };
  return {
    tail: () => tail,
    take({ kind, value }: Line): void {
      switch (kind) {
        case 'rankings':
          return void tail.rankings.push(value);
        case 'places':
          return void tail.places.push(value);
        case 'certificates':
          return void tail.certificates.push({ ...value, places: [] });
        case 'certificates.places':
          return void tail.certificates.at(-1)?.places.push(value);
        case 'notice':
          tail.notice = value;
          return;
        case 'objections':
          return void tail.objections.push(value);
        case 'lists':
          return void tail.lists.push(value);
        case 'awards':
          return void tail.awards.push(value);
        case 'plans':
          return void tail.plans.push(value);
        case 'disbursements':
          return void tail.disbursements.push(value);
        case 'directives':
          return void tail.directives.push(value);
        case 'recoveries':
          return void tail.recoveries.push(value);
      }
    },
  };
}
