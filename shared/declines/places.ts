import { type Held, nextOfReserve } from '../domain/declines.ts';
import type { Policy } from '../policy/schema.ts';
import { ApplicationRecord } from '../schemas/records.ts';
import { categoryOf, keys } from '../store/keys.ts';
import { getMany } from '../store/many.ts';
import { loadAllPlaces } from '../store/places.ts';
import type { Table } from '../store/table.ts';

const Named = ApplicationRecord.pick({ applicationId: true, uscc: true });

/** All places as they are now, each category in the order of its ranking. */
export async function heldPlaces(table: Table, policy: Policy, roundId: string): Promise<Held[]> {
  const places = await loadAllPlaces(table, roundId);
  const ids = places.map(({ applicationId }) => keys.application(applicationId));
  // Who stands behind a place matters only where one provider may win only once.
  const known = policy.providerMayWinInSeveral.value ? [] : await getMany(table, ids, Named);
  const usccs = new Map(known.map(({ applicationId, uscc }) => [applicationId, uscc]));
  return places.map((place) => ({ ...place, uscc: usccs.get(place.applicationId) ?? '' }));
}

/** 五(四): who would move up into the place of this one, as the places are now; null where nobody is left. */
export const nextFor = async (
  table: Table,
  policy: Policy,
  { roundId, awardId }: { roundId: string; awardId: string },
): Promise<string | null> => nextOfReserve(policy, categoryOf(awardId), await heldPlaces(table, policy, roundId));

/** What the page about a freed place shows: who rules on something else looks again. */
export const seenNext = (next: string | null): string => (next === null ? 'none' : next.slice(-16));
