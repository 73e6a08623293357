/** Commands of applicants, districts and the operator, up to the recommendation. */
import type * as fc from 'fast-check';
import type { Action } from './actions.ts';
import { type Command, command, pick } from './commands.ts';
import { openNow } from './deciding.ts';
import { takesUploads } from './district.ts';
import { CONTENTS, type Content } from './facts.ts';
import type { Model } from './state.ts';

const everybody = (model: Model): number[] => [...model.applications.keys()];
const upload = (who: number, content: Content, form: 'fresh' | 'early' = 'fresh'): Action => ({
  ...{ do: 'upload', who, content, form },
});
const absent = (model: Model) =>
  everybody(model).filter((who) => model.applications[who] === null && takesUploads(model, who));
const present = (model: Model, status: 'in-review' | 'returned' | 'recommended') =>
  everybody(model).filter((who) => model.applications[who]?.status === status);

const submit = command((n) => (model) => pick(absent(model), n).map((who) => upload(who, 'good')));
const submitAll = command(() => (model) => absent(model).map((who) => upload(who, 'good')));
const submitBad = command(
  (n, m) => (model) =>
    pick(everybody(model), n).map((who) => upload(who, m % 2 === 0 ? 'several-faults' : 'broken-zip')),
);
const replace = command(
  (n, m) => (model) =>
    pick(present(model, 'in-review'), n).flatMap((who) => pick(CONTENTS.slice(0, 3), m).map((one) => upload(who, one))),
);
const correct = command(
  (n, m) => (model) =>
    pick(present(model, 'returned'), n).flatMap((who) => pick(CONTENTS.slice(0, 3), m).map((one) => upload(who, one))),
);
/** Mostly of somebody who may. */
const withdraw = command((n, m) => (model) => {
  const late = m % 3 === 0 ? present(model, 'recommended') : [];
  const may = [...present(model, 'in-review'), ...present(model, 'returned'), ...late];
  return pick(m % 4 === 0 ? everybody(model) : may, n).map((who) => ({ do: 'withdraw', who }));
});
/** Mostly of somebody who may. */
const contest = command((n, m) => (model) => {
  const may = everybody(model).filter((who) => model.applications[who]?.refusal?.step === 'open');
  return pick(m % 6 === 0 ? everybody(model) : may, n).map((who) => ({ do: 'contest', who }));
});
const REVIEWS = ['uphold', 'admit'];
const decideContest = command(
  (n, m) => (model) =>
    pick(openNow(model, 'review'), n).map(
      (task): Action => ({ do: 'decide', task, form: { decision: REVIEWS[m % REVIEWS.length] ?? '' } }),
    ),
);
/** Through a form that has been open since the beginning, whatever the round has come to. */
const postEarlyForm = command(
  (n, m) => (model) =>
    pick(everybody(model), n).flatMap((who) => pick(CONTENTS, m).map((one) => upload(who, one, 'early'))),
);

const review = (decision: string) =>
  command(
    (n) => (model) =>
      pick(openNow(model, 'district'), n).map((task): Action => ({ do: 'decide', task, form: { decision } })),
  );
const recommendAll = command(
  () => (model) =>
    openNow(model, 'district').map((task): Action => ({ do: 'decide', task, form: { decision: 'recommend' } })),
);
const LATE = ['extend', 'take-over', 'lapse'];
const decideLate = command(
  (n, m) => (model) =>
    pick(openNow(model, 'late'), n).map(
      (task): Action => ({
        do: 'decide',
        task,
        form: { decision: LATE[m % LATE.length] ?? '' },
      }),
    ),
);
const DAYS = [3, 7, 20, 0];
const extend = (stage: 'intake' | 'district') =>
  command((n, m) => () => (m % 4 === 0 ? [{ do: 'extend', stage, days: DAYS[n % DAYS.length] ?? 0 }] : []));

export const applying: fc.Arbitrary<Command>[] = [
  submit,
  submit,
  submit,
  submitAll,
  submitAll,
  submitBad,
  replace,
  replace,
  correct,
  withdraw,
  postEarlyForm,
  review('recommend'),
  review('recommend'),
  review('not-recommend'),
  review('return'),
  review('return'),
  contest,
  contest,
  decideContest,
  recommendAll,
  decideLate,
  decideLate,
  extend('intake'),
  extend('district'),
];
