import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import type { Activity } from './activity.ts';
import { messageOf } from './errors.ts';
import { createLocalServer, LOOPBACK, listen, send } from './http/server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** An HTTP endpoint whose address is known before that what answers there: the templates name the addresses. */
export interface Service {
  url: string;
  /** From now on requests are answered by this. */
  serve(handler: Handler): void;
  stop(): Promise<void>;
}

/**
 * @param label for messages, such as `S3`; @param option that chooses the port; @param port 0 for any free one.
 * @throws LocalCloudError PORT_IN_USE
 */
export async function openService(label: string, option: string, port: number, activity: Activity): Promise<Service> {
  let handler: Handler | undefined;
  const server = createLocalServer((request, response) => {
    // Waiting for a message is no work: a consumer that polls for ever must not keep us from being idle.
    const polling = String(request.headers['x-amz-target']).endsWith('.ReceiveMessage');
    if (!polling) response.once('close', activity.begin(`${label} request`));
    if (handler === undefined) send(response, 503, 'text/plain', 'The local cloud is starting.');
    else void answer(handler, label, request, response);
  });
  const url = `http://${LOOPBACK}:${await listen(server, port, label, option)}`;
  return {
    url,
    serve: (given) => {
      handler = given;
    },
    stop: () => {
      const closed = closeServer(server);
      server.closeAllConnections();
      return closed;
    },
  };
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answer(
  handler: Handler,
  label: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await handler(request, response);
  } catch (error) {
    // A caller that hung up in the middle of its request needs no answer.
    if (request.destroyed && !request.complete) return;
    console.error(`${label}: a request failed: ${messageOf(error)}`);
    if (!response.headersSent) send(response, 500, 'text/plain', messageOf(error));
    else response.destroy();
  }
}
