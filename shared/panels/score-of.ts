import { servedCount } from '../domain/auto-scores.ts';
import { type Aggregate, aggregate } from '../domain/scoring.ts';
import type { Policy } from '../policy/schema.ts';
import type { ApplicationRecord, RoundRecord, ScoreRecord, SheetRecord } from '../schemas/records.ts';
import type { PilotRow } from '../schemas/registers.ts';
import { registerRow, servedPilots } from '../store/registers.ts';
import type { Table } from '../store/table.ts';

/** What an application's sheets come to by the policy's rule. @throws RangeError as `aggregate` */
export const addedUp = (
  policy: Policy,
  { category }: Pick<ApplicationRecord, 'category'>,
  items: ScoreRecord['auto'],
  sheets: readonly SheetRecord[],
): Aggregate =>
  aggregate(
    policy,
    category,
    items,
    sheets.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem })),
  );

/** The record of a total, with what may separate it from equal ones. */
export async function scoreOf(
  table: Table,
  { policy, registers }: { policy: Policy; registers: RoundRecord['registers'] },
  application: ApplicationRecord,
  items: ScoreRecord['auto'],
  result: Aggregate,
  at: string,
): Promise<ScoreRecord> {
  const { applicationId, roundId, category, uscc } = application;
  const [pilot, served] = await Promise.all([
    category === 'benchmark-enterprise' ? registerRow(table, 'pilots', registers.pilots, uscc) : null,
    category === 'benchmark-enterprise' ? [] : servedPilots(table, registers.pilots, uscc),
  ]);
  return {
    ...{ entity: 'Score', applicationId, roundId, category, uscc, auto: items },
    ...result,
    resultsPoints: result.byIndicator[policy.categories[category].resultsIndicator] ?? '0',
    ...tieFacts(policy, application, items, pilot, served),
    aggregatedAt: at,
  };
}

/** What may separate equal totals, by the policy's chain. */
function tieFacts(
  policy: Policy,
  { category }: ApplicationRecord,
  auto: ScoreRecord['auto'],
  pilot: PilotRow | null,
  served: PilotRow[],
) {
  const rubric = policy.categories[category].indicators.flatMap((indicator) => indicator.items);
  const digital = rubric.find((item) => item.by === 'auto' && item.formula === 'digital-level');
  return {
    digitalPoints: auto.find((item) => item.code === digital?.code)?.points ?? null,
    servedCount: category === 'benchmark-enterprise' ? null : servedCount(policy, served),
    acceptedOn: pilot?.acceptedOn ?? null,
  };
}
