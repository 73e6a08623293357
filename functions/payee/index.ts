import { parseEnv } from '../../shared/env.ts';
import { PayeeKey } from '../../shared/payees/key.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { PayeeRequest } from '../../shared/schemas/payee-records.ts';
import { Table } from '../../shared/store/table.ts';
import { Env } from './env.ts';
import { accounts } from './handler.ts';

const env = parseEnv(Env);
const deps = { table: new Table(env.TABLE_NAME), payeeKey: new PayeeKey(env.PAYEE_KEY_ARN) };
export const handler = invoked(PayeeRequest, (request) => accounts(deps, request));
