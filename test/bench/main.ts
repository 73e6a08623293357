/**
 * `npm run bench [-- round --applications N --scaled M --profile]` and
 * `npm run bench -- faults [--killed N --weather M --from SEED --letters L --jobs J]` and
 * `npm run bench -- disbursement [--awards N,N,N --kills N]` and
 * `npm run bench -- cost [--sizes N,N --confirm N]` and
 * `npm run bench -- intake`, `npm run bench -- pages`, `npm run bench -- panels` `npm run bench -- cold-start`, `npm run bench -- burst`, `npm run bench -- quotas` (writes docs/quotas.md) and `npm run bench -- ranking`; ends with 1 when something misses its target.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { benchBurst } from './burst/burst.ts';
import { benchColdStart } from './cold-start/cold-start.ts';
import { benchCost } from './cost/cost.ts';
import { benchDisbursement } from './disbursement/disbursement.ts';
import { benchFaults, defaultJobs } from './faults.ts';
import { benchIntake } from './intake/intake.ts';
import { benchPages } from './pages/pages.ts';
import { benchPanels } from './panels/panels.ts';
import { writeQuotas } from './quotas/write.ts';
import { benchRanking } from './ranking/ranking.ts';
import { benchRound, type Finding } from './round.ts';

const Size = z.coerce.number().int().min(4);
const Options = z.object({
  applications: z.coerce.number().int().min(4),
  scaled: z.coerce.number().int().min(4),
  profile: z.boolean(),
});

const Faults = z.object({
  killed: z.coerce.number().int().min(0),
  weather: z.coerce.number().int().min(0),
  from: z.coerce.number().int().min(0),
  letters: z.coerce.number().int().min(0),
  jobs: z.coerce.number().int().min(1),
});

const Disbursement = z.object({
  awards: z.string().transform((text) => text.split(',').map((size) => z.coerce.number().int().min(1).parse(size))),
  kills: z.coerce.number().int().min(0),
});

const Cost = z.object({
  sizes: z.string().transform((text) => z.tuple([Size, Size]).parse(text.split(','))),
  confirm: z.coerce.number().int().min(0),
});

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    applications: { type: 'string', default: '300' },
    scaled: { type: 'string', default: '1200' },
    awards: { type: 'string', default: '1000,3000,10000' },
    kills: { type: 'string', default: '0' },
    sizes: { type: 'string', default: '60,300' },
    confirm: { type: 'string', default: '0' },
    profile: { type: 'boolean', default: false },
    killed: { type: 'string', default: '200' },
    weather: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    letters: { type: 'string', default: '600' },
    jobs: { type: 'string', default: String(defaultJobs()) },
  },
});

const BENCHMARKS: Record<string, () => Promise<Finding[]>> = {
  round: () => benchRound(Options.parse(values)),
  faults: () => benchFaults(Faults.parse(values)),
  cost: () => benchCost(Cost.parse(values)),
  disbursement: () => benchDisbursement(Disbursement.parse(values)),
  quotas: writeQuotas,
  burst: () => benchBurst({ applications: 100_000 }),
  'cold-start': benchColdStart,
  intake: benchIntake,
  pages: benchPages,
  panels: benchPanels,
  ranking: benchRanking,
};

const unknown = positionals.filter((name) => BENCHMARKS[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exit(2);
}

const wanted = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const findings: Finding[] = [];
for (const name of wanted) findings.push(...((await BENCHMARKS[name]?.()) ?? []));
const misses = ({ value, most }: Finding): boolean => most !== undefined && value > most;
if (findings.length > 0) {
  const rows = findings.map((finding) => {
    const { what, value, most, unit } = finding;
    const target = most === undefined ? '| |' : `${most} ${unit} | ${misses(finding) ? 'no' : 'yes'} |`;
    return `| ${what} | ${value.toFixed(2)} ${unit} | ${target}`;
  });
  process.stdout.write(`\n| | measured | at most | reached |\n|---|---|---|---|\n${rows.join('\n')}\n`);
}
if (findings.some(misses)) process.exitCode = 1;
