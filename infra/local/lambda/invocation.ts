/** What Lambda's runtime does around a handler, wherever the handler runs. */
import { CallWeather } from '../weather/call-weather.ts';
import type { Fault } from '../weather/faults.ts';
import type { FunctionError, InvocationRequest, WorkerSettings } from './protocol.ts';
import { type DatabaseTap, watched } from './tap.ts';

export type Handler = (event: unknown, context: Record<string, unknown>) => unknown;
export type InvocationResult =
  | { ok: true; payload: string }
  /** `throttled`: it was refused before it began. */
  | { ok: false; error: FunctionError; throttled?: true };

/** One environment of a function. */
export interface Environment extends Pick<WorkerSettings, 'functionName' | 'functionArn' | 'memoryMb'> {
  handler: Handler;
  tap: DatabaseTap;
  onFault: (fault: Fault) => void;
}

export interface Performed {
  result: InvocationResult;
  /** By bad weather: the environment is to be taken for gone. */
  ended: boolean;
}

/** Runs one invocation to its end, or to the end that the weather has for it. Never rejects. */
export function perform(environment: Environment, request: InvocationRequest): Promise<Performed> {
  return new Promise((resolve) => {
    const settle = (result: InvocationResult, ended = false): void => {
      environment.tap.flush();
      resolve({ result, ended });
    };
    const weather =
      request.weather &&
      new CallWeather(request.weather, environment.onFault, (how) => settle(endOf(how, request), true));
    void watched(environment.tap, weather, async () => {
      const result = await resultOf(environment, request);
      if (weather?.diesAfter() !== true) settle(result);
    });
  });
}

async function resultOf(environment: Environment, request: InvocationRequest): Promise<InvocationResult> {
  try {
    const result = await environment.handler(JSON.parse(request.payload), contextOf(environment, request));
    return { ok: true, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { ok: false, error: describe(error) };
  }
}

function endOf(how: 'died' | 'timed-out', { requestId }: InvocationRequest): InvocationResult {
  return {
    ok: false,
    error:
      how === 'died'
        ? { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: Runtime exited` }
        : { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: Task timed out` },
  };
}

function contextOf(
  { functionName, functionArn, memoryMb }: Environment,
  { requestId, deadline }: InvocationRequest,
): Record<string, unknown> {
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? '').split('\n') };
}
