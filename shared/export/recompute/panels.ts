import { problemOf, seatOrder } from '../../domain/panels/assignment-of.ts';
import { faultsOf } from '../../domain/panels/proof.ts';
import { drawnOf } from '../drawn.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';

type Seat = RoundExport['seats'][number];
const first = (seat: Seat): string | null => seat.past[0]?.expert ?? seat.expert;

/**
 * 五(三), 回避: every panel has its seats, nobody on it who was barred, nobody twice, no two of one employer where the policy
 * says so — as drawn and as it stands — and each expert was given as many as the draw recorded.
 */
export function checkPanels(exported: RoundExport): string[] {
  const { draw, applications, seats, sheets } = exported;
  if (draw === null) return seats.length === 0 ? [] : ['有席位，没有抽取记录'];
  const bySeats = Map.groupBy(seats, ({ applicationId }) => applicationId);
  const drawn = drawnOf(applications, seats);
  const bySheets = Map.groupBy(sheets, ({ applicationId }) => applicationId);
  const sheetOf = (seat: Seat) => bySheets.get(seat.applicationId)?.findLast((sheet) => sheet.seat === seat.seat);
  const loads = new Map(exported.registers.experts.map(({ expert }) => [expert, 0]));
  for (const seat of seats) loads.set(first(seat) ?? '', (loads.get(first(seat) ?? '') ?? 0) + 1);
  return [
    ...differ('参评申报数', draw.applications, drawn.length),
    ...differ('席位数', draw.seats, seats.length),
    ...differ('各专家抽中次数', draw.loads, Object.fromEntries(loads)),
    ...drawn.flatMap(({ applicationId }) => checkPanel(exported, applicationId, bySeats.get(applicationId) ?? [])),
    ...checkDraw(exported, draw, drawn),
    ...seats.flatMap((seat) => checkSheetOf(seat, sheetOf(seat))),
  ];
}

/** 五(三): no panels would have been better, by the seed and what the register says; proved by the prices of the draw. */
function checkDraw(
  { policy, registers, seats }: RoundExport,
  { seed, criteria, prices }: NonNullable<RoundExport['draw']>,
  drawn: { applicationId: string }[],
): string[] {
  const { size, distinctEmployers } = policy.panel.value;
  const number = new Map(registers.experts.map(({ expert }, e) => [expert, e]));
  const matched = index(criteria, ({ applicationId }) => applicationId);
  const barred = registers.experts.flatMap(({ barredFrom }, e) => barredFrom.map((id) => ({ id, e })));
  const barredFrom = Map.groupBy(barred, ({ id }) => id);
  const applications = drawn.map(({ applicationId }) => ({
    applicationId,
    industry: matched.get(applicationId)?.industry ?? null,
    fields: matched.get(applicationId)?.fields ?? [],
    barred: new Set((barredFrom.get(applicationId) ?? []).map(({ e }) => e)),
  }));
  const experts = registers.experts.map(({ expert, employer, industries, fields, maxPanels }) => ({
    employer: distinctEmployers ? employer : expert,
    industries: new Set(industries),
    fields: new Set(fields),
    maxPanels: maxPanels ?? Number.POSITIVE_INFINITY,
  }));
  const problem = problemOf({ seed, size, experts, applications });
  const panels = Map.groupBy(seats, ({ applicationId }) => applicationId);
  const panelOf = (id: string) =>
    (panels.get(id) ?? []).toSorted((a, b) => a.seat - b.seat).map((seat) => number.get(first(seat) ?? '') ?? -1);
  const asDrawn = applications.map(({ applicationId }) => panelOf(applicationId));
  if (asDrawn.some((panel) => panel.length !== size)) return [];
  const of = (expert: string) => prices[expert] ?? { level: Number.NaN, fine: Number.NaN };
  const faults = faultsOf(problem, Int32Array.from(asDrawn.flat()), {
    level: Float64Array.from(registers.experts, ({ expert }) => of(expert).level),
    fine: Float64Array.from(registers.experts, ({ expert }) => of(expert).fine),
  });
  return [
    ...faults.panels.map((a) => `${applications[a]?.applicationId} 的专家组不是按种子抽取的最优结果`),
    ...faults.experts.map((e) => `${registers.experts[e]?.expert} 的件数不是按种子抽取的最优结果`),
    ...applications.flatMap(({ applicationId }, a) => {
      const panel = asDrawn[a] ?? [];
      return differ(`${applicationId} 的席位次序`, panel, seatOrder(seed, applicationId, experts.length, panel));
    }),
  ];
}

function checkPanel({ policy, registers }: RoundExport, applicationId: string, seats: Seat[]): string[] {
  const { size, distinctEmployers } = policy.panel.value;
  const experts = index(registers.experts, ({ expert }) => expert);
  const everyone = seats.flatMap(({ past, expert }) => [
    ...past.map((one) => one.expert),
    ...(expert === null ? [] : [expert]),
  ]);
  const barred = everyone.filter((expert) => experts.get(expert)?.barredFrom.includes(applicationId) !== false);
  const panels = { 抽取时: seats.map(first), 现有: seats.map((seat) => seat.expert) };
  return [
    ...differ(`${applicationId} 的席位数`, seats.length, size),
    ...barred.map((expert) => `${applicationId} 的专家 ${expert} 应当回避或不在专家库中`),
    ...Object.entries(panels).flatMap(([when, panel]) => {
      const present = panel.filter((expert) => expert !== null);
      const employers = present.map((expert) => (distinctEmployers ? experts.get(expert)?.employer : expert));
      return new Set(employers).size === present.length ? [] : [`${applicationId} ${when}的专家组中有重复的专家或单位`];
    }),
  ];
}

/** A scored seat has the sheet of the expert who holds it, every other seat has none. */
function checkSheetOf(seat: Seat, sheet: RoundExport['sheets'][number] | undefined): string[] {
  const place = `${seat.applicationId} 第 ${seat.seat} 席`;
  return differ(`${place}的评分专家`, sheet?.expert ?? null, seat.status === 'scored' ? seat.expert : null);
}
