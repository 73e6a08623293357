import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { countMetric } from '../../shared/runtime/handler.ts';
import { keys } from '../../shared/store/keys.ts';
import { reconcileRound } from '../../shared/store/reconciliation.ts';
import { loadPinned, loadRound } from '../../shared/store/rounds.ts';
import { ensureWait } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;
type Closed = { decision: 'closed' } | { decision: 'difference'; waitId: string; deadline: string };

/** The round closes when list, plan, events, receipts and settlements agree, or somebody has signed the difference. */
export async function closeRound(
  deps: Deps,
  { roundId, signed = false }: { roundId: string; signed?: boolean | undefined },
): Promise<Closed> {
  const { table } = deps;
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  // Closed in an earlier try: what was agreed on then stands.
  if ((await loadRound(table, roundId)).stage === 'closed') return { decision: 'closed' };
  const reconciliation = await reconcileRound(table, roundId);
  await table.put(
    keys.reconciliation(roundId),
    { entity: 'Reconciliation', roundId, signed, ...reconciliation, at: nowUtc() },
    { replace: true },
  );
  if (!reconciliation.agrees && !signed) {
    countMetric('SettlementMismatch');
    const waitId = `${roundId}~difference`;
    const deadline = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
    await ensureWait(table, waitId, roundId, deadline);
    return { decision: 'difference', waitId, deadline };
  }
  await table.transact([
    { update: keys.round(roundId), change: { set: { stage: 'closed', closedAt: nowUtc() } } },
    { delete: keys.active(roundId) },
  ]);
  return { decision: 'closed' };
}
