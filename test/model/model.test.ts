import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportRound } from '../../shared/export/export.ts';
import { recompute } from '../../shared/export/recompute.ts';
import { type Facts, factsOf, ROUND } from './facts.ts';
import { Differs } from './game.ts';
import { play, replay, type Sequence, sequences } from './play.ts';
import { openReal, type Real } from './real.ts';
import { shrink } from './shrink.ts';

/** Besides the seeds that are played always. See README.md. */
const RUNS = Number(process.env['AWARDS_MODEL_RUNS'] ?? 0);
const SEED = Number(process.env['AWARDS_MODEL_SEED'] ?? Date.now() % 1_000_000_000);
const PATH = process.env['AWARDS_MODEL_PATH'];
const LENGTH = 250;
/** Sequences in which much of all that can happen does. */
const SEEDS = [150, 289, 34];

/** In a cloud of its own. */
async function inCloud(playing: (facts: Facts, real: Real) => Promise<void>): Promise<void> {
  const real = await openReal();
  try {
    await playing(factsOf(real.city, real.flows.cloud.clock.now()), real);
  } finally {
    await real.close();
  }
}

const holds = (sequence: Sequence): Promise<void> =>
  inCloud(async (facts, real) => {
    await play(facts, real, sequence);
    expect(await real.flows.execution('Round', ROUND)).toBe('SUCCEEDED');
    const exported = await exportRound(real.flows.table, real.flows.evidence, ROUND);
    expect(recompute(exported)).toEqual({ agrees: true, differences: [] });
    expect(real.finance.received()).toHaveLength(exported.disbursements.length);
  });

/** @throws Error with the shortest sequence that fails, and how to play it again */
async function check(seed: number, numRuns: number, path = ''): Promise<void> {
  const property = fc.asyncProperty(sequences(LENGTH), holds);
  const result = await fc.check(property, { seed, numRuns, endOnFailure: true, ...(path === '' ? {} : { path }) });
  if (!result.failed) return;
  const { errorInstance, counterexamplePath } = result;
  const short = errorInstance instanceof Differs ? await shrink(errorInstance, attempt) : errorInstance;
  const again = `AWARDS_MODEL_SEED=${seed} AWARDS_MODEL_PATH=${counterexamplePath} AWARDS_MODEL_RUNS=1`;
  throw new Error(`${again}\n${String(short)}`, { cause: errorInstance });
}

const attempt = (trace: Parameters<typeof replay>[2]): Promise<Differs | null> =>
  inCloud((facts, real) => replay(facts, real, trace)).then(
    () => null,
    (error: unknown) => (error instanceof Differs ? error : null),
  );

const HOUR = 3_600_000;
test.each(SEEDS)(
  'whatever people do in whatever order, the round does what the rules say: seed %i',
  (seed) => check(seed, 1),
  HOUR,
);

test.runIf(RUNS > 0)('and again, as often as asked for', () => check(SEED, RUNS, PATH), 24 * HOUR);
