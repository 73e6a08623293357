import qingdaoJson from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { Policy } from '../../../shared/policy/schema.ts';
import { SCENARIOS, type Scenario } from '../../../shared/schemas/basics.ts';
import { PilotRow } from '../../../shared/schemas/registers.ts';

export const qingdao: Policy = Policy.parse(qingdaoJson);

/** Grades with the given ones and the same grade for every other scenario. */
export const grades = (others: number, own: Partial<Record<Scenario, number>> = {}) =>
  ({ ...Object.fromEntries(SCENARIOS.map((scenario) => [scenario, others])), ...own }) as Record<Scenario, number>;

/** A made-up pilot enterprise that passed in the first batch at level 3. */
export const pilot = (own: Partial<PilotRow> = {}): PilotRow =>
  PilotRow.parse({
    uscc: '91370211MA3F0017X0',
    name: '青岛试例机械有限公司',
    district: '370214',
    industry: 'general-parts',
    levelBefore: 1,
    passed: true,
    level: 3,
    pointsScore: 755,
    grades: grades(2),
    investmentFen: 600_000_00,
    batch: 1,
    acceptedOn: '2025-06-20',
    providerUscc: null,
    ...own,
  });
