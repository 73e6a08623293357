import { inEach, type RankInput, rankRound } from '../../../shared/domain/ranking.ts';
import { scorer } from '../../../shared/domain/scoring.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { roundOf, type Scored } from './round-of.ts';
import { type Took, timed } from './took.ts';

/** What a ranking of so many applications took, in a process of its own. */
export interface Ranked {
  /** From the sheets to the totals, and from the totals to the places. */
  totals: Took;
  places: Took;
  /** Sorting as many plain numbers: the least a ranking can be. */
  sort: Took;
  /** Most resident memory of the process, bytes. */
  peak: number;
}

const policy = readPolicy(QINGDAO);
const [applications = 0] = process.argv.slice(2).map(Number);
const round = roundOf(policy, applications);

const scorers = {
  'benchmark-enterprise': scorer(policy, 'benchmark-enterprise'),
  'service-provider': scorer(policy, 'service-provider'),
  'solution-product': scorer(policy, 'solution-product'),
  'chain-case': scorer(policy, 'chain-case'),
};

function totalOf({ applicationId, category, uscc, pilot, auto, sheets }: Scored): RankInput {
  const { total, byIndicator } = scorers[category](auto, sheets);
  return {
    ...{ applicationId, uscc, total, servedCount: null, acceptedOn: pilot?.acceptedOn ?? null },
    resultsPoints: byIndicator[policy.categories[category].resultsIndicator] ?? '0',
    digitalPoints: auto.find(({ code }) => code === 'digital-level')?.points ?? null,
  };
}

const [inputs, totals] = timed(() => round.map((one): [Category, RankInput] => [one.category, totalOf(one)]));
const [, places] = timed(() => {
  const of = (wanted: Category) => inputs.flatMap(([category, input]) => (category === wanted ? [input] : []));
  return rankRound({
    policy,
    categories: inEach(of),
    decisions: {},
  });
});
const plain = round.map(({ sheets }, n) => ((sheets[0]?.items['planning'] ?? 0) * 7919 + n * 104_729) % 1_000_003);
const [, sort] = timed(() => plain.sort((a, b) => a - b));
const ranked: Ranked = { totals, places, sort, peak: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(JSON.stringify(ranked));
