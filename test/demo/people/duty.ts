import type { Letter } from '../../../infra/local/start/mailroom.ts';
import type { ROUND_STAGES } from '../../../shared/schemas/records.ts';
import type { Cast } from './cast.ts';
import type { Notebook } from './notebook.ts';

/** Something a person outside the system is going to do. */
export interface Duty {
  id: string;
  /** Two duties of one owner never happen at the same time: an application's id, or that of the round. */
  owner: string;
  /** Domain time, UTC ms, from which it is done; Infinity for one that is never done. */
  readyAt: number;
  stage: (typeof ROUND_STAGES)[number];
  /** Does it and says what was done, in Chinese, for the count; null when there was nothing left to do. */
  perform: () => Promise<string | null>;
}

export const NEVER = Number.POSITIVE_INFINITY;

/** What people know and have at hand. */
export interface Circumstances {
  cast: Cast;
  notebook: Notebook;
}

/** A task's letter: the first, which says when the person had it, and the latest, whose link is good. */
export interface TaskLetters {
  first: Letter;
  latest: Letter;
}
