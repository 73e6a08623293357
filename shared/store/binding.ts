import { nowUtc } from '../clock.ts';
import type { Deps } from '../deps.ts';
import type { LedgerEntryRecord, LedgerRecord } from '../schemas/ledger-records.ts';
import { categoryOf, keys } from './keys.ts';
import { amountOf } from './lists.ts';
import { loadPinned } from './rounds.ts';
import { type Action, ConditionFailed } from './table.ts';

/** Rounds that draw up their lists at the same moment meet in one payee's ledger; each moves it on once. */
const TRIES = 20;

/**
 * 四: binds what an award is worth, once, in its payee's ledger, when its list is drawn up: hash, confirmation, seal, letter, plan and
 * payment all state that sum afterwards, so it cannot be bound any later. Whoever comes at the same moment works it out anew with
 * this one counted.
 * @returns the amount in 分, the same however often it is asked
 */
export async function bindAmount(deps: Deps, applicationId: string): Promise<number> {
  const { table } = deps;
  for (let attempt = 1; ; attempt += 1) {
    const { application, amount, ownAwards, bound, version } = await amountOf(deps, applicationId);
    const { uscc, roundId } = application;
    if (bound) return amount.amountFen;
    const category = categoryOf(applicationId);
    const { policy } = await loadPinned(table, deps.evidence, roundId);
    const rule = policy.categories[category].award.value;
    const entry: LedgerEntryRecord = {
      ...{ entity: 'LedgerEntry', uscc, awardId: applicationId, roundId, category, ownAwards, recoveredFen: 0 },
      ...(rule.kind === 'fixed' ? { kind: 'fixed', capFen: null } : { kind: 'share', capFen: rule.capFen }),
      amountFen: amount.amountFen,
      boundAt: nowUtc(),
    };
    const named: Action = {
      update: keys.place(roundId, category, applicationId),
      change: { set: { ownAwards } },
    };
    const moved = { entity: 'Ledger', uscc, version: version + 1 } satisfies LedgerRecord;
    const head: Action =
      version === 0
        ? { put: keys.ledger(uscc), item: moved }
        : { update: keys.ledger(uscc), change: { set: moved, when: { version } } };
    try {
      await table.transact([
        head,
        { put: keys.ledgerEntry(uscc, applicationId), item: entry },
        ...(ownAwards.length === 0 ? [] : [named]),
      ]);
      return amount.amountFen;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt === TRIES) throw error;
    }
  }
}
