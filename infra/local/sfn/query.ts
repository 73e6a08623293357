/** Evaluates the JSONata in fields of a definition. */
import jsonata from 'jsonata';
import { isQuery, type Json, type JsonObject } from './definition.ts';
import { DATA_LIMIT, QUERY_ERROR, StateError } from './errors.ts';
import { queryFunctions } from './functions.ts';

/** An endless recursion must become a failed state, not a dead process: a depth, and real ms for tail calls. */
const GUARD = { stack: 5000, timeout: 5000 };
const DATA_LIMIT_BYTES = 262_144;

const compiled = new Map<string, jsonata.Expression>();

/** @throws what the parser throws ({code, position, message}) */
export function compile(query: string): jsonata.Expression {
  const known = compiled.get(query);
  if (known !== undefined) return known;
  const expression = jsonata(query.slice(2, -2), GUARD);
  compiled.set(query, expression);
  return expression;
}

/** What `$states` and the variables are while a field is evaluated. */
export interface Bindings {
  states: { input: Json; context: JsonObject; result?: Json; errorOutput?: Json };
  variables: JsonObject;
}

/**
 * Evaluates a template: JSONata strings at any depth are replaced by their values.
 * @param field where it stands, for the message
 * @throws StateError QueryEvaluationError when JSONata fails or gives nothing; DataLimitExceeded over 256 KiB
 */
export type Evaluate = (template: Json, bindings: Bindings, field: string) => Promise<Json>;

export function createEvaluate(now: () => number): Evaluate {
  const functions = queryFunctions(now);
  async function walk(template: Json, names: Record<string, unknown>, field: string): Promise<Json> {
    if (isQuery(template)) return run(template, names, field);
    if (Array.isArray(template)) {
      const items: Json[] = [];
      for (const [i, item] of template.entries()) items.push(await walk(item, names, `${field}[${i}]`));
      return items;
    }
    if (typeof template !== 'object' || template === null) return template;
    const fields: JsonObject = {};
    for (const [key, value] of Object.entries(template)) fields[key] = await walk(value, names, `${field}/${key}`);
    return fields;
  }
  return async (template, bindings, field) => {
    const value = await walk(template, { ...functions, ...bindings.variables, states: bindings.states }, field);
    limitSize(value, field);
    return value;
  };
}

/** @throws StateError DataLimitExceeded when the JSON text of the value is over 256 KiB */
export function limitSize(value: Json, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > DATA_LIMIT_BYTES) {
    throw new StateError(DATA_LIMIT, `${what} has ${bytes} bytes, the limit is ${DATA_LIMIT_BYTES}`);
  }
}

async function run(query: string, names: Record<string, unknown>, field: string): Promise<Json> {
  let value: unknown;
  try {
    value = await compile(query).evaluate(undefined, names);
    if (value !== undefined) return plain(value);
  } catch (error) {
    throw new StateError(QUERY_ERROR, `The expression '${query}' in '${field}' failed: ${messageOf(error)}`);
  }
  throw new StateError(QUERY_ERROR, `The expression '${query}' in '${field}' returned nothing (undefined).`);
}

/** JSONata's errors are plain objects. */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message);
}

/** JSONata marks its arrays and can return functions; only plain JSON may leave. */
function plain(value: unknown): Json {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    const isFunction =
      typeof inner === 'function' ||
      (typeof inner === 'object' && inner !== null && ('_jsonata_lambda' in inner || '_jsonata_function' in inner));
    if (isFunction) throw new Error('a function is no value');
    return inner;
  });
  if (text === undefined) throw new Error('the value is no JSON');
  const parsed: Json = JSON.parse(text);
  return parsed;
}
