/** `npm run licences`: which licences come with what is bundled into functions and pages, and with the tools; exit code 1 for one that may not. */
import { readFileSync } from 'node:fs';
import { Lock, licencesOf, refusals } from './licence-rules.ts';

const lock = Lock.parse(JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')));
const found = licencesOf(lock);
for (const use of ['bundled', 'tools'] as const) {
  const own = found.filter((one) => one.use === use);
  const counts = Map.groupBy(own, ({ licence }) => licence);
  console.log(`${use} (${own.length})`);
  for (const [licence, packages] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${licence}: ${packages.length}`);
}
const refused = refusals(found);
for (const line of refused) console.error(line);
process.exitCode = refused.length === 0 ? 0 : 1;
