import { type AutoItem, autoScores, sheetItems } from '../../../shared/domain/auto-scores.ts';
import type { SheetItems } from '../../../shared/domain/scoring.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { CATEGORIES, type Category, SCENARIOS } from '../../../shared/schemas/basics.ts';
import type { PilotRow } from '../../../shared/schemas/registers.ts';
import { seeded } from '../../world/random.ts';

/** An application with its formula points and the sheets of its panel, as a round has them before the totals. */
export interface Scored {
  applicationId: string;
  category: Category;
  uscc: string;
  pilot: PilotRow | null;
  auto: AutoItem[];
  sheets: { seat: number; items: SheetItems }[];
}

const ROUND = 'bench-2025';
export const SEATS = 5;

/** Two in five are enterprises, the others providers, solutions and cases; a tenth of the sheets are alike, so that totals meet. */
export function roundOf(policy: Policy, applications: number): Scored[] {
  const random = seeded('ranking', applications);
  return Array.from({ length: applications }, (_, n) => {
    const category = CATEGORIES[Math.max(0, (n % 5) - 1)] ?? 'benchmark-enterprise';
    const uscc = usccOf(n);
    const pilot = category === 'benchmark-enterprise' ? pilotOf(uscc, n, random) : null;
    const auto = autoScores(policy, category, { pilot, participation: null, servedPilots: [] });
    const asked = sheetItems(policy, category, auto);
    const alike = random.chance(0.1);
    const tenths = (points: number) => (alike ? points * 8 : random.int(points, points * 2) * 5);
    const sheets = Array.from({ length: SEATS }, (_unused, i) => ({
      seat: i + 1,
      items: Object.fromEntries(asked.map(({ code, points }) => [code, tenths(points) - (tenths(points) % 5)])),
    }));
    const applicationId = `${ROUND}.${category[0]}.${String(n).padStart(16, '0')}`;
    // Read as records are: to the engine a text that was put together here is a tree of its parts until somebody compares it.
    return JSON.parse(JSON.stringify({ applicationId, category, uscc, pilot, auto, sheets })) as Scored;
  });
}

const usccOf = (n: number): string => `91370200MA3${String(n).padStart(6, '0')}X`;

function pilotOf(uscc: string, n: number, random: ReturnType<typeof seeded>): PilotRow {
  return {
    ...{
      uscc,
      name: `企业${n}`,
      district: '370214',
      industry: 'general-parts',
      levelBefore: 1,
      passed: true,
      level: 2,
    },
    pointsScore: random.int(400, 900),
    grades: Object.fromEntries(SCENARIOS.map((scenario) => [scenario, random.int(0, 4)])) as PilotRow['grades'],
    ...{ investmentFen: random.int(10, 300) * 1_000_000, batch: random.int(1, 3) },
    ...{ acceptedOn: `2025-0${random.int(1, 9)}-15`, providerUscc: '91110000101623741K' },
  };
}
