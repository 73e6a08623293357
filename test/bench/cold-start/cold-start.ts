import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleFunctions, forLambda } from '../../../infra/bundle.ts';
import { stageNamed } from '../../../infra/stages.ts';
import { textTable } from '../../demo/report/text-table.ts';
import { functionsOf, resolved, synthesized } from '../../infra/templates.ts';
import type { Finding } from '../round.ts';

/** An odd number: the middle one counts. */
const RUNS = 7;
const MOST = 1.5;
const ROOT = join(import.meta.dirname, '..', '..', '..');
const CHILD = join(import.meta.dirname, 'import.child.ts');

/** The least that a function of ours can be, bundled as they are: it makes the table's client, and does nothing. */
const SMALLEST = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }));
export const handler = async (Key) => client.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key }));
`;

/** A handler that does nothing and imports the client of DynamoDB from its package, as who writes one begins. */
const EMPTY = `
import { DynamoDBClient } from '${import.meta.resolve('@aws-sdk/client-dynamodb')}';
const client = new DynamoDBClient({ maxAttempts: 5 });
export const handler = async () => void client;
`;

interface Import {
  milliseconds: number;
  /** Processor time, ms: another process at work changes it less. */
  processor: number;
}

const run = promisify(execFile);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function imported(file: string, environment: Record<string, string>): Promise<Import> {
  const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  // Nothing of ours, and no cache of compiled code: on Lambda there is none.
  const env = { PATH: process.env['PATH'] ?? '', ...credentials, ...environment };
  const { stdout } = await run(process.execPath, [CHILD, file], { env });
  return JSON.parse(stdout) as Import;
}

const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What each function's template tells it; what a deployment fills in is only named. */
function environments(): Map<string, Record<string, string>> {
  const functions = functionsOf(synthesized(stageNamed('dev')).service);
  return new Map(
    [...functions].map(([name, { Properties }]) => {
      const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
      const named = Object.entries(Variables).map(([key, value]) => [key, asText(resolved(value))]);
      return [name, Object.fromEntries(named) as Record<string, string>];
    }),
  );
}

const asText = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : 'none');

/** How much longer one takes than another: the middle one of the ratios of their pairs, one import right after the other. */
const against = (own: Import[], other: Import[], of: keyof Import): number =>
  middle(own.map((one, i) => one[of] / (other[i]?.[of] ?? Number.NaN)));

interface Row {
  name: string;
  /** ms: of the function, of the empty handler, of the smallest bundle. */
  times: number[];
  /** Of the function to the empty handler by time and by processor time, and to the smallest bundle. */
  ratios: [number, number, number, number];
}

/** Imports all three one after the other, so that what else the machine does is the same for all. */
async function rowOf(name: string, dir: string, environment: Record<string, string>): Promise<Row> {
  const [own, empty, smallest]: [Import[], Import[], Import[]] = [[], [], []];
  for (let i = 0; i < RUNS; i += 1) {
    empty.push(await imported(join(dir, 'empty.mjs'), {}));
    own.push(await imported(join(dir, name, 'index.mjs'), environment));
    smallest.push(await imported(join(dir, 'smallest.mjs'), {}));
  }
  const times = [own, empty, smallest].map((all) => middle(all.map(({ milliseconds }) => milliseconds)));
  const [byTime, byProcessor] = ['milliseconds', 'processor'] as const;
  return {
    name,
    times,
    ratios: [
      ...[against(own, empty, byTime), against(own, empty, byProcessor)],
      ...[against(own, smallest, byTime), against(own, smallest, byProcessor)],
    ] as Row['ratios'],
  };
}

/** How long each function takes to load in a fresh process, against both yardsticks. */
export async function benchColdStart(): Promise<Finding[]> {
  const dir = mkdtempSync(join(tmpdir(), 'awards-cold-'));
  try {
    await bundleFunctions(dir);
    const stdin = { contents: SMALLEST, resolveDir: ROOT };
    await build({ ...forLambda, stdin, outfile: join(dir, 'smallest.mjs'), outExtension: {} });
    writeFileSync(join(dir, 'empty.mjs'), EMPTY);
    const rows: Row[] = [];
    for (const [name, environment] of environments()) rows.push(await rowOf(name, dir, environment));
    rows.sort((a, b) => b.ratios[0] - a.ratios[0]);
    const heads = ['function', 'ms', 'empty, ms', 'smallest, ms', '÷ empty', 'processor', '÷ smallest', 'processor'];
    const shown = rows.map(({ name, times, ratios }) => [
      name,
      ...times.map((ms) => ms.toFixed(0)),
      ...ratios.map((ratio) => ratio.toFixed(2)),
    ]);
    print(textTable([heads, ...shown]));
    return rows.flatMap(({ name, ratios: [empty, , smallest] }) => [
      { what: `${name} ÷ empty handler that imports the client`, value: empty, most: MOST, unit: '' },
      { what: `${name} ÷ smallest bundle with the client`, value: smallest, unit: '' },
    ]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
