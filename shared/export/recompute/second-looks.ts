import { compare, parse, rational } from '../../domain/rational.ts';
import { aggregate } from '../../domain/scoring.ts';
import { firstOf, seatsAskedAgain } from '../../domain/second-look.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';
import type { Recomputed } from './scores.ts';

/** 五(三) 复核打分: who was asked once more by the first sheets, and what these came to. */
export function checkSecondLooks(exported: RoundExport, recomputed: Recomputed[]): string[] {
  const { policy, secondLooks, scores } = exported;
  const scored = index(recomputed, ({ applicationId }) => applicationId);
  const sheets = Map.groupBy(exported.sheets, ({ applicationId }) => applicationId);
  const asked = new Set(secondLooks.map(({ applicationId }) => applicationId));
  const missed =
    policy.scoring.value.secondLook === undefined
      ? []
      : scores.filter(({ applicationId, spreadFlag }) => spreadFlag && !asked.has(applicationId));
  return [
    ...missed.map(({ applicationId }) => `${applicationId} 的分差超过复核线，没有复核`),
    ...secondLooks.flatMap((look) => {
      const { applicationId, seats, shown, exactTotal, exactSpread } = look;
      const own = scored.get(applicationId);
      if (own === undefined || 'failure' in own) return [`${applicationId} 有复核，没有可以合计的评分表`];
      const first = aggregate(
        policy,
        own.application.category,
        own.auto.map(({ code, exact }) => ({ code, points: exact })),
        (sheets.get(applicationId) ?? []).map((sheet) => ({ seat: sheet.seat, items: firstOf(sheet).pointsByItem })),
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
    }),
  ];
}

/** Whether this spread, exact points, asks for a second look by the policy. */
export const isFarApart = ({ scoring }: RoundExport['policy'], exactSpread: string): boolean =>
  scoring.value.secondLook !== undefined &&
  compare(parse(exactSpread), rational(scoring.value.spreadFlagTenths, 10)) > 0;
