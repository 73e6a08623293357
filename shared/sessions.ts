import { newToken, tokenHash } from './links.ts';
import { SessionRecord } from './schemas/records.ts';
import { keys } from './store/keys.ts';
import { ConditionFailed, type Table } from './store/table.ts';

/** A working day with its evening. Whoever is idle longer opens the link in the mail again. */
export const SESSION_SECONDS = 12 * 3600;
/** A session that is used is prolonged, but not at every click: that would be a write each time. */
const PROLONG_BELOW_SECONDS = SESSION_SECONDS / 2;

const now = (): number => Math.floor(Date.now() / 1000);

/** Exchanges a link for a session, and returns the session's own token: 256 bits, stored hashed. */
export async function openSession(table: Table, linkHash: string): Promise<string> {
  const token = newToken();
  const record: SessionRecord = { entity: 'Session', tokenHash: linkHash, expiresAt: now() + SESSION_SECONDS };
  await table.put(keys.session(tokenHash(token)), record);
  return token;
}

/** The session of a cookie; null where there is none, or it is over. `prolonged` where the cookie has to be set anew. */
export async function findSession(
  table: Table,
  token: string,
): Promise<{ session: SessionRecord; prolonged: boolean } | null> {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const key = keys.session(tokenHash(token));
  const session = await table.get(key, SessionRecord);
  // The table forgets what is over when it comes to it, which may be days later.
  if (session === null || session.expiresAt <= now()) return null;
  if (session.expiresAt - now() > PROLONG_BELOW_SECONDS) return { session, prolonged: false };
  const expiresAt = now() + SESSION_SECONDS;
  try {
    await table.update(key, { set: { expiresAt } });
  } catch (error) {
    // Swept away in this very moment.
    if (error instanceof ConditionFailed) return null;
    throw error;
  }
  return { session: { ...session, expiresAt }, prolonged: true };
}
