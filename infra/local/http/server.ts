import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { LocalCloudError } from '../errors.ts';

export const LOOPBACK = '127.0.0.1';

/**
 * Listens on the loopback address.
 * @param port 0 for any free one.
 * @returns the port.
 * @throws LocalCloudError PORT_IN_USE naming the service and its option.
 */
export function listen(server: NetServer, port: number, service: string, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      reject(error.code === 'EADDRINUSE' ? portInUse(port, service, option) : error);
    };
    server.once('error', refuse);
    server.listen(port, LOOPBACK, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** What to say when a port is taken. */
export function portInUse(port: number, service: string, option: string): LocalCloudError {
  return new LocalCloudError(
    'PORT_IN_USE',
    `Port ${port} on ${LOOPBACK}, wanted for ${service}, is already in use. ` +
      `Stop the program that holds it, or choose another port with ${option} (0 takes any free one).`,
  );
}

/** An HTTP server that never gives up a kept-alive connection, so that no client ever meets one that is just closing. */
export function createLocalServer(handler: RequestListener): Server {
  const server = createServer({ keepAlive: true, noDelay: true }, handler);
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  return server;
}

/** The body was larger than allowed. */
export class BodyTooLarge extends Error {}

/** @throws BodyTooLarge when it is longer than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

export function send(response: ServerResponse, status: number, contentType: string, body: string | Buffer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length });
  response.end(bytes);
}
