import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Exchange, type ExchangeOptions, startExchange } from './exchange.ts';

export interface DatabaseProxy {
  server: Server;
  /** Ends all connections, kept-alive ones too. */
  disconnect(): void;
}

/**
 * Stands before the database for all but the functions, which count their own calls, and passes everything through: asks
 * for the consumed capacity with each operation, counts it, and tells of each write. It works on the bytes of HTTP/1.1,
 * which costs a fraction of a second HTTP server and client.
 */
export function createDatabaseProxy(target: { host: string; port: number }, options: ExchangeOptions): DatabaseProxy {
  const clients = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    join(client, target, options);
  });
  return {
    server,
    disconnect: () => {
      for (const client of clients) client.destroy();
    },
  };
}

function join(client: Socket, target: { host: string; port: number }, options: ExchangeOptions): void {
  const upstream = connect({ ...target, noDelay: true, keepAlive: true });
  const exchange: Exchange = startExchange(options);
  const end = (): void => {
    exchange.end();
    client.destroy();
    upstream.destroy();
  };
  client.on('data', (chunk: Buffer) => {
    for (const request of exchange.fromClient(chunk)) upstream.write(request);
  });
  upstream.on('data', (chunk: Buffer) => {
    for (const response of exchange.fromDatabase(chunk)) client.write(response);
  });
  for (const socket of [client, upstream]) {
    socket.on('error', end);
    socket.on('close', end);
  }
}
