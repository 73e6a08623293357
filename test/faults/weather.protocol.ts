import * as z from 'zod';
import type { WeatherRun } from './weather.ts';

/** What a process is told that plays rounds in bad weather. */
export const WeatherOrder = z.strictObject({
  applications: z.int(),
  assemblyDir: z.string(),
  seeds: z.array(z.strictObject({ seed: z.string(), world: z.string() })),
});
export type WeatherOrder = z.infer<typeof WeatherOrder>;

/** One line of its output: what came of a round, or why it did not get to its end. */
export type WeatherLine = WeatherRun | { seed: string; failed: string };
