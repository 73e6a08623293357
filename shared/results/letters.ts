import type * as z from 'zod';
import { resultOf, type Standing, standingsOf } from '../domain/results.ts';
import type { ResultLetter } from '../mail/results.ts';
import type { Category } from '../schemas/basics.ts';
import { ApplicationRecord, AwardRecord, LetterRecord, PlaceRecord, ScoreRecord } from '../schemas/records.ts';
import type { Result } from '../schemas/result-records.ts';
import { categoryOf, keys } from '../store/keys.ts';
import { loadAwards } from '../store/lists.ts';
import { loadPlaces } from '../store/places.ts';
import type { Table } from '../store/table.ts';

const Points = ScoreRecord.pick({ byIndicator: true });
const Named = ApplicationRecord.pick({ title: true });

/** How everybody in a category came out, in the order of the ranking. */
export async function loadStandings(table: Table, roundId: string, category: Category): Promise<Standing[]> {
  const [places, awards] = await Promise.all([loadPlaces(table, roundId, category), loadAwards(table, roundId)]);
  return standingsOf(places, awards);
}

/** What the letter to one of them says by the records as they are; null where there is nothing to tell yet. */
export async function resultNow(table: Table, standing: Standing): Promise<Result | null> {
  if (standing.kind === null) return null;
  return resultOf(standing, standing.kind, await table.get(keys.score(standing.applicationId), Points));
}

/** The result of a winner whose list is announced, who is told by the request for its account. */
export async function resultOfAward(table: Table, award: z.infer<typeof AwardRecord>): Promise<Result | null> {
  const { roundId, category, awardId } = award;
  const [place, score] = await Promise.all([
    table.get(keys.place(roundId, category, awardId), PlaceRecord),
    table.get(keys.score(awardId), Points),
  ]);
  return place === null ? null : resultOf({ place, position: null }, 'awarded', score);
}

/** What fills a letter: the result, and what the application is called and gets. */
export async function letterOf(
  table: Table,
  { roundId, applicationId }: { roundId: string; applicationId: string },
  result: Result,
): Promise<ResultLetter> {
  const [application, award] = await Promise.all([
    table.get(keys.application(applicationId), Named),
    table.get(keys.award(roundId, applicationId), AwardRecord),
  ]);
  const category = categoryOf(applicationId);
  return { result, category, title: application?.title ?? '', amountFen: award?.amountFen ?? null };
}

export const loadLetter = (table: Table, applicationId: string): Promise<LetterRecord | null> =>
  table.get(keys.letter(applicationId), LetterRecord);
