import type { ServerResponse } from 'node:http';

/** An answer without a body or with a short one. */
export function send(res: ServerResponse, status: number, headers: Record<string, string> = {}, body = ''): void {
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  res.writeHead(status, { ...headers, ...length }).end(body);
}

export function sendXml(res: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  send(res, status, { ...headers, 'content-type': 'application/xml' }, body);
}
