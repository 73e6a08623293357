import type { Context } from 'hono';
import { formValues, readForm } from '../../shared/http/form.ts';
import { HttpProblem, type ProblemCode } from '../../shared/http/problems.ts';

const isMultipart = (c: Context) => (c.req.header('content-type') ?? '').startsWith('multipart/form-data');

/** The token and the file of a form with a file; without one the file is empty. @throws HttpProblem for a body that is no such form */
export async function readFileForm(
  c: Context,
  maxBytes: number,
  tooLarge: ProblemCode,
): Promise<{ csrf: string; bytes: Uint8Array }> {
  if (!isMultipart(c)) throw new HttpProblem('form.unreadable');
  const body = await c.req.parseBody().catch(() => {
    throw new HttpProblem('form.unreadable');
  });
  const { csrf, file } = body;
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  if (bytes.length > maxBytes) throw new HttpProblem(tooLarge);
  return { csrf: typeof csrf === 'string' ? csrf : '', bytes };
}

/** A field without a file comes as one without name and content. */
const isChosen = (value: string | File): value is File =>
  value instanceof File && (value.name !== '' || value.size > 0);

/**
 * Token, fields and files by field of a form that may have several. A form without files may come in the plain way.
 * @throws HttpProblem for a body that is no form
 */
export async function readFilesForm(
  c: Context,
  maxBytes: number,
  tooLarge: ProblemCode,
): Promise<{
  csrf: string;
  values: Record<string, string>;
  files: Record<string, { name: string; bytes: Uint8Array }[]>;
}> {
  if (!isMultipart(c)) {
    const { csrf = '', ...values } = await readForm(c);
    return { csrf, values, files: {} };
  }
  const body = await c.req.formData().catch(() => {
    throw new HttpProblem('form.unreadable');
  });
  const entries = [...body];
  const texts = entries.flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const sent = entries.flatMap(([field, value]) => (isChosen(value) ? [{ field, file: value }] : []));
  if (sent.reduce((sum, { file }) => sum + file.size, 0) > maxBytes) throw new HttpProblem(tooLarge);
  const read = await Promise.all(
    sent.map(async ({ field, file }) => ({
      field,
      file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) },
    })),
  );
  const files = Object.groupBy(read, ({ field }) => field);
  const { csrf = '', ...values } = formValues(texts);
  return {
    csrf,
    values,
    files: Object.fromEntries(Object.entries(files).map(([field, all = []]) => [field, all.map(({ file }) => file)])),
  };
}
