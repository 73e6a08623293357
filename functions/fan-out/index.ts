import * as z from 'zod';
import { parseEnv } from '../../shared/env.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import { QueueSender } from '../../shared/store/queue-sender.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';
import { Cursor, fanOut } from './handler.ts';

const env = parseEnv(Env);
const deps = { table: new Table(env.TABLE_NAME), starts: new QueueSender(env.START_QUEUE_URL) };
export const handler = invoked(z.object({ roundId: RoundId, cursor: Cursor.nullable() }), (event) =>
  fanOut(deps, event),
);
