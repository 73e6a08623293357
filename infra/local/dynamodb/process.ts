import { accessSync, constants, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCloudError, messageOf } from '../errors.ts';
import { LOOPBACK, listen } from '../http/server.ts';
import { createDynamoDbClient } from './client.ts';
import { type Guarded, startGuarded } from './guarded.ts';
import { indexStreams } from './stream-index.ts';
import { supervise } from './supervise.ts';

export interface Database {
  /** Where it answers. */
  endpoint: string;
  /** Calls back each time it was started again: the last writes before that may have been answered to nobody. */
  onRestart(listener: () => void): void;
  stop(): Promise<void>;
}

const HEALTHY_WITHIN_MS = 15_000;
const RECHECK_MS = 15;
/** Another program may take the free port between our asking and the database's listening. */
const ATTEMPTS = 3;

const fileIn = (dir: string): string => join(dir, 'dynoxide.sqlite');
const logIn = (dir: string): string => join(dir, 'dynoxide.log');

/**
 * Starts the embedded DynamoDB on a folder, or takes the one that AWS_ENDPOINT_URL_DYNAMODB names. One that ends by itself
 * is started again where it was. Its process stands in `database.pid` in the folder.
 * @param bundled the package with the binary for this platform.
 * @throws LocalCloudError DATABASE_MISSING when there is none for this platform, DATABASE_FAILED when it does not start.
 */
export async function startDatabase(
  dir: string,
  environment: NodeJS.ProcessEnv = process.env,
  bundled = `@dynoxide/${process.platform}-${process.arch}`,
): Promise<Database> {
  const given = environment.AWS_ENDPOINT_URL_DYNAMODB;
  if (given !== undefined && given !== '') return external(given);
  const binary = findBinary(environment, bundled);
  mkdirSync(dir, { recursive: true });
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const endpoint = `http://${LOOPBACK}:${port}`;
    const start = (): Guarded => startOn(binary, port, dir);
    const first = start();
    try {
      await healthy(endpoint, first);
      indexStreams(fileIn(dir));
      return supervised(endpoint, first, start, logIn(dir));
    } catch (error) {
      failure = error;
      await first.stop();
    }
  }
  throw new LocalCloudError(
    'DATABASE_FAILED',
    `The embedded database ${binary} does not start: ${messageOf(failure)}. Its messages are in ${logIn(dir)}.`,
    { cause: failure },
  );
}

function supervised(endpoint: string, first: Guarded, start: () => Guarded, logFile: string): Database {
  const listeners: (() => void)[] = [];
  const again = (): Guarded => {
    const next = start();
    for (const listener of listeners) listener();
    return next;
  };
  return { endpoint, onRestart: (listener) => listeners.push(listener), stop: supervise(first, again, logFile) };
}

async function external(endpoint: string): Promise<Database> {
  if (!endpoint.startsWith('http://')) {
    throw new LocalCloudError(
      'DATABASE_FAILED',
      `AWS_ENDPOINT_URL_DYNAMODB is ${endpoint}: the local cloud counts what passes and so takes plain http:// only. ` +
        'Name a DynamoDB emulator such as http://127.0.0.1:8000, or unset the variable.',
    );
  }
  try {
    await healthy(endpoint, undefined);
  } catch (error) {
    throw new LocalCloudError(
      'DATABASE_FAILED',
      `No DynamoDB answers at ${endpoint} (AWS_ENDPOINT_URL_DYNAMODB): ${messageOf(error)}. Start it, or unset the variable.`,
      { cause: error },
    );
  }
  return { endpoint, onRestart: () => undefined, stop: async () => undefined };
}

function findBinary(environment: NodeJS.ProcessEnv, bundledPackage: string): string {
  const executable = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  const bundled = bundledBinary(`${bundledPackage}/${executable}`);
  const onPath = (environment.PATH ?? '').split(delimiter).map((folder) => join(folder, executable));
  const found = [...(bundled === undefined ? [] : [bundled]), ...onPath].find(isExecutable);
  if (found !== undefined) return found;
  throw new LocalCloudError(
    'DATABASE_MISSING',
    `There is no embedded database for ${process.platform}-${process.arch}. Do one of these: put "dynoxide" ` +
      '(https://github.com/nubo-db/dynoxide) on the PATH, or set AWS_ENDPOINT_URL_DYNAMODB to a running DynamoDB ' +
      'emulator, for instance http://127.0.0.1:8000.',
  );
}

function bundledBinary(module: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(module);
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function startOn(binary: string, port: number, dir: string): Guarded {
  const args = ['serve', '--host', LOOPBACK, '--port', String(port), '--db-path', fileIn(dir)];
  return startGuarded(binary, args, { logFile: logIn(dir), pidFile: join(dir, 'database.pid') });
}

async function healthy(endpoint: string, process: Guarded | undefined): Promise<void> {
  const client = createDynamoDbClient(endpoint, 1);
  const until = Date.now() + HEALTHY_WITHIN_MS;
  try {
    for (;;) {
      try {
        await client.call('DynamoDB_20120810.ListTables', {});
        return;
      } catch (error) {
        if (process === undefined || process.hasEnded() || Date.now() > until) throw error;
      }
      await sleep(RECHECK_MS);
    }
  } finally {
    client.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0, 'the database', '');
  await new Promise((resolve) => server.close(resolve));
  return port;
}
