import { heldPlaces } from '../declines/places.ts';
import { type UpheldEffect, upheldEffect } from '../domain/objections.ts';
import type { Policy } from '../policy/schema.ts';
import type { ObjectionRecord } from '../schemas/records.ts';
import type { Table } from '../store/table.ts';

/** Who would leave and who would move up as the places are now; null where the place is not held any more. */
export const effectOf = async (
  table: Table,
  policy: Policy,
  { roundId, applicationId }: Pick<ObjectionRecord, 'roundId' | 'applicationId'>,
): Promise<UpheldEffect | null> => upheldEffect(policy, await heldPlaces(table, policy, roundId), applicationId);
