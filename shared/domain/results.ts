import type { AwardRecord, PlaceRecord } from '../schemas/award-records.ts';
import type { Result, ResultKind } from '../schemas/result-records.ts';
import type { ScoreRecord } from '../schemas/scoring-records.ts';
import { parse, toFixedHalfUp } from './rational.ts';

type Place = Pick<PlaceRecord, 'applicationId' | 'rank' | 'order' | 'shown'> & { state: PlaceRecord['state'] };
type Award = Pick<AwardRecord, 'awardId' | 'amountFen' | 'status'>;

/** How one application of a category stands when its letter is looked for. */
export interface Standing {
  applicationId: string;
  place: Place;
  /** Null as long as it is open, and for who declined: there is nothing to tell then. */
  kind: ResultKind | null;
  position: number | null;
  /** Whether a letter of its own says it: the request for the account says so to a winner who is paid. */
  ownLetter: boolean;
}

/**
 * 五(四): how everybody in a category's ranking came out, in the order of the ranking. Places that are frozen, under notice or not
 * announced yet are open; who has no place to hope for, and who waits for one, is told with its position.
 */
export function standingsOf(places: readonly Place[], awards: readonly Award[]): Standing[] {
  const awarded = new Map(awards.map((award) => [award.awardId, award]));
  let reserve = 0;
  return places
    .toSorted((a, b) => a.order - b.order)
    .map((place) => {
      const award = awarded.get(place.applicationId);
      const kind = kindOf(place.state, award);
      if (kind === 'reserve') reserve += 1;
      return {
        ...{ applicationId: place.applicationId, place, kind },
        position: kind === 'reserve' ? reserve : null,
        ownLetter: kind !== null && !(kind === 'awarded' && award !== undefined && award.amountFen > 0),
      };
    });
}

function kindOf(state: PlaceRecord['state'], award: Award | undefined): ResultKind | null {
  switch (state) {
    case 'confirmed':
      return award === undefined ? null : 'awarded';
    case 'reserve':
      return 'reserve';
    case 'below-pass':
    case 'excluded':
    case 'removed':
      return 'not-awarded';
    case 'shortlisted':
    case 'declined':
      return null;
    default:
      return state satisfies never;
  }
}

const WHY = { 'below-pass': 'below-pass', excluded: 'excluded', removed: 'removed' } as const;
const hasWhy = (state: string): state is keyof typeof WHY => state in WHY;

/** What its letter says. @param score its own total, indicator by indicator; rounded here, half up */
export const resultOf = (
  { place, position }: Pick<Standing, 'place' | 'position'>,
  kind: ResultKind,
  score: Pick<ScoreRecord, 'byIndicator'> | null,
): Result => ({
  ...{ kind, rank: place.rank, position, shown: place.shown },
  why: hasWhy(place.state) ? WHY[place.state] : null,
  byIndicator: Object.fromEntries(
    Object.entries(score?.byIndicator ?? {}).map(([code, exact]) => [code, toFixedHalfUp(parse(exact), 2)]),
  ),
});

/**
 * Whether the letters of a category may go: `done` when nothing of it is open any more; `some` when its first list is announced
 * and others may still move up; `early` before that.
 */
export function releaseOf(
  standings: readonly Standing[],
  openFills: number,
  listed: boolean,
): 'done' | 'some' | 'early' {
  const open = standings.some(({ place, kind }) => kind === null && place.state !== 'declined') || openFills > 0;
  if (!open) return 'done';
  return listed ? 'some' : 'early';
}
