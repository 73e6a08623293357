import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HttpProblem, type ProblemCode } from '../../shared/http/problems.ts';

/** The token and the file of a form with a file; without one the file is empty. @throws HttpProblem for a body that is no such form */
export async function readFileForm(
  c: Context,
  maxBytes: number,
  tooLarge: ProblemCode,
): Promise<{ csrf: string; bytes: Uint8Array }> {
  if (!(c.req.header('content-type') ?? '').startsWith('multipart/form-data')) throw new HttpProblem('form.unreadable');
  const body = await c.req.parseBody().catch(() => {
    throw new HttpProblem('form.unreadable');
  });
  const { csrf, file } = body;
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  if (bytes.length > maxBytes) throw new HttpProblem(tooLarge);
  return { csrf: typeof csrf === 'string' ? csrf : '', bytes };
}

/** A form around the largest file. */
export const fileLimit = (maxBytes: number, tooLarge: ProblemCode) =>
  bodyLimit({
    maxSize: maxBytes + 64 * 1024,
    onError: () => {
      throw new HttpProblem(tooLarge);
    },
  });
