/** Reads a definition and lists everything in it that AWS or this interpreter would not run. */
import type * as z from 'zod';
import {
  type Catcher,
  type Definition,
  definitionSchema,
  innerScopes,
  isParent,
  type Json,
  type Retrier,
  type Scope,
  type State,
} from './definition.ts';
import { CATCHABLE } from './errors.ts';
import { checkTemplate, type Member } from './queries-check.ts';

/** One thing wrong: the path of the state in the definition, the field, what to mend. */
export interface Fault {
  state: string;
  field: string;
  message: string;
}

/** A definition was refused; `faults` has every reason. */
export class DefinitionError extends Error {
  readonly faults: readonly Fault[];
  constructor(name: string, faults: readonly Fault[]) {
    super(
      `State machine ${name} is refused:\n${faults.map((f) => `  ${f.state} ${f.field}: ${f.message}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/**
 * @param text the definition's JSON
 * @throws DefinitionError with all faults
 */
export function readDefinition(name: string, text: string): Definition {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new DefinitionError(name, [{ state: '', field: '', message: `no JSON: ${String(error)}` }]);
  }
  const parsed = definitionSchema.safeParse(raw);
  if (!parsed.success) throw new DefinitionError(name, parsed.error.issues.flatMap(shapeFaults));
  const faults = checkScope(parsed.data, '', new Set(), new Map());
  if (faults.length > 0) throw new DefinitionError(name, faults);
  return parsed.data;
}

function shapeFaults(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map(String);
  const lastStates = path.lastIndexOf('States');
  const depth = lastStates < 0 ? 0 : lastStates + 2;
  const state = path.slice(0, depth).join('.');
  const field = path.slice(depth);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      state,
      field: [...field, key].join('.'),
      message: 'this field is not supported',
    }));
  }
  return [{ state, field: field.join('.'), message: issue.message }];
}

/** @param outer variables assigned in enclosing scopes; @param seen state names so far, with their paths */
function checkScope(scope: Scope, at: string, outer: ReadonlySet<string>, seen: Map<string, string>): Fault[] {
  const faults: Fault[] = [];
  const path = (name: string) => `${at}States.${name}`;
  const entries = Object.entries(scope.States);
  if (!(scope.StartAt in scope.States))
    faults.push({ state: at, field: 'StartAt', message: `no state ${scope.StartAt}` });
  const visible = new Set([...outer, ...entries.flatMap(([, s]) => assigned(s))]);
  const reached = reachable(scope);
  for (const [name, s] of entries) {
    const fault = (field: string, message: string) => faults.push({ state: path(name), field, message });
    const twin = seen.get(name);
    if (twin !== undefined) fault('', `the name is also used by ${twin}`);
    seen.set(name, path(name));
    if (!reached.has(name)) fault('', 'no state leads here');
    for (const target of targets(s)) if (!(target in scope.States)) fault('Next', `no state ${target} in this scope`);
    for (const v of new Set(assigned(s))) if (outer.has(v)) fault('Assign', `$${v} belongs to an outer scope`);
    for (const [field, message] of checkState(s)) fault(field, message);
    if (!isParent(s)) continue;
    for (const inner of innerScopes(s)) {
      faults.push(...checkScope(inner.scope, `${path(name)}.${inner.path}.`, visible, seen));
    }
  }
  return faults;
}

function targets(s: State): string[] {
  const all: (string | undefined)[] = [];
  if ('Next' in s) all.push(s.Next);
  if ('Catch' in s) all.push(...(s.Catch ?? []).map((c) => c.Next));
  if (s.Type === 'Choice') all.push(s.Default, ...s.Choices.map((c) => c.Next));
  return all.filter((t) => t !== undefined);
}

function assigned(s: State): string[] {
  const all = 'Assign' in s ? [s.Assign] : [];
  if ('Catch' in s) all.push(...(s.Catch ?? []).map((c) => c.Assign));
  if (s.Type === 'Choice') all.push(...s.Choices.map((c) => c.Assign));
  return all.flatMap((a) => Object.keys(a ?? {}));
}

function reachable(scope: Scope): Set<string> {
  const reached = new Set<string>();
  const open = [scope.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const s = scope.States[name];
    if (s === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...targets(s));
  }
  return reached;
}

type Remark = [field: string, message: string];

