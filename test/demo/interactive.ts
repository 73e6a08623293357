import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES } from '../../shared/schemas/basics.ts';
import { generateWorld } from '../world/generate.ts';
import { buildPackage } from '../world/packages.ts';
import type { World } from '../world/types.ts';
import { type Cast, castOf } from './people/cast.ts';
import { QINGDAO, readPolicy } from './policy.ts';
import type { Site } from './stage.ts';

/** The small world of `npm start`; the same each time. */
export function smallWorld(): World {
  return generateWorld({ seed: 'npm start', applications: 20, policy: readPolicy(QINGDAO) });
}

/** The running local cloud, as it says in its folder. */
export function siteAt(dataDir: string): Site {
  return JSON.parse(readFileSync(join(dataDir, 'endpoints.json'), 'utf8')) as Site;
}

/** One clean application of each category: its package is left to the visitor to upload. */
export function visitorsApplications({ plans }: Cast): string[] {
  return CATEGORIES.flatMap((category) => {
    const clean = [...plans].filter(([, plan]) => plan.category === category && plan.fault === null);
    return clean.slice(-1).map(([id]) => id);
  });
}

/** Writes the packages that the visitor may upload, named after their applicants. */
export function writeVisitorsPackages(world: World, dir: string): { file: string; applicationId: string }[] {
  const cast = castOf(world);
  mkdirSync(dir, { recursive: true });
  return visitorsApplications(cast).flatMap((applicationId) => {
    const plan = cast.plans.get(applicationId);
    const name = world.registers.invitations[plan?.invitation ?? -1]?.name;
    if (plan === undefined || name === undefined) return [];
    const file = join(dir, `${name}-${plan.category}.zip`);
    writeFileSync(file, buildPackage(world, plan, 'good'));
    return [{ file, applicationId }];
  });
}
