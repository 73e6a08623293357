/**
 * The model: what should become of a round when people and time do this and that, written from the rules of the plan
 * (五、评选流程及安排) and of the policy, and from nothing of the system's code.
 */
import type { Action, Form, Outcome } from './actions.ts';
import {
  awaitAccounts,
  collect,
  confirm,
  decideObjection,
  decidePayee,
  decidePlan,
  object,
  publish,
  settle,
} from './awarding.ts';
import {
  contest,
  decideRefusal,
  decideReview,
  lookAtLateTasks,
  reviewDue,
  unsettled,
  upload,
  waitingForTime,
  withdraw,
} from './district.ts';
import { addUp, decideLook, decideScore, decideShortage, drawPanels, rankAll, recommended, seatDue } from './panel.ts';
import { applicationOf, endTask, inDays, type Model, openTask, remind } from './state.ts';

const DAY = 86_400_000;
/** A winner may still give its account long after the deadline, only later than the others. */
const LATE_ACCOUNT = 180 * DAY;

/** Does it, and says what the one who did it is told. */
export function act(model: Model, action: Action): Outcome {
  const outcome = perform(model, action);
  proceed(model);
  model.last = action;
  return outcome;
}

function perform(model: Model, action: Action): Outcome {
  switch (action.do) {
    case 'upload':
      return upload(model, action);
    case 'withdraw':
      return leave(model, action.who);
    case 'contest':
      return contest(model, action.who);
    case 'decide':
      return decide(model, action.task, action.form);
    case 'intrude':
      return 'refused';
    case 'extend':
      return extend(model, action.stage, action.days);
    case 'object':
      return object(model, action.against, action.objector);
    case 'settle':
      return settle(model, action.payment, action.outcome, action.offBy);
    case 'reconcile':
      return lookAtLateTasks(model, model.now) ? 'done' : 'nothing';
    case 'jump':
      return jump(model, action.to);
    default:
      return action satisfies never;
  }
}

/** What is being asked about a ranking is asked anew without whoever goes. */
function leave(model: Model, who: number): Outcome {
  const wasRanked = model.applications[who]?.status === 'recommended' && ['tie', 'deliberate'].includes(model.at.step);
  const outcome = withdraw(model, who);
  if (outcome !== 'done' || !wasRanked) return outcome;
  for (const name of model.tasks.keys()) if (/^round~(tie|deliberate)\b/.test(name)) endTask(model, name, 'superseded');
  toRanking(model);
  return outcome;
}

const HOUR = 3_600_000;

/** The reconciler comes once in each jump, on the last full hour. */
function jump(model: Model, to: number): Outcome {
  const hour = Math.floor(to / HOUR) * HOUR;
  const comes = hour > model.now;
  advance(model, to);
  if (comes) lookAtLateTasks(model, hour);
  return 'done';
}

/** A task is decided once, by whom it was given to, until its deadline; then the link opens nothing any more. */
function decide(model: Model, name: string, form: Form): Outcome {
  const task = model.tasks.get(name);
  if (task === undefined) return 'refused';
  const until = name.includes('~payee.') ? task.deadline + LATE_ACCOUNT : task.deadline;
  if (until < model.now) return 'expired';
  if (task.status !== 'open') return 'ended';
  // Marked first: what comes of it looks at the tasks that are open.
  Object.assign(task, { status: 'decided', decision: form.decision });
  model.decidedAt.set(name, model.now);
  const outcome = apply(model, name, form);
  if (outcome === 'done') return outcome;
  Object.assign(task, { status: 'open' });
  delete task.decision;
  return outcome;
}

function apply(model: Model, name: string, form: Form): Outcome {
  const [owner = '', rest = ''] = name.split('~');
  const [kind = '', ...more] = rest.split('.');
  const [who, no] = [Number(owner), Number(more[0])];
  switch (kind) {
    case 'district':
      return decideReview(model, who, form);
    case 'review':
      return decideRefusal(model, who, form);
    case 'score':
      return decideScore(model, who, no - 1, form);
    case 'second-look':
      return decideLook(model, who, no - 1, form);
    case 'shortage':
      return decideShortage(model, who, form);
    case 'tie':
      return decideTie(model, form);
    case 'deliberate':
      publish(model);
      return 'done';
    case 'objection':
      return decideObjection(model, no, form);
    case 'confirm':
      confirm(model, no);
      return 'done';
    case 'payee':
      return decidePayee(model, who, form);
    case 'plan':
      return decidePlan(model, no, form);
    default:
      // A late district: the reviews look at the answer when their own time is over.
      return 'done';
  }
}

