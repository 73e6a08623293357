/** Actions in plain words. */
import type { Action, Form } from './actions.ts';
import { minute } from './picture.ts';
import { entrantOf, type Model } from './state.ts';

/** `benchmark-enterprise 2`: the second of its category. */
export function nameOf(model: Model, who: number): string {
  const { category } = entrantOf(model, who);
  const before = model.facts.entrants.slice(0, who + 1).filter((one) => one.category === category);
  return `${category} ${before.length}`;
}

const SCORES = ['nothing', 'half the points', 'all points'];

function formWords(model: Model, form: Form): string {
  if ('halves' in form)
    return `${form.decision === 'revise' ? 'instead ' : ''}${SCORES[form.halves]}${form.incomplete === true ? ', one item left out' : ''}`;
  if ('ownName' in form) return form.ownName ? 'account' : "account in another's name";
  const order = 'order' in form && form.order !== undefined ? form.order.map((who) => nameOf(model, who)) : [];
  return [form.decision, ...order].join(' ');
}

function taskWords(model: Model, name: string): string {
  const [owner = '', rest = ''] = name.split('~');
  return owner === 'round' ? rest : `${nameOf(model, Number(owner))} ${rest}`;
}

export function wordsOf(model: Model, action: Action): string {
  switch (action.do) {
    case 'upload':
      return `Upload ${action.content} by the ${action.form} form: ${nameOf(model, action.who)}`;
    case 'withdraw':
      return `Withdraw: ${nameOf(model, action.who)}`;
    case 'contest':
      return `Ask for a review of the refusal: ${nameOf(model, action.who)}`;
    case 'decide': {
      const task = model.tasks.get(action.task);
      const how = task?.status === 'open' ? '' : ` (${task?.status ?? 'unknown'})`;
      const clicks = action.twice === true ? ', two clicks' : '';
      return `Decide ${taskWords(model, action.task)}${how}: ${formWords(model, action.form)}${clicks}`;
    }
    case 'intrude':
      return `Decide ${taskWords(model, action.task)} with the link to ${taskWords(model, action.by)}: ${formWords(model, action.form)}`;
    case 'extend':
      return `Extend ${action.stage} by ${action.days} days`;
    case 'object':
      return `Object to ${nameOf(model, action.against)}: objector ${action.objector + 1}`;
    case 'settle': {
      const off = action.offBy === 0 ? '' : ', another amount';
      return `Finance says ${action.outcome}: ${paymentWords(model, action.payment)}${off}`;
    }
    case 'reconcile':
      return 'Reconcile';
    case 'jump':
      return `Jump to ${minute(action.to)}`;
    default:
      return action satisfies never;
  }
}

function paymentWords(model: Model, payment: string): string {
  const [who = '', , attempt = ''] = payment.split('.');
  return `payment ${attempt} to ${nameOf(model, Number(who))}`;
}
