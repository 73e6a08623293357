/**
 * Lets the simulated people of a local cloud that runs (`npm start`) do what is open now, one thing for each application.
 * Told its folder; prints what was done, by count, as JSON.
 */
import { join } from 'node:path';
import { Mailroom } from '../../infra/local/start/mailroom.ts';
import { siteAt, smallWorld, visitorsApplications } from './interactive.ts';
import { castOf } from './people/cast.ts';
import { Notebook } from './people/notebook.ts';
import { People } from './people/people.ts';
import { performWave, waveOf } from './waves.ts';

const [dataDir = ''] = process.argv.slice(2);
const cast = castOf(smallWorld());
const notebook = new Notebook(join(dataDir, 'people', 'notebook.json'));
const people = new People({ cast, notebook }, siteAt(dataDir).endpoints.http);
// Letters that nobody knows are the visitor's own affair, such as an objection that the visitor made.
await people.receive(new Mailroom(join(dataDir, 'mail')).fetch());
const done = new Set(notebook.notes.done);
const left = new Set(visitorsApplications(cast));
// Never the visitor's own uploads, and nothing that the plan of the world leaves undone.
const open = people
  .duties()
  .filter(({ id, owner, stage }) => !done.has(id) && !(stage === 'intake' && left.has(owner)));
const wave = waveOf(open, Number.MAX_SAFE_INTEGER);
const counts = await performWave(wave);
notebook.note((notes) => {
  notes.done.push(...wave.map(({ id }) => id));
});
console.log(JSON.stringify(Object.fromEntries(counts)));
