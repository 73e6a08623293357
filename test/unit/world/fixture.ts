import { attachmentsFor } from '../../world/attachments.ts';
import { applicantOf } from '../../world/directory.ts';
import { generateWorld } from '../../world/generate.ts';
import { manifestFor } from '../../world/manifests.ts';
import type { ApplicationPlan, World } from '../../world/types.ts';
import { policy } from '../package/fixture.ts';

export { policy };

export const worldOf = (applications: number, seed = 'fixed'): World => generateWorld({ seed, applications, policy });

/** The manifest of a plan’s good package. */
export function manifestOf(world: World, plan: ApplicationPlan) {
  const applicant = applicantOf(world, plan.invitation);
  const listed = attachmentsFor(world, applicant, 1).map(({ kind, path, sha256 }) => ({ kind, path, sha256 }));
  return { ...applicant, manifest: manifestFor(world, applicant, listed, 1) };
}

/** Everybody the pilots register says this provider served, passed or not. */
export const servedBy = (world: World, uscc: string) =>
  world.registers.pilots.filter((row) => row.providerUscc === uscc);

export const planned = (world: World, fault: ApplicationPlan['fault']) =>
  world.plans.filter((plan) => plan.fault === fault);
