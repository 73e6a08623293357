import type { SubItem } from '../../shared/policy/schema.ts';
import { seeded } from './random.ts';
import type { ApplicationPlan, World } from './types.ts';

/** How far one expert's taste, and one expert's mood about one item, lie from the application's quality, in percent. */
const TASTE = 2.5;
const MOOD = 5;
const HARSH = 28;

/**
 * How an expert scores: around the application's quality, each expert and each item a little differently.
 * @returns points by item code, in tenths, in the policy's steps
 */
export function scoresFor(
  world: World,
  plan: ApplicationPlan,
  seat: number,
  expertId: string,
  items: SubItem[],
): Record<string, number> {
  const taste = seeded(world.seed, 'taste', expertId).normal(0, TASTE);
  const random = seeded(world.seed, 'sheet', plan.invitation, expertId);
  const step = world.policy.panel.value.stepTenths;
  const level = plan.behaviour.qualityPercent + taste - (plan.behaviour.harshSeat === seat ? HARSH : 0);
  return Object.fromEntries(
    items.map(({ code, points }) => {
      const percent = Math.max(0, Math.min(100, random.normal(level, MOOD)));
      return [code, Math.floor((points * 10 * percent) / 100 / step) * step];
    }),
  );
}
