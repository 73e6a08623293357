import { type UpheldEffect, upheldEffect } from '../domain/objections.ts';
import type { ObjectionRecord, PlaceRecord } from '../schemas/records.ts';
import { categoryOf } from '../store/keys.ts';
import { loadPlaces } from '../store/places.ts';
import type { Table } from '../store/table.ts';

/** Who would leave and who would move up as the places are now; null where the place is not held any more. */
export async function effectOf(
  table: Table,
  { roundId, applicationId }: Pick<ObjectionRecord, 'roundId' | 'applicationId'>,
): Promise<UpheldEffect | null> {
  const places = await loadPlaces(table, roundId, categoryOf(applicationId));
  const inState = (state: PlaceRecord['state']) =>
    places.filter((place) => place.state === state).map((place) => place.applicationId);
  const shortlisted = inState('shortlisted');
  if (!shortlisted.includes(applicationId)) return null;
  return upheldEffect({ shortlisted, reserve: inState('reserve'), removed: applicationId });
}
