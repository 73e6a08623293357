import type { Mailroom } from '../../infra/local/start/mailroom.ts';
import type { Operator, Status } from './outside/operator.ts';
import { type Circumstances, type Duty, NEVER } from './people/duty.ts';
import type { FinanceDepartment } from './people/finance.ts';
import { People } from './people/people.ts';
import { performWave, waveOf } from './waves.ts';

/** The clock of the local cloud, and its word that nothing is in flight. */
export interface Timekeeper {
  now(): number;
  jumpTo(time: number): Promise<void>;
  nextDue(): number | undefined;
  idle(): Promise<void>;
}

export interface Scene extends Circumstances {
  time: Timekeeper;
  mailroom: Mailroom;
  operator: Operator;
  finance: FinanceDepartment;
  /** Looks after what could not be handled; true if there was something. Nobody needs to in fair weather. */
  tend?: () => Promise<boolean>;
  /** The address of the public pages. */
  site: string;
  /** Told after each wave: what was done, and when (domain time, UTC ms). */
  watch: (wave: { stage: Duty['stage']; at: number; counts: Map<string, number> }) => void;
  /** Told before each wave whose it is. */
  begins?: (stage: Duty['stage']) => void;
}

/** The round got nowhere; the message says what is open. */
export class RoundStuck extends Error {
  override name = 'RoundStuck';
}

const DAY_MS = 86_400_000;
const PATIENCE_DAYS = 5;
/** No round takes longer. */
const LONGEST_MS = 500 * 86_400_000;

/**
 * Plays everybody outside until the round is closed: waits until nothing is in flight, reads the mail, lets all act who
 * want to act now (one action per application at a time), and moves the clock only when nobody does.
 *
 * What it does follows from the world, the mail and the notebook alone: started again after a kill, it goes on.
 * @throws RoundStuck, WaveFailed
 */
export async function driveRound(scene: Scene): Promise<void> {
  const { time, operator, cast, finance } = scene;
  const people = new People(scene, scene.site);
  const duties = () => [...people.duties(), ...finance.duties()];
  const started = time.now();
  let days = 0;
  for (;;) {
    await time.idle();
    if (await scene.tend?.()) continue;
    const [unknown] = await people.receive(scene.mailroom.fetch());
    if (unknown !== undefined)
      throw new RoundStuck(`nobody knows what to do with a letter of kind ${unknown.kind}: ${unknown.about}`);
    const wave = waveOf(duties(), time.now());
    const [first] = wave;
    if (first !== undefined) {
      scene.begins?.(first.stage);
      const counts = await performWave(wave);
      for (const duty of wave) people.done(duty);
      scene.watch({ stage: first.stage, at: time.now(), counts });
      continue;
    }
    const next = Math.min(time.nextDue() ?? Number.POSITIVE_INFINITY, ...duties().map((duty) => duty.readyAt));
    // While somebody is still going to act, the round is neither closed nor at its public notice: nobody has to ask.
    if (duties().some(({ readyAt }) => readyAt !== NEVER)) {
      await time.jumpTo(next);
      continue;
    }
    const status = await operator.status(cast.world.roundId);
    if (status.stage === 'closed') return;
    if (await people.look(status.stage)) continue;
    if (next <= started + LONGEST_MS) {
      days = 0;
      await time.jumpTo(next);
      continue;
    }
    // In bad weather the reconciler may still have to set something going again, which it does by the day.
    days += 1;
    if (scene.tend === undefined || days > PATIENCE_DAYS) throw new RoundStuck(report(status, duties()));
    await time.jumpTo(time.now() + DAY_MS);
  }
}

function report({ stage, stages }: Status, duties: Duty[]): string {
  const gates = stages.map((gate) => `  ${gate.stage}: ${gate.open} open, until ${gate.deadline}`);
  const waiting = duties.slice(0, 10).map((duty) => `  ${duty.id}`);
  return [
    `the round stands still in stage ${stage}:`,
    ...gates,
    `nobody does these (${duties.length}):`,
    ...waiting,
  ].join('\n');
}
