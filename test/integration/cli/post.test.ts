import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, afterEach, expect, test } from 'vitest';
import { postFile } from '../../../infra/cli/package/post.ts';
import { openDesk } from './desk.ts';

const desk = openDesk();
let server: Server;
afterEach(() => void server.close());
afterAll(() => desk.close());

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}
const file = (bytes: number): { path: string; content: Buffer } => {
  const content = randomBytes(bytes);
  writeFileSync(desk.path('file.zip'), content);
  return { path: desk.path('file.zip'), content };
};

test('a file goes out as a browser would post it, the fields before it, and tells how far it is', async () => {
  const { path, content } = file(3_000_000);
  let received: FormData | undefined;
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      received = await new Response(Buffer.concat(chunks), { headers }).formData();
      response.writeHead(201).end();
    });
  });
  const sent: number[] = [];
  expect(await postFile({ url, fields: { key: 'inbox/甲.zip', policy: 'p' } }, path, (n) => sent.push(n))).toBe(201);
  const parts = [...(received ?? new FormData())];
  expect(parts.map(([name]) => name)).toEqual(['key', 'policy', 'file']);
  expect(parts[0]?.[1]).toBe('inbox/甲.zip');
  const posted = parts[2]?.[1];
  expect(posted instanceof File && Buffer.from(await posted.arrayBuffer()).equals(content)).toBe(true);
  expect(sent.at(-1)).toBe(content.length);
  expect(sent.length).toBeGreaterThan(10);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
});

test('a server that breaks off, or says no before the end, is told from one that took the file', async () => {
  const { path } = file(3_000_000);
  const breaking = await serve((request) => void request.once('data', () => request.destroy()));
  await expect(postFile({ url: breaking, fields: {} }, path, () => undefined)).rejects.toMatchObject({
    code: 'cli.unreachable',
  });
  server.close();
  const refusing = await serve((request, response) => {
    request.resume();
    response.writeHead(403).end();
  });
  expect(await postFile({ url: refusing, fields: {} }, path, () => undefined)).toBe(403);
});
