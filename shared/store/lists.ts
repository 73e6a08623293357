import type * as z from 'zod';
import { BadInput, NotFound } from '../bad-input.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { type AwardAmount, awardAmount } from '../domain/disbursement.ts';
import { ownAwardsOf } from '../domain/ledger.ts';
import {
  ApplicationRecord,
  AwardRecord,
  LedgerRecord,
  ListHead,
  type ListRecord,
  type OwnAward,
  type PagedIds,
  type PlaceRecord,
  PlanHead,
  type PlanRecord,
} from '../schemas/records.ts';
import { IDS_A_PAGE, readIds, writeIds } from './id-pages.ts';
import { categoryOf, keys } from './keys.ts';
import { loadLedger } from './ledger.ts';
import { registerRow, registerRows } from './registers.ts';
import { loadPinned } from './rounds.ts';
import type { Table } from './table.ts';

const listName = (roundId: string, listNo: number) => `${roundId}#LIST#${listNo}`;
const planName = (roundId: string, planNo: number) => `${roundId}#PLAN#${planNo}`;

/**
 * Makes a list known, with as many ids as there are: pages first, then the one record that makes it a list. What was broken off
 * before that is nothing. @throws ConditionFailed where there is one of its number
 */
export async function putList(table: Table, { applicationIds, ...head }: ListRecord): Promise<void> {
  const { roundId, listNo } = head;
  const kept = await keptIds(table, listName(roundId, listNo), applicationIds);
  const ids = 'ids' in kept ? { applicationIds: kept.ids } : kept;
  await table.put(keys.list(roundId, listNo), { ...head, ...ids });
}

/** The same of a plan. @throws ConditionFailed where there is one of its number */
export async function putPlan(table: Table, { awardIds, ...head }: PlanRecord): Promise<void> {
  const { roundId, planNo } = head;
  const kept = await keptIds(table, planName(roundId, planNo), awardIds);
  const ids = 'ids' in kept ? { awardIds: kept.ids } : kept;
  await table.put(keys.plan(roundId, planNo), { ...head, ...ids });
}

const keptIds = async (table: Table, of: string, ids: string[]): Promise<{ ids: string[] } | { paged: PagedIds }> =>
  ids.length <= IDS_A_PAGE ? { ids } : { paged: await writeIds(table, of, ids) };

/** A list with its ids, however it is kept. @throws BadInput record.malformed where they are not all there */
export async function wholeList(table: Table, head: z.infer<typeof ListHead>): Promise<ListRecord> {
  const { paged, ...list } = head;
  const applicationIds = await idsOf(table, listName(head.roundId, head.listNo), head.applicationIds, paged);
  return { ...list, applicationIds };
}

/** The same of a plan. */
export async function wholePlan(table: Table, head: z.infer<typeof PlanHead>): Promise<PlanRecord> {
  const { paged, ...plan } = head;
  return { ...plan, awardIds: await idsOf(table, planName(head.roundId, head.planNo), head.awardIds, paged) };
}

async function idsOf(
  table: Table,
  of: string,
  kept: string[] | undefined,
  paged: PagedIds | undefined,
): Promise<string[]> {
  if (paged !== undefined) return readIds(table, of, paged);
  if (kept === undefined) throw new BadInput('record.malformed', `${of} has no ids`);
  return kept;
}

/** A list by its number; null where there is none. */
export async function loadList(table: Table, roundId: string, listNo: number): Promise<ListRecord | null> {
  const head = await table.get(keys.list(roundId, listNo), ListHead);
  return head === null ? null : wholeList(table, head);
}

/** A plan by its number; null where there is none. */
export async function loadPlan(table: Table, roundId: string, planNo: number): Promise<PlanRecord | null> {
  const head = await table.get(keys.plan(roundId, planNo), PlanHead);
  return head === null ? null : wholePlan(table, head);
}

/** All lists of a round, in their order. */
export async function loadLists(table: Table, roundId: string): Promise<ListRecord[]> {
  const heads = await table.all(keys.roundPk(roundId), ListHead, 'LIST#');
  return Promise.all(heads.map((head) => wholeList(table, head)));
}

/** All plans of a round, in their order. */
export async function loadPlans(table: Table, roundId: string): Promise<PlanRecord[]> {
  const heads = await table.all(keys.roundPk(roundId), PlanHead, 'PLAN#');
  return Promise.all(heads.map((head) => wholePlan(table, head)));
}

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