function decideTie(model: Model, form: Form): Outcome {
  const order = 'order' in form ? (form.order ?? []) : [];
  const tied = model.at.step === 'tie' ? model.at.tied : [];
  if (new Set(order).size !== tied.length || tied.some((who) => !order.includes(who))) return 'invalid';
  model.orders.push(order);
  toRanking(model);
  return 'done';
}

function extend(model: Model, stage: 'intake' | 'district', days: number): Outcome {
  const field = stage === 'intake' ? 'intakeEnds' : 'districtsEnd';
  const until = model[field] + days * DAY;
  const over = stage === 'intake' ? model.at.step !== 'intake' : !['intake', 'district'].includes(model.at.step);
  if (days <= 0 || until <= model.now || over) return 'refused';
  model[field] = until;
  return 'done';
}

/** Goes on with all that needs nobody: a stage that nothing is open in any more leads to the next. */
function proceed(model: Model): void {
  const { at } = model;
  if (at.step === 'intake' && model.now >= model.intakeEnds + model.facts.rules.graceMs)
    model.at = { step: 'district' };
  if (model.at.step === 'district' && unsettled(model).length === 0) {
    drawPanels(model);
    model.at = { step: 'experts' };
  }
  if (model.at.step !== 'experts') return;
  for (const who of recommended(model)) addUp(model, who);
  if (recommended(model).every((who) => applicationOf(model, who).scored)) toRanking(model);
}

function toRanking(model: Model): void {
  const tie = rankAll(model);
  const until = inDays(model, model.facts.rules.bureauDays);
  const question = tie === null ? 'round~deliberate' : `round~tie.${tie.category}`;
  const asked = [...model.tasks.keys()].filter((name) => name === question || name.startsWith(`${question}.`)).length;
  openTask(model, asked === 0 ? question : `${question}.${asked + 1}`, 'bureau-1', until);
  model.at = tie === null ? { step: 'deliberate' } : { step: 'tie', tied: tie.tied };
}

interface Due {
  at: number;
  fire: () => void;
}

/** Everything that time alone brings about. */
function dues(model: Model): Due[] {
  const { at } = model;
  const round: Due[] = [];
  if (at.step === 'intake') round.push({ at: model.intakeEnds + model.facts.rules.graceMs, fire: () => undefined });
  if (at.step === 'notice') round.push({ at: at.ends, fire: () => collect(model) });
  if (at.step === 'payees') round.push({ at: at.look, fire: () => awaitAccounts(model) });
  if (at.step === 'places') round.push({ at: at.look, fire: () => collect(model) });
  const reviews = waitingForTime(model).map((who) => ({
    at: applicationOf(model, who).due,
    fire: () => reviewDue(model, who),
  }));
  const seats = recommended(model).flatMap((who) =>
    applicationOf(model, who).seats.flatMap((seat, no) =>
      seat.status === 'assigned' ? [{ at: seat.due, fire: () => seatDue(model, who, no) }] : [],
    ),
  );
  return [...round, ...reviews, ...seats, ...looks(model), ...reminders(model)];
}

/** Who does not look again in time stands by its sheet. */
const looks = (model: Model): Due[] =>
  [...model.tasks].flatMap(([name, { status, deadline }]) =>
    status === 'open' && name.includes('~second-look.')
      ? [{ at: deadline, fire: () => endTask(model, name, 'expired') }]
      : [],
  );

/** The bureau's own tasks that an execution waits for: who is late is reminded, again and again. */
function reminders(model: Model): Due[] {
  const waited = [...model.tasks].filter(
    ([name, task]) => task.status === 'open' && /~(review|shortage|tie|deliberate|confirm|plan)\b/.test(name),
  );
  return waited.map(([name, task]) => ({
    at: task.deadline,
    fire: () => remind(model, name, inDays(model, model.facts.rules.bureauDays)),
  }));
}

/** When time brings the next thing about; null when nothing more comes by itself. */
export const nextDue = (model: Model): number | null =>
  dues(model).reduce<number | null>((first, due) => (first === null || due.at < first ? due.at : first), null);

export function advance(model: Model, to: number): void {
  for (;;) {
    const due = dues(model).toSorted((a, b) => a.at - b.at)[0];
    if (due === undefined || due.at > to) break;
    model.now = Math.max(model.now, due.at);
    due.fire();
    proceed(model);
  }
  model.now = Math.max(model.now, to);
}
