/** A workbench for state machines: the interpreter behind HTTP, functions as plain callbacks, a clock that jumps. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { createStateMachines, type StateMachines } from '../../../infra/local/sfn/index.ts';
import { advanceTo, runUntilIdle, type VirtualClock, virtualClock } from './virtual.ts';

type Validator = (definition: unknown) => { isValid: boolean; errorsText: (separator: string) => string };
// The package has no type declarations.
const aslValidator: Validator = createRequire(import.meta.url)('asl-validator');

export type TestFunction = (payload: never) => unknown;

/** An error as a Lambda function throws it. */
export function lambdaError(name: string, message = 'failed'): Error {
  return Object.assign(new Error(message), { name });
}

export const machineArn = (name: string) => `arn:aws-cn:states:cn-north-1:000000000000:stateMachine:${name}`;
export const INVOKE = 'arn:aws-cn:states:::lambda:invoke';
export const CALLBACK = `${INVOKE}.waitForTaskToken`;

/** A definition with the top level that all have. */
export function machine(StartAt: string, States: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States, ...more });
}

export interface Bench {
  client: SFNClient;
  clock: VirtualClock;
  machines: StateMachines;
  functions: Record<string, TestFunction>;
  /** Every call of a function, in order. */
  calls: { name: string; payload: unknown }[];
  counted: Map<string, number>;
  /** Defines a machine that AWS's validator accepts as well. */
  define(name: string, definition: string): void;
  start(name: string, input?: unknown, execution?: string): Promise<string>;
  /** Starts, runs until idle, and describes. */
  run(name: string, input?: unknown): Promise<Outcome>;
  describe(executionArn: string): Promise<Outcome>;
  settled(): Promise<void>;
  advance(seconds: number): Promise<void>;
  /** Stops the interpreter without waiting for functions, and goes on with a new one on the same journal. */
  restart(): Promise<void>;
  /** The journal's file. */
  dbPath: string;
  close(): Promise<void>;
}

export interface Outcome {
  status: string | undefined;
  output: unknown;
  error: string | undefined;
  cause: string | undefined;
  arn: string;
}

export async function createBench(
  functions: Record<string, TestFunction> = {},
  dir = mkdtempSync(join(tmpdir(), 'sfn-')),
): Promise<Bench> {
  const dbPath = join(dir, 'sfn.db');
  const clock = virtualClock();
  const calls: Bench['calls'] = [];
  const counted = new Map<string, number>();

  function open(): StateMachines {
    return createStateMachines({
      dbPath,
      clock,
      retryCapMs: 5,
      onDueChanged: () => undefined,
      count: (op, amount) => counted.set(op, (counted.get(op) ?? 0) + amount),
      invoke: async (arn, payload) => {
        calls.push({ name: arn, payload });
        try {
          const run = functions[arn];
          if (run === undefined) throw lambdaError('ResourceNotFoundException', arn);
          return { ok: true, payload: await run(payload as never) };
        } catch (error) {
          const { name, message } = error as Error;
          return { ok: false, errorType: name, errorMessage: message };
        }
      },
    });
  }

  let machines = open();
  const server = createServer((req, res) => machines.handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

  const bench: Bench = {
    client,
    clock,
    dbPath,
    functions,
    calls,
    counted,
    get machines() {
      return machines;
    },
    define(name, definition) {
      const { isValid, errorsText } = aslValidator(JSON.parse(definition));
      if (!isValid) throw new Error(`asl-validator refuses ${name}: ${errorsText('\n')}`);
      machines.define({ arn: machineArn(name), name, definition });
    },
    async start(name, input = {}, execution) {
      const { executionArn } = await client.send(
        new StartExecutionCommand({
          stateMachineArn: machineArn(name),
          input: JSON.stringify(input),
          ...(execution === undefined ? {} : { name: execution }),
        }),
      );
      return String(executionArn);
    },
    async run(name, input) {
      const arn = await bench.start(name, input);
      await runUntilIdle(machines);
      return bench.describe(arn);
    },
    async describe(executionArn) {
      const d = await client.send(new DescribeExecutionCommand({ executionArn }));
      const output: unknown = d.output === undefined ? undefined : JSON.parse(d.output);
      return { status: d.status, output, error: d.error, cause: d.cause, arn: executionArn };
    },
    settled: () => runUntilIdle(machines),
    advance: (seconds) => advanceTo(machines, clock, clock.now() + seconds * 1000),
    async restart() {
      await machines.stop();
      machines = open();
      machines.resume();
    },
    async close() {
      client.destroy();
      server.close();
      await machines.stop();
      rmSync(dir, { recursive: true });
    },
  };
  return bench;
}
