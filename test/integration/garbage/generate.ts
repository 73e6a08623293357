/** Garbage: what a schema must refuse, made from an example of what it takes. */
import fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = (string | number)[];

/** A queue takes no more than this, so that there is room for the reason. */
export const GIANT = '长'.repeat(70_000);

/** Every place of a value, the inner ones too. */
function pathsOf(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...(at.length > 0 ? [at] : []), ...entries.flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

const at = (value: Json, path: Path): Json =>
  path.reduce<Json>((inner, key) => (inner as { [key: string]: Json })[key] ?? null, value);

/** The value with another one at a place; undefined takes it out. */
function changed(value: Json, path: Path, other: Json | undefined): Json {
  const copy = structuredClone(value);
  const last = path.at(-1) ?? '';
  const holder = at(copy, path.slice(0, -1)) as { [key: string]: Json };
  if (other === undefined) delete holder[last];
  else holder[last] = other;
  return copy;
}

const STRANGE: Json[] = [true, -1.5, 'v99', '', [], {}, { $ref: '__proto__' }, '\u202e颠倒', [[[]]]];
const ofAnotherType = (value: Json) => STRANGE.filter((one) => typeof one !== typeof value || Array.isArray(one));

/**
 * Values with one fault each: a field gone, of another type, of an unknown kind or version, or giant; and values that have
 * nothing to do with the example. The same for the same example; something giant is always among them.
 * @param free names of fields that may hold anything: they are left as they are
 */
export function garbageOf(example: Json, count: number, free: readonly string[] = []): Json[] {
  const paths = pathsOf(example).filter((path) => !free.includes(String(path.at(-1))));
  const texts = paths.filter((path) => typeof at(example, path) === 'string');
  const path = fc.constantFrom(...paths);
  const wrong = fc.oneof(
    path.map((one) => changed(example, one, undefined)),
    path.chain((one) =>
      fc.constantFrom(...ofAnotherType(at(example, one))).map((other) => changed(example, one, other)),
    ),
    fc.constantFrom(...(texts.length > 0 ? texts : paths)).map((one) => changed(example, one, 'v99!')),
    fc.constantFrom(...STRANGE),
    fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
  );
  const giants = texts.slice(0, 2).map((one) => changed(example, one, GIANT));
  return [...giants, ...fc.sample(wrong, { seed: 20251103, numRuns: count })];
}

/** Texts that are no JSON. */
export const NOT_JSON = ['not json {', '{"open": ', 'ÿþ', '<xml/>', GIANT];
