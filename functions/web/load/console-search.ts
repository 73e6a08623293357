import type * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import { type Hit, MOST_HITS } from '../../../shared/http/pages/console/search.ts';
import { CATEGORIES, UsccShape } from '../../../shared/schemas/basics.ts';
import { ApplicationRecord, SlotRecord } from '../../../shared/schemas/records.ts';
import { applicationIdOf, keys } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { MOST_APPLICATIONS, slotsUpTo } from './console.ts';

const Found = SlotRecord.pick({ applicationId: true, category: true, uscc: true, name: true, applicationNo: true });
const Known = ApplicationRecord.pick({ applicationId: true, status: true, district: true, title: true });
type Found = z.infer<typeof Found>;

/** A firm has few entries in a category: their ids follow from its code, and one request looks at them all. */
const NUMBERS = 25;

/** As people paste it: full-width and small letters, spaces between. */
const tidy = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase();

/** Applications by a whole credit code, or by a part of the firm's name. */
export async function search(
  deps: Deps,
  roundId: string,
  wanted: string,
): Promise<{ hits: Hit[]; more: boolean; tooMany: boolean }> {
  const text = tidy(wanted);
  const none = { hits: [], more: false, tooMany: false };
  if (text === '') return none;
  if (UsccShape.safeParse(text).success)
    return { ...none, hits: await withApplications(deps, await byCode(deps, roundId, text)) };
  const ids = await slotsUpTo(deps, roundId, MOST_APPLICATIONS);
  if (ids.length > MOST_APPLICATIONS) return { ...none, tooMany: true };
  const slots = await getMany(deps.table, ids.map(keys.slot), Found);
  const found = slots
    .filter(({ name }) => tidy(name).includes(text))
    .toSorted((a, b) => (a.applicationId < b.applicationId ? -1 : 1));
  return { ...none, hits: await withApplications(deps, found.slice(0, MOST_HITS)), more: found.length > MOST_HITS };
}

function byCode({ table }: Deps, roundId: string, uscc: string): Promise<Found[]> {
  const numbers = Array.from({ length: NUMBERS }, (_, i) => i + 1);
  const ids = CATEGORIES.flatMap((category) => numbers.map((no) => applicationIdOf(roundId, category, uscc, no)));
  return getMany(table, ids.map(keys.slot), Found);
}

async function withApplications({ table }: Deps, slots: Found[]): Promise<Hit[]> {
  const known = await getMany(
    table,
    slots.map(({ applicationId }) => keys.application(applicationId)),
    Known,
  );
  const byId = new Map(known.map((one) => [one.applicationId, one]));
  return slots.map((slot) => ({ slot, application: byId.get(slot.applicationId) ?? null }));
}
