/** The operations of the Step Functions API that we have, on the journal and the engine. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Json } from './definition.ts';
import type { Engine } from './engine.ts';
import { StateError } from './errors.ts';
import type { Journal, Machine } from './journal.ts';
import { type Branch, type Execution, newBranch } from './model.ts';
import { called, heartbeat } from './proceed.ts';
import { type Context, endExecution, type Turn } from './turn.ts';

/** An answer with an AWS error name. */
export class ApiError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const DATA_MAX = 262_144;
const data = z.string().refine((s) => Buffer.byteLength(s) <= DATA_MAX, `must have at most ${DATA_MAX} bytes`);
const arn = z.string().min(1).max(256);
const token = z.string().min(1).max(2048);
const name = z.string().min(1).max(80);
const error = z.string().max(256).optional();
const cause = z.string().max(32_768).optional();
const page = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().regex(/^\d+$/).optional() };
const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);

type Operation = (input: unknown) => unknown;

interface Parts {
  journal: Journal;
  /** Second ARNs of machines. */
  aliases: ReadonlyMap<string, string>;
  engine: Engine;
  context: Context;
  definition: (hash: string) => { StartAt: string; TimeoutSeconds?: number | undefined };
}

/** The operations by their name in X-Amz-Target. They throw ApiError or ZodError. */
export function createOperations(parts: Parts): Record<string, Operation> {
  return { ...executionOperations(parts), ...callbackOperations(parts), ...machineOperations(parts) };
}

const seconds = (ms: number) => ms / 1000;

function on<S extends z.ZodType>(schema: S, run: (input: z.infer<S>) => unknown): Operation {
  return (input) => run(schema.parse(input));
}

function machineOf(journal: Journal, machineArn: string): Machine {
  const machine = journal.machine(machineArn);
  if (machine === undefined) {
    throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  }
  return machine;
}

function executionOf(journal: Journal, executionArn: string): Execution {
  const execution = journal.execution(executionArn);
  if (execution === undefined) {
    throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }
  return execution;
}

function jsonOf(text: string, errorType: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw new ApiError(
      errorType,
      `${errorType === 'InvalidOutput' ? 'Invalid Output' : 'Invalid State Machine Execution Input'}: no JSON`,
    );
  }
}

function executionOperations(parts: Parts): Record<string, Operation> {
  const { journal, aliases, engine, context } = parts;
  return {
    StartExecution: on(z.object({ stateMachineArn: arn, name: name.optional(), input: data.optional() }), (i) =>
      start(
        parts,
        machineOf(journal, aliases.get(i.stateMachineArn) ?? i.stateMachineArn),
        i.name ?? randomUUID(),
        i.input ?? '{}',
      ),
    ),
    StopExecution: on(z.object({ executionArn: arn, error, cause }), async (i) => {
      const { id } = executionOf(journal, i.executionArn);
      return engine.withExecution(id, async (hot) => {
        if (hot.run.execution.status === 'RUNNING') {
          await engine.turn(hot, (t) => endExecution(t, { status: 'ABORTED', error: i.error, cause: i.cause }));
        }
        return { stopDate: seconds(hot.run.execution.stopped ?? context.now()) };
      });
    }),
    DescribeExecution: on(z.object({ executionArn: arn }), (i) => describe(executionOf(journal, i.executionArn))),
    ListExecutions: on(z.object({ stateMachineArn: arn, statusFilter: status.optional(), ...page }), (i) => {
      machineOf(journal, i.stateMachineArn);
      const limit = i.maxResults || 100;
      const before = Number(i.nextToken ?? Number.MAX_SAFE_INTEGER);
      const found = journal.executions(i.stateMachineArn, i.statusFilter ?? null, before, limit + 1);
      const shown = found.slice(0, limit);
      const executions = shown.map((e) => {
        const { input: _i, output: _o, error: _e, cause: _c, ...item } = describe(e);
        return item;
      });
      return found.length > limit ? { executions, nextToken: String(shown.at(-1)?.id) } : { executions };
    }),
    GetExecutionHistory: on(z.object({ executionArn: arn, reverseOrder: z.boolean().optional(), ...page }), (i) => {
      const { id } = executionOf(journal, i.executionArn);
      const all = journal.history(id).map(historyEvent);
      if (i.reverseOrder) all.reverse();
      const from = Number(i.nextToken ?? 0);
      const until = from + (i.maxResults || 100);
      const events = all.slice(from, until);
      return until < all.length ? { events, nextToken: String(until) } : { events };
    }),
  };
}

