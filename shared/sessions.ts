import { newToken, tokenHash } from './links.ts';
import { type LinkRecord, SessionRecord } from './schemas/records.ts';
import { keys } from './store/keys.ts';
import { ConditionFailed, type Table } from './store/table.ts';

export const SESSION = {
  /** A working day with its evening. Whoever is idle longer opens the link in the mail again. */
  idleSeconds: 12 * 3600,
  /** However busy somebody is: after this the link in the mail is opened again. */
  lifetimeSeconds: 7 * 86_400,
} as const;
/** A session that is used is prolonged, but not at every click: that would be a write each time. */
const PROLONG_BELOW_SECONDS = SESSION.idleSeconds / 2;

const now = (): number => Math.floor(Date.now() / 1000);

/** Exchanges a link for a session, and returns the session's own token: 256 bits, stored hashed. */
export async function openSession(
  table: Table,
  link: Pick<LinkRecord, 'tokenHash' | 'sessionsEnded'>,
): Promise<string> {
  const token = newToken();
  const openedAt = now();
  const record: SessionRecord = {
    ...{ entity: 'Session', tokenHash: link.tokenHash, openedAt },
    expiresAt: openedAt + SESSION.idleSeconds,
    generation: link.sessionsEnded ?? 0,
  };
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
  const expiresAt = Math.min(now() + SESSION.idleSeconds, openedAtOf(session) + SESSION.lifetimeSeconds);
  // Towards the end of its life there is nothing to prolong.
  if (session.expiresAt - now() > PROLONG_BELOW_SECONDS || expiresAt <= session.expiresAt || session.ended === true)
    return { session, prolonged: false };
  try {
    await table.update(key, { set: { expiresAt, openedAt: openedAtOf(session) } });
  } catch (error) {
    // Swept away in this very moment.
    if (error instanceof ConditionFailed) return null;
    throw error;
  }
  return { session: { ...session, expiresAt }, prolonged: true };
}

/** Of one that was opened before this was written down: when it was last prolonged. */
const openedAtOf = ({ openedAt, expiresAt }: SessionRecord): number => openedAt ?? expiresAt - SESSION.idleSeconds;

/** Ends this one session: whoever still has its cookie is told so. Twice is harmless. */
export async function endSession(table: Table, token: string): Promise<void> {
  try {
    await table.update(keys.session(tokenHash(token)), { set: { ended: true } });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
