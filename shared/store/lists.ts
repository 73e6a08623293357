import { NotFound } from '../bad-input.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { type AwardAmount, awardAmount } from '../domain/disbursement.ts';
import { ApplicationRecord, AwardRecord, ListRecord, type PlaceRecord, PlanRecord } from '../schemas/records.ts';
import { categoryOf, keys } from './keys.ts';
import { registerRow, registerRows } from './registers.ts';
import { loadPinned } from './rounds.ts';
import type { Table } from './table.ts';

export const loadLists = (table: Table, roundId: string) => table.all(keys.roundPk(roundId), ListRecord, 'LIST#');
export const loadPlans = (table: Table, roundId: string) => table.all(keys.roundPk(roundId), PlanRecord, 'PLAN#');
export const loadAwards = (table: Table, roundId: string) => table.all(keys.awardsPk(roundId), AwardRecord);

/** The award an application would get (四), worked out from the pinned registers. */
export async function amountOf(
  { table, evidence }: Deps,
  applicationId: string,
): Promise<{ application: ApplicationRecord; amount: AwardAmount }> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  const { policy, registers } = await loadPinned(table, evidence, application.roundId);
  const category = categoryOf(applicationId);
  const enterprise = policy.categories[category].award.value.kind === 'share-of-investment';
  const [pilot, pastSubsidies] = enterprise
    ? await Promise.all([
        registerRow(table, 'pilots', registers.pilots, application.uscc),
        registerRows(table, 'subsidies', registers.subsidies, `${application.uscc}#`),
      ])
    : [null, []];
  return {
    application,
    amount: awardAmount(policy, category, { investmentFen: pilot?.investmentFen ?? null, pastSubsidies }),
  };
}

/** What is confirmed is what is announced: ids with their amounts, by one hash. */
export const listHash = (lines: { applicationId: string; amountFen: number }[]): string =>
  sha256Hex(canonicalJson(lines.map(({ applicationId, amountFen }) => [applicationId, amountFen])));

/** A place that may go on a list: its notice is over, nobody's objection is open, and it is on none yet. */
export const isReleasable = (place: PlaceRecord, now: string): boolean =>
  place.state === 'shortlisted' &&
  place.listNo === null &&
  place.openObjections === 0 &&
  place.noticeEndsAt !== null &&
  place.noticeEndsAt < now;
