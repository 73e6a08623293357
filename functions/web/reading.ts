import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isLanguage, readBy } from '../../shared/http/language.ts';
import { isSecure } from './session.ts';

const COOKIE = 'lang';
const KEPT_SECONDS = 365 * 86_400;

/** What the page was asked with, but for the language. */
function queryOf(c: Context): string {
  const url = new URL(c.req.url);
  url.searchParams.delete(COOKIE);
  return url.search;
}

/** In which language somebody reads: the one that was last asked for by `?lang=`, else Chinese. */
export const reading: MiddlewareHandler = async (c, next) => {
  const asked = c.req.query(COOKIE);
  if (isLanguage(asked)) setCookie(c, COOKIE, asked, { ...kept, secure: isSecure(c) });
  const known = isLanguage(asked) ? asked : getCookie(c, COOKIE);
  const language = isLanguage(known) ? known : 'zh';
  const query = c.req.method === 'GET' ? { query: queryOf(c) } : {};
  await readBy({ language, ...query }, next);
  c.res.headers.append('Vary', 'Cookie');
};

const kept = { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: KEPT_SECONDS } as const;
