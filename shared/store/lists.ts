import { NotFound } from '../bad-input.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { type AwardAmount, awardAmount } from '../domain/disbursement.ts';
import { ownAwardsOf } from '../domain/ledger.ts';
import {
  ApplicationRecord,
  AwardRecord,
  LedgerRecord,
  ListRecord,
  type OwnAward,
  type PlaceRecord,
  PlanRecord,
} from '../schemas/records.ts';
import { categoryOf, keys } from './keys.ts';
import { loadLedger } from './ledger.ts';
import { registerRow, registerRows } from './registers.ts';
import { loadPinned } from './rounds.ts';
import type { Table } from './table.ts';

export const loadLists = (table: Table, roundId: string) => table.all(keys.roundPk(roundId), ListRecord, 'LIST#');
export const loadPlans = (table: Table, roundId: string) => table.all(keys.roundPk(roundId), PlanRecord, 'PLAN#');
export const loadAwards = (table: Table, roundId: string) => table.all(keys.awardsPk(roundId), AwardRecord);

/** What an award is worth, and what of its payee's ledger it was worked out with. */
interface Worth {
  application: ApplicationRecord;
  amount: AwardAmount;
  ownAwards: OwnAward[];
  /** Whether it is bound; else it is what it would be now. */
  bound: boolean;
  /** Of the ledger as it was read; 0 where there is none yet. */
  version: number;
}

/** The award an application would get, or gets (四), worked out from the pinned registers and its payee's ledger. */
export async function amountOf({ table, evidence }: Deps, applicationId: string): Promise<Worth> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  const { uscc, roundId } = application;
  // The version first: who bound something after it was read is met when this one is bound.
  const head = await table.get(keys.ledger(uscc), LedgerRecord);
  const { policy, registers } = await loadPinned(table, evidence, roundId);
  const category = categoryOf(applicationId);
  const enterprise = policy.categories[category].award.value.kind === 'share-of-investment';
  const [entries, pilot, pastSubsidies] = await Promise.all([
    loadLedger(table, uscc),
    enterprise ? registerRow(table, 'pilots', registers.pilots, uscc) : null,
    enterprise ? registerRows(table, 'subsidies', registers.subsidies, `${uscc}#`) : [],
  ]);
  const entry = entries.find((one) => one.awardId === applicationId);
  const now = enterprise ? ownAwardsOf(entries, applicationId, pastSubsidies) : [];
  const ownAwards = entry?.ownAwards ?? now;
  return {
    application,
    amount: awardAmount(policy, category, { investmentFen: pilot?.investmentFen ?? null, pastSubsidies, ownAwards }),
    ownAwards,
    bound: entry !== undefined,
    version: head?.version ?? 0,
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
