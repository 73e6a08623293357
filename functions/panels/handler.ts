import * as z from 'zod';
import type { Deps } from '../../shared/deps.ts';
import { ApplicationId, RoundId } from '../../shared/schemas/basics.ts';
import { SeatRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadWait } from '../../shared/store/waits.ts';
import { drawRound } from './draw.ts';
import { refill, replaceSeat, seatWaitId } from './replace.ts';

export const PanelsRequest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('draw'), roundId: RoundId }),
  z.object({ op: z.literal('load'), roundId: RoundId, applicationId: ApplicationId }),
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
      return loadPanel(deps, request.roundId, request.applicationId);
    case 'replace':
      return replaceSeat(deps, request);
    default:
      return request satisfies never;
  }
}

/** The seats of an application that still have to be filled with a sheet. Vacant ones are given away again: the bureau asked for it. */
async function loadPanel(
  deps: Deps,
  roundId: string,
  applicationId: string,
): Promise<{ seats: { seat: number; waitId: string; deadline: string }[] }> {
  const { table } = deps;
  const seats = await table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#');
  const open = await Promise.all(
    seats.map(async ({ seat, turn, status }) => {
      if (status === 'scored') return [];
      if (status === 'vacant') return refill(deps, { roundId, applicationId, seat });
      const waitId = seatWaitId(applicationId, seat, turn);
      const wait = await loadWait(table, waitId);
      return wait === null ? [] : [{ seat, waitId, deadline: wait.deadline }];
    }),
  );
  return { seats: open.flat() };
}
