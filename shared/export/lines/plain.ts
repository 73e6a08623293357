import type * as z from 'zod';

/** A text longer than this is left to the schema: the engine's memory for a pattern that has to go back is bounded. */
const LONGEST = 1 << 15;

/** What surely is one canonical line of a kind that its schema takes as it stands. What is not may still be one. */
export interface PlainLine {
  fits(text: string): boolean;
  /** Of a text that fits the members asked for, as they are written in JSON, strings without their marks; else null. */
  members(text: string): string[] | null;
}

/** A part of a schema that this does not see through. */
class Unseen extends Error {}

/**
 * Compiles a schema to a pattern of the canonical text of its values: members by name, no escapes, no white space. Whatever fits is
 * accepted by the schema and read by it as JSON reads it, so that nobody need ask; never the other way round. Nullable,
 * optional and repeated parts that it cannot see through fit only when they are null, left out or none. To look at a text in
 * this way costs a fraction of reading it and asking the schema.
 * @param asked top-level members, in the order of their names
 * @returns null of a schema that it cannot see through, or where one asked for is anything but a string or a number
 */
export function plainLine(kind: string, schema: z.core.$ZodType, asked: readonly string[] = []): PlainLine | null {
  const value = seen(() => patternOf(schema, asked));
  if (value === null) return null;
  const pattern = new RegExp(`^\\{${quoted(kind)}:${value}\\}$`);
  return {
    fits: (text) => text.length <= LONGEST && pattern.test(text),
    members: (text) => (text.length <= LONGEST ? (pattern.exec(text)?.slice(1) ?? null) : null),
  };
}

function seen<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Unseen) return null;
    throw error;
  }
}

function patternOf(schema: z.core.$ZodType, asked: readonly string[] = []): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return objectOf(def, asked);
    case 'array':
      return list(
        '\\[',
        unchecked(def, () => seen(() => patternOf(def.element))),
        '\\]',
      );
    case 'record': {
      const key = unchecked(def, () => patternOf(def.keyType));
      if (key !== ANY_STRING) throw new Unseen();
      const value = seen(() => patternOf(def.valueType));
      return list('\\{', value === null ? null : `${NAME}:${value}`, '\\}');
    }
    case 'nullable': {
      const inner = seen(() => patternOf(def.innerType));
      return inner === null ? 'null' : `(?:null|${inner})`;
    }
    case 'default':
      return unchecked(def, () => patternOf(def.innerType));
    case 'string':
      return stringOf(def);
    case 'number':
      return integerOf(def);
    case 'boolean':
      return unchecked(def, () => '(?:true|false)');
    case 'enum':
      return unchecked(def, () => oneOf(Object.values(def.entries)));
    default:
      throw new Unseen();
  }
}

const unchecked = <T>({ checks = [] }: { checks?: readonly unknown[] | undefined }, made: () => T): T => {
  if (checks.length > 0) throw new Unseen();
  return made();
};

const list = (open: string, item: string | null, close: string): string =>
  item === null ? `${open}${close}` : `${open}(?:${item}(?:,${item})*)?${close}`;

/** By name; the first one is always there, so that every other has a comma before it. */
function objectOf(def: z.core.$ZodObjectDef, asked: readonly string[]): string {
  const catches = def.catchall === undefined ? 'never' : def.catchall._zod.def.type;
  const names = unchecked(def, () => Object.keys(def.shape).sort());
  if (catches !== 'never') throw new Unseen();
  const members = names.map((name, i) => {
    const own = def.shape[name];
    if (own === undefined) throw new Unseen();
    const { def: inner } = (own as z.core.$ZodTypes)._zod;
    const comma = i === 0 ? '' : ',';
    if (asked.includes(name) && inner.type !== 'string' && inner.type !== 'number') throw new Unseen();
    if (inner.type !== 'optional') return `${comma}${quoted(name)}:${captured(patternOf(own), asked.includes(name))}`;
    const value = seen(() => patternOf(inner.innerType));
    if (i === 0) throw new Unseen();
    return value === null ? '' : `(?:${comma}${quoted(name)}:${value})?`;
  });
  return `\\{${members.join('')}\\}`;
}

/** Strings without the marks around them. */
function captured(pattern: string, asked: boolean): string {
  if (!asked) return pattern;
  return pattern.startsWith('"') ? `"(${pattern.slice(1, -1)})"` : `(${pattern})`;
}

const ANY_STRING = '"[^"\\\\\\u0000-\\u001f]*"';
/** A name that needs no escape and is not one that objects treat in their own way. */
const NAME = '"[A-Za-z0-9.~-]+"';
/** What a pattern of a string may be made of, so that it never goes beyond the mark at the end and says what it says also within another. */
const TAME = /^(?:\\[d./]|[\w:,{}()?|+*-]|\[[\w-]+\])*$/;

function stringOf({ checks = [], ...def }: z.core.$ZodStringDef): string {
  const own = 'pattern' in def && def.pattern instanceof RegExp ? [def.pattern] : [];
  // A format without a pattern is decided by code.
  if ('format' in def && own.length === 0) throw new Unseen();
  const patterns = [...own, ...checks.map(patternIn)];
  const [pattern] = patterns;
  if (pattern === undefined) return ANY_STRING;
  if (patterns.length > 1 || pattern.flags !== '') throw new Unseen();
  return `"${anchored(pattern.source)}"`;
}

function patternIn(check: z.core.$ZodCheck): RegExp {
  const { def } = check._zod;
  if (def.check !== 'string_format' || !('pattern' in def) || !(def.pattern instanceof RegExp)) throw new Unseen();
  if (!('format' in def) || def.format !== 'regex') throw new Unseen();
  return def.pattern;
}

/** Alternatives that each speak of the whole string, as parts of a larger pattern. Nothing within is captured. */
function anchored(source: string): string {
  if (!source.startsWith('^') || !source.endsWith('$')) throw new Unseen();
  const bare = source.slice(1, -1).split('$|^');
  // What is tame has no anchor left in it; an alternative that is not in brackets would not speak of the whole.
  if (!bare.every((body) => TAME.test(body) && !outside(body).includes('|'))) throw new Unseen();
  return `(?:${bare.map((body) => body.replace(/\((?!\?)/g, '(?:')).join('|')})`;
}

/** What stands in no brackets. */
function outside(body: string): string {
  const without = body.replace(/\([^()]*\)/g, '');
  return without === body ? body : outside(without);
}

/** Whole numbers as they are written, of so many digits that all of them are safe. */
function integerOf({ checks = [], ...def }: z.core.$ZodNumberDef): string {
  if (!('format' in def) || def.format !== 'safeint') throw new Unseen();
  const [check] = checks;
  if (check === undefined) return '(?:0|-?[1-9]\\d{0,14})';
  const { def: bound } = check._zod;
  if (checks.length > 1 || bound.check !== 'greater_than' || !('inclusive' in bound) || !('value' in bound))
    throw new Unseen();
  if (bound.inclusive !== true) throw new Unseen();
  if (bound.value === 0) return '(?:0|[1-9]\\d{0,14})';
  if (bound.value === 1) return '[1-9]\\d{0,14}';
  throw new Unseen();
}

const quoted = (text: string): string => {
  if (!/^[\w.-]+$/.test(text)) throw new Unseen();
  return `"${text.replaceAll('.', '\\.')}"`;
};

const oneOf = (values: readonly (string | number)[]): string =>
  `(?:${values.map((value) => quoted(String(value))).join('|')})`;
