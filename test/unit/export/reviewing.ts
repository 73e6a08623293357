import { autoScores, servedCount, sheetItems } from '../../../shared/domain/auto-scores.ts';
import { replaceExpert } from '../../../shared/domain/panels.ts';
import { aggregate } from '../../../shared/domain/scoring.ts';
import { revise } from '../../../shared/domain/second-look.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import type { ApplicationRecord, ScoreRecord, SheetRecord } from '../../../shared/schemas/records.ts';
import { at, ROUND } from './constants.ts';

/** Sheets and totals. The two best solutions get the same points everywhere, which makes a tie if nothing tells them apart. */
export function review(records: RoundRecords): Pick<RoundRecords, 'seats' | 'sheets' | 'scores' | 'secondLooks'> {
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
  return { seats, scores, ...withSecondLook(records, sheets) };
}

/** The last panel's last sheet was far below the others at first, and its expert changed it when it was asked once more. */
function withSecondLook(records: RoundRecords, sheets: SheetRecord[]): Pick<RoundRecords, 'sheets' | 'secondLooks'> {
  const last = sheets.at(-1);
  const application = records.applications.find(({ applicationId }) => applicationId === last?.applicationId);
  if (last === undefined || application === undefined) throw new Error('no sheet');
  const { applicationId, category } = application;
  const lower = Object.entries(last.pointsByItem).map(([code, tenths]) => [code, Math.floor(tenths / 10) * 5]);
  const first = { ...last, pointsByItem: Object.fromEntries(lower), comment: '材料不足' };
  const before = sheets.flatMap((one) => (one.applicationId !== applicationId ? [] : one === last ? [first] : [one]));
  const panel = before.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem }));
  const { total, shown, spread } = aggregate(records.policy, category, autoOf(records, application), panel);
  const revised = revise(first, { ...last, submittedAt: at('12-06') });
  return {
    sheets: sheets.map((one) => (one === last ? revised : one)),
    secondLooks: [
      {
        ...{ entity: 'SecondLook', applicationId, roundId: ROUND, seats: panel.map(({ seat }) => seat) },
        ...{ openedAt: at('12-05'), deadline: at('12-08'), total, shown, spread },
      },
    ],
  };
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
