import { parseEnv } from '../../shared/env.ts';
import { streamConsumer } from '../../shared/runtime/handler.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';
import { settle } from './handler.ts';

const table = new Table(parseEnv(Env).TABLE_NAME);
export const handler = streamConsumer((record) => settle(table, record));
