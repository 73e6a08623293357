import { nowUtc } from '../clock.ts';
import type { Category } from '../schemas/basics.ts';
import { type LetterRecord, ReleaseRecord } from '../schemas/records.ts';
import { keys, outboxIndex } from '../store/keys.ts';
import { forEachId } from '../store/roster.ts';
import { ConditionFailed, type Table } from '../store/table.ts';
import { loadStandings, resultNow } from './letters.ts';

/** Letters that are written in one go: a few seconds of the thirty that there are. */
const PAGE = 500;

export const loadReleases = (table: Table, roundId: string): Promise<ReleaseRecord[]> =>
  table.all(keys.roundPk(roundId), ReleaseRecord, 'RELEASE#');

interface Order {
  roundId: string;
  category: Category;
  /** How many there have been of the category by what the officer looked at: who clicks twice makes one. */
  looked: number;
  by: string;
  reason: string;
}

/**
 * Has the pending letters of a category sent. The record is the order: the stream has it carried out, page by page.
 * @returns false where somebody released meanwhile, or an earlier release is still being carried out
 */
export async function releaseLetters(table: Table, { roundId, category, looked, by, reason }: Order): Promise<boolean> {
  const before = (await loadReleases(table, roundId)).filter((one) => one.category === category);
  if (before.length !== looked || before.some(({ outbox }) => outbox !== undefined)) return false;
  const [at, no] = [nowUtc(), looked + 1];
  const releaseId = `${roundId}~release.${category}.${no}`;
  const item: ReleaseRecord = {
    ...{ entity: 'Release', releaseId, roundId, category, no, by, reason, at, cursor: null, outbox: 'mail' },
  };
  try {
    await table.put(keys.release(roundId, category, no), { ...item, ...outboxIndex(releaseId, at) });
    return true;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return false;
  }
}

/**
 * Writes the next letters of a release, each once for an application, and notes how far it came: while there are more, that
 * brings the release back here. Whoever does the same page at the same time writes the same letters.
 */
export async function writeLetters(table: Table, release: ReleaseRecord): Promise<void> {
  const { roundId, category, no, cursor, at } = release;
  const standings = (await loadStandings(table, roundId, category)).filter(({ ownLetter }) => ownLetter);
  const byId = new Map(standings.map((standing) => [standing.applicationId, standing]));
  const left = [...byId.keys()].sort().filter((id) => cursor === null || id > cursor);
  const page = left.slice(0, PAGE);
  await forEachId(page, async (applicationId) => {
    const standing = byId.get(applicationId);
    const result = standing === undefined ? null : await resultNow(table, standing);
    if (result === null) return;
    const letter: LetterRecord = {
      ...{ entity: 'Letter', applicationId, roundId, ...result, releasedAt: at, outbox: 'mail' },
    };
    await once(() => table.put(keys.letter(applicationId), { ...letter, ...outboxIndex(applicationId, nowUtc()) }));
  });
  const more = left.length > page.length;
  await once(() =>
    table.update(keys.release(roundId, category, no), {
      set: { cursor: page.at(-1) ?? cursor, ...(more ? {} : { finishedAt: nowUtc() }) },
      ...(more ? {} : { remove: ['outbox', 'gsi1pk', 'gsi1sk'] }),
      when: { outbox: 'mail', cursor },
    }),
  );
}

/** Somebody who did the same before has done it. */
async function once(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
