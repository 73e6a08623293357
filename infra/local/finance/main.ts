/** `npm run finance`: the commands of a small finance office, on its own books. See README.md here. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { Unreadable } from '../../../shared/registers/workbook.ts';
import { AccountsRefused, askForAccounts } from './accounts.ts';
import { type AccountsOf, readAccounts, takeResult, writeBatch } from './files.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { startFinanceOffice } from './office.ts';
import { RESULT_PROBLEMS } from './result-problems.ts';

const USAGE = `用法 npm run finance -- <命令> --db LEDGER.sqlite
  serve                    接收指令、发出答复，直到停止（FINANCE_QUEUE_URL、BUS_NAME、AWS_REGION 等环境变量）
  batch FILE.xlsx|csv      把尚未送出的指令编成一批 [--by 姓名 --reason 理由 | --accounts FILE.json] [--again 批号]
                           --by、--reason：按引用查询收款账户，查询记录在案（PAYEE_FUNCTION_NAME、AWS_REGION 等环境变量）
  result FILE.xlsx|csv     登记国库的办理结果；有一处问题即全部不登记
  recovered ID 金额（分）   登记追回的一笔
  status                   各状态的笔数
`;
const Where = z.object({
  FINANCE_QUEUE_URL: z.string().min(1),
  BUS_NAME: z.string().min(1),
  FINANCE_DLQ_URL: z.string().optional(),
});

function officeAt(dbPath: string, where: z.infer<typeof Where>) {
  return startFinanceOffice({
    queueUrl: where.FINANCE_QUEUE_URL,
    busName: where.BUS_NAME,
    ...(where.FINANCE_DLQ_URL === undefined ? {} : { deadLetterUrl: where.FINANCE_DLQ_URL }),
    sqs: new SQSClient({}),
    events: new EventBridgeClient({}),
    dbPath,
    now: Date.now,
    // The treasury's file says what became of a payment; nothing is taken for paid before.
    outcome: () => null,
  });
}

async function serve(dbPath: string): Promise<number> {
  const office = officeAt(dbPath, Where.parse(process.env));
  office.serve();
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  });
  await office.stop();
  return 0;
}

interface BatchOptions {
  again?: string | undefined;
  accounts?: string | undefined;
  by?: string | undefined;
  reason?: string | undefined;
}
const Asked = z.object({ by: z.string().min(1), reason: z.string().min(1) });

/** Out of a file, or from the function that tells accounts; undefined where nobody asks for them. */
function accountsFor({ accounts, by, reason }: BatchOptions): AccountsOf | undefined {
  if (accounts !== undefined) {
    const known = readAccounts(accounts);
    return async () => known;
  }
  if (by === undefined && reason === undefined) return undefined;
  const { PAYEE_FUNCTION_NAME: functionName } = z.object({ PAYEE_FUNCTION_NAME: z.string() }).parse(process.env);
  const asking = { lambda: new LambdaClient({}), functionName, ...Asked.parse({ by, reason }) };
  return (instructions) => askForAccounts(asking, instructions);
}

async function batch(ledger: Ledger, path: string, options: BatchOptions): Promise<number> {
  const { again } = options;
  const accountsOf = accountsFor(options);
  const written = await writeBatch(ledger, path, {
    ...(again === undefined ? {} : { again: z.coerce.number().int().min(1).parse(again) }),
    ...(accountsOf === undefined ? {} : { accountsOf }),
  });
  console.log(written === null ? '没有可以送出的指令。' : `第 ${written.no} 批，${written.count} 笔，已写入 ${path}`);
  return 0;
}

async function result(ledger: Ledger, path: string): Promise<number> {
  const reading = await takeResult(ledger, path, Date.now());
  if (reading.ok) {
    console.log(`已登记 ${reading.answers.length} 笔，此前已登记 ${reading.known} 笔。答复由 serve 发出。`);
    return 0;
  }
  console.error(`共 ${reading.problems.length} 处问题，一笔也没有登记：`);
  for (const { row, code, detail } of reading.problems)
    console.error(
      `${row === 0 ? '文件' : `第 ${row} 行`}  ${code}  ${RESULT_PROBLEMS[code]}${detail === '' ? '' : `（${detail}）`}`,
    );
  return 1;
}

async function recovered(dbPath: string, id: string, amount: string): Promise<number> {
  const office = officeAt(dbPath, { FINANCE_QUEUE_URL: 'none', BUS_NAME: 'none' });
  try {
    office.recovered(id, z.coerce.number().int().min(1).parse(amount));
  } finally {
    await office.stop();
  }
  console.log('已登记，答复由 serve 发出。');
  return 0;
}

function status(ledger: Ledger): number {
  const counts = Map.groupBy(ledger.standing(), ({ answer, directive, batchNo }) =>
    answer !== null ? answer.outcome : directive === 'hold' ? 'held' : batchNo !== null ? 'in-batch' : 'waiting',
  );
  for (const [state, own] of counts) console.log(`${state}  ${own.length}`);
  console.log(`未发出的答复  ${ledger.unsent().length}`);
  return 0;
}

async function run(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { db: text, again: text, accounts: text, by: text, reason: text };
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [command = '', first = '', second = ''] = positionals;
  const known = ['serve', 'batch', 'result', 'recovered', 'status'].includes(command);
  if (values.db === undefined || !known || (['batch', 'result', 'recovered'].includes(command) && first === '')) {
    console.error(USAGE);
    return 2;
  }
  const db = resolve(values.db);
  if (command === 'serve') return serve(db);
  if (command === 'recovered') return recovered(db, first, second);
  const ledger = openLedger(db);
  try {
    if (command === 'batch') return await batch(ledger, first, values);
    return command === 'result' ? await result(ledger, first) : status(ledger);
  } finally {
    ledger.close();
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (
    !(
      error instanceof Unreadable ||
      error instanceof AccountsRefused ||
      error instanceof z.ZodError ||
      error instanceof RangeError
    )
  )
    throw error;
  console.error(error.message);
  process.exitCode = 2;
}
