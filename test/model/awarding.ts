/** 五（三）–（五）: notice, objections, lists that are confirmed one after another, plans, payments. */
import type { Form, Outcome } from './actions.ts';
import {
  type Award,
  afterWorkingDays,
  entrantOf,
  inDays,
  type Model,
  need,
  openTask,
  placeOf,
  remind,
} from './state.ts';

export function publish(model: Model): void {
  const ends = afterWorkingDays(model, model.facts.rules.noticeWorkingDays);
  for (const place of model.places) if (place.state === 'shortlisted') place.noticeEnds = ends;
  model.at = { step: 'notice', ends };
}

const openAgainst = (model: Model, who: number): boolean =>
  model.objections.some((objection) => objection.against === who && objection.status === 'open');

/** While the notice of a place runs, anybody may object: the place is frozen until it is ruled on. */
export function object(model: Model, against: number, objector: number): Outcome {
  const place = placeOf(model, against);
  if (place?.state !== 'shortlisted' || place.noticeEnds === null || place.noticeEnds <= model.now) return 'closed';
  if (model.objections.some((one) => one.against === against && one.objector === objector)) return 'duplicate';
  const due = afterWorkingDays(model, model.facts.rules.rulingWorkingDays);
  openTask(model, `round~objection.${model.objections.length}`, 'bureau-2', due);
  model.objections.push({ against, objector, status: 'open' });
  return 'done';
}

/** Upheld, the holder leaves and the next of the reserve moves up, with a notice of its own. */
export function decideObjection(model: Model, no: number, { decision }: Form): Outcome {
  const objection = need(model.objections[no], `objection ${no}`);
  objection.status = decision === 'uphold' ? 'upheld' : 'rejected';
  const place = placeOf(model, objection.against);
  if (decision === 'uphold' && place?.state === 'shortlisted') {
    place.state = 'removed';
    const { category } = entrantOf(model, objection.against);
    const next = model.places.find((one) => one.state === 'reserve' && entrantOf(model, one.who).category === category);
    if (next !== undefined) {
      next.state = 'shortlisted';
      next.noticeEnds = afterWorkingDays(model, model.facts.rules.noticeWorkingDays);
    }
  }
  wake(model);
  return 'done';
}

/** What waits between two lists looks again. */
function wake(model: Model): void {
  if (model.at.step === 'places') collect(model);
}

/** Uncontested places whose notice is over are the next list; else accounts that came make a plan; else it waits, or all is done. */
export function collect(model: Model): void {
  const free = model.places.filter(
    (place) =>
      place.state === 'shortlisted' &&
      place.noticeEnds !== null &&
      place.noticeEnds <= model.now &&
      !openAgainst(model, place.who),
  );
  if (free.length > 0)
    propose(
      model,
      free.map((place) => place.who),
    );
  else if (model.awards.some((award) => award.status === 'payable')) plan(model);
  else awaitMore(model);
}

/** Waits for a notice, a ruling, an account or a settlement; where there is none to wait for, all is done. */
function awaitMore(model: Model): void {
  const dues = [...remindRulings(model), ...remindAccounts(model)];
  const waiting = model.places.filter((place) => place.state === 'shortlisted');
  const unpaid = model.awards.some((award) => award.status !== 'paid' && award.amountFen > 0);
  const ruling = model.objections.some((objection) => objection.status === 'open');
  const ends = waiting.flatMap(({ noticeEnds }) => (noticeEnds !== null && noticeEnds > model.now ? [noticeEnds] : []));
  const look = Math.min(inDays(model, 30), ...ends, ...dues);
  model.at = ruling || unpaid || waiting.length > 0 ? { step: 'places', look } : { step: 'closed' };
}

function propose(model: Model, whose: number[]): void {
  model.lists.push({ status: 'proposed', whose });
  openTask(model, `round~confirm.${model.lists.length}`, 'bureau-1', inDays(model, model.facts.rules.bureauDays));
  model.at = { step: 'confirm' };
}

/** 四: half of the investment, and never over what the cap leaves; or a fixed sum. Whole 元. */
function amountOf(model: Model, who: number): number {
  const { category, investmentFen, pastFen } = entrantOf(model, who);
  const { sharePercent, capFen, fixedFen } = model.facts.rules;
  if (investmentFen === null) return fixedFen[category] ?? 0;
  const exact = Math.max(0, Math.min((investmentFen * sharePercent) / 100, capFen - pastFen));
  return Math.floor(exact / 100) * 100;
}

