import * as z from 'zod';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';
import { issue } from './handler.ts';

const table = new Table(parseEnv(Env).TABLE_NAME);
export const handler = invoked(
  z.object({
    roundId: RoundId,
    planNo: z.int().min(1),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/)
      .nullable(),
  }),
  (event) => issue(table, event),
);
