import { compare, parse, rational } from '../../domain/rational.ts';
import { aggregate } from '../../domain/scoring.ts';
import { firstOf, seatsAskedAgain } from '../../domain/second-look.ts';
import type { Head, OfApplication } from '../parts.ts';
import type { RoundExport } from '../schema.ts';
import { differ } from './differ.ts';
import { type Recomputed, rescorer } from './scores.ts';

/** 五(三) 复核打分: who was asked once more by the first sheets, and what these came to. */
export function secondLookCheck(head: Pick<Head, 'policy' | 'registers'>) {
  const { policy } = head;
  const rescore = rescorer(head);
  return {
    application(own: OfApplication): string[] {
      const { secondLooks, scores, struckSheets } = own;
      if (secondLooks.length > 0) return secondLooks.flatMap((look) => againstFirst(policy, look, own, rescore(own)));
      // Without a sheet that was struck the others may lie further apart; then nobody is asked any more.
      if (policy.scoring.value.secondLook === undefined || struckSheets.length > 0) return [];
      return scores
        .filter(({ spreadFlag }) => spreadFlag)
        .map(({ applicationId }) => `${applicationId} 的分差超过复核线，没有复核`);
    },
  };
}

function againstFirst(
  policy: RoundExport['policy'],
  { applicationId, seats, openedAt, shown, exactTotal, exactSpread }: RoundExport['secondLooks'][number],
  { sheets, struckSheets }: OfApplication,
  recomputed: readonly Recomputed[],
): string[] {
  const own = recomputed.find((one) => one.applicationId === applicationId);
  if (own === undefined || 'failure' in own) return [`${applicationId} 有复核，没有可以合计的评分表`];
  const first = aggregate(
    policy,
    own.category,
    own.auto.map(({ code, exact }) => ({ code, points: exact })),
    // As they were then: one may have been struck since, and its seat given to another.
    [...sheets, ...struckSheets]
      .filter((sheet) => firstOf(sheet).submittedAt <= openedAt)
      .map((sheet) => ({ seat: sheet.seat, items: firstOf(sheet).pointsByItem })),
  );
  return [
    ...differ(`${applicationId} 复核的席位`, seats, seatsAskedAgain(policy, first)),
    ...differ(
      `${applicationId} 首次评分的总分`,
      { exactTotal, shown },
      { exactTotal: first.total, shown: first.shown },
    ),
    ...differ(`${applicationId} 首次评分的分差`, exactSpread, first.spread),
  ];
}

/** Whether this spread, exact points, asks for a second look by the policy. */
export const isFarApart = ({ scoring }: RoundExport['policy'], exactSpread: string): boolean =>
  scoring.value.secondLook !== undefined &&
  compare(parse(exactSpread), rational(scoring.value.spreadFlagTenths, 10)) > 0;
