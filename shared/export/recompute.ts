import { checkAwards, checkLists } from './recompute/awards.ts';
import { checkCertificates, recomputedCertificates } from './recompute/certificates.ts';
import { checkMoney } from './recompute/money.ts';
import { checkNotice, checkObjections } from './recompute/notice.ts';
import { checkPanels } from './recompute/panels.ts';
import { checkCommitment, checkPolicy } from './recompute/pins.ts';
import { checkRankings, recomputedRanking } from './recompute/ranking.ts';
import { checkScores, recomputedScores } from './recompute/scores.ts';
import { checkSecondLooks } from './recompute/second-looks.ts';
import type { RoundExport } from './schema.ts';

/**
 * Recomputes a round from its export and the policy in it, and nothing else: hashes and the seed, formula points, every
 * total, who was asked for a second look, every rank with the recorded orders of ties, the certificates of the rankings, the effects of objections, notice and ruling periods, every
 * amount under both readings of the cap, quotas and caps, and that lists, plans, instructions and settlements agree.
 *
 * Not recomputed: the panels themselves, whose draw is keyed by expert ids that the export hides (instead every panel is
 * held against all conditions of the draw), and findings, which rest on packages that the export does not contain.
 *
 * `differences`: one Chinese sentence each, by part; none when everything agrees. Never throws for what a document that
 * fits its schema contains.
 */
export function recompute(exported: RoundExport): { agrees: boolean; differences: string[] } {
  const scores = recomputedScores(exported);
  const rankings = recomputedRanking(exported, scores);
  const differences = [
    ...guarded('方案与承诺', () => [...checkPolicy(exported), ...checkCommitment(exported)]),
    ...guarded('专家组', () => checkPanels(exported)),
    ...guarded('评分', () => checkScores(exported, scores)),
    ...guarded('评分复核', () => checkSecondLooks(exported, scores)),
    ...guarded('排名', () => checkRankings(exported, rankings)),
    ...guarded('排名证书', () => checkCertificates(exported, recomputedCertificates(exported, scores, rankings))),
    ...guarded('公示', () => checkNotice(exported, rankings)),
    ...guarded('异议', () => checkObjections(exported, rankings)),
    ...guarded('名单', () => checkLists(exported)),
    ...guarded('奖补金额', () => checkAwards(exported)),
    ...guarded('拨付', () => checkMoney(exported)),
  ];
  return { agrees: differences.length === 0, differences };
}

/** A record that the rules refuse outright is a difference like any other. */
function guarded(part: string, check: () => string[]): string[] {
  try {
    return check().map((difference) => `${part}：${difference}`);
  } catch (error) {
    return [`${part}：无法重算，${error instanceof Error ? error.message : String(error)}`];
  }
}
