import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

/** The least that a function of ours can be: it makes the table's client, and does nothing. */
const YARDSTICK = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }));
export const handler = async (Key) => client.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key }));
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

/** How long each function takes to load in a fresh process, against the least there is, each pair one after the other. */
export async function benchColdStart(): Promise<Finding[]> {
  const dir = mkdtempSync(join(tmpdir(), 'awards-cold-'));
  try {
    await bundleFunctions(dir);
    const yardstick = join(dir, 'yardstick', 'index.mjs');
    const stdin = { contents: YARDSTICK, resolveDir: ROOT };
    await build({ ...forLambda, stdin, outfile: yardstick, outExtension: {} });
    const rows: { name: string; ratio: number; processor: number; milliseconds: number; bare: number }[] = [];
    for (const [name, environment] of environments()) {
      const pairs: [Import, Import][] = [];
      for (let i = 0; i < RUNS; i += 1) {
        const bare = await imported(yardstick, {});
        pairs.push([bare, await imported(join(dir, name, 'index.mjs'), environment)]);
      }
      rows.push({
        name,
        ratio: middle(pairs.map(([bare, own]) => own.milliseconds / bare.milliseconds)),
        processor: middle(pairs.map(([bare, own]) => own.processor / bare.processor)),
        milliseconds: middle(pairs.map(([, own]) => own.milliseconds)),
        bare: middle(pairs.map(([bare]) => bare.milliseconds)),
      });
    }
    rows.sort((a, b) => b.ratio - a.ratio);
    const shown = rows.map((row) => [
      row.name,
      ...[row.milliseconds, row.bare].map((ms) => ms.toFixed(0)),
      ...[row.ratio, row.processor].map((ratio) => ratio.toFixed(2)),
    ]);
    print(textTable([['function', 'ms', 'yardstick, ms', 'ratio', 'processor time'], ...shown]));
    return rows.map(({ name, ratio }) => ({ what: `${name} ÷ yardstick`, value: ratio, most: MOST, unit: '' }));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
