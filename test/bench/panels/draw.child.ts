import { problemOf } from '../../../shared/domain/panels/assignment-of.ts';
import { candidates, conflicts } from '../../../shared/domain/panels/candidates.ts';
import { hiddenOrder } from '../../../shared/domain/panels/hidden-order.ts';
import { faultsOf } from '../../../shared/domain/panels/proof.ts';
import { drawPanels, type PanelApplication, type PanelDraw } from '../../../shared/domain/panels.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { LINKS } from '../../../shared/schemas/basics.ts';
import type { ExpertRow } from '../../../shared/schemas/registers.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { seeded } from '../../world/random.ts';

/** What one draw took, in a process of its own. */
export interface Drawn {
  seconds: number;
  proofSeconds: number;
  /** Panels and loads that the prices do not prove to be the best. */
  unproved: number;
  /** Most panels of an expert less the fewest. */
  spread: number;
  /** Most resident memory of the process, bytes. */
  peak: number;
}

const ROUND = 'bench-2025';
const SEED = 'bench';
const uscc = (n: number) => `91370200MA3${String(n).padStart(6, '0')}X`;

/** Firms of ten branches, some more frequent; every expert is against some applicants, every third shares an employer. */
function world(policy: Policy, applications: number, experts: number) {
  const random = seeded(SEED, applications, experts);
  const industries = policy.industries.map(({ code }) => code);
  const apply = (n: number): PanelApplication => ({
    applicationId: `${ROUND}.b.${String(n).padStart(16, '0')}`,
    category: 'benchmark-enterprise',
    uscc: uscc(n),
    conflictUsccs: [uscc(n), uscc(applications + random.int(0, 50))],
    industry: industries[Math.min(random.int(0, industries.length - 1), random.int(0, industries.length - 1))] ?? null,
    fields: random.chance(0.3) ? random.sample(LINKS, 2) : [],
  });
  const expert = (n: number): ExpertRow => ({
    expertId: `e${n}`,
    name: `专家${n}`,
    email: `e${n}@example.org`,
    employer: `单位${random.int(0, Math.ceil(experts * 0.7))}`,
    employerUscc: null,
    industries: random.sample(industries, random.int(1, 3)),
    fields: random.sample(LINKS, random.int(1, 3)),
    relatedUsccs: Array.from({ length: random.int(0, 9) }, () => uscc(random.int(0, applications + 50))),
  });
  return {
    applications: Array.from({ length: applications }, (_, n) => apply(n)),
    experts: Array.from({ length: experts }, (_, n) => expert(n)),
  };
}

function unproved(policy: Policy, { applications, experts }: ReturnType<typeof world>, draw: PanelDraw): number {
  if (!draw.ok) throw new Error('the draw found no panels');
  const { size, distinctEmployers } = policy.panel.value;
  const pool = candidates(hiddenOrder(ROUND, 'expert', experts), distinctEmployers, new Map());
  const barredFrom = conflicts(pool);
  const problem = problemOf({
    seed: SEED,
    size,
    experts: pool.map((c) => ({ ...c, employer: c.employerGroup })),
    applications: applications.map((one) => ({ ...one, barred: barredFrom(one) })),
  });
  const number = new Map(pool.map(({ expertId }, e) => [expertId, e]));
  const seats = applications.flatMap(({ applicationId }) => draw.panels[applicationId] ?? []);
  const price = (key: 'level' | 'fine') =>
    Float64Array.from(pool, ({ expertId }) => draw.prices[expertId]?.[key] ?? Number.NaN);
  const faults = faultsOf(
    problem,
    Int32Array.from(seats, (id) => number.get(id) ?? -1),
    {
      level: price('level'),
      fine: price('fine'),
    },
  );
  return faults.panels.length + faults.experts.length;
}

const [applications = 0, experts = 0] = process.argv.slice(2).map(Number);
const policy = readPolicy(QINGDAO);
const { applications: asked, experts: pool } = world(policy, applications, experts);
const started = performance.now();
const draw = drawPanels({
  policy,
  roundId: ROUND,
  seed: SEED,
  applications: asked,
  experts: pool,
  legalPersons: new Map(),
});
const seconds = (performance.now() - started) / 1000;
const peak = process.resourceUsage().maxRSS * 1024;
const proofStarted = performance.now();
const left = unproved(policy, { applications: asked, experts: pool }, draw);
const proofSeconds = (performance.now() - proofStarted) / 1000;
const loads = draw.ok ? Object.values(draw.loads) : [];
const drawn: Drawn = {
  seconds,
  proofSeconds,
  unproved: left,
  spread: loads.reduce((a, b) => Math.max(a, b)) - loads.reduce((a, b) => Math.min(a, b)),
  peak,
};
process.stdout.write(JSON.stringify(drawn));
