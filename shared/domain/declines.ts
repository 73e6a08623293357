import type { Policy } from '../policy/schema.ts';
import type { AwardRecord, PlaceRecord, PlanRecord } from '../schemas/award-records.ts';
import type { Category } from '../schemas/basics.ts';

/**
 * 五(四), 五(五): whether a winner may still give its award back (放弃). Once its plan is approved finance is told to pay; a payment that
 * came back was approved before; and an award of nothing asks nobody for anything.
 * @param plan the award's, where it is in one
 */
export function mayDecline(
  { status, attempt, amountFen }: Pick<AwardRecord, 'status' | 'attempt' | 'amountFen'>,
  plan: Pick<PlanRecord, 'status'> | null,
): boolean {
  if (attempt > 1 || amountFen === 0) return false;
  if (status === 'announced' || status === 'payable') return true;
  return status === 'planned' && (plan?.status === 'proposed' || plan?.status === 'rejected');
}

/** What is asked of a place for the reserve: who holds it, and how it stands. */
export type Held = Pick<PlaceRecord, 'applicationId' | 'category'> & { state: string; uscc: string };

/** Whether somebody has this place: it is on its way to an award, or has become one that stands. */
export const isHeld = (state: string): boolean => state === 'shortlisted' || state === 'confirmed';

/**
 * 四, 五(四): who moves up into a place that a winner gave back, or that an objection freed: the first of the reserve in the order of the ranking. Where one
 * provider may win only once, whoever has a place in another of the categories for providers is passed over.
 * @param places of all categories, each category in the order of its ranking
 * @returns null where nobody is left
 */
export function nextOfReserve(
  policy: Pick<Policy, 'providerMayWinInSeveral'>,
  category: Category,
  places: readonly Held[],
): string | null {
  const once = !policy.providerMayWinInSeveral.value && category !== 'benchmark-enterprise';
  const winners = new Set(
    places
      .filter((one) => isHeld(one.state) && one.category !== category && one.category !== 'benchmark-enterprise')
      .map(({ uscc }) => uscc),
  );
  const next = places.find(
    (one) => one.category === category && one.state === 'reserve' && !(once && winners.has(one.uscc)),
  );
  return next?.applicationId ?? null;
}
