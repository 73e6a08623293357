/** What each function does with the table, action by action: its role allows this and no more. Parts of transactions count by themselves. */
const ACTIONS = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'] as const;
export type TableAction = (typeof ACTIONS)[number] | 'ConditionCheckItem';

const RECORDS: TableAction[] = ['GetItem', 'Query', 'PutItem', 'UpdateItem'];

export const TABLE_USE: Readonly<Record<string, readonly TableAction[]>> = {
  aggregate: [...RECORDS, 'DeleteItem', 'ConditionCheckItem'],
  call: [...RECORDS, 'BatchWriteItem'],
  close: [...RECORDS, 'DeleteItem'],
  confirm: [...RECORDS, 'BatchWriteItem'],
  due: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
  eligibility: [...RECORDS, 'DeleteItem', 'BatchWriteItem'],
  'fan-out': ['GetItem', 'Query'],
  intake: [...RECORDS, 'ConditionCheckItem'],
  invite: RECORDS,
  issue: [...RECORDS, 'BatchGetItem'],
  notice: [...RECORDS, 'BatchGetItem'],
  notify: [...RECORDS, 'BatchGetItem'],
  panels: [...RECORDS, 'ConditionCheckItem'],
  payee: ['GetItem', 'PutItem'],
  plan: [...RECORDS, 'BatchWriteItem'],
  publisher: ['GetItem', 'UpdateItem'],
  rank: [...RECORDS, 'DeleteItem', 'BatchWriteItem'],
  reconciler: [...RECORDS, 'DeleteItem'],
  seal: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
  settlement: [...RECORDS, 'DeleteItem'],
  starter: ['GetItem'],
  'task-escalate': [...RECORDS, 'DeleteItem'],
  'task-open': RECORDS,
  'task-settle': ['GetItem', 'Query', 'UpdateItem'],
  web: [...ACTIONS, 'ConditionCheckItem'],
};
