import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { LocalCloudOptions } from '../../infra/local/cloud.ts';
import type { LoadHandler } from '../../infra/local/lambda/inline.ts';
import type { Handler } from '../../infra/local/lambda/invocation.ts';

const FUNCTIONS = join(import.meta.dirname, '..', '..', 'functions');
const folders = readdirSync(FUNCTIONS);

/** The folder of a function, by its name in the template: `…IntakeintakeFunction0A1B2C3D`. */
function folderOf(functionName: string): string {
  const [, path = ''] = /^(.*)Function[0-9A-F]+(?:-|$)/.exec(functionName) ?? [];
  const found = folders.filter((folder) => path.endsWith(folder.replaceAll('-', '')));
  const folder = found.toSorted((a, b) => b.length - a.length)[0];
  if (folder === undefined) throw new Error(`no folder for the function ${functionName}`);
  return folder;
}

interface Loaded {
  environment: string;
  handler: Promise<Handler>;
}

const loaded = new Map<string, Loaded>();
/** A function reads its environment while it is loaded, and what they all have in common later too: so one after the other. */
let loading: Promise<unknown> = Promise.resolve();
const QUIET = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' };

/**
 * Loads functions from their sources into this process. They read their environment once, so every cloud of a process
 * must have the same addresses: see `inlineCloud`.
 */
const loadHandler: LoadHandler = (functionName, environment) => {
  const given = JSON.stringify(environment);
  const known = loaded.get(functionName);
  if (known !== undefined && known.environment !== given)
    throw new Error(`${functionName} was loaded with another environment: ${known.environment}`);
  if (known !== undefined) return known.handler;
  const file = join(FUNCTIONS, folderOf(functionName), 'index.ts');
  const handler = loading.then(async () => {
    Object.assign(process.env, environment, QUIET);
    return ((await import(file)) as { handler: Handler }).handler;
  });
  loading = handler.catch(() => undefined);
  loaded.set(functionName, { environment: given, handler });
  return handler;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function portsOfProcess() {
  const [httpPort, s3Port, smtpPort, sqs, stepfunctions, eventbridge, lambda, kms, secrets, messages] =
    await Promise.all(Array.from({ length: 10 }, freePort));
  const ports = { sqs, stepfunctions, eventbridge, lambda, kms, secrets, messages };
  return { httpPort, s3Port, smtpPort, ports } as Required<
    Pick<LocalCloudOptions, 'httpPort' | 's3Port' | 'smtpPort' | 'ports'>
  >;
}

let ports: ReturnType<typeof portsOfProcess> | undefined;
/** Nobody needs to wait as long as on AWS for a state to be tried again. */
const RETRY_CAP_MS = 40;

/** How a local cloud runs cheaply: its functions in this process. */
export const inProcess = { load: loadHandler, retryCapMs: RETRY_CAP_MS };

/** The same for clouds one after the other in one process: at the same addresses each time, for functions read theirs once. */
export async function inlineCloud() {
  ports ??= portsOfProcess();
  return { ...(await ports), ...inProcess };
}
