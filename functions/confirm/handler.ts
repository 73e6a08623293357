import * as z from 'zod';
import type { Deps } from '../../shared/deps.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import { announce } from './announce.ts';
import { collect } from './collect.ts';

export const ConfirmRequest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('collect'), roundId: RoundId }),
  z.object({
    op: z.literal('announce'),
    roundId: RoundId,
    listNo: z.int().min(1),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/)
      .nullable()
      .optional(),
  }),
]);

/** 五(四): lists are collected as their notices end, confirmed by a person, and announced as they were confirmed. */
export const confirm = (deps: Deps, request: z.infer<typeof ConfirmRequest>): Promise<object> =>
  request.op === 'collect'
    ? collect(deps, request.roundId)
    : announce(deps, request.roundId, request.listNo, request.cursor ?? null);
