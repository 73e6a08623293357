import { expect, test } from 'vitest';
import { FAULTS } from '../../infra/local/weather/faults.ts';
import { assembly } from '../integration/round/small.ts';
import type { WeatherLine } from './weather.protocol.ts';
import { playInProcess } from './weather-process.ts';

const APPLICATIONS = 20;
const SEEDS = ['1', '2'].map((seed) => ({ seed, world: 'tested' }));
const NOTHING = { lost: 0, twice: 0, differing: 0, parked: 0, details: [], broken: [] };

test('rounds in bad weather come to what the same round comes to in fair weather, and everything was thrown', async () => {
  const lines: WeatherLine[] = [];
  await playInProcess({ applications: APPLICATIONS, assemblyDir: await assembly(), seeds: SEEDS }, (line) =>
    lines.push(line),
  );
  expect(lines.map(({ seed }) => seed)).toEqual(SEEDS.map(({ seed }) => seed));
  for (const line of lines) expect(line, `seed ${line.seed}`).toMatchObject(NOTHING);
  const thrown = new Set(lines.flatMap((line) => ('thrown' in line ? Object.keys(line.thrown) : [])));
  expect([...thrown].sort()).toEqual([...FAULTS].sort());
}, 600_000);
