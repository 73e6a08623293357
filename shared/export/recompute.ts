import { withYears } from '../domain/calendar.ts';
import { certificatesOf, rankScores } from './certificates.ts';
import { byApplication, type Head, type OfApplication, type Tail } from './parts.ts';
import { checkAwards, checkLists } from './recompute/awards.ts';
import { checkCertificates } from './recompute/certificates.ts';
import { checkMoney } from './recompute/money.ts';
import { checkNotice } from './recompute/notice.ts';
import { panelCheck } from './recompute/panels.ts';
import { checkPolicy, commitmentCheck } from './recompute/pins.ts';
import { checkObjections } from './recompute/places.ts';
import { checkRankings } from './recompute/ranking.ts';
import { scoreCheck } from './recompute/scores.ts';
import { secondLookCheck } from './recompute/second-looks.ts';
import type { RoundExport } from './schema.ts';

/**
 * Recomputes a round from its export and the policy in it, and nothing else: hashes and the seed, formula points, every
 * total, who was asked for a second look, every rank with the recorded orders of ties, the certificates of the rankings, the effects of objections and declines, notice and ruling periods, every
 * amount under both readings of the cap, quotas and caps, and that lists, plans, instructions and settlements agree.
 *
 * Not recomputed: the panels themselves, whose draw is keyed by expert ids that the export hides (instead every panel is
 * held against all conditions of the draw), and findings, which rest on packages that the export does not contain.
 *
 * `differences`: one Chinese sentence each, by part; none when everything agrees. Never throws for what a document that
 * fits its schema contains.
 */
export function recompute(exported: RoundExport): { agrees: boolean; differences: string[] } {
  const run = recomputation(exported);
  for (const own of byApplication(exported)) run.application(own);
  const differences = run.end(exported);
  return { agrees: differences.length === 0, differences };
}

export interface Recomputation {
  /** Applications come by id, each once. */
  application(own: OfApplication): void;
  end(tail: Tail): string[];
}

/** The same, application by application: of each only what the ranking goes by is kept, so that a round of any size fits. */
export function recomputation(head: Head): Recomputation {
  const [draw, figures] = [drawRecomputation(head), figuresRecomputation(head)];
  return {
    application(own) {
      draw.application(own);
      figures.application(own);
    },
    end: (tail) => [...draw.end(tail), ...figures.end(tail)],
  };
}

/** Policy, commitment and panels: nothing of it goes by a figure, so that it can be looked at apart. */
export function drawRecomputation(head: Head): Recomputation {
  const [commitment, panels] = [commitmentCheck(head), panelCheck(head)];
  const found: string[] = [];
  return {
    application(own) {
      commitment.application(own);
      found.push(...guarded('专家组', () => panels.application(own)));
    },
    end: () => [
      ...guarded('方案与承诺', () => [...checkPolicy(head), ...commitment.end()]),
      ...found,
      ...guarded('专家组', panels.end),
    ],
  };
}

/** From the sheets to the settled money. */
export function figuresRecomputation(head: Head): Recomputation {
  const [scores, secondLooks] = [scoreCheck(head), secondLookCheck(head)];
  const found = { 评分: [] as string[], 评分复核: [] as string[] };
  const applications: Pick<RoundExport['applications'][number], 'applicationId' | 'category' | 'uscc'>[] = [];
  return {
    application(own) {
      for (const { applicationId, category, uscc } of own.applications)
        applications.push({ applicationId, category, uscc });
      found.评分.push(...guarded('评分', () => scores.application(own)));
      found.评分复核.push(...guarded('评分复核', () => secondLooks.application(own)));
    },
    end(tail) {
      const whole = { ...head, ...tail, applications };
      const dated = { ...whole, policy: withYears(head.policy, head.round.calendarYears) };
      const ranked = rankScores(whole, scores.scored);
      return [
        ...found.评分,
        ...guarded('评分', () => scores.end(tail)),
        ...found.评分复核,
        ...guarded('排名', () => checkRankings(whole, ranked)),
        ...guarded('排名证书', () => checkCertificates(whole, certificatesOf(whole, scores.scored, ranked))),
        ...guarded('公示', () => checkNotice(dated, ranked)),
        ...guarded('异议', () => checkObjections(dated, ranked)),
        ...guarded('名单', () => checkLists(whole)),
        ...guarded('奖补金额', () => checkAwards(whole)),
        ...guarded('拨付', () => checkMoney(whole)),
      ];
    },
  };
}

/** A record that the rules refuse outright is a difference like any other. */
function guarded(part: string, check: () => string[]): string[] {
  try {
    return check().map((difference) => `${part}：${difference}`);
  } catch (error) {
    return [`${part}：无法重算，${error instanceof Error ? error.message : String(error)}`];
  }
}
