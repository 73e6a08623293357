import { parseEnv } from '../../shared/env.ts';
import { streamConsumer } from '../../shared/runtime/consumers.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';
import { settle } from './handler.ts';

const env = parseEnv(Env);
const table = new Table(env.TABLE_NAME);
export const handler = streamConsumer(env.DEAD_LETTER_URL, (image) => settle(table, image));