/** Starting again with the same name and input while it runs gives the same execution; anything else is refused. */
function start(
  { journal, engine, context, definition }: Parts,
  machine: Machine,
  executionName: string,
  input: string,
) {
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u.test(executionName)) {
    throw new ApiError('InvalidName', `Invalid Name: '${executionName}'`);
  }
  const rootInput = jsonOf(input, 'InvalidExecutionInput');
  const executionArn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${executionName}`;
  const twin = journal.execution(executionArn);
  if (twin !== undefined) {
    if (twin.status !== 'RUNNING' || twin.input !== input) {
      throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    return { executionArn, startDate: seconds(twin.started) };
  }
  const { StartAt, TimeoutSeconds } = definition(machine.hash);
  const started = context.now();
  const fields: Omit<Execution, 'id'> = {
    ...{
      arn: executionArn,
      name: executionName,
      machineArn: machine.arn,
      machineName: machine.name,
      hash: machine.hash,
    },
    ...{ status: 'RUNNING', input, output: undefined, error: undefined, cause: undefined, started, stopped: undefined },
    due: TimeoutSeconds === undefined ? undefined : started + TimeoutSeconds * 1000,
  };
  const root = newBranch({ id: context.nextBranchId(), parent: undefined, index: 0, state: StartAt, input: rootInput });
  const execution = journal.start(fields, root);
  engine.wake(execution);
  return { executionArn, startDate: seconds(started) };
}

function describe(e: Execution) {
  return {
    ...{ executionArn: e.arn, stateMachineArn: e.machineArn, name: e.name, status: e.status },
    startDate: seconds(e.started),
    ...(e.stopped === undefined ? {} : { stopDate: seconds(e.stopped) }),
    ...{ input: e.input, output: e.output, error: e.error, cause: e.cause, redriveCount: 0 },
  };
}

function historyEvent({ id, at, event }: ReturnType<Journal['history']>[number]) {
  const base = { id, previousEventId: id - 1, timestamp: seconds(at), type: event.type };
  const failure = { error: event.error, cause: event.cause };
  if (event.type.endsWith('StateEntered')) return { ...base, stateEnteredEventDetails: { name: event.state } };
  if (event.type.endsWith('StateExited')) return { ...base, stateExitedEventDetails: { name: event.state } };
  const task = { resourceType: 'lambda', resource: 'invoke', ...failure };
  if (event.type === 'TaskFailed') return { ...base, taskFailedEventDetails: task };
  if (event.type === 'TaskTimedOut') return { ...base, taskTimedOutEventDetails: task };
  if (event.type === 'ExecutionFailed') return { ...base, executionFailedEventDetails: failure };
  if (event.type === 'ExecutionTimedOut') return { ...base, executionTimedOutEventDetails: failure };
  if (event.type === 'ExecutionAborted') return { ...base, executionAbortedEventDetails: failure };
  return base;
}

function callbackOperations({ journal, engine }: Parts): Record<string, Operation> {
  /** Does the work on the thread that waits with this token. */
  async function settle(value: string, work: (turn: Turn, branch: Branch) => Promise<void> | void) {
    const execution = openToken(journal, value);
    await engine.withExecution(execution, async (hot) => {
      openToken(journal, value);
      const branch = [...hot.run.branches.values()].find((b) => b.token === value);
      if (branch === undefined) throw new ApiError('TaskTimedOut', 'The task is closed.');
      await engine.turn(hot, (t) => work(t, branch));
    });
    return {};
  }
  return {
    SendTaskSuccess: on(z.object({ taskToken: token, output: data }), (i) => {
      const output = jsonOf(i.output, 'InvalidOutput');
      return settle(i.taskToken, (t, branch) => called(t, branch, { output }));
    }),
    SendTaskFailure: on(z.object({ taskToken: token, error, cause }), (i) => {
      const failure = new StateError(i.error ?? '', i.cause ?? '');
      return settle(i.taskToken, (t, branch) => called(t, branch, failure));
    }),
    SendTaskHeartbeat: on(z.object({ taskToken: token }), (i) => settle(i.taskToken, heartbeat)),
  };
}

/** @returns the id of the execution that waits with the token */
function openToken(journal: Journal, value: string): number {
  const row = journal.token(value);
  if (row === undefined) throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
  if (row.ended === 'settled') throw new ApiError('TaskDoesNotExist', 'The task was settled before.');
  if (row.ended !== undefined) throw new ApiError('TaskTimedOut', 'The task has expired or is closed.');
  return row.execution;
}

function machineOperations({ journal }: Parts): Record<string, Operation> {
  const summary = (m: Machine) => ({
    ...{ stateMachineArn: m.arn, name: m.name, type: 'STANDARD', creationDate: seconds(m.created) },
  });
  return {
    /** With the definition that this very execution goes by. */
    DescribeStateMachineForExecution: on(z.object({ executionArn: arn }), (i) => {
      const { machineArn, machineName, hash, started } = executionOf(journal, i.executionArn);
      const shown = { stateMachineArn: machineArn, name: machineName, roleArn: '', updateDate: seconds(started) };
      return { ...shown, definition: journal.definition(hash) };
    }),
    DescribeStateMachine: on(z.object({ stateMachineArn: arn }), (i) => {
      const machine = machineOf(journal, i.stateMachineArn);
      return { ...summary(machine), status: 'ACTIVE', definition: journal.definition(machine.hash), roleArn: '' };
    }),
    ListStateMachines: on(z.object(page), (i) => {
      const all = journal.machines().map(summary);
      const from = Number(i.nextToken ?? 0);
      const until = from + (i.maxResults || 100);
      const stateMachines = all.slice(from, until);
      return until < all.length ? { stateMachines, nextToken: String(until) } : { stateMachines };
    }),
  };
}
