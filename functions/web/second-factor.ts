import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { NotFound } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import { notificationsOf } from '../../shared/domain/notifications.ts';
import { HttpProblem } from '../../shared/http/problems.ts';
import { newToken, tokenHash } from '../../shared/links.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { ChallengeRecord, type LinkRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow } from '../../shared/store/registers.ts';
import { activeRounds, loadPinned } from '../../shared/store/rounds.ts';
import type { Table } from '../../shared/store/table.ts';
import { isSecure } from './session.ts';

const COOKIE = 'code';
export const CODE_PATH = '/code';
/** Time to find the telephone, several times over; then the link is opened again. */
const CHALLENGE_SECONDS = 3600;

type Person = ChallengeRecord['person'];
export type MustShowCode = Pick<ChallengeRecord, 'roundId' | 'person'>;

/** Whose link opens with a code only, by the policy of the link's round; null where the link is enough. */
export async function whoMustShowCode(deps: Deps, link: LinkRecord): Promise<MustShowCode | null> {
  // Who objects stands in no register, and nobody knows a number to send a code to.
  if (link.opens.kind === 'objection') return null;
  // Registers belong to no round: any round that is under way may ask for it.
  const rounds = link.roundId === undefined ? await activeRounds(deps.table) : [link.roundId];
  for (const roundId of rounds) {
    const policy = await policyOf(deps, roundId);
    // A round that never was has no pages either.
    if (policy === null) continue;
    const { secondFactor } = notificationsOf(policy);
    if (!Object.values(secondFactor).includes(true)) continue;
    const person = await holderOf(deps, roundId, link);
    if (secondFactor[person.role]) return { roundId, person };
  }
  return null;
}

async function policyOf(deps: Deps, roundId: string): Promise<Policy | null> {
  try {
    return (await loadPinned(deps.table, deps.evidence, roundId)).policy;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Whose link it is. A task may be somebody else's by now: it may come back, so whoever had it is asked all the same. */
async function holderOf(deps: Deps, roundId: string, { opens, assigneeId: id }: LinkRecord): Promise<Person> {
  if (opens.kind === 'slot') return { role: 'applicant', id };
  if (opens.kind === 'work') return { role: opens.role, id };
  const task = opens.kind === 'task' ? await deps.table.get(keys.task(opens.taskId), TaskRecord) : null;
  if (task?.assignee.id === id) return task.assignee;
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const officer = await registerRow(deps.table, 'staff', registers.staff, id);
  return { role: officer?.role ?? 'expert', id };
}

/** The browser gets a pass for the page that asks for the code, and for nothing else. */
export async function startChallenge(c: Context, table: Table, link: LinkRecord, who: MustShowCode): Promise<string> {
  const token = newToken();
  const challengeHash = tokenHash(token);
  const challenge: ChallengeRecord = {
    entity: 'Challenge',
    challengeHash,
    tokenHash: link.tokenHash,
    ...who,
    sends: 0,
    attempts: 0,
    expiresAt: Math.floor(Date.now() / 1000) + CHALLENGE_SECONDS,
  };
  await table.put(keys.challenge(challengeHash), challenge);
  const options = { path: CODE_PATH, httpOnly: true, sameSite: 'Lax', secure: isSecure(c) } as const;
  setCookie(c, COOKIE, token, { ...options, maxAge: CHALLENGE_SECONDS });
  return CODE_PATH;
}

export interface Challenged {
  /** Forms are bound to it. */
  token: string;
  challenge: ChallengeRecord;
}

/** Who came by a link and has still to show a code. @throws HttpProblem */
export async function needChallenge(c: Context, table: Table): Promise<Challenged> {
  const token = getCookie(c, COOKIE) ?? '';
  const challenge = /^[\w-]{43}$/.test(token)
    ? await table.get(keys.challenge(tokenHash(token)), ChallengeRecord)
    : null;
  if (challenge === null || challenge.expiresAt <= Math.floor(Date.now() / 1000))
    throw new HttpProblem('session.missing');
  return { token, challenge };
}

export const forgetChallenge = (c: Context): void => void deleteCookie(c, COOKIE, { path: CODE_PATH });
