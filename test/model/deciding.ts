/** Commands on tasks of any kind, in order and out of order, and commands of time. */
import type * as fc from 'fast-check';
import type { Action, Form } from './actions.ts';
import { type Command, command, pick } from './commands.ts';
import { nextDue } from './model.ts';
import type { Model } from './state.ts';

const kindOf = (name: string): string => /~([a-z-]+)/.exec(name)?.[1] ?? '';

/** Tasks of a kind that can be decided now: open, with a link that works. */
export const openNow = (model: Model, kind: string): string[] =>
  [...model.tasks].flatMap(([name, task]) =>
    kindOf(name) === kind && task.status === 'open' && (kind === 'payee' || task.deadline >= model.now) ? [name] : [],
  );

/** A form that fits the kind of the task, and would be taken if the task were open. */
export function someForm(model: Model, name: string, n: number): Form {
  const choice = (...all: string[]): Form => ({ decision: all[n % all.length] ?? '' });
  switch (kindOf(name)) {
    case 'district':
      return choice('recommend', 'not-recommend');
    case 'review':
      return choice('uphold', 'admit');
    case 'late':
      return choice('extend', 'take-over', 'lapse');
    case 'score':
      return n % 4 === 3 ? { decision: 'recuse' } : { decision: 'submit', halves: (n % 3) as 0 | 1 | 2 };
    case 'second-look':
      return n % 3 === 0 ? { decision: 'stand' } : { decision: 'revise', halves: (n % 2) as 0 | 1 };
    case 'shortage':
      return choice('accept', 'redraw');
    case 'tie':
      return { decision: 'order', order: tiedNow(model).toSorted((a, b) => (n % 2 === 0 ? a - b : b - a)) };
    case 'objection':
      return choice('uphold', 'reject');
    case 'confirm':
      return choice('confirm');
    case 'payee':
      return { decision: 'account', ownName: true };
    case 'plan':
      return choice('approve', 'reject');
    default:
      return choice('approve');
  }
}

export const tiedNow = ({ at }: Model): number[] => (at.step === 'tie' ? at.tied : []);

export const decide = (model: Model, task: string, n: number): Action => ({
  ...{ do: 'decide', task, form: someForm(model, task, n) },
});

/** A correction is answered by an upload, a refusal on the slot's page: their letters lead there. */
const hasPage = (name: string) => !['correction', 'refusal'].includes(kindOf(name));
/** The latest first. */
const ended = (model: Model) =>
  [...model.tasks].flatMap(([name, task]) => (task.status !== 'open' && hasPage(name) ? [name] : [])).reverse();
const overdue = (model: Model) =>
  [...model.tasks].flatMap(([name, task]) =>
    task.status === 'open' && task.deadline < model.now && hasPage(name) ? [name] : [],
  );
const open = (model: Model) =>
  [...model.tasks].flatMap(([name, task]) =>
    task.status === 'open' && task.deadline >= model.now && hasPage(name) ? [name] : [],
  );

const decideEnded = command((n, m) => (model) => pick(ended(model), n).map((one) => decide(model, one, m)));
const decideOverdue = command((n, m) => (model) => pick(overdue(model), n).map((one) => decide(model, one, m)));
const decideTwice = command(
  (n, m) => (model) =>
    pick(open(model), n).map((task): Action => ({ do: 'decide', task, form: someForm(model, task, m), twice: true })),
);
/** The open task of one person with the link of another. */
const decideByAnother = command(
  (n, m) => (model) =>
    pick(open(model), n).flatMap((task) =>
      pick(
        open(model).filter((one) => one !== task),
        m,
      ).map((by): Action => ({ do: 'intrude', by, task, form: someForm(model, task, m) })),
    ),
);
const repeatLast = command(() => ({ last }) => {
  if (last === null || last.do === 'jump') return [];
  return [last.do === 'upload' ? { ...last, form: 'again' } : last];
});

/** The first moment from `at` on that nothing falls due in: another minute of the hour after each jump, some seconds past it. */
export function landing(model: Model, at: number): number {
  const minute = (new Date(model.now).getUTCMinutes() + 1) % 60;
  const hour = Math.floor(at / 3_600_000) * 3_600_000;
  const to = hour + minute * 60_000 + 20_000;
  return to >= at ? to : to + 3_600_000;
}

/** A policy's calendar ends; no sequence comes near that. */
const LAST_JUMP = Date.parse('2026-09-01T00:00:00.000Z');
const jumpTo = (model: Model, at: number | null): Action[] =>
  at === null || at > LAST_JUMP ? [] : [{ do: 'jump', to: landing(model, at) }];
const HOURS = [1, 7, 30, 72, 1, 7, 30, 200];
export const jumpToNextDue = (model: Model): Action[] => jumpTo(model, nextDue(model));
const jumpHours = command((n) => (model) => jumpTo(model, model.now + (HOURS[n % HOURS.length] ?? 1) * 3_600_000));
const jumpNext = command(() => jumpToNextDue);
const jumpToClosing = command((n) => (model) => {
  const { at, intakeEnds, facts, applications } = model;
  return at.step === 'intake' && n % 12 < applications.filter((one) => one !== null).length * 2
    ? jumpTo(model, intakeEnds + facts.rules.graceMs)
    : [];
});
/** Into the grace of the closing time. */
const jumpToGrace = command(() => (model) => {
  const to = model.intakeEnds + 5 * 60_000 + 20_000;
  return model.at.step === 'intake' && to > model.now && model.applications.some((one) => one !== null)
    ? [{ do: 'jump', to }]
    : [];
});
/** Now and then: it applies always. */
const reconcile = command((n) => () => (n % 6 === 0 ? [{ do: 'reconcile' }] : []));

export const deciding: fc.Arbitrary<Command>[] = [
  decideEnded,
  decideEnded,
  decideOverdue,
  decideTwice,
  decideByAnother,
  repeatLast,
  jumpHours,
  jumpHours,
  jumpNext,
  jumpNext,
  jumpToClosing,
  jumpToGrace,
  reconcile,
];
