import * as z from 'zod';
import type { Deps } from '../../shared/deps.ts';
import { ApplicationId, RoundId } from '../../shared/schemas/basics.ts';
import { ApplicationRecord, SeatRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { seatWaitId } from '../../shared/store/seats.ts';
import type { Table } from '../../shared/store/table.ts';
import { loadWait } from '../../shared/store/waits.ts';
import { drawRound } from './draw.ts';
import { refill, replaceSeat } from './replace.ts';

export const PanelsRequest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('draw'), roundId: RoundId }),
  z.object({
    op: z.literal('load'),
    roundId: RoundId,
    applicationId: ApplicationId,
    /** The bureau asked for vacant seats to be given away again. */
    redraw: z.literal(true).optional(),
  }),
  z.object({
    op: z.literal('replace'),
    roundId: RoundId,
    applicationId: ApplicationId,
    seat: z.int().min(1),
    waitId: z.string(),
  }),
]);
type PanelsRequest = z.infer<typeof PanelsRequest>;

export function panels(deps: Deps, request: PanelsRequest): Promise<object> {
  switch (request.op) {
    case 'draw':
      return drawRound(deps, request.roundId);
    case 'load':
      return loadPanel(deps, request);
    case 'replace':
      return replaceSeat(deps, request);
    default:
      return request satisfies never;
  }
}

/** The seats of an application that still have to be filled with a sheet. Vacant ones stay so until the bureau asks for more. */
async function loadPanel(
  deps: Deps,
  { roundId, applicationId, redraw }: Extract<PanelsRequest, { op: 'load' }>,
): Promise<{ seats: { seat: number; waitId: string; deadline: string }[] }> {
  const { table } = deps;
  const seats = await table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#');
  const open = await Promise.all(
    seats.map(async ({ seat, turn, status }) => {
      if (status === 'scored') return [];
      if (status === 'vacant') return redraw === true ? refill(deps, { roundId, applicationId, seat }) : [];
      const waitId = seatWaitId(applicationId, seat, turn);
      const wait = await loadWait(table, waitId);
      return wait === null ? [] : [{ seat, waitId, deadline: wait.deadline }];
    }),
  );
  if (redraw === true) await answered(table, applicationId);
  return { seats: open.flat() };
}

/** The bureau's answer was carried out: should sheets be missing again, it is asked again. */
async function answered(table: Table, applicationId: string): Promise<void> {
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  await table.update(keys.application(applicationId), { set: { shortagesAnswered: application?.shortages ?? 0 } });
}
