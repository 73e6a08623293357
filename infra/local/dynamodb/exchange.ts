import type { Activity } from '../activity.ts';
import type { Operations } from '../operations.ts';
import { recordCall } from '../recorder.ts';

export interface ExchangeOptions {
  operations: Operations;
  activity: Activity;
  /** Called when a write was done, before its caller hears of it. */
  onWrite: () => void;
}

/** The requests and answers of one connection; each answer is looked at before it is passed on. */
export interface Exchange {
  fromClient(chunk: Buffer): Buffer[];
  fromDatabase(chunk: Buffer): Buffer[];
  end(): void;
}

const HEAD_END = '\r\n\r\n';
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const READS = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);
const ASK_CAPACITY = '"ReturnConsumedCapacity":"TOTAL"';
const CAPACITY_KEY = '"ConsumedCapacity":';

interface HttpMessage {
  head: string;
  body: Buffer;
}

/** HTTP/1.1 without pipelining: Node's clients wait for an answer before they use a connection again. */
export function startExchange(options: ExchangeOptions): Exchange {
  const requests = splitter();
  const responses = splitter();
  let operation: string | undefined;
  let finish: (() => void) | undefined;
  let answered: ReturnType<typeof recordCall>;
  const done = (): void => {
    finish?.();
    finish = undefined;
  };
  return {
    fromClient: (chunk) =>
      requests(chunk).map((message) => {
        done();
        operation = /\r\nx-amz-target: *\w+\.(\w+)/i.exec(message.head)?.[1];
        if (operation !== undefined) {
          finish = options.activity.begin(`DynamoDB ${operation}`);
          options.operations.add(`dynamodb.${operation}`);
          answered = recordCall('dynamodb', operation, () => message.body.toString('utf8'));
        }
        return askForCapacity(message, operation);
      }),
    fromDatabase: (chunk) =>
      responses(chunk).map((message) => {
        if (operation !== undefined) settle(message, operation, options);
        answered?.(Number(message.head.slice(9, 12)));
        done();
        return whole(message);
      }),
    end: done,
  };
}

function settle(message: HttpMessage, operation: string, { operations, activity, onWrite }: ExchangeOptions): void {
  const succeeded = / 200 /.test(message.head.slice(0, 16));
  const writes = WRITES.has(operation);
  const units = succeeded ? consumed(message.body) : refusedUnits(message.body);
  if (units > 0) operations.add(writes ? 'dynamodb.writeUnits' : 'dynamodb.readUnits', units);
  if (!succeeded) return;
  activity.progress();
  if (writes) onWrite();
}

function askForCapacity(message: HttpMessage, operation: string | undefined): Buffer {
  const { head, body } = message;
  const billed = operation !== undefined && (WRITES.has(operation) || READS.has(operation));
  if (!billed || body.length <= 2 || body.includes('"ReturnConsumedCapacity"')) return whole(message);
  const asking = Buffer.concat([Buffer.from(`{${ASK_CAPACITY},`), body.subarray(1)]);
  const length = head.replace(/\r\ncontent-length: *\d+/i, `\r\ncontent-length: ${asking.length}`);
  return Buffer.concat([Buffer.from(length, 'latin1'), asking]);
}

/** A quotation mark inside a value is escaped, so this text is the key itself; ours is the last. */
function consumed(body: Buffer): number {
  const at = body.lastIndexOf(CAPACITY_KEY);
  if (at < 0) return 0;
  const text = body.toString('utf8', at);
  return [...text.matchAll(/"CapacityUnits":([\d.]+)/g)].reduce((sum, match) => sum + Number(match[1]), 0);
}

/** A condition that does not hold is billed like a write of one unit; each part of a refused transaction like two. */
function refusedUnits(body: Buffer): number {
  const text = body.toString('utf8');
  if (text.includes('ConditionalCheckFailedException')) return 1;
  return text.includes('TransactionCanceledException') ? 2 * [...text.matchAll(/"Code":/g)].length : 0;
}

/** JSON has no line breaks of its own, so this is the end of a chunked answer (other emulators give those). */
const LAST_CHUNK = '\r\n0\r\n\r\n';

/** Cuts a stream of bytes into whole messages. */
function splitter(): (chunk: Buffer) => HttpMessage[] {
  let pending: Buffer = Buffer.alloc(0);
  let needed = 0;
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const messages: HttpMessage[] = [];
    while (pending.length > 0 && pending.length >= needed) {
      const end = pending.indexOf(HEAD_END);
      if (end < 0) break;
      const head = pending.toString('latin1', 0, end + HEAD_END.length);
      needed = head.length + bodyLength(head, pending.subarray(head.length));
      if (pending.length < needed) break;
      messages.push({ head, body: pending.subarray(head.length, needed) });
      pending = pending.subarray(needed);
      needed = 0;
    }
    return messages;
  };
}

function bodyLength(head: string, received: Buffer): number {
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const end = received.indexOf(LAST_CHUNK);
  return end < 0 ? received.length + 1 : end + LAST_CHUNK.length;
}

function whole({ head, body }: HttpMessage): Buffer {
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
