import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../shared/policy/check.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { CATEGORIES } from '../../shared/schemas/basics.ts';

const PLAN = join(import.meta.dirname, '..', '..', 'shared', 'policy', 'qingdao-2025.json');
/** So few places that a round of twenty has a reserve: somebody can move up. */
const QUOTAS = { 'benchmark-enterprise': 6, 'service-provider': 2, 'solution-product': 3, 'chain-case': 2 };

/**
 * The plan's own rules, only less of everything, so that very many rounds can be played: three seats and two papers.
 * @param world names the round; the rounds of one process must have different names
 */
export function smallPolicy(world: string): Policy {
  const json = JSON.parse(readFileSync(PLAN, 'utf8')) as Policy;
  json.id = `round-${world}`;
  json.panel.value = { ...json.panel.value, size: 3, minimum: 2 };
  for (const category of CATEGORIES) {
    json.categories[category].quota.value = QUOTAS[category];
    json.categories[category].attachments.value = ['business-licence', 'truth-undertaking'];
  }
  // No window that stands still in time would end; and which early reminders there are depends on the moments at which the clock
  // stops on its way, for schedules run once a jump: a killed jump has more of them.
  if (json.notifications !== undefined) {
    json.notifications.value.digest = null;
    json.notifications.value.reminderDaysBefore = [];
  }
  const parsed = parsePolicy(json);
  if (!parsed.ok) throw new Error(parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.policy;
}
