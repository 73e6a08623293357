import * as z from 'zod';
import { parseEnv } from '../../shared/env.ts';
import { BadInput } from '../../shared/reasons.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { ApplicationId, RoundId } from '../../shared/schemas/basics.ts';
import { SeatRecord } from '../../shared/schemas/records.ts';
import { startExecution } from '../../shared/store/executions.ts';
import { keys } from '../../shared/store/keys.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';

const env = parseEnv(Env);
const table = new Table(env.TABLE_NAME);

/** Starts the scoring of one application; the record (its panel) is there first, and the name is the application's id. */
export const handler = consumer(
  z.object({ roundId: RoundId, applicationId: ApplicationId }),
  env.DEAD_LETTER_URL,
  async ({ roundId, applicationId }) => {
    if ((await table.get(keys.seat(applicationId, 1), SeatRecord)) === null)
      throw new BadInput('starter.no-panel', `no panel for ${applicationId}`);
    await startExecution(env.SCORING_MACHINE_ARN, applicationId, { roundId, applicationId });
  },
);
