/**
 * Plays rounds in the weather of one seed after the other, in this process, and prints what came of each, a line of JSON
 * each. A round that does not get to its end is printed too, with why.
 */
import { WeatherOrder } from './weather.protocol.ts';

const { applications, assemblyDir, seeds } = WeatherOrder.parse(JSON.parse(process.argv[2] ?? ''));
// What is loaded later sees the network as the weather has it.
const { weatherRun } = await import('./weather.ts');

for (const { seed, world } of seeds) {
  const line = await weatherRun({ world, applications, assemblyDir }, seed).catch((error: unknown) => ({
    seed,
    failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }));
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
// Connections that are kept alive would keep the process.
process.exit(0);
