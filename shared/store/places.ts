import * as z from 'zod';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import { PlaceRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import { ConditionFailed, type Table } from './table.ts';
import { settleWait } from './waits.ts';

/** All places of a category, in the order of the ranking. */
export async function loadPlaces(table: Table, roundId: string, category: Category): Promise<PlaceRecord[]> {
  const places = await table.all(keys.placesPk(roundId, category), PlaceRecord);
  return places.toSorted((a, b) => a.order - b.order);
}

export async function loadAllPlaces(table: Table, roundId: string): Promise<PlaceRecord[]> {
  return (await Promise.all(CATEGORIES.map((category) => loadPlaces(table, roundId, category)))).flat();
}

/**
 * Takes a place up into a list, unless somebody has objected in the same moment, or its notice was corrected and runs anew;
 * from then on nobody can. Until the list is written it may be taken up again.
 */
export async function takeUp(
  table: Table,
  place: Pick<PlaceRecord, 'roundId' | 'category' | 'applicationId' | 'noticeEndsAt'>,
  listNo: number,
): Promise<boolean> {
  const { roundId, category, applicationId, noticeEndsAt } = place;
  try {
    const change = { set: { proposedIn: listNo }, when: { state: 'shortlisted', openObjections: 0, noticeEndsAt } };
    await table.update(keys.place(roundId, category, applicationId), change);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** The wait of the round's execution between two lists; each is a new one, numbered by the gate. */
export const placesWaitId = (roundId: string, turn: number) => `${roundId}~places.${turn}`;
const PlacesGate = z.object({ turn: z.int() });

/**
 * Something changed that may let places, accounts or settlements go on: wakes the round if it waits for that. Whoever
 * is about to wait makes the wait first and looks afterwards, so no change is missed.
 */
export async function wakeLists(table: Table, roundId: string): Promise<void> {
  const gate = await table.get(keys.gate(roundId, 'places'), PlacesGate);
  if (gate !== null) await settleWait(table, placesWaitId(roundId, gate.turn), { decision: 'changed' });
}

/** Begins a new wait and returns its number. */
export async function nextPlacesTurn(table: Table, roundId: string, deadline: string): Promise<number> {
  const item = await table.update(keys.gate(roundId, 'places'), {
    set: { entity: 'Gate', roundId, stage: 'places', deadline, closed: false, extensions: [] },
    add: { turn: 1 },
    upsert: true,
  });
  return Number(item['turn']);
}
