import type { Deps } from '../../shared/deps.ts';
import { GateRecord, RoundRecord } from '../../shared/schemas/records.ts';
import { openIds } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import type { CallAnswer } from './inputs.ts';

/** Where a round stands: its stage, each gate with its deadline in their order, and how many are still open there. */
export async function roundStatus({ table }: Deps, roundId: string): Promise<CallAnswer> {
  const round = await table.get(keys.round(roundId), RoundRecord);
  if (round === null)
    return { ok: false, faults: [{ code: 'round.unknown', path: 'roundId', message: `没有批次 ${roundId}。` }] };
  const found = await table.all(keys.roundPk(roundId), GateRecord, 'GATE#');
  const gates = found.toSorted((a, b) => a.deadline.localeCompare(b.deadline));
  const stages = await Promise.all(
    gates.map(async ({ stage, deadline, passedAt, extensions }) => ({
      stage,
      deadline,
      passedAt: passedAt ?? null,
      extensions: extensions.length,
      open: (await openIds(table, roundId, stage)).length,
    })),
  );
  return { ok: true, roundId, title: round.title, stage: round.stage, openedAt: round.openedAt, stages };
}
