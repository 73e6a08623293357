/** One sequence from the opening of a round: what was drawn, then on to the end as everybody usually acts. */
import * as fc from 'fast-check';
import type { Action } from './actions.ts';
import { applying } from './applying.ts';
import { choosing } from './choosing.ts';
import { type Command, compare, doBoth, type Played } from './commands.ts';
import { decide, deciding, jumpToNextDue, openNow } from './deciding.ts';
import type { Facts } from './facts.ts';
import type { Driven } from './real.ts';
import { type Model, newModel } from './state.ts';

export const sequences = (maxCommands: number): fc.Arbitrary<Iterable<Command>> =>
  fc.commands<Played, Driven, true>([...applying, ...deciding, ...choosing], {
    maxCommands,
    size: 'max',
  }) as fc.Arbitrary<Iterable<Command>>;

/** Plays a sequence in both. @throws AssertionError that tells the sequence and what differs */
export async function play(facts: Facts, real: Driven, sequence: Iterable<Command>): Promise<Model> {
  const model = newModel(facts);
  await fc.asyncModelRun(
    () => ({ model: { model, told: [] }, real }),
    sequence as Iterable<fc.AsyncCommand<Played, Driven, true>>,
  );
  return model;
}

/** What the next person would do, or the next thing that time brings; null when the round is closed. */
function next(model: Model): Action | null {
  if (model.at.step === 'closed') return null;
  const kinds = ['district', 'late', 'score', 'shortage', 'tie', 'deliberate', 'objection', 'confirm', 'payee', 'plan'];
  const [task] = kinds.flatMap((kind) => openNow(model, kind));
  if (task !== undefined)
    return task.includes('~score.') ? scored(task) : decide(model, task, task.includes('~shortage.') ? 1 : 0);
  const [payment] = [...model.payments].filter(([, one]) => one.status === 'issued');
  if (payment !== undefined) return { do: 'settle', payment: payment[0], outcome: 'paid', offBy: 0 };
  return jumpToNextDue(model)[0] ?? null;
}

const scored = (task: string): Action => ({ do: 'decide', task, form: { decision: 'submit', halves: 2 } });

const ENOUGH = 200;

/** Drives the round on to its end. */
export async function finish(model: Model, real: Driven): Promise<void> {
  const told: string[] = ['and on to the end:'];
  for (let steps = 0; model.at.step !== 'closed'; steps += 1) {
    const action = next(model);
    if (action === null || steps > ENOUGH) throw new Error(`a round that does not end:\n${told.join('\n')}`);
    await doBoth(model, told, real, action);
  }
  await compare(model, told, real);
}
