import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps } from '../deps.ts';
import { DrawPlan, DrawPlanRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { ConditionFailed } from '../store/table.ts';

const planKey = (roundId: string, sha256: string) => `draws/${roundId}/${sha256}.json`;

/** The plan that counts; null before there is one. */
export async function loadPlan({ table, evidence }: Deps, roundId: string): Promise<DrawPlan | null> {
  const record = await table.get(keys.drawPlan(roundId), DrawPlanRecord);
  if (record === null) return null;
  const plan = DrawPlan.parse(await evidence.readJson(planKey(roundId, record.sha256)));
  if (sha256Hex(canonicalJson(plan)) !== record.sha256)
    throw new Error(`the plan of ${roundId} is not the one that was drawn`);
  return plan;
}

/**
 * Keeps a plan, and makes it the one that counts if there is none yet. Of two who drew at once the first one's counts: whoever
 * goes on asks which it is.
 */
export async function settlePlan({ table, evidence }: Deps, plan: DrawPlan, at: string): Promise<void> {
  const { roundId } = plan;
  const text = canonicalJson(plan);
  const sha256 = sha256Hex(text);
  await evidence.write(planKey(roundId, sha256), text, 'application/json');
  const record: DrawPlanRecord = { entity: 'DrawPlan', roundId, sha256, plannedAt: at };
  try {
    await table.put(keys.drawPlan(roundId), record);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
