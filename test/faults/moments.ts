import { subscribe } from 'node:diagnostics_channel';
import fs from 'node:fs';
import promises from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Tells of the moments of this process at which a death would leave something half done, as they come: before and after
 * each write to a SQLite file, each file written, moved or removed, each request begun and each answered. What threads do
 * is not seen, but it goes on meanwhile.
 * @param reached is called at the moment itself, before anything further is done
 */
export function watchMoments(reached: (moment: string) => void): void {
  const around = (owner: object, name: string, told: (self: unknown, first: unknown) => string): void => {
    const original = Reflect.get(owner, name) as Method;
    const watched: Method = function (this: unknown, ...args) {
      const what = told(this, args[0]);
      reached(`before ${what}`);
      const result = original.apply(this, args);
      if (result instanceof Promise) return result.finally(() => reached(`after ${what}`));
      reached(`after ${what}`);
      return result;
    };
    Reflect.set(owner, name, watched);
  };
  around(StatementSync.prototype, 'run', (self) => firstWords((self as StatementSync).sourceSQL));
  around(DatabaseSync.prototype, 'exec', (_, sql) => firstWords(String(sql)));
  for (const name of ['writeFileSync', 'renameSync', 'rmSync']) around(fs, name, () => name);
  for (const name of ['open', 'rename', 'rm', 'appendFile']) around(promises, name, () => name);
  // So that those see it too who imported the functions by name.
  syncBuiltinESMExports();

  subscribe('http.client.request.start', (message) => reached(`call of ${called(message)}`));
  subscribe('http.client.response.finish', (message) => reached(`answer of ${called(message)}`));
  subscribe('http.server.request.start', (message) => reached(`request for ${asked(message)}`));
  subscribe('http.server.response.finish', (message) => reached(`end of the request for ${asked(message)}`));
}

const firstWords = (sql: string): string => sql.trim().split(/\s+/).slice(0, 3).join(' ');

function called(message: unknown): string {
  const { request } = message as { request: ClientRequest };
  return nameOf(request.getHeader('x-amz-target'), request.method, request.path);
}

function asked(message: unknown): string {
  const { request } = message as { request: IncomingMessage };
  return nameOf(request.headers['x-amz-target'], request.method ?? '', request.url ?? '');
}

/** The operation, or the method with the first part of the path: the rest may be a secret. */
function nameOf(target: unknown, method: string, path: string): string {
  if (target !== undefined) return String(target).replace(/^.*\./, '');
  return `${method} /${path.split(/[/?]/)[1] ?? ''}`;
}