function checkState(s: State): Remark[] {
  const remarks: Remark[] = [];
  if (
    s.Type !== 'Choice' &&
    s.Type !== 'Succeed' &&
    s.Type !== 'Fail' &&
    (s.Next === undefined) === (s.End === undefined)
  ) {
    remarks.push(['Next', 'exactly one of Next and End is needed']);
  }
  if (s.Type === 'Wait' && (s.Seconds === undefined) === (s.Timestamp === undefined)) {
    remarks.push(['Seconds', 'exactly one of Seconds and Timestamp is needed']);
  }
  if (s.Type === 'Task') remarks.push(...checkTimes(s.TimeoutSeconds, s.HeartbeatSeconds));
  if ('Retry' in s) remarks.push(...checkRetriers(s.Retry ?? []));
  if ('Catch' in s) remarks.push(...checkErrorNames(s.Catch ?? [], 'Catch'));
  for (const [field, template, members] of templates(s)) {
    if (template === undefined) continue;
    for (const message of checkTemplate(template, members, field)) remarks.push([field, message]);
  }
  return remarks;
}

function checkTimes(timeout: unknown, heartbeat: unknown): Remark[] {
  const wrong = typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout;
  return wrong ? [['HeartbeatSeconds', 'must be less than TimeoutSeconds']] : [];
}

function checkRetriers(retriers: readonly Retrier[]): Remark[] {
  const late = retriers.flatMap<Remark>((r, i) =>
    r.MaxDelaySeconds !== undefined && r.MaxDelaySeconds <= (r.IntervalSeconds ?? 1)
      ? [[`Retry.${i}.MaxDelaySeconds`, 'must be greater than IntervalSeconds']]
      : [],
  );
  return [...late, ...checkErrorNames(retriers, 'Retry')];
}

function checkErrorNames(rules: readonly (Catcher | Retrier)[], field: string): Remark[] {
  const remarks: Remark[] = [];
  for (const [i, { ErrorEquals: names }] of rules.entries()) {
    const at = `${field}.${i}.ErrorEquals`;
    if (names.includes('States.ALL') && (names.length > 1 || i < rules.length - 1)) {
      remarks.push([at, 'States.ALL must stand alone and last']);
    }
    for (const name of names) {
      if (name.startsWith('States.') && !CATCHABLE.has(name)) remarks.push([at, `${name} cannot be caught`]);
    }
  }
  return remarks;
}

type Templates = [field: string, template: Json | undefined, members: readonly Member[]][];

/** Every field with JSONata in it, and what `$states` has there. */
function templates(s: State): Templates {
  const before: Member[] = ['input', 'context'];
  if (s.Type === 'Fail')
    return [
      ['Error', s.Error, before],
      ['Cause', s.Cause, before],
    ];
  const hasResult = s.Type === 'Task' || isParent(s);
  const after: Member[] = hasResult ? [...before, 'result'] : before;
  const caught: Member[] = [...before, 'errorOutput'];
  const all: Templates = [['Output', s.Output, after]];
  if ('Assign' in s) all.push(['Assign', s.Assign, after]);
  if ('Catch' in s) {
    for (const [i, c] of (s.Catch ?? []).entries()) {
      all.push([`Catch.${i}.Output`, c.Output, caught], [`Catch.${i}.Assign`, c.Assign, caught]);
    }
  }
  const add = (field: string, template: unknown) => all.push([field, template as Json | undefined, before]);
  if (s.Type === 'Task') {
    add('Arguments', s.Arguments);
    add('TimeoutSeconds', s.TimeoutSeconds);
    add('HeartbeatSeconds', s.HeartbeatSeconds);
  } else if (s.Type === 'Wait') {
    add('Seconds', s.Seconds);
    add('Timestamp', s.Timestamp);
  } else if (s.Type === 'Map') {
    add('Items', s.Items);
    add('ItemSelector', s.ItemSelector);
    add('MaxConcurrency', s.MaxConcurrency);
  } else if (s.Type === 'Parallel') {
    add('Arguments', s.Arguments);
  } else if (s.Type === 'Choice') {
    for (const [i, c] of s.Choices.entries()) {
      for (const key of ['Condition', 'Output', 'Assign'] as const) add(`Choices.${i}.${key}`, c[key]);
    }
  }
  return all;
}
