import { inEach, type RankInput, rankRound } from '../../../shared/domain/ranking.ts';
import { format } from '../../../shared/domain/rational.ts';
import { pointsOf, tallier, totalPoints } from '../../../shared/domain/scoring/tally.ts';
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

const WARMED = 5000;
const policy = readPolicy(QINGDAO);
const [applications = 0] = process.argv.slice(2).map(Number);
const round = roundOf(policy, applications);

const talliers = {
  'benchmark-enterprise': tallier(policy, 'benchmark-enterprise'),
  'service-provider': tallier(policy, 'service-provider'),
  'solution-product': tallier(policy, 'solution-product'),
  'chain-case': tallier(policy, 'chain-case'),
};

function totalOf({ applicationId, category, uscc, pilot, auto, sheets }: Scored): RankInput {
  const tally = talliers[category](auto, sheets);
  return {
    applicationId,
    uscc,
    total: format(totalPoints(tally)),
    resultsPoints: format(pointsOf(tally, policy.categories[category].resultsIndicator)),
    digitalPoints: auto.find(({ code }) => code === 'digital-level')?.points ?? null,
    servedCount: null,
    acceptedOn: pilot?.acceptedOn ?? null,
  };
}

/** From the sheets of a round to what is ranked. */
function totalsOf(scored: readonly Scored[]): Record<Category, RankInput[]> {
  const made = inEach((): RankInput[] => []);
  for (const one of scored) made[one.category].push(totalOf(one));
  return made;
}

const placesOf = (categories: Record<Category, RankInput[]>) => rankRound({ policy, categories, decisions: {} });

// A function that has been called before has its code compiled; what is measured is the ranking, not the compiler.
placesOf(totalsOf(roundOf(policy, WARMED)));
const [inputs, totals] = timed(() => totalsOf(round));
const [, places] = timed(() => placesOf(inputs));
const plain = round.map(({ sheets }, n) => ((sheets[0]?.items['planning'] ?? 0) * 7919 + n * 104_729) % 1_000_003);
const [, sort] = timed(() => plain.sort((a, b) => a - b));
const ranked: Ranked = { totals, places, sort, peak: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(JSON.stringify(ranked));
