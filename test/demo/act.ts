/**
 * Lets the simulated people of a local cloud that runs (`npm start`) do all that is open now.
 * Told its folder; prints what was done, by count, as JSON.
 */
import { join } from 'node:path';
import { Mailroom } from '../../infra/local/start/mailroom.ts';
import { siteAt, smallWorld, visitorsApplications } from './interactive.ts';
import { castOf } from './people/cast.ts';
import type { Duty } from './people/duty.ts';
import { Notebook } from './people/notebook.ts';
import { People } from './people/people.ts';
import { performWave, waveOf } from './waves.ts';

const [dataDir = ''] = process.argv.slice(2);
const cast = castOf(smallWorld());
const notebook = new Notebook(join(dataDir, 'people', 'notebook.json'));
const people = new People({ cast, notebook }, siteAt(dataDir).endpoints.http);
// Letters that nobody knows are the visitor's own affair, such as an objection that the visitor made.
await people.receive(new Mailroom(join(dataDir, 'mail')).fetch());
const left = new Set(visitorsApplications(cast));
/** Looked at in this run, with or without anything left to do there. */
const tried = new Set(notebook.notes.done);
const counts = new Map<string, number>();
for (;;) {
  // Never the visitor's own uploads, and nothing that the plan of the world leaves undone.
  const open = people
    .duties()
    .filter(({ id, owner, stage }) => !tried.has(id) && !(stage === 'intake' && left.has(owner)));
  const wave = waveOf(open, Number.MAX_SAFE_INTEGER);
  if (wave.length === 0) break;
  for (const { id } of wave) tried.add(id);
  // A link that had run out is no reason to ignore the next letter: only what was really done is never done again.
  const done: string[] = [];
  const noting = (duty: Duty): Duty => ({
    ...duty,
    perform: async () => {
      const counted = await duty.perform();
      if (counted !== null) done.push(duty.id);
      return counted;
    },
  });
  try {
    for (const [what, count] of await performWave(wave.map(noting))) counts.set(what, (counts.get(what) ?? 0) + count);
  } finally {
    notebook.note((notes) => {
      notes.done.push(...done);
    });
  }
}
console.log(JSON.stringify(Object.fromEntries(counts)));
