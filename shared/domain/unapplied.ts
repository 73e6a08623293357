import type { Policy } from '../policy/schema.ts';
import { CATEGORIES, type Category } from '../schemas/basics.ts';
import type { SlotRecord } from '../schemas/records.ts';
import type { PilotRow, ProviderRow } from '../schemas/registers.ts';
import { mayApplyAsPilot } from './eligibility/enterprise.ts';
import { mayApplyAsProvider } from './eligibility/provider.ts';

export type InvitedSlot = Pick<SlotRecord, 'applicationId' | 'category' | 'uscc' | 'name' | 'applicationNo'> &
  Partial<Pick<SlotRecord, 'reminders' | 'mailedAt' | 'outbox'>>;

/** A firm of the district that may apply and has not; without `slot` nobody has invited it. */
export interface UnappliedFirm {
  category: Category;
  uscc: string;
  name: string;
  slot: InvitedSlot | null;
}

const DAY_MS = 86_400_000;

/** Whether a firm can be reminded now: invited, its letter sent, and not within the last day. A letter a day is enough for anybody. */
export const canBeReminded = ({ slot }: UnappliedFirm, now: string): boolean =>
  slot?.outbox === undefined && slot?.mailedAt !== undefined && Date.parse(now) - Date.parse(slot.mailedAt) >= DAY_MS;

export interface DistrictFirms {
  /** Invited applications of the district's firms that were sent in. */
  applied: number;
  unapplied: UnappliedFirm[];
  /** Invited, but by the registers alone not eligible: nobody is urged to apply in vain. */
  ineligible: number;
}

export interface FirmsInput {
  policy: Policy;
  /** Code of the district. */
  district: string;
  pilots: readonly PilotRow[];
  providers: readonly ProviderRow[];
  slots: readonly InvitedSlot[];
  /** Ids of all applications that came in. */
  applied: ReadonlySet<string>;
}

/**
 * 二, 五(二): the firms of a district that the registers would let apply and that have not applied, by category and credit code.
 * A provider that nobody invited is listed as a service provider only: whether it has a solution or a case no register knows.
 */
export function districtFirms({ policy, district, pilots, providers, slots, applied }: FirmsInput): DistrictFirms {
  const pilotOf = new Map(pilots.map((row) => [row.uscc, row]));
  const providerOf = new Map(providers.map((row) => [row.uscc, row]));
  const servedBy = Map.groupBy(pilots, ({ providerUscc }) => providerUscc);
  const eligible = (category: Category, uscc: string): boolean => {
    const provider = providerOf.get(uscc) ?? null;
    if (category === 'benchmark-enterprise') return mayApplyAsPilot(policy, pilotOf.get(uscc) ?? null);
    return category === 'service-provider'
      ? mayApplyAsProvider(policy, provider, servedBy.get(uscc) ?? [])
      : provider !== null;
  };
  const own = slots.filter(({ category, uscc }) => {
    const row = category === 'benchmark-enterprise' ? pilotOf.get(uscc) : providerOf.get(uscc);
    return row?.district === district;
  });
  const missing = own.filter(({ applicationId }) => !applied.has(applicationId));
  const invited = missing
    .filter(({ category, uscc }) => eligible(category, uscc))
    .map((slot): UnappliedFirm => ({ category: slot.category, uscc: slot.uscc, name: slot.name, slot }));
  const known = new Set(own.map(({ category, uscc }) => `${category} ${uscc}`));
  const uninvited = (
    [
      ['benchmark-enterprise', pilots],
      ['service-provider', providers],
    ] as const
  ).flatMap(([category, rows]) =>
    rows
      .filter(
        (row) => row.district === district && !known.has(`${category} ${row.uscc}`) && eligible(category, row.uscc),
      )
      .map(({ uscc, name }): UnappliedFirm => ({ category, uscc, name, slot: null })),
  );
  return {
    applied: own.length - missing.length,
    unapplied: [...invited, ...uninvited].toSorted(inOrder),
    ineligible: missing.length - invited.length,
  };
}

const inOrder = (a: UnappliedFirm, b: UnappliedFirm): number =>
  CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category) || (sortKey(a) < sortKey(b) ? -1 : 1);
const sortKey = ({ uscc, slot }: UnappliedFirm) => `${uscc} ${slot?.applicationNo ?? 0}`;
