import type { Category } from '../../../shared/schemas/basics.ts';
import type { ExpertRow, StaffRow } from '../../../shared/schemas/registers.ts';
import { applicationIdOf } from '../../../shared/store/keys.ts';
import { applicantOf } from '../../world/directory.ts';
import type { ApplicationPlan, World } from '../../world/types.ts';

/** Who is who in the world: plans by application, people by mail address. */
export interface Cast {
  world: World;
  plans: Map<string, ApplicationPlan>;
  experts: Map<string, ExpertRow>;
  staff: Map<string, StaffRow>;
  /** Applications whose district officer answers no mail. */
  unanswered: Set<string>;
}

/** The district whose office gets an application, by the registers. */
function districtOf(world: World, plan: ApplicationPlan): string | null {
  const { pilot, provider } = applicantOf(world, plan.invitation);
  return (plan.category === 'benchmark-enterprise' ? pilot : provider)?.district ?? null;
}

/** As many letters as an officer on leave leaves unanswered. */
const UNANSWERED = 3;

/** A few applications of one district, the one with the fewest, whose officer is on leave: the bureau has to step in. */
function unanswered(world: World, plans: Map<string, ApplicationPlan>): Set<string> {
  const byDistrict = new Map<string, string[]>();
  for (const [id, plan] of plans) {
    const district = districtOf(world, plan);
    const reviewed =
      plan.uploads.some((step) => step.outcome === 'accepted') && plan.behaviour.district === 'recommend';
    if (district !== null && reviewed) byDistrict.set(district, [...(byDistrict.get(district) ?? []), id]);
  }
  const [fewest] = [...byDistrict].toSorted(([a, own], [b, other]) => own.length - other.length || (a < b ? -1 : 1));
  return new Set(fewest?.[1].toSorted().slice(0, UNANSWERED));
}

export function castOf(world: World): Cast {
  const { invitations, experts, staff } = world.registers;
  const entries = world.plans.flatMap((plan): [string, ApplicationPlan][] => {
    const row = invitations[plan.invitation];
    return row === undefined ? [] : [[applicationIdOf(world.roundId, row.category, row.uscc, row.applicationNo), plan]];
  });
  const plans = new Map(entries);
  return {
    world,
    plans,
    experts: new Map(experts.map((row) => [row.email, row])),
    staff: new Map(staff.map((row) => [row.email, row])),
    unanswered: unanswered(world, plans),
  };
}

/** The place on a shortlist that a share from the top (0 first, 1 last) points at. */
export function placeAt(shortlist: Partial<Record<Category, string[]>>, pick: { category: Category; share: number }) {
  const ids = shortlist[pick.category] ?? [];
  return ids[Math.round(pick.share * (ids.length - 1))];
}
