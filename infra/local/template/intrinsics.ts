/** What a template's functions need to know about the world around them. */
export interface Scope {
  /** Value of `Ref`, or undefined when there is nothing of that name. */
  ref(name: string): unknown;
  /** Value of `Fn::GetAtt`, or undefined when unknown. */
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
  /** Value of an export, or undefined when no stack exports that name. */
  imported(name: string): unknown;
  /** Corrects a text that was put together from parts, such as an address that is another one locally. */
  rewrite(text: string): string;
}

/** What `AWS::NoValue` resolves to: the property is as if not written. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** A function of the template that cannot be worked out; the message names it. */
export class IntrinsicError extends Error {}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (name, scope) => found(scope.ref(text(name)), `Ref ${text(name)}`),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : list(argument).map(text);
    return attribute(id ?? '', rest.join('.'), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return scope.rewrite(list(resolve(parts, scope)).map(text).join(text(separator)));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument);
    return text(resolve(source, scope)).split(text(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(argument);
    return found(list(resolve(values, scope))[Number(resolve(index, scope))], 'Fn::Select');
  },
  'Fn::Sub': (argument, scope) => scope.rewrite(substitute(argument, scope)),
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list(argument);
    return resolve(scope.condition(text(name)) ? yes : no, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(argument).map((part) => text(resolve(part, scope)));
    return found(scope.mapping(map ?? '', top ?? '', second ?? ''), `Fn::FindInMap ${map}.${top}.${second}`);
  },
  'Fn::ImportValue': (argument, scope) => {
    const name = text(resolve(argument, scope));
    return found(scope.imported(name), `Fn::ImportValue ${name}`);
  },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = list(argument).map((part) => resolve(part, scope));
    return JSON.stringify(a) === JSON.stringify(b);
  },
  'Fn::And': (argument, scope) => list(argument).every((part) => resolve(part, scope) === true),
  'Fn::Or': (argument, scope) => list(argument).some((part) => resolve(part, scope) === true),
  'Fn::Not': (argument, scope) => resolve(list(argument)[0], scope) !== true,
  Condition: (name, scope) => scope.condition(text(name)),
};

/**
 * Works out all functions in a value of a template.
 * @throws IntrinsicError for a function or a name that is not known.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((part) => resolve(part, scope)).filter((part) => part !== NO_VALUE);
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    throw new IntrinsicError(`the dynamic reference ${value} has no local value`);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only !== undefined) {
    const [name, argument] = only;
    const intrinsic = INTRINSICS[name];
    // A condition key such as IAM's {"Condition": {…}} is no function: those have a name.
    if (intrinsic !== undefined && (name !== 'Condition' || typeof argument === 'string')) {
      return intrinsic(argument, scope);
    }
    if (name.startsWith('Fn::')) throw new IntrinsicError(`the function ${name} is not known`);
  }
  const resolved = entries.map(([key, part]) => [key, resolve(part, scope)] as const);
  return Object.fromEntries(resolved.filter(([, part]) => part !== NO_VALUE));
}

function substitute(argument: unknown, scope: Scope): string {
  const [pattern, values] = typeof argument === 'string' ? [argument, {}] : list(argument);
  const own = resolve(values ?? {}, scope) as Record<string, unknown>;
  return text(pattern).replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in own) return text(own[name]);
    const dot = name.indexOf('.');
    if (dot > 0) return text(attribute(name.slice(0, dot), name.slice(dot + 1), scope));
    return text(found(scope.ref(name), `\${${name}}`));
  });
}

function attribute(id: string, name: string, scope: Scope): unknown {
  return found(scope.attribute(id, name), `Fn::GetAtt ${id}.${name}`);
}

function found(value: unknown, what: string): unknown {
  if (value === undefined) throw new IntrinsicError(`${what} is not known`);
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new IntrinsicError(`a list was expected, not ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new IntrinsicError(`a text was expected, not ${JSON.stringify(value)}`);
}
