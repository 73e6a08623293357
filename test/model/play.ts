/** Sequences of commands, and playing them. */
import * as fc from 'fast-check';
import type { Action } from './actions.ts';
import { applying } from './applying.ts';
import { choosing } from './choosing.ts';
import type { Command } from './commands.ts';
import { deciding } from './deciding.ts';
import type { Facts } from './facts.ts';
import { BEGINNINGS, Game, type Opening, PATTERNS, type Trace } from './game.ts';
import type { Driven } from './real.ts';
import type { Model } from './state.ts';

export interface Sequence {
  opening: Opening;
  commands: Command[];
}

/** Half of them begin early, where most can happen. Most commands find nobody, and do nothing. */
const opening: fc.Arbitrary<Opening> = fc.record({
  until: fc.constantFrom('intake', 'district', 'intake', ...BEGINNINGS.slice(0, -1)),
  marks: fc.nat(PATTERNS - 1),
});
export const sequences = (length: number): fc.Arbitrary<Sequence> =>
  fc.record({
    opening,
    commands: fc.array(fc.oneof(...applying, ...deciding, ...choosing), { maxLength: length, minLength: length / 2 }),
  });

/** Plays a sequence in the model and in what is driven, and then on to the end. @throws Differs */
export async function play(facts: Facts, real: Driven, sequence: Sequence): Promise<void> {
  const game = new Game(facts, real, sequence.opening);
  await game.open();
  for (const command of sequence.commands) {
    const actions = command(game.model);
    for (const action of actions) await game.do(action);
    if (actions.length > 0) await game.compare();
  }
  await game.finish();
}

/** Plays what was played, without what makes no sense any more where something is left out. @throws Differs */
export async function replay(facts: Facts, real: Driven, trace: Trace): Promise<void> {
  const game = new Game(facts, real, trace.opening);
  await game.open();
  for (const action of trace.actions) {
    if (!makesSense(game.model, action)) continue;
    await game.do(action);
    await game.compare();
  }
}

function makesSense(model: Model, action: Action): boolean {
  switch (action.do) {
    case 'decide':
      return model.tasks.has(action.task);
    case 'intrude': {
      const own = model.tasks.get(action.by);
      return own !== undefined && own.deadline >= model.now && model.tasks.has(action.task);
    }
    case 'jump':
      return action.to > model.now;
    default:
      return true;
  }
}
