import { BadInput } from '../../shared/bad-input.ts';
import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { SeatRecord } from '../../shared/schemas/records.ts';
import { StartRequest } from '../../shared/schemas/workflow.ts';
import { startExecution } from '../../shared/store/executions.ts';
import { keys } from '../../shared/store/keys.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';

const env = parseEnv(Env);
const table = new Table(env.TABLE_NAME);

/** Starts the scoring of one application; the record (its panel) is there first, and the name is the application's id. */
export const handler = consumer(StartRequest, env.DEAD_LETTER_URL, async ({ roundId, applicationId }) => {
  if ((await table.get(keys.seat(applicationId, 1), SeatRecord)) === null)
    throw new BadInput('starter.no-panel', `no panel for ${applicationId}`);
  await startExecution(env.SCORING_MACHINE_ARN, applicationId, { roundId, applicationId });
});
