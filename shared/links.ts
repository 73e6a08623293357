import { createHash, randomBytes } from 'node:crypto';
import { masked } from './csrf.ts';
import { AccessMarkRecord, LinkRecord } from './schemas/records.ts';
import { keys } from './store/keys.ts';
import type { Table } from './store/table.ts';

/** A winner without an account keeps its award: it may still give one after the deadline, only later than the others. */
export const LATE_ACCOUNT_DAYS = 180;

/** 256 bits, URL-safe. The token itself is only ever in the mail and in the person's cookie. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Bound to the session's token and to what is acted on: whoever knows it has the page. Masked: another every time. */
export const csrfToken = (token: string, id: string): string =>
  masked(createHash('sha256').update(`csrf|${id}|${token}`).digest());

/** Makes a link for one person to one thing and returns its token. */
export async function issueLink(
  table: Table,
  link: Pick<LinkRecord, 'roundId' | 'opens' | 'assigneeId' | 'validUntil'>,
): Promise<string> {
  const token = newToken();
  const hash = tokenHash(token);
  const made = await timesEnded(table, link);
  const record: LinkRecord = { entity: 'Link', tokenHash: hash, ...link, ...(made > 0 && { made }) };
  await table.put(keys.link(hash), record);
  return token;
}

/** How often all links of the person were ended, in the link's round or outside of any. Counted, so that no clock matters. */
export async function timesEnded(
  table: Table,
  { roundId, assigneeId }: Pick<LinkRecord, 'roundId' | 'assigneeId'>,
): Promise<number> {
  return (await table.get(keys.accessMark(roundId, assigneeId), AccessMarkRecord))?.times ?? 0;
}

type Found = { status: 'ok'; link: LinkRecord } | { status: 'unknown' | 'expired' | 'revoked' };

/** Looks a token up at `now` (UTC instant). */
export async function findLink(table: Table, token: string, now: string): Promise<Found> {
  return /^[\w-]{43}$/.test(token) ? findLinkByHash(table, tokenHash(token), now) : { status: 'unknown' };
}

/** The same for whoever has exchanged the token for a session. */
export async function findLinkByHash(table: Table, hash: string, now: string): Promise<Found> {
  const link = await table.get(keys.link(hash), LinkRecord);
  if (link === null) return { status: 'unknown' };
  if (link.revokedAt !== undefined) return { status: 'revoked' };
  if ((link.made ?? 0) < (await timesEnded(table, link))) return { status: 'revoked' };
  return link.validUntil < now ? { status: 'expired' } : { status: 'ok', link };
}
