import type * as z from 'zod';
import type { ReasonCode } from './reasons.ts';

/** Input that no retry can mend. A queue's consumer parks it at once, with its reason. */
export class BadInput extends Error {
  override name = 'BadInput';
  readonly code: ReasonCode;
  /** Paths, codes and ids; never a value, which may be somebody's name. */
  readonly detail: string;
  constructor(code: ReasonCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** A record that an event or a person names is not there. */
export class NotFound extends BadInput {
  override name = 'NotFound';
  constructor(what: string) {
    super('record.unknown', what);
  }
}

/** Parses one input at the edge. @throws BadInput with every fault, by path; values are not repeated. */
export function parseInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
  code: ReasonCode = 'input.malformed',
): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new BadInput(code, faultsOf(parsed.error).slice(0, MAX_DETAIL));
}

/** As much as still helps; hostile input has thousands of faults. */
const MAX_DETAIL = 500;

const faultsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, code }) => `${path.map(step).join('.') || '(root)'} ${code}`).join('; ');

/** A key of a map is somebody's text as well: only what looks like a field's name is repeated. */
const step = (key: PropertyKey): string => (/^[\w-]{1,40}$/.test(String(key)) ? String(key) : '?');
