/** Commands of experts, the bureau, objectors, winners and finance. */
import type * as fc from 'fast-check';
import type { Action, Form } from './actions.ts';
import { type Command, command, pick } from './commands.ts';
import { decide, openNow, tiedNow } from './deciding.ts';
import type { Model } from './state.ts';

const on = (kind: string, form: (m: number, model: Model, task: string) => Form) =>
  command(
    (n, m) => (model) =>
      pick(openNow(model, kind), n).map((task): Action => ({ do: 'decide', task, form: form(m, model, task) })),
  );
const sheet = (halves: number): Form => ({ decision: 'submit', halves: (halves % 3) as 0 | 1 | 2 });

const scoreAll = command(
  (n, m) => (model) =>
    openNow(model, 'score').map(
      (task, i): Action => ({
        do: 'decide',
        task,
        form: sheet(n % 3 === 0 ? 2 : (Math.floor(i / 3) * (m + 1)) % 3),
      }),
    ),
);
/** All of them, as if they had agreed. */
const lookAll = command(
  (n, m) => (model) =>
    openNow(model, 'second-look').map(
      (task): Action => ({
        ...{ do: 'decide', task },
        form: n % 2 === 0 ? { decision: 'stand' } : { decision: 'revise', halves: (m % 3) as 0 | 1 | 2 },
      }),
    ),
);
const recuseAll = command(
  (n) => (model) =>
    pick(openNow(model, 'score'), n).flatMap((first) =>
      openNow(model, 'score')
        .filter((task) => task.split('~')[0] === first.split('~')[0])
        .map((task): Action => ({ do: 'decide', task, form: { decision: 'recuse' } })),
    ),
);
/** One after the other of what the bureau has to do, as it usually does it. */
const bureau = command(
  (_, m) => (model) =>
    ['tie', 'deliberate', 'confirm', 'plan']
      .flatMap((kind) => openNow(model, kind))
      .map((task) => decide(model, task, m)),
);

const placed = (model: Model) => model.places.map((place) => place.who);
const object = command(
  (n, m) => (model) =>
    pick(m % 3 === 0 ? placed(model) : [], n).map((against): Action => ({ do: 'object', against, objector: m % 2 })),
);
const objectToOneShown = command(
  (n, m) => (model) =>
    pick(
      model.places.filter(({ state, noticeEnds }) => state === 'shortlisted' && noticeEnds !== null),
      n,
    ).map(({ who }): Action => ({ do: 'object', against: who, objector: m % 2 })),
);
const objectTooEarly = command(
  (n, m) => (model) =>
    model.places.length > 0 || m % 4 > 0
      ? []
      : pick([...model.applications.keys()], n).map((who) => ({ do: 'object', against: who, objector: 0 })),
);

const accountsOfAll = command(() => (model) => openNow(model, 'payee').map((task) => decide(model, task, 0)));

const instructed = (model: Model) =>
  [...model.payments].flatMap(([name, one]) => (one.status === 'issued' ? [name] : []));
const settle = (payment: string, outcome: 'paid' | 'failed', offBy = 0): Action => ({
  ...{ do: 'settle', payment, outcome, offBy },
});
const settlePaid = command((n) => (model) => pick(instructed(model), n).map((one) => settle(one, 'paid')));
const settleFailed = command((n) => (model) => pick(instructed(model), n).map((one) => settle(one, 'failed')));
const settleAll = command(() => (model) => instructed(model).map((one) => settle(one, 'paid')));
const settleAnother = command((n) => (model) => pick(instructed(model), n).map((one) => settle(one, 'paid', 100)));
/** Of a payment that was answered: the same, or the contrary. */
const settleAgain = command(
  (n, m) => (model) =>
    pick(
      [...model.payments].filter(([, one]) => one.status !== 'issued'),
      n,
    ).map(([name]) => settle(name, m % 2 === 0 ? 'paid' : 'failed')),
);
/** The attempt after the last one that was instructed. */
const settleUnknown = command(
  (n) => (model) =>
    pick(model.awards, n).map(({ who, attempt, status }) =>
      settle(`${who}.1.${['issued', 'paid'].includes(status) ? attempt + 1 : attempt}`, 'paid'),
    ),
);

export const choosing: fc.Arbitrary<Command>[] = [
  on('score', (m) => sheet(m)),
  on('score', () => ({ decision: 'submit', halves: 1, incomplete: true })),
  on('score', () => ({ decision: 'recuse' })),
  on('second-look', () => ({ decision: 'stand' })),
  on('second-look', (m) => ({ decision: 'revise', halves: (m % 3) as 0 | 1 | 2 })),
  on('second-look', () => ({ decision: 'revise', halves: 1, incomplete: true })),
  on('shortage', (m) => ({ decision: m % 2 === 0 ? 'redraw' : 'accept' })),
  on('tie', (m, model) => ({
    decision: 'order',
    order: m % 3 === 2 ? tiedNow(model).slice(1) : tiedNow(model).toSorted((a, b) => (m % 3 === 0 ? a - b : b - a)),
  })),
  on('deliberate', () => ({ decision: 'approve' })),
  on('objection', (m) => ({ decision: m % 2 === 0 ? 'uphold' : 'reject' })),
  on('objection', (m) => ({ decision: m % 2 === 0 ? 'uphold' : 'reject' })),
  on('confirm', () => ({ decision: 'confirm' })),
  on('payee', (m) => ({ decision: 'account', ownName: m % 4 !== 3 })),
  on('plan', () => ({ decision: 'approve' })),
  on('plan', () => ({ decision: 'reject' })),
  scoreAll,
  scoreAll,
  lookAll,
  recuseAll,
  bureau,
  bureau,
  object,
  objectToOneShown,
  objectToOneShown,
  objectTooEarly,
  accountsOfAll,
  settlePaid,
  settlePaid,
  settleFailed,
  settleFailed,
  settleAll,
  settleAnother,
  settleAgain,
  settleUnknown,
];
