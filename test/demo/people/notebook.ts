import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { Category } from '../../../shared/schemas/basics.ts';
import { UploadForm } from '../outside/uploads.ts';

const Notes = z.object({
  /** Upload pages that somebody left open past the closing time, by application. */
  openForms: z.record(z.string(), UploadForm).default({}),
  /** The shortlist as the public notice first showed it. */
  shortlist: z.partialRecord(Category, z.array(z.string())).nullable().default(null),
  /** Receipt numbers of objections, in the order of the world's plan; null for one that nobody could file. */
  objections: z.record(z.string(), z.string().nullable()).default({}),
  /** Duties that were done while somebody looked on: a visitor may have them done one wave at a time. */
  done: z.array(z.string()).default([]),
  /** When the finance office paid, UTC ms. */
  paydays: z.array(z.number()).default([]),
});
type Notes = z.infer<typeof Notes>;

/** What people outside the system keep on their desks; on disk, so that a run that was killed can go on. */
export class Notebook {
  readonly #file: string;
  readonly #notes: Notes;

  constructor(file: string) {
    this.#file = file;
    this.#notes = Notes.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  }

  get notes(): Readonly<Notes> {
    return this.#notes;
  }

  /** Changes a note; it is on disk when this returns. */
  note(change: (notes: Notes) => void): void {
    change(this.#notes);
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#notes));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
