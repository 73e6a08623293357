import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { BadInput } from '../bad-input.ts';

let client: SFNClient | undefined;
const sfn = () => {
  client ??= new SFNClient({ maxAttempts: 5 });
  return client;
};

/** Starts an execution under a name that is its subject's id: whatever is repeated starts nothing twice. */
export async function startExecution(stateMachineArn: string, name: string, input: unknown): Promise<void> {
  try {
    await sfn().send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** What AWS knows of an execution; `stoppedAt` (UTC instant) once it has ended. */
export interface Seen {
  status: ExecutionStatus;
  stoppedAt: string | null;
}

let reader: SFNClient | undefined;
/** DescribeExecution has a low rate: who asks for very many slows down by itself when told to. */
const reading = () => {
  reader ??= new SFNClient({ maxAttempts: 10, retryMode: 'adaptive' });
  return reader;
};

/** `…:stateMachine:name`, and the same with an alias behind it, as `…:execution:name:…`: executions belong to the machine. */
export const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(/:stateMachine:([^:]+)(:[^:]+)?$/, ':execution:$1')}:${name}`;

/** Looks at the execution of that name; null if there is none, or AWS has forgotten it. */
export async function describeExecution(stateMachineArn: string, name: string): Promise<Seen | null> {
  const executionArn = executionArnOf(stateMachineArn, name);
  try {
    const { status, stopDate } = await reading().send(new DescribeExecutionCommand({ executionArn }));
    return { status: status ?? 'RUNNING', stoppedAt: stopDate?.toISOString() ?? null };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}

/**
 * Completes a callback. False if nobody waits with this token any more: settled before, or timed out.
 * @throws BadInput wait.token-invalid
 */
export async function sendSuccess(taskToken: string, output: unknown): Promise<boolean> {
  try {
    await sfn().send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
    return true;
  } catch (error) {
    if (error instanceof TaskDoesNotExist || error instanceof TaskTimedOut) return false;
    if (error instanceof InvalidToken) throw new BadInput('wait.token-invalid', 'not a token of the workflow engine');
    throw error;
  }
}
