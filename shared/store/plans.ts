import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { localDateOf } from '../domain/calendar.ts';
import { planFlags } from '../domain/plan-flags.ts';
import { FLAG_REGISTERS, type PlanSeen } from '../schemas/plan-seen.ts';
import type { AwardRecord, PlanRecord } from '../schemas/records.ts';
import { loadAwards, loadLists, loadPlan } from './lists.ts';
import { currentImport } from './register-versions.ts';
import { registerRow, registerRows } from './registers.ts';
import { forEachId } from './roster.ts';
import { loadPinned } from './rounds.ts';
import type { Table } from './table.ts';

/** A plan with its awards; null for a number that no plan has. */
export async function loadPlanned(
  table: Table,
  roundId: string,
  planNo: number,
): Promise<{ plan: PlanRecord; awards: AwardRecord[]; others: AwardRecord[] } | null> {
  const plan = await loadPlan(table, roundId, planNo);
  if (plan === null) return null;
  const planned = new Set(plan.awardIds);
  const all = await loadAwards(table, roundId);
  return {
    plan,
    awards: all.filter(({ awardId }) => planned.has(awardId)),
    others: all.filter(({ awardId }) => !planned.has(awardId)),
  };
}

/** Who confirmed the lists that these awards stand on. */
export async function confirmersOf(table: Table, roundId: string, awards: AwardRecord[]): Promise<Set<string>> {
  const listNos = new Set(awards.map(({ listNo }) => listNo));
  const lists = (await loadLists(table, roundId)).filter(({ listNo }) => listNos.has(listNo));
  return new Set(lists.flatMap(({ confirmedBy }) => confirmedBy ?? []));
}

/** What is to be seen of the payees now, by the newest registers: those that the round pinned say what was, and not what is. */
export async function seenNow({ table, evidence }: Deps, awards: AwardRecord[], now: string): Promise<PlanSeen> {
  const roundId = awards[0]?.roundId;
  const pinned = roundId === undefined ? undefined : (await loadPinned(table, evidence, roundId)).registers;
  const newest = await Promise.all(
    FLAG_REGISTERS.map(async (kind) => [kind, (await currentImport(table, kind))?.version ?? pinned?.[kind] ?? '']),
  );
  const versions = Object.fromEntries(newest) as PlanSeen['versions'];
  const today = localDateOf(now);
  const byId = new Map(awards.map((award) => [award.awardId, award]));
  const flags = await forEachId([...byId.keys()].toSorted(), async (id) => {
    const award = byId.get(id);
    if (award === undefined) return [];
    const { uscc } = award;
    const [dishonesty, pilot, provider] = await Promise.all([
      registerRows(table, 'dishonesty', versions.dishonesty, `${uscc}#`),
      registerRow(table, 'pilots', versions.pilots, uscc),
      registerRow(table, 'providers', versions.providers, uscc),
    ]);
    return planFlags({ award, dishonesty, firms: [pilot, provider].filter((row) => row !== null) }, today);
  });
  const all = flags.flat();
  return { at: now, versions, flags: all, all: all.length };
}

/** A record has room for so many flags, beside everything else of a plan. */
const MOST_KEPT = 400;
export const keptSeen = (seen: PlanSeen): PlanSeen => ({ ...seen, flags: seen.flags.slice(0, MOST_KEPT) });

/** Tells whether somebody decides on the flags that are there now, or on others. */
export const flagsCode = ({ flags }: PlanSeen): string => sha256Hex(canonicalJson(flags)).slice(0, 16);
