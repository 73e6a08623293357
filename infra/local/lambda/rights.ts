/** Runs beside the handlers: lets through what a function may ask of the database, and answers the rest as DynamoDB would. */
import { type ClientRequest, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { needsOfDatabase } from '../iam/database.ts';
import type { DatabaseRights } from './protocol.ts';

export class AskedRights {
  /** The function's. */
  readonly accessKey: string;
  readonly #tables: string;
  readonly #allowed: Set<string>;
  readonly #told = new Set<string>();
  readonly #tell: (need: string) => void;

  /** @param tell hears of every need, allowed or not, when it is first there */
  constructor(rights: DatabaseRights, tell: (need: string) => void) {
    this.accessKey = rights.accessKey;
    this.#tables = rights.tables;
    this.#allowed = new Set(rights.allowed);
    this.#tell = tell;
  }

  /** Why the call is not allowed. */
  refusal(operation: string, body: Buffer): string | undefined {
    const needs = needsOfDatabase(operation, JSON.parse(body.toString('utf8')), this.#tables);
    let reason: string | undefined;
    for (const { action, resource } of needs) {
      const need = `${action} ${resource}`;
      if (!this.#told.has(need)) this.#tell(need);
      this.#told.add(need);
      if (!this.#allowed.has(need)) reason ??= `User is not authorized to perform: ${action} on resource: ${resource}`;
    }
    return reason;
  }
}

/** Gives the answer of a service that refuses, in place of a request that is never sent. */
export function answerInstead(outgoing: ClientRequest, Message: string): ClientRequest {
  const response = new IncomingMessage(new Socket());
  response.statusCode = 400;
  response.headers = { 'content-type': 'application/x-amz-json-1.0' };
  response.push(JSON.stringify({ __type: 'com.amazon.coral.service#AccessDeniedException', Message }));
  response.push(null);
  process.nextTick(() => {
    outgoing.emit('response', response);
    outgoing.destroy();
  });
  return outgoing;
}
