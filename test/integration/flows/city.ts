/** Small rounds for single questions: a fictional city with a policy that asks for little, changed where a test needs it. */
import { readFileSync } from 'node:fs';
import { Policy } from '../../../shared/policy/schema.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import type { PackageManifest } from '../../../shared/schemas/package.ts';
import type { RegisterKind } from '../../../shared/schemas/registers.ts';
import { applicationIdOf } from '../../../shared/store/keys.ts';
import { generateWorld } from '../../world/generate.ts';
import { buildChanged, buildPackage } from '../../world/packages.ts';
import type { Variant, World } from '../../world/types.ts';

export type Registers = { [K in RegisterKind]: World['registers'][K] };

const PLAN = readFileSync(new URL('../../../shared/policy/qingdao-2025.json', import.meta.url), 'utf8');

/** Three seats and two papers: the rules are the plan's, only less of everything. */
function smallPolicy(roundId: string): Policy {
  const policy = Policy.parse(JSON.parse(PLAN));
  policy.id = roundId;
  policy.panel.value.size = 3;
  policy.panel.value.minimum = 2;
  for (const category of CATEGORIES)
    policy.categories[category].attachments.value = ['business-licence', 'truth-undertaking'];
  // Each letter by itself, and no more of them than a test asks for.
  delete policy.notifications;
  return policy;
}

export interface Applicant {
  applicationId: string;
  category: Category;
  uscc: string;
  name: string;
  /** A real zip of this applicant. */
  zip(variant?: Variant): Uint8Array;
  /** The good one with another manifest. */
  changed(change: (manifest: PackageManifest) => PackageManifest): Uint8Array;
}

export interface City {
  roundId: string;
  policy: Policy;
  registers: Registers;
  /** In the order of the invitations. */
  applicants: Applicant[];
  /** The n-th applicant of a category, counted from 0. */
  one(category: Category, n: number): Applicant;
}

export interface CityOptions {
  roundId: string;
  applications?: number;
  policy?: (policy: Policy) => void;
  registers?: (registers: Registers, policy: Policy) => void;
  /** Only so many of each category are invited. */
  invite?: Partial<Record<Category, number>>;
}

export function makeCity({ roundId, applications = 24, ...change }: CityOptions): City {
  const policy = smallPolicy(roundId);
  // What the checklist asks for is shown by tests of its own.
  delete policy.review.value.checklist;
  // So is what a district signs …
  delete policy.review.value.sheetDays;
  // … and what becomes of sheets that lie far apart.
  delete policy.scoring.value.secondLook;
  change.policy?.(policy);
  const world = structuredClone(generateWorld({ seed: 'flows', applications, policy }));
  const applicants = world.plans.flatMap((plan): Applicant[] => {
    const row = world.registers.invitations[plan.invitation];
    if (row === undefined) return [];
    const { category, uscc, applicationNo, name } = row;
    const applicationId = applicationIdOf(roundId, category, uscc, applicationNo);
    return [
      {
        applicationId,
        category,
        uscc,
        name,
        zip: (variant = 'good') => buildPackage(world, plan, variant),
        changed: (change) => buildChanged(world, plan, change),
      },
    ];
  });
  const { invite } = change;
  const kept = applicants.filter(({ category }, i) => {
    const before = applicants.slice(0, i).filter((one) => one.category === category).length;
    return invite === undefined || before < (invite[category] ?? 0);
  });
  const ids = new Set(kept.map((one) => one.applicationId));
  const invitations = world.registers.invitations.filter((row) =>
    ids.has(applicationIdOf(roundId, row.category, row.uscc, row.applicationNo)),
  );
  // The rows are the world's own: a name that is changed here is on the papers of its applicant, too.
  const registers = { ...world.registers, invitations };
  change.registers?.(registers, policy);
  return {
    roundId,
    policy,
    registers,
    applicants: kept,
    one: (category, n) => {
      const found = kept.filter((one) => one.category === category)[n];
      if (found === undefined) throw new RangeError(`no ${category} no. ${n}`);
      return found;
    },
  };
}
