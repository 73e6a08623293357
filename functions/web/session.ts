import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { nowUtc } from '../../shared/clock.ts';
import { signedInAt } from '../../shared/http/language.ts';
import { HttpProblem } from '../../shared/http/problems.ts';
import { findLink, findLinkByHash } from '../../shared/links.ts';
import type { LinkRecord, SessionRecord } from '../../shared/schemas/records.ts';
import { findSession, openSession, SESSION } from '../../shared/sessions.ts';
import type { Table } from '../../shared/store/table.ts';

import type { WebDeps } from './deps.ts';

const COOKIE = 'session';

/** The page that a link opens. Ids consist of characters that need no escaping; escaping them is for those that never were ids. */
export function pathOf(opens: LinkRecord['opens']): string {
  switch (opens.kind) {
    case 'task':
      return `/tasks/${encodeURIComponent(opens.taskId)}`;
    case 'slot':
      return `/slots/${encodeURIComponent(opens.applicationId)}`;
    case 'registers':
      return '/registers';
    case 'console':
      return `/console/${encodeURIComponent(opens.roundId)}`;
    case 'work':
      return `/work/${encodeURIComponent(opens.roundId)}`;
    case 'objection':
      return `/objections/${encodeURIComponent(opens.objectionId)}`;
    default:
      return opens satisfies never;
  }
}

/** Whether the browser came over TLS. On AWS it always did; the local server says that it did not. */
export const isSecure = (c: Context): boolean =>
  (c.req.header('x-forwarded-proto') ?? new URL(c.req.url).protocol.slice(0, -1)) === 'https';

function setSessionCookie(c: Context, token: string, path: string): void {
  setCookie(c, COOKIE, token, {
    path,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c),
    maxAge: SESSION.idleSeconds,
  });
}

function needFound(found: Awaited<ReturnType<typeof findLink>>): LinkRecord {
  if (found.status === 'ok') return found.link;
  throw new HttpProblem(`link.${found.status}`);
}

/** @throws HttpProblem saying what is wrong with the link and what to do */
export const needLink = async (table: Table, token: string): Promise<LinkRecord> =>
  needFound(await findLink(table, token, nowUtc()));

/** The same by the token's hash. */
export const needLinkByHash = async (table: Table, hash: string): Promise<LinkRecord> =>
  needFound(await findLinkByHash(table, hash, nowUtc()));

/**
 * Exchanges a link for a session that is good for the page the link opens and what lies below it.
 * @returns the page's address, without the token
 */
export async function startSession(c: Context, table: Table, link: LinkRecord): Promise<string> {
  const path = pathOf(link.opens);
  setSessionCookie(c, await openSession(table, link), path);
  return path;
}

/** Somebody signed out, on this device or everywhere. */
const isEnded = ({ ended, generation = 0 }: SessionRecord, { sessionsEnded = 0 }: LinkRecord): boolean =>
  ended === true || generation < sessionsEnded;

/** Takes the cookie back. */
export const forgetSession = (c: Context, path: string): void => void deleteCookie(c, COOKIE, { path });

export interface Session {
  /** Of the session, not of the link: forms are bound to it. */
  token: string;
  link: LinkRecord;
}

/** Who came by the link to exactly this. @throws HttpProblem */
export async function needSession(
  c: Context,
  { table, pace }: Pick<WebDeps, 'table' | 'pace'>,
  opens: LinkRecord['opens'],
): Promise<Session> {
  const token = getCookie(c, COOKIE) ?? '';
  const found = await findSession(table, token);
  if (found === null) throw new HttpProblem('session.missing');
  const link = await needLinkByHash(table, found.session.tokenHash);
  if (pathOf(link.opens) !== pathOf(opens)) throw new HttpProblem('session.missing');
  if (isEnded(found.session, link)) throw new HttpProblem('session.ended');
  await pace.keep(c, link.tokenHash);
  signedInAt(pathOf(link.opens));
  if (found.prolonged) setSessionCookie(c, token, pathOf(link.opens));
  return { token, link };
}
