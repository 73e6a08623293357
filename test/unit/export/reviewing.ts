import { autoScores, servedCount, sheetItems } from '../../../shared/domain/auto-scores.ts';
import { replaceExpert } from '../../../shared/domain/panels.ts';
import { aggregate } from '../../../shared/domain/scoring.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import type { ApplicationRecord, ScoreRecord, SheetRecord } from '../../../shared/schemas/records.ts';
import { at, ROUND } from './constants.ts';

/** Sheets and totals. The two best solutions get the same points everywhere, which makes a tie if nothing tells them apart. */
export function review(records: RoundRecords): Pick<RoundRecords, 'seats' | 'sheets' | 'scores'> {
  const seats = withRecusal(records);
  const ofSeat = new Map(records.applications.map((one) => [one.applicationId, one]));
  const level = levels(records);
  const sheets = seats.map(({ applicationId, seat, expertId }): SheetRecord => {
    const application = ofSeat.get(applicationId);
    if (application === undefined) throw new Error(applicationId);
    const { category } = application;
    const points = sheetItems(records.policy, category, autoOf(records, application)).map(({ code, points: most }) => [
      code,
      Math.floor((most * 10 * ((level.get(applicationId) ?? 0) - seat)) / 100 / 5) * 5,
    ]);
    return {
      entity: 'Sheet',
      applicationId,
      roundId: ROUND,
      seat,
      expertId: expertId ?? '',
      pointsByItem: Object.fromEntries(points),
      comment: '材料完整',
      comments: {},
      submittedAt: at('12-05'),
    };
  });
  const bySheet = Map.groupBy(sheets, (sheet) => sheet.applicationId);
  const scores = [...bySheet].map(([id, own]) => {
    const application = ofSeat.get(id);
    if (application === undefined) throw new Error(id);
    return scoreOf(records, application, own);
  });
  return { seats, sheets, scores };
}

function levels({ applications }: RoundRecords): Map<string, number> {
  const solutions = applications.filter(({ category }) => category === 'solution-product');
  const pair = new Set(
    solutions
      .flatMap((one, i) => solutions.slice(i + 1).flatMap((two) => (one.uscc === two.uscc ? [one, two] : [])))
      .slice(0, 2),
  );
  return new Map(applications.map((one, i) => [one.applicationId, pair.has(one) ? 99 : 70 + (i % 28)]));
}

function withRecusal({ seats, registers, policy, draws, applications }: RoundRecords): RoundRecords['seats'] {
  const [seat, ...rest] = seats;
  const application = applications.find((one) => one.applicationId === seat?.applicationId);
  if (seat === undefined || application === undefined || seat.expertId === null) throw new Error('no seat');
  const expertId = replaceExpert({
    policy,
    seed: 'another',
    application: { ...application, industry: null, fields: [] },
    panel: rest.flatMap((one) =>
      one.applicationId === seat.applicationId && one.expertId !== null ? [one.expertId] : [],
    ),
    excluded: [seat.expertId],
    experts: registers.experts,
    legalPersons: new Map(),
    loads: draws[0]?.loads ?? {},
  });
  return [
    { ...seat, expertId, turn: 2, past: [{ expertId: seat.expertId, left: 'recused', at: at('12-03') }] },
    ...rest,
  ];
}

function inputOf({ registers }: RoundRecords, { category, uscc }: ApplicationRecord) {
  const enterprise = category === 'benchmark-enterprise';
  return {
    pilot: enterprise ? (registers.pilots.find((row) => row.uscc === uscc) ?? null) : null,
    participation: registers.participation.find((row) => row.uscc === uscc) ?? null,
    servedPilots: enterprise ? [] : registers.pilots.filter((row) => row.providerUscc === uscc),
  };
}

const autoOf = (records: RoundRecords, application: ApplicationRecord) =>
  autoScores(records.policy, application.category, inputOf(records, application));

function scoreOf(records: RoundRecords, application: ApplicationRecord, sheets: SheetRecord[]): ScoreRecord {
  const { policy } = records;
  const { applicationId, category, uscc } = application;
  const auto = autoOf(records, application);
  const input = inputOf(records, application);
  const result = aggregate(
    policy,
    category,
    auto,
    sheets.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem })),
  );
  return {
    entity: 'Score',
    applicationId,
    roundId: ROUND,
    category,
    uscc,
    auto,
    ...result,
    resultsPoints: result.byIndicator[policy.categories[category].resultsIndicator] ?? '0',
    digitalPoints:
      category === 'benchmark-enterprise' ? (auto.find(({ code }) => code === 'digital-level')?.points ?? null) : null,
    servedCount: category === 'benchmark-enterprise' ? null : servedCount(policy, input.servedPilots),
    acceptedOn: input.pilot?.acceptedOn ?? null,
    aggregatedAt: at('12-06'),
  };
}
