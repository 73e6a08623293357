/** What there is to see of a round, in the model's names: the same made of the model and of the records. */
import type { Application, Model, Task } from './state.ts';

export interface Picture {
  stage: string;
  applications: Record<number, string>;
  uploads: Record<number, string[]>;
  seats: Record<number, string[]>;
  tasks: Record<string, string>;
  places: Record<number, string>;
  objections: Record<number, string>;
  lists: string[];
  awards: Record<number, string>;
  plans: string[];
  payments: Record<string, string>;
  parked: number;
}

/** Waits run in whole seconds, and one may follow another: what is due in the same minute is due at the same time. */
export const minute = (ms: number): string =>
  `${new Date(Math.round(ms / 60_000) * 60_000).toISOString().slice(0, 16)}Z`;

const ofTask = ({ status, assignee, deadline, decision = '' }: Task) =>
  `${status} ${decision || '-'} by ${assignee} until ${minute(deadline)}`;
const ofApplication = ({ status, version, corrections }: Application) =>
  `${status} version ${version}${corrections > 0 ? ' corrected' : ''}`;

const indexed = <T, R>(all: (T | null)[], of: (one: T) => R): Record<number, R> =>
  Object.fromEntries(all.flatMap((one, i) => (one === null ? [] : [[i, of(one)]])));

function stageOf({ at, payments, lists }: Model): string {
  switch (at.step) {
    case 'tie':
    case 'deliberate':
      return 'ranking';
    case 'confirm':
    case 'payees':
    case 'approve':
    case 'places':
      return payments.size > 0 ? 'settlement' : lists.length > 0 || at.step !== 'confirm' ? 'lists' : 'notice';
    default:
      return at.step;
  }
}

export function pictureOf(model: Model): Picture {
  return {
    stage: stageOf(model),
    applications: indexed(model.applications, ofApplication),
    uploads: indexed(model.uploads, (verdicts) => verdicts.toSorted()),
    seats: indexed(model.applications, ({ seats }) => seats.map(({ status, turn }) => `${status} turn ${turn}`)),
    tasks: Object.fromEntries([...model.tasks].map(([name, task]) => [name, ofTask(task)])),
    places: Object.fromEntries(
      model.places.map(({ who, rank, state, noticeEnds, list }) => [
        who,
        `rank ${rank} ${state} notice ${noticeEnds === null ? '-' : minute(noticeEnds)} list ${list ?? '-'}`,
      ]),
    ),
    objections: indexed(model.objections, ({ against, status }) => `against ${against} ${status}`),
    lists: model.lists.map(({ status, whose }) => `${status} ${whose.toSorted()}`),
    awards: Object.fromEntries(
      model.awards.map(({ who, list, amountFen, status, attempt }) => [
        who,
        `list ${list} ${amountFen} ${status} attempt ${attempt}`,
      ]),
    ),
    plans: model.plans.map(({ status, whose }) => `${status} ${whose.toSorted()}`),
    payments: Object.fromEntries(
      [...model.payments].map(([name, { award, status }]) => [name, `${award.amountFen} ${status}`]),
    ),
    parked: model.parked,
  };
}

/** The lines in which two pictures differ, model first. */
export function differences(expected: Picture, found: Picture): string[] {
  const flat = (picture: Picture) => new Map(flatten('', picture));
  const [a, b] = [flat(expected), flat(found)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => `${path}: by the rules ${a.get(path) ?? 'nothing'}, in fact ${b.get(path) ?? 'nothing'}`);
}

const flatten = (path: string, value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, one]) => flatten(path === '' ? key : `${path}.${key}`, one))
    : [[path, Array.isArray(value) ? value.join(' | ') : String(value)]];
