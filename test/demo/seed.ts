/**
 * Fills a local cloud that runs (`npm start`): opens the round, waits for the invitations, and lets most applicants upload.
 * Told its folder, and a folder for the packages that are left to the visitor; prints what it made as JSON.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mailroom } from '../../infra/local/start/mailroom.ts';
import { siteAt, smallWorld, visitorsApplications, writeVisitorsPackages } from './interactive.ts';
import { castOf } from './people/cast.ts';
import { Notebook } from './people/notebook.ts';
import { People } from './people/people.ts';
import { operatorOf, storesOf } from './stage.ts';
import { performWave, waveOf } from './waves.ts';

const RECHECK_MS = 50;
const PATIENCE_MS = 120_000;

const [dataDir = '', packagesDir = ''] = process.argv.slice(2);
const world = smallWorld();
const site = siteAt(dataDir);
const stores = storesOf(site);
const { operator, close } = operatorOf(site, stores.evidence);
await operator.open(world);

const mailroom = new Mailroom(join(dataDir, 'mail'));
const invited = () => mailroom.letters.filter(({ kind }) => kind === 'slot').length;
const impatientAt = performance.now() + PATIENCE_MS;
while (invited() < world.registers.invitations.length) {
  if (performance.now() > impatientAt) throw new Error(`only ${invited()} invitations have arrived`);
  mailroom.fetch();
  await sleep(RECHECK_MS);
}

const cast = castOf(world);
const notebook = new Notebook(join(dataDir, 'people', 'notebook.json'));
const people = new People({ cast, notebook }, site.endpoints.http);
await people.receive([...mailroom.letters]);
const left = new Set(visitorsApplications(cast));
const wave = waveOf(people.duties(), Number.MAX_SAFE_INTEGER).filter(({ owner }) => !left.has(owner));
await performWave(wave);
notebook.note((notes) => {
  notes.done.push(...wave.map(({ id }) => id));
});
stores.close();
close();
console.log(JSON.stringify({ roundId: world.roundId, packages: writeVisitorsPackages(world, packagesDir) }));
