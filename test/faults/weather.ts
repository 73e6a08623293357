import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from '../../infra/local/weather/faults.ts';
import { Weather } from '../../infra/local/weather/weather.ts';
import { checkRound } from '../../shared/invariants/round.ts';
import { type Played, playRound } from '../demo/play.ts';
import { compare, type Differences } from './compare.ts';
import { inlineCloud } from './inline.ts';
import { smallPolicy } from './world.ts';

export interface WeatherRun extends Differences {
  seed: string;
  /** Checks of what must always hold that do not. */
  broken: string[];
  thrown: Partial<Record<Fault, number>>;
  /** Dead letters that somebody put back. */
  redriven: number;
  seconds: number;
}

export interface Round {
  /** Names the world: who applies and what everybody does. */
  world: string;
  applications: number;
  /** A synthesized app of the stage `local`. */
  assemblyDir: string;
}

/** As everything else that waits: a fiftieth of what it is on AWS would be too little to be seen, a tenth is. */
const BEHIND_MS = 200;
/** In memory where there is such a folder: a thousand rounds write a lot. */
const SHARED_MEMORY = '/dev/shm';

/** Plays a round in this process, in fair weather or in that of a seed. Its folder goes when all went well. */
async function play({ world, applications, assemblyDir }: Round, weather?: Weather): Promise<Played> {
  const dataDir = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'weather-'));
  const played = await playRound({
    ...{ policy: smallPolicy(world), applications, seed: world, assemblyDir, dataDir },
    watch: () => undefined,
    cloud: { ...(await inlineCloud()), ...(weather && { weather }) },
  });
  rmSync(dataDir, { recursive: true });
  return played;
}

const fairRounds = new Map<string, Promise<Played>>();

/** The outcome of a world in fair weather; played once. */
export function fair(round: Round): Promise<Played> {
  const known = fairRounds.get(round.world) ?? play(round);
  fairRounds.set(round.world, known);
  return known;
}

/** Plays a round in the weather of a seed and compares its outcome with that of fair weather. */
export async function weatherRun(round: Round, seed: string): Promise<WeatherRun> {
  const expected = await fair(round);
  const weather = new Weather(seed, { behindMs: BEHIND_MS });
  const started = performance.now();
  const come = await play(round, weather);
  const outcomes = checkRound(come.exported, come.live);
  return {
    seed,
    ...compare(outcomeOf(expected), outcomeOf(come), true),
    broken: outcomes.filter(({ holds }) => !holds).flatMap(({ name, violations }) => [name, ...violations.slice(0, 3)]),
    thrown: weather.thrown(),
    redriven: come.redriven,
    seconds: (performance.now() - started) / 1000,
  };
}

const outcomeOf = ({ exported, received, live }: Played) => ({
  ...{ exported, received, deadLetters: live.deadLetters, moments: 0 },
});
