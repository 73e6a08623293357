/** What calls of the database need. Runs beside the handlers, too: what it imports is loaded into every function's thread. */
import type { Need } from './need.ts';

type Json = Record<string, unknown>;

const INDEXED = new Set(['Query', 'Scan']);
/** Parts of transactions count one by one, each as what it is by itself. */
const PARTS: Record<string, string> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** All that tables are asked for here. */
export const TABLE_ACTIONS = [
  ...['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
  ...['ConditionCheckItem', 'DescribeTable'],
].map((name) => `dynamodb:${name}`);
export const INDEX_ACTIONS = [...INDEXED].map((name) => `dynamodb:${name}`);

/**
 * @param operation as in X-Amz-Target; @param input what it was asked
 * @param tables an ARN up to the table's name
 */
export function needsOfDatabase(operation: string, input: Json, tables: string): Need[] {
  const tableArn = (name: unknown): string => (String(name).startsWith('arn:') ? String(name) : `${tables}${name}`);
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    return ((input.TransactItems ?? []) as Record<string, Json>[]).flatMap((item) =>
      Object.entries(item).map(([part, { TableName }]) => ({
        action: `dynamodb:${PARTS[part] ?? part}`,
        resource: tableArn(TableName),
      })),
    );
  }
  const action = `dynamodb:${operation}`;
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(input.RequestItems ?? {}).map((name) => ({ action, resource: tableArn(name) }));
  }
  const index = INDEXED.has(operation) && input.IndexName !== undefined ? `/index/${input.IndexName}` : '';
  return [{ action, resource: input.TableName === undefined ? '*' : tableArn(input.TableName) + index }];
}