export function confirm(model: Model, no: number): void {
  const list = need(model.lists[no - 1], `list ${no}`);
  list.status = 'announced';
  const ends = inDays(model, model.facts.rules.payeeDays);
  for (const who of list.whose) {
    Object.assign(need(placeOf(model, who), `place of ${who}`), { state: 'confirmed', list: no });
    const award: Award = { who, list: no, amountFen: amountOf(model, who), status: 'announced', attempt: 1 };
    model.awards.push(award);
    if (award.amountFen > 0) openTask(model, `${who}~payee.1`, 'applicant', ends);
  }
  model.at = { step: 'payees', list: no, ends, look: 0 };
  awaitAccounts(model);
}

/** A list's accounts are waited for together; who is late is reminded and waits alone, the others go on. */
export function awaitAccounts(model: Model): void {
  const { at } = model;
  if (at.step !== 'payees') return;
  const missing = model.awards.filter((one) => one.list === at.list && one.status === 'announced' && one.amountFen > 0);
  if (missing.length > 0 && at.ends > model.now) {
    at.look = Math.min(at.ends, ...remindRulings(model));
    return;
  }
  const again = inDays(model, model.facts.rules.payeeDays);
  for (const award of missing) remind(model, `${award.who}~payee.${award.attempt}`, again);
  plan(model);
}

/** Reminds officers whose time for a ruling has passed. Returns when the open ones are due. */
function remindRulings(model: Model): number[] {
  const open = model.objections.flatMap(({ status }, no) => (status === 'open' ? [`round~objection.${no}`] : []));
  return open.map((name) => remindOverdue(model, name, model.facts.rules.bureauDays));
}

function remindAccounts(model: Model): number[] {
  const missing = model.awards.filter((award) => award.status === 'announced' && award.amountFen > 0);
  return missing.map(({ who, attempt }) =>
    remindOverdue(model, `${who}~payee.${attempt}`, model.facts.rules.payeeDays),
  );
}

function remindOverdue(model: Model, name: string, days: number): number {
  const task = need(model.tasks.get(name), name);
  if (task.deadline <= model.now) remind(model, name, inDays(model, days));
  return task.deadline;
}

export function decidePayee(model: Model, who: number, form: Form): Outcome {
  if (!('ownName' in form) || !form.ownName) return 'invalid';
  need(
    model.awards.find((award) => award.who === who),
    `award of ${who}`,
  ).status = 'payable';
  if (model.at.step === 'payees') awaitAccounts(model);
  wake(model);
  return 'done';
}

/** 五（五）: a plan over all accounts that no plan has yet; rejected, it is proposed anew. */
function plan(model: Model): void {
  const payable = model.awards.filter((award) => award.status === 'payable');
  if (payable.length === 0) {
    collect(model);
    return;
  }
  for (const award of payable) award.status = 'planned';
  model.plans.push({ status: 'proposed', whose: payable.map((award) => award.who) });
  openTask(model, `round~plan.${model.plans.length}`, 'bureau-3', inDays(model, model.facts.rules.bureauDays));
  model.at = { step: 'approve' };
}

export function decidePlan(model: Model, no: number, { decision }: Form): Outcome {
  const own = need(model.plans[no - 1], `plan ${no}`);
  const planned = model.awards.filter((award) => own.whose.includes(award.who));
  own.status = decision === 'approve' ? 'issued' : 'rejected';
  for (const award of planned) {
    award.status = decision === 'approve' ? 'issued' : 'payable';
    if (decision === 'approve') model.payments.set(`${award.who}.1.${award.attempt}`, { award, status: 'issued' });
  }
  if (decision === 'approve') collect(model);
  else plan(model);
  return 'done';
}

/** Finance's answer counts once and only for what was instructed; a payment that came back asks for the account again. */
export function settle(model: Model, name: string, outcome: 'paid' | 'failed', offBy: number): Outcome {
  const payment = model.payments.get(name);
  if (payment === undefined || offBy !== 0 || (payment.status !== 'issued' && payment.status !== outcome)) {
    model.parked += 1;
    return 'parked';
  }
  if (payment.status === 'issued') {
    payment.status = outcome;
    const { award } = payment;
    if (outcome === 'paid') award.status = 'paid';
    else {
      Object.assign(award, { status: 'announced', attempt: award.attempt + 1 });
      openTask(model, `${award.who}~payee.${award.attempt}`, 'applicant', inDays(model, model.facts.rules.payeeDays));
    }
  }
  const failed = model.awards.some((award) => award.attempt > 1 && award.status !== 'paid');
  const open = [...model.payments.values()].some((one) => one.status === 'issued');
  if (!open && !failed) wake(model);
  return 'done';
}
