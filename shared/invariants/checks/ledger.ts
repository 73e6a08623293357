import { heldFen, overCap } from '../../domain/ledger.ts';
import { yuan } from '../../domain/money.ts';
import { differ } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { LiveFacts } from '../live.ts';

const endsUnpaid = (status: RoundExport['awards'][number]['status']): boolean =>
  status === 'cancelled' || status === 'declined';

/** 四: what each payee's ledger says of this round's awards is what the awards are; and over all rounds nobody holds more than the cap. */
export function ledgerHolds({ awards, directives, recoveries }: RoundExport, { ledger }: LiveFacts): string[] {
  const entries = new Map(ledger.map((entry) => [entry.awardId, entry]));
  const awardOf = new Map(directives.map(({ directiveId, awardId }) => [directiveId, awardId]));
  const back = Map.groupBy(recoveries, ({ recoveryId }) => awardOf.get(recoveryId) ?? recoveryId);
  const ofAwards = awards.flatMap(({ awardId, amountFen, ownAwards = [], status }) => {
    const entry = entries.get(awardId);
    if (entry === undefined) return [`${awardId} 有奖补，历次奖补台账中没有`];
    const recovered = (back.get(awardId) ?? []).reduce((sum, part) => sum + part.amountFen, 0);
    return [
      ...differ(`${awardId} 在历次奖补台账中的金额（分）`, entry.amountFen, amountFen),
      ...differ(`${awardId} 在历次奖补台账中计入的奖补`, entry.ownAwards, ownAwards),
      ...differ(`${awardId} 在历次奖补台账中的追回金额（分）`, entry.recoveredFen, recovered),
      ...(endsUnpaid(status) && heldFen(entry) > 0 ? [`${awardId} 已终止，仍占用累计上限`] : []),
      ...(!endsUnpaid(status) && entry.endedAt !== undefined ? [`${awardId} 没有终止，却不再占用累计上限`] : []),
    ];
  });
  const over = [...Map.groupBy(ledger, ({ uscc }) => uscc)].flatMap(([uscc, own]) => {
    const found = overCap(own);
    return found === null ? [] : [`${uscc} 历次奖补合计 ${yuan(found.heldFen)}超过 ${yuan(found.capFen)}`];
  });
  return [...ofAwards, ...over];
}
