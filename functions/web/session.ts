import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import { HttpProblem } from '../../shared/http/problems.ts';
import { findLink } from '../../shared/links.ts';
import type { LinkRecord } from '../../shared/schemas/records.ts';
import type { Table } from '../../shared/store/table.ts';

const COOKIE = 'link';
/** The longest that browsers keep a cookie. */
const MAX_AGE_SECONDS = 400 * 86_400;

/** The page that a link opens. Ids consist of characters that need no escaping; escaping them is for those that never were ids. */
export function pathOf(opens: LinkRecord['opens']): string {
  switch (opens.kind) {
    case 'task':
      return `/tasks/${encodeURIComponent(opens.taskId)}`;
    case 'slot':
      return `/slots/${encodeURIComponent(opens.applicationId)}`;
    case 'registers':
      return '/registers';
    default:
      return opens satisfies never;
  }
}

/** @throws HttpProblem saying what is wrong with the link and what to do */
export async function needLink(table: Table, token: string): Promise<LinkRecord> {
  const found = await findLink(table, token, nowUtc());
  if (found.status === 'ok') return found.link;
  throw new HttpProblem(`link.${found.status}`);
}

/** Whether the browser came over TLS. On AWS it always did; the local server says that it did not. */
export const isSecure = (c: Context): boolean =>
  (c.req.header('x-forwarded-proto') ?? new URL(c.req.url).protocol.slice(0, -1)) === 'https';

/** Keeps the token for this one page and what lies below it, until the link ends. */
export function startSession(c: Context, token: string, link: LinkRecord): string {
  const path = pathOf(link.opens);
  const left = Math.floor((Date.parse(link.validUntil) - nowMs()) / 1000);
  setCookie(c, COOKIE, token, {
    path,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c),
    maxAge: Math.max(60, Math.min(left, MAX_AGE_SECONDS)),
  });
  return path;
}

export interface Session {
  token: string;
  link: LinkRecord;
}

/** Who came by the link to exactly this. @throws HttpProblem */
export async function needSession(c: Context, table: Table, opens: LinkRecord['opens']): Promise<Session> {
  const token = getCookie(c, COOKIE);
  if (token === undefined) throw new HttpProblem('session.missing');
  const link = await needLink(table, token);
  if (pathOf(link.opens) !== pathOf(opens)) throw new HttpProblem('session.missing');
  return { token, link };
}
