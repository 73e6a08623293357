/**
 * `node infra/delivery/protect.ts BEFORE.json AFTER.json`: exit code 1 when a deployment of the second template over the first would take
 * away, replace or lay bare what keeps data.
 */
import { readFileSync } from 'node:fs';
import { losses, Template } from './protected.ts';

const [before = '', after = ''] = process.argv.slice(2);
const read = (file: string) => Template.parse(JSON.parse(readFileSync(file, 'utf8')));
const found = losses(read(before), read(after));
for (const loss of found) console.log(`- ${loss}`);
console.log(found.length === 0 ? `${after}: nothing that keeps data is touched` : `${after}: refused`);
process.exitCode = found.length === 0 ? 0 : 1;
