import type { Activity } from '../activity.ts';
import type { Operations } from '../operations.ts';
import { recordCall } from '../recorder.ts';
import { addedBytes, askForCapacity, isWrite, unitsOf } from './billing.ts';

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
        return asking(message, operation);
      }),
    fromDatabase: (chunk) =>
      responses(chunk).map((message) => {
        if (operation !== undefined) settle(message, operation, options);
        answered?.(statusOf(message));
        done();
        return whole(message);
      }),
    end: done,
  };
}

function settle(message: HttpMessage, operation: string, { operations, activity, onWrite }: ExchangeOptions): void {
  const status = statusOf(message);
  const writes = isWrite(operation);
  const units = unitsOf(status, message.body);
  if (units > 0) operations.add(writes ? 'dynamodb.writeUnits' : 'dynamodb.readUnits', units);
  if (status !== 200) return;
  activity.progress();
  if (writes) onWrite();
}

/** `HTTP/1.1 200 OK` */
function statusOf({ head }: HttpMessage): number {
  return Number(head.slice(9, 12));
}

function asking(message: HttpMessage, operation: string | undefined): Buffer {
  const { head, body } = message;
  const more = addedBytes(operation, body.length);
  if (more === 0) return whole(message);
  const length = head.replace(/\r\ncontent-length: *\d+/i, `\r\ncontent-length: ${body.length + more}`);
  return Buffer.concat([Buffer.from(length, 'latin1'), askForCapacity(body)]);
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
