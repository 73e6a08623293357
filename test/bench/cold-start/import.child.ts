/** Imports one bundle in a fresh process, as Lambda does before a function's first answer: `node import.child.ts FILE`. */
import { pathToFileURL } from 'node:url';

const [, , file = ''] = process.argv;
const before = process.cpuUsage();
const started = performance.now();
const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(before);
if (typeof module['handler'] !== 'function') throw new Error(`${file} has no handler`);
process.stdout.write(JSON.stringify({ milliseconds, processor: (user + system) / 1000 }));
process.exit(0);
