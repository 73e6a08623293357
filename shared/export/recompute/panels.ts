import { drawnOf } from '../drawn.ts';
import type { Head, OfApplication } from '../parts.ts';
import type { RoundExport } from '../schema.ts';
import { differ } from './differ.ts';
import { drawProof } from './draw-proof.ts';

type Seat = RoundExport['seats'][number];
type Drawn = Pick<Head, 'policy' | 'registers' | 'draw'>;
const first = (seat: Seat): string | null => seat.past[0]?.expert ?? seat.expert;

/**
 * 五(三), 回避: every panel has its seats, nobody on it who was barred, nobody twice, no two of one employer where the policy
 * says so — as drawn and as it stands — and each expert was given as many as the draw recorded. Application by application.
 */
export function panelCheck(head: Drawn) {
  const { draw, registers } = head;
  const experts = new Map(registers.experts.map(({ expert, employer }) => [expert, employer]));
  const loads = new Map(registers.experts.map(({ expert }) => [expert, 0]));
  const counts = { drawn: 0, seats: 0 };
  const proof = draw === null ? null : drawProof(head, draw);
  return {
    application(own: OfApplication): string[] {
      const { applications, seats, sheets } = own;
      counts.seats += seats.length;
      if (proof === null) return [];
      for (const seat of seats) loads.set(first(seat) ?? '', (loads.get(first(seat) ?? '') ?? 0) + 1);
      const drawn = drawnOf(applications, seats);
      counts.drawn += drawn.length;
      return [
        ...drawn.flatMap(({ applicationId }) => [
          ...checkPanel(head, applicationId, own, experts),
          ...proof.application(own, asDrawn(seats)),
        ]),
        ...seats.flatMap((seat) =>
          checkSheetOf(
            seat,
            sheets.findLast((sheet) => sheet.seat === seat.seat),
          ),
        ),
      ];
    },
    end(): string[] {
      if (draw === null || proof === null) return counts.seats === 0 ? [] : ['有席位，没有抽取记录'];
      return [
        ...differ('参评申报数', draw.applications, counts.drawn),
        ...differ('席位数', draw.seats, counts.seats),
        ...differ('各专家抽中次数', draw.loads, Object.fromEntries(loads)),
        ...proof.end(),
      ];
    },
  };
}

const asDrawn = (seats: readonly Seat[]): (string | null)[] => seats.toSorted((a, b) => a.seat - b.seat).map(first);

function checkPanel(
  { policy }: Drawn,
  applicationId: string,
  { seats, barredFrom }: OfApplication,
  experts: ReadonlyMap<string, string>,
): string[] {
  const { size, distinctEmployers } = policy.panel.value;
  const everyone = seats.flatMap(({ past, expert }) => [
    ...past.map((one) => one.expert),
    ...(expert === null ? [] : [expert]),
  ]);
  const barred = everyone.filter((expert) => barredFrom.includes(expert) || !experts.has(expert));
  const panels = { 抽取时: seats.map(first), 现有: seats.map((seat) => seat.expert) };
  return [
    ...differ(`${applicationId} 的席位数`, seats.length, size),
    ...barred.map((expert) => `${applicationId} 的专家 ${expert} 应当回避或不在专家库中`),
    ...Object.entries(panels).flatMap(([when, panel]) => {
      const present = panel.filter((expert) => expert !== null);
      const employers = present.map((expert) => (distinctEmployers ? experts.get(expert) : expert));
      return new Set(employers).size === present.length ? [] : [`${applicationId} ${when}的专家组中有重复的专家或单位`];
    }),
  ];
}

/** A scored seat has the sheet of the expert who holds it, every other seat has none. */
function checkSheetOf(seat: Seat, sheet: RoundExport['sheets'][number] | undefined): string[] {
  const place = `${seat.applicationId} 第 ${seat.seat} 席`;
  return differ(`${place}的评分专家`, sheet?.expert ?? null, seat.status === 'scored' ? seat.expert : null);
}
