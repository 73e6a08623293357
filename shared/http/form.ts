import type { HonoRequest } from 'hono';
import { HttpProblem } from './problems.ts';

export const FORM_LIMIT_BYTES = 64 * 1024;

/** Largest scan that a page takes: a function's request is 6 MB at most, and a file in it is a third larger than it is. */
export const MAX_SCAN_BYTES = 4 * 1024 * 1024;

/** Names that forms here use. Anything else (`__proto__` for one) is not taken over from a request. */
const NAME = /^[a-z][A-Za-z0-9]*(\.[a-z0-9][A-Za-z0-9.-]*)?$/;

/** Points as people type them: full-width digits and superfluous zeros are no error. */
const tidyPoints = (text: string) =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

/** What of a request is needed here. */
interface PostedForm {
  req: Pick<HonoRequest, 'text'> & { header(name: string): string | undefined };
}

/**
 * The fields of a posted form, by name; the last of a name wins, and line breaks are as people mean them.
 * @throws HttpProblem for a body that is no form
 */
export async function readForm(c: PostedForm): Promise<Record<string, string>> {
  if (!(c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
    throw new HttpProblem('form.unreadable');
  return formValues(new URLSearchParams(await c.req.text()));
}

/** The fields that forms here have, as people mean them. */
export function formValues(entries: Iterable<[string, string]>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (!NAME.test(name)) continue;
    values[name] = name.startsWith('points.') ? tidyPoints(value) : value.replaceAll('\r\n', '\n');
  }
  return values;
}
