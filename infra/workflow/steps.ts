/**
 * The few kinds of step that our state machines are made of. One rule carries the data: a step's answer is laid over
 * what the step was entered with, so `waitId` and `deadline` always are the latest ones and loops need no variables.
 */
import { type Catcher, given, input, type JsonObject, query, type Retrier, type States } from './asl.ts';

/** A function as a machine sees it. */
export interface StepFunction {
  arn: string;
  /** The function's own timeout; the task waits a little longer, so that the function's error wins. */
  timeoutSeconds: number;
}

/** Where the machine runs: the partition's `…:states:::lambda:invoke` and the functions it may call. */
export interface Platform<Name extends string> {
  invoke: string;
  functions: Record<Name, StepFunction>;
}

/** Where the machine goes on by the answer's `decision`; or one state, whatever was decided. */
export type Answers = Record<string, string> | string;

const MARGIN_SECONDS = 15;
/** An execution lives a year at most; a deadline further away is read again when this timeout comes. */
const YEAR_SECONDS = 31_536_000;
const secondsToDeadline = query(
  `$min([${YEAR_SECONDS}, $max([1, $ceil(($toMillis($states.input.deadline) - $toMillis($states.context.State.EnteredTime)) / 1000)])])`,
);

/**
 * Lambda's own hiccups, and `Retryable`: what a function throws when trying again may help (a lost race, a throttle).
 * 2 + 4 + 8 + 16 + 32 + 60 s: two minutes, longer than a failover of the table, shorter than anybody's patience.
 */
const retry: Retrier[] = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Lambda.Unknown',
      'Sandbox.Timedout',
      'Runtime.ExitError',
      'Retryable',
    ],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 6,
    MaxDelaySeconds: 60,
  },
];

/** `prefix` keeps the names of a graph inside a Map apart from those outside. */
export function steps(platform: Platform<'task-open' | 'task-escalate'>, prefix = '') {
  const failed = `${prefix}Failed`;
  const unexpected = `${prefix}UnexpectedAnswer`;
  const otherwise: Catcher = {
    ErrorEquals: ['States.ALL'],
    Output: query(`$merge([$states.errorOutput, { 'State': $states.context.State.Name }])`),
    Next: failed,
  };

  /** Calls a function. With several answers a choice follows, named after the step. */
  function call(name: string, step: StepFunction, payload: JsonObject, answers: Answers): States {
    const onward = typeof answers === 'string' ? answers : `${name}Answer`;
    return {
      [name]: {
        Type: 'Task',
        Resource: platform.invoke,
        Arguments: { FunctionName: step.arn, Payload: payload },
        TimeoutSeconds: step.timeoutSeconds + MARGIN_SECONDS,
        Retry: retry,
        Catch: [otherwise],
        Output: query('$merge([$states.input, $states.result.Payload])'),
        Next: onward,
      },
      ...(typeof answers === 'string' ? {} : choose(onward, answers, unexpected)),
    };
  }

  /** Waits for somebody's decision until the `deadline` that the state was entered with; `late` is where a timeout leads. */
  function wait(name: string, subject: JsonObject, next: string, late: string): States {
    return {
      [name]: {
        Type: 'Task',
        Resource: `${platform.invoke}.waitForTaskToken`,
        Arguments: {
          FunctionName: platform.functions['task-open'].arn,
          Payload: { ...subject, token: query('$states.context.Task.Token') },
        },
        TimeoutSeconds: secondsToDeadline,
        Retry: retry,
        Catch: [{ ErrorEquals: ['States.Timeout'], Output: query('$states.input'), Next: late }, otherwise],
        Output: query('$merge([$states.input, $states.result])'),
        Next: next,
      },
    };
  }

  /**
   * A person's task: waits; when the deadline passes, asks what now. `wait` means that the deadline has moved or a
   * reminder was sent: the same task goes on with a new token.
   */
  function callback(name: string, subject: JsonObject, answers: Answers): States {
    const escalate = `Escalate${name}`;
    const answer = `${name}Answer`;
    const ways = typeof answers === 'string' ? {} : answers;
    const rest = typeof answers === 'string' ? answers : unexpected;
    return {
      ...wait(name, subject, answer, escalate),
      ...call(escalate, platform.functions['task-escalate'], subject, answer),
      ...choose(answer, { wait: name, ...ways }, rest),
    };
  }

  /** A stage that ends when nothing in it is open any more, or somebody lets it end. `stage` is a JSONata expression. */
  function gate(name: string, stage: string, next: string): States {
    const roundId = given('roundId');
    const subject = {
      kind: 'gate',
      stage: query(stage),
      roundId,
      waitId: query(`$states.context.Execution.Input.roundId & '.gate.' & (${stage})`),
    };
    const read = { kind: 'gate-deadline', roundId, stage: query(stage) };
    return {
      ...call(`Open${name}`, platform.functions['task-escalate'], read, `Await${name}`),
      ...callback(`Await${name}`, subject, { passed: next }),
    };
  }

  /** Calls a function page by page until it answers with no further cursor. */
  function paged(name: string, step: StepFunction, payload: JsonObject, next: string): States {
    const more = `${name}More`;
    const cursor = query('$exists($states.input.cursor) ? $states.input.cursor : null');
    return {
      ...call(name, step, { ...payload, cursor }, more),
      [more]: {
        Type: 'Choice',
        Choices: [{ Condition: query('$states.input.cursor != null'), Next: name }],
        Default: next,
      },
    };
  }

  /** Ends of the graph for what should not happen; the execution fails and the machine's alarm rings. */
  function failures(): States {
    return {
      [failed]: {
        Type: 'Fail',
        Error: input('Error'),
        Cause: query(`$states.input.State & ': ' & $states.input.Cause`),
      },
      [unexpected]: {
        Type: 'Fail',
        Error: 'UnexpectedAnswer',
        Cause: query(`'nothing leads on from decision ' & $string($states.input.decision)`),
      },
    };
  }

  return { call, wait, callback, gate, paged, failures, otherwise };
}

function choose(name: string, answers: Record<string, string>, otherwise: string): States {
  const choices = Object.entries(answers).map(([decision, next]) => ({
    Condition: query(`$states.input.decision = '${decision}'`),
    Next: next,
  }));
  return { [name]: { Type: 'Choice', Choices: choices, Default: otherwise } };
}
