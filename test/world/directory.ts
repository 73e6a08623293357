import type { InvitationRow, PilotRow, ProviderRow } from '../../shared/schemas/registers.ts';
import type { ApplicationPlan, World } from './types.ts';

interface Directory {
  pilots: Map<string, PilotRow>;
  providers: Map<string, ProviderRow>;
  served: Map<string, PilotRow[]>;
}

const directories = new WeakMap<World, Directory>();

/** The registers by credit code, built once per world. */
function directory(world: World): Directory {
  const known = directories.get(world);
  if (known) return known;
  const served = new Map<string, PilotRow[]>();
  for (const row of world.registers.pilots)
    if (row.providerUscc !== null) served.set(row.providerUscc, [...(served.get(row.providerUscc) ?? []), row]);
  const built = {
    pilots: new Map(world.registers.pilots.map((row) => [row.uscc, row])),
    providers: new Map(world.registers.providers.map((row) => [row.uscc, row])),
    served,
  };
  directories.set(world, built);
  return built;
}

/** Everything the registers know about one applicant. */
export interface Applicant {
  invitation: InvitationRow;
  pilot: PilotRow | null;
  provider: ProviderRow | null;
  /** Pilots it served and that passed. */
  served: PilotRow[];
}

/** @throws RangeError for an invitation that the world does not have. */
export function applicantOf(world: World, invitationIndex: number): Applicant {
  const invitation = world.registers.invitations[invitationIndex];
  if (!invitation) throw new RangeError(`no invitation ${invitationIndex}`);
  const { pilots, providers, served } = directory(world);
  return {
    invitation,
    pilot: pilots.get(invitation.uscc) ?? null,
    provider: providers.get(invitation.uscc) ?? null,
    served: (served.get(invitation.uscc) ?? []).filter((row) => row.passed),
  };
}

/** @throws RangeError for a donor that is not planned. */
export function donorOf(world: World, plan: ApplicationPlan): ApplicationPlan {
  const donor = plan.donor === null ? undefined : world.plans[plan.donor];
  if (!donor) throw new RangeError(`application ${plan.invitation} has nobody else's package`);
  return donor;
}
