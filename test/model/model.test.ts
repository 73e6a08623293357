import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportRound } from '../../shared/export/export.ts';
import { recompute } from '../../shared/export/recompute.ts';
import type { Command } from './commands.ts';
import { factsOf } from './facts.ts';
import { finish, play, sequences } from './play.ts';
import { openReal, ROUND } from './real.ts';

const RUNS = Number(process.env['AWARDS_MODEL_RUNS'] ?? 2);
const SEED = Number(process.env['AWARDS_MODEL_SEED'] ?? 20251103);

async function holds(sequence: Iterable<Command>): Promise<void> {
  const real = await openReal();
  try {
    const model = await play(factsOf(real.city, real.flows.cloud.clock.now()), real, sequence);
    await finish(model, real);
    expect(await real.flows.execution('Round', ROUND)).toBe('SUCCEEDED');
    const exported = await exportRound(real.flows.table, real.flows.evidence, ROUND);
    expect(recompute(exported)).toEqual({ agrees: true, differences: [] });
  } finally {
    await real.close();
  }
}

test('whatever people do in whatever order, the round does what the rules say', async () => {
  await fc.assert(fc.asyncProperty(sequences(300), holds), { numRuns: RUNS, seed: SEED });
}, 3_600_000);
