import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { DrawPlan, DrawPlanRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { ABSENT, ConditionFailed, type Table } from '../store/table.ts';

const planKey = (roundId: string, sha256: string) => `draws/${roundId}/${sha256}.json`;

/** The plan that counts; null before there is one. */
export async function loadPlan({ table, evidence }: Deps, roundId: string): Promise<DrawPlan | null> {
  const record = await table.get(keys.drawPlan(roundId), DrawPlanRecord);
  if (record?.sha256 === undefined) return null;
  const plan = DrawPlan.parse(await evidence.readJson(planKey(roundId, record.sha256)));
  if (sha256Hex(canonicalJson(plan)) !== record.sha256)
    throw new Error(`the plan of ${roundId} is not the one that was drawn`);
  return plan;
}

/**
 * Keeps a plan, and makes it the one that counts if there is none yet. Of two who drew at once the first one's counts: whoever
 * goes on asks which it is.
 * @param conflicts how many had been recorded when the draw was worked out; with one more there is no plan yet
 */
export async function settlePlan(
  { table, evidence }: Deps,
  plan: DrawPlan,
  at: string,
  conflicts: number,
): Promise<void> {
  const { roundId } = plan;
  const text = canonicalJson(plan);
  const sha256 = sha256Hex(text);
  await evidence.write(planKey(roundId, sha256), text, 'application/json');
  try {
    await table.update(keys.drawPlan(roundId), {
      set: { entity: 'DrawPlan', roundId, sha256, plannedAt: at },
      when: { sha256: ABSENT, conflicts: conflicts === 0 ? ABSENT : conflicts },
      upsert: true,
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** How many conflicts have been recorded before the draw. */
export const conflictsCounted = async (table: Table, roundId: string): Promise<number> =>
  (await table.get(keys.drawPlan(roundId), DrawPlanRecord))?.conflicts ?? 0;
