/**
 * The shape of the state machines we run: Amazon States Language in JSONata mode, and of it exactly what is
 * implemented. A strict schema refuses the rest, because a field that is silently ignored here would work on AWS.
 */
import * as z from 'zod';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** `{% … %}` is JSONata; every other string is itself. */
export function isQuery(value: unknown): value is `{%${string}%}` {
  return typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');
}

const json: z.ZodType<Json> = z.json();
const query = z.string().refine(isQuery, 'must be a JSONata string {% … %}');
const count = z.int().min(0).max(99_999_999);
const positive = z.int().min(1).max(99_999_999);
const comment = z.string().optional();
const assign = z.record(z.string().regex(/^(?!states$)[\p{L}_][\p{L}\p{N}_]{0,79}$/u, 'is no variable name'), json);
const errorEquals = z.array(z.string().min(1)).min(1);

const common = {
  Comment: comment,
  // The CDK repeats the query language on states of machines that have one at the top.
  QueryLanguage: z.literal('JSONata').optional(),
  Output: json.optional(),
};
const onward = { ...common, Assign: assign.optional(), Next: z.string().optional(), End: z.literal(true).optional() };

const retrier = z.strictObject({
  Comment: comment,
  ErrorEquals: errorEquals,
  IntervalSeconds: positive.optional(),
  MaxAttempts: count.optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const catcher = z.strictObject({
  Comment: comment,
  ErrorEquals: errorEquals,
  Next: z.string(),
  Output: json.optional(),
  Assign: assign.optional(),
});
const guarded = { ...onward, Retry: z.array(retrier).optional(), Catch: z.array(catcher).optional() };

const task = z.strictObject({
  Type: z.literal('Task'),
  ...guarded,
  Resource: z
    .string()
    .regex(/^arn:[^:]+:states:::lambda:invoke(\.waitForTaskToken)?$/, 'only lambda:invoke and its .waitForTaskToken'),
  Arguments: z.union([
    query,
    z.strictObject(
      { FunctionName: z.string().min(1), Payload: json.exactOptional() },
      'must be {FunctionName, Payload}',
    ),
  ]),
  TimeoutSeconds: z.union([positive, query]).optional(),
  HeartbeatSeconds: z.union([positive, query]).optional(),
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Assign: assign.optional(),
  Choices: z
    .array(
      z.strictObject({
        Comment: comment,
        Condition: query,
        Next: z.string(),
        Output: json.optional(),
        Assign: assign.optional(),
      }),
    )
    .min(1),
  Default: z.string().optional(),
});
const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...onward,
  Seconds: z.union([count, query]).optional(),
  Timestamp: z.union([query, z.iso.datetime({ offset: true })]).optional(),
});
const pass = z.strictObject({ Type: z.literal('Pass'), ...onward });
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: comment,
  QueryLanguage: common.QueryLanguage,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;
export type TaskState = z.infer<typeof task>;
export type ChoiceState = z.infer<typeof choice>;
export type WaitState = z.infer<typeof wait>;
type Guarded = Pick<TaskState, keyof typeof guarded>;
export interface MapState extends Guarded {
  Type: 'Map';
  Items?: Json[] | string | undefined;
  ItemSelector?: Json | undefined;
  MaxConcurrency?: number | string | undefined;
  ItemProcessor: Scope & { ProcessorConfig?: { Mode: 'INLINE' } | undefined };
}
export interface ParallelState extends Guarded {
  Type: 'Parallel';
  Arguments?: Json | undefined;
  Branches: Scope[];
}
/** States that run other states inside. */
export type ParentState = MapState | ParallelState;
/** States with Next or End. */
type OnwardState = TaskState | WaitState | z.infer<typeof pass> | ParentState;
export type State = OnwardState | ChoiceState | z.infer<typeof succeed> | z.infer<typeof fail>;
/** A graph of its own: the machine, a branch of a Parallel, the processor of a Map. */
export interface Scope {
  Comment?: string | undefined;
  StartAt: string;
  States: Record<string, State>;
}
export interface Definition extends Scope {
  QueryLanguage: 'JSONata';
  Version?: '1.0' | undefined;
  TimeoutSeconds?: number | undefined;
}

const states: z.ZodType<Record<string, State>> = z.lazy(() =>
  z.record(z.string().min(1).max(80), state).refine((all) => Object.keys(all).length > 0, 'has no state'),
);
const scopeFields = { Comment: comment, StartAt: z.string(), States: states };

const map = z.strictObject({
  Type: z.literal('Map'),
  ...guarded,
  Items: z.union([z.array(json), query]).optional(),
  ItemSelector: json.optional(),
  MaxConcurrency: z.union([count, query]).optional(),
  ItemProcessor: z.strictObject({
    ...scopeFields,
    ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
  }),
});
const parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...guarded,
  Arguments: json.optional(),
  Branches: z.array(z.strictObject(scopeFields)).min(1),
});
const state = z.discriminatedUnion('Type', [task, choice, wait, pass, succeed, fail, map, parallel]);

export const definitionSchema: z.ZodType<Definition> = z.strictObject({
  ...scopeFields,
  QueryLanguage: z.literal('JSONata', 'must be "JSONata" at the top level'),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: positive.optional(),
});

export function isParent(s: State): s is ParentState {
  return s.Type === 'Map' || s.Type === 'Parallel';
}

/** The graphs inside a state, with the path under which each is written in the definition. */
export function innerScopes(s: ParentState): { path: string; scope: Scope }[] {
  return s.Type === 'Map'
    ? [{ path: 'ItemProcessor', scope: s.ItemProcessor }]
    : s.Branches.map((scope, i) => ({ path: `Branches[${i}]`, scope }));
}
