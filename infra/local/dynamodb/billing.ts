/** What DynamoDB would bill for a call, read off its request and answer. */

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const READS = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);
const ASK = '"ReturnConsumedCapacity":"TOTAL",';
const CAPACITY_KEY = '"ConsumedCapacity":';

export const isWrite = (operation: string): boolean => WRITES.has(operation);

/** How many bytes `askForCapacity` adds; 0 for what is not billed by capacity. */
export function addedBytes(operation: string | undefined, bodyBytes: number): number {
  const billed = operation !== undefined && (WRITES.has(operation) || READS.has(operation));
  return billed && bodyBytes > 2 ? ASK.length : 0;
}

/** The request's body, asking for the consumed capacity too. One that asks by itself gets as many spaces: JSON does not mind. */
export function askForCapacity(body: Buffer): Buffer {
  const asks = body.includes('"ReturnConsumedCapacity"');
  return Buffer.concat([Buffer.from(`{${asks ? ' '.repeat(ASK.length) : ASK}`), body.subarray(1)]);
}

/** Capacity units of an answer. A condition that does not hold is billed like a write of one unit; each part of a refused transaction like two. */
export function unitsOf(status: number, body: Buffer): number {
  if (status === 200) return consumed(body);
  const text = body.toString('utf8');
  if (text.includes('ConditionalCheckFailedException')) return 1;
  return text.includes('TransactionCanceledException') ? 2 * [...text.matchAll(/"Code":/g)].length : 0;
}

/** A quotation mark inside a value is escaped, so this text is the key itself; ours is the last. */
function consumed(body: Buffer): number {
  const at = body.lastIndexOf(CAPACITY_KEY);
  if (at < 0) return 0;
  const text = body.toString('utf8', at);
  return [...text.matchAll(/"CapacityUnits":([\d.]+)/g)].reduce((sum, match) => sum + Number(match[1]), 0);
}
