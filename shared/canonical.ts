import { createHash, hash } from 'node:crypto';

/**
 * One text for one value: the same data gives the same bytes on every machine, so hashes can be compared.
 * JSON without white space, object members sorted by UTF-16 code units (as RFC 8785 does), members that are
 * `undefined` left out as JSON does.
 * @throws TypeError for what JSON cannot carry faithfully: NaN, infinities, bigint, functions, class instances, holes.
 */
export function canonicalJson(value: unknown): string {
  return isCanonical(value) ? JSON.stringify(value) : written(value);
}

/**
 * Whether JSON as it is written anyway is the canonical text: members stand in their order and there is nothing but what JSON
 * carries. Most of what is hashed was read from canonical text and is so; to look costs a fraction of writing it ourselves.
 */
function isCanonical(value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) if (!isCanonical(value[i])) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  let before = '';
  // In a loop of this form the engine makes no list of the members.
  for (const key in value) {
    if (key < before || !isCanonical(Reflect.get(value, key))) return false;
    before = key;
  }
  return true;
}

function written(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
    return `${value}`;
  }
  if (Array.isArray(value)) return canonicalArray(value);
  if (typeof value === 'object') return canonicalObject(value);
  throw new TypeError(`not a JSON value: ${typeof value}`);
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError('not a plain object: a class instance would lose what it is');
  }
  let text = '';
  const members: Record<string, unknown> = { ...value };
  // The default order of strings is that of their code units.
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** A name of a member as JSON: most are plain words, which need no looking for what has to be escaped. */
const quoted = (name: string): string => (/^[\w.-]*$/.test(name) ? `"${name}"` : JSON.stringify(name));

/** By its places, so that a hole is met as `undefined` and refused. */
function canonicalArray(value: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < value.length; i += 1) text += `${i === 0 ? '' : ','}${canonicalJson(value[i])}`;
  return `[${text}]`;
}

/** SHA-256 as 64 lower-case hex digits; a string is hashed as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 of what is told bit by bit, so that it need not be held. Asked for once. */
export function sha256Stream(): { add(data: string | Uint8Array): void; hex(): string } {
  const stream = createHash('sha256');
  return { add: (data) => void stream.update(data), hex: () => stream.digest('hex') };
}

const MOST_UNHASHED = 1 << 16;

/** SHA-256 of the canonical JSON of a list that is told one by one. Asked for once. */
export function canonicalListHash(): { add(value: unknown): void; hex(): string } {
  const { add, hex } = sha256Stream();
  // To hash a little costs as much as to hash a lot.
  let text = '[';
  let before = '';
  return {
    add(value) {
      text += `${before}${canonicalJson(value)}`;
      before = ',';
      if (text.length < MOST_UNHASHED) return;
      add(text);
      text = '';
    },
    hex() {
      add(`${text}]`);
      return hex();
    },
  };
}

/** The first bytes of SHAKE-256, as many as asked for; a string is hashed as UTF-8. */
export function shake256(data: string, bytes: number): Buffer {
  return hash('shake256', data, { outputLength: bytes, outputEncoding: 'buffer' });
}
