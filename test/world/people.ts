import type { Policy } from '../../shared/policy/schema.ts';
import { LINKS } from '../../shared/schemas/basics.ts';
import type { ExpertRow, PilotRow, ProviderRow, StaffRow } from '../../shared/schemas/registers.ts';
import type { Names } from './names.ts';
import { personName } from './names.ts';
import type { Random } from './random.ts';

const BUREAU = 3;

/** One officer for each district, three at the bureau, one in finance. */
export function staff(random: Random, policy: Policy): StaffRow[] {
  const officers = policy.districts.map(
    ({ code }) => ({ staffId: `district-${code}`, role: 'district', district: code }) as const,
  );
  const bureau = Array.from(
    { length: BUREAU },
    (_, i) => ({ staffId: `bureau-${i + 1}`, role: 'bureau', district: null }) as const,
  );
  const finance = { staffId: 'finance-1', role: 'finance', district: null } as const;
  return [...officers, ...bureau, finance].map((row) => ({
    ...row,
    name: personName(random),
    email: `${row.staffId}@gov.example.test`,
  }));
}

/**
 * Experts: two thirds from universities and institutes, at most two of one; the rest employed by providers, pilot
 * enterprises or on their own. Some declare relations, so that conflicts occur, and always few enough that panels can be drawn.
 */
export function experts(
  random: Random,
  policy: Policy,
  names: Names,
  count: number,
  firms: { pilots: PilotRow[]; providers: ProviderRow[] },
): ExpertRow[] {
  const institutes = Array.from({ length: Math.ceil(count / 2.5) }, () => names.institute());
  const fromInstitutes = Math.ceil((count * 2) / 3);
  return Array.from({ length: count }, (_, i) => {
    const expertId = `expert-${String(i + 1).padStart(4, '0')}`;
    const firm = random.chance(0.6) ? random.pick(firms.providers) : random.pick(firms.pilots);
    const institute = i < fromInstitutes ? institutes[i % institutes.length] : undefined;
    const related = random.chance(0.25) ? random.sample(firms.pilots, random.int(1, 3)) : [];
    return {
      expertId,
      name: personName(random),
      email: `${expertId}@zhuanjia.example.test`,
      employer: institute ?? firm.name,
      employerUscc: institute === undefined ? firm.uscc : null,
      industries: random.sample(policy.industries, random.int(1, 2)).map(({ code }) => code),
      fields: random.sample(LINKS, random.int(1, 3)),
      relatedUsccs: related.map(({ uscc }) => uscc),
    };
  });
}
