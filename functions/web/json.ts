import type { Context } from 'hono';
import type * as z from 'zod';
import { sameToken } from '../../shared/csrf.ts';
import { HttpProblem } from '../../shared/http/problems.ts';
import { csrfToken } from '../../shared/links.ts';

/** Names the page that it came from; nobody else knows it. */
interface FromPage {
  csrf: string;
}

/** A refusal that a script can read: a stable code, and what to tell the person. */
export const refusal = (
  c: Context,
  status: 400 | 403 | 404 | 409 | 410 | 413 | 422,
  code: string,
  message: string,
  more: Record<string, unknown> = {},
) => c.json({ code, message, ...more }, status);

/**
 * What a script of a page sent, from that page.
 * @throws HttpProblem for what is no such message, or does not come from the page of this session
 */
export async function readJson<T extends z.ZodType<FromPage>>(
  c: Context,
  schema: T,
  session: { token: string },
  id: string,
): Promise<z.infer<T>> {
  if (!(c.req.header('content-type') ?? '').startsWith('application/json')) throw new HttpProblem('form.unreadable');
  const body: unknown = await c.req.json().catch(() => null);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new HttpProblem('form.unreadable');
  if (!sameToken(parsed.data.csrf, csrfToken(session.token, id))) throw new HttpProblem('form.stale');
  return parsed.data;
}
