import { nowUtc } from '../clock.ts';
import { timesEnded, tokenHash } from '../links.ts';
import type { AccessEndRecord } from '../schemas/access-records.ts';
import { LinkRecord, ObjectorRecord, SlotRecord, type TaskRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { registerRow } from '../store/registers.ts';
import { loadRound } from '../store/rounds.ts';
import { ABSENT, type Action, ConditionFailed, type Table } from '../store/table.ts';

export interface EndOrder {
  roundId: string;
  /** Id of the officer, or what an operator calls himself. */
  by: string;
  reason: string;
}

/** `already`: it was so before, or somebody was faster; nothing was changed. `unknown`: the round has no such person or link. */
export type Ended = { status: 'ended'; personId: string } | { status: 'already' | 'unknown' };

export type AccessHolder = { role: TaskRecord['assignee']['role'] | 'objector'; id: string };

/** Whose id it is: of an officer, an expert, an application or an objection of the round; null where of none. */
export async function holderOf(table: Table, roundId: string, id: string): Promise<AccessHolder | null> {
  if (!/^[\w.-]{1,100}$/.test(id)) return null;
  const { registers } = await loadRound(table, roundId);
  const [officer, expert, slot, objector] = await Promise.all([
    registerRow(table, 'staff', registers.staff, id),
    registerRow(table, 'experts', registers.experts, id),
    table.get(keys.slot(id), SlotRecord),
    table.get(keys.objector(id), ObjectorRecord),
  ]);
  if (officer !== null) return { role: officer.role, id };
  if (expert !== null) return { role: 'expert', id };
  if (slot?.roundId === roundId) return { role: 'applicant', id };
  return objector?.roundId === roundId ? { role: 'objector', id } : null;
}

/**
 * Ends all links of one person, and every session that any of them was exchanged for: in the round, and to the registers, which
 * belong to no round. Links that are made from now on open.
 * @param seen how often it had been done when somebody looked; without it, it is done once more whatever was done before
 */
export async function endPerson(table: Table, personId: string, order: EndOrder, seen?: number): Promise<Ended> {
  if ((await holderOf(table, order.roundId, personId)) === null) return { status: 'unknown' };
  const times = await timesEnded(table, { roundId: order.roundId, assigneeId: personId });
  if (seen !== undefined && seen !== times) return { status: 'already' };
  const at = nowUtc();
  const mark = (roundId: string | undefined, when?: Record<string, unknown>): Action => ({
    update: keys.accessMark(roundId, personId),
    change: {
      set: { entity: 'AccessMark', personId, endedAt: at },
      add: { times: 1 },
      upsert: true,
      ...(when && { when }),
    },
  });
  return recorded(table, [mark(order.roundId, { times: times === 0 ? ABSENT : times }), mark(undefined)], {
    ...{ entity: 'AccessEnd', what: 'person', personId, linkHash: null, at, ...order },
  });
}

/** Ends one link of the round, and every session that it was exchanged for. @param token or the address that has it */
export async function endLink(table: Table, token: string, order: EndOrder): Promise<Ended> {
  const [, found] = /(?:^|\/l\/)([\w-]{43})$/.exec(token.trim()) ?? [];
  if (found === undefined) return { status: 'unknown' };
  const hash = tokenHash(found);
  const link = await table.get(keys.link(hash), LinkRecord);
  if (link === null || (link.roundId !== undefined && link.roundId !== order.roundId)) return { status: 'unknown' };
  const at = nowUtc();
  const revoke: Action = { update: keys.link(hash), change: { set: { revokedAt: at }, when: { revokedAt: ABSENT } } };
  const { assigneeId: personId } = link;
  return recorded(table, [revoke], {
    ...{ entity: 'AccessEnd', what: 'link', personId, linkHash: hash, at, ...order },
  });
}

/** Somebody signs out everywhere: all sessions of its link end, the link itself still opens. */
export async function endSessions(table: Table, link: LinkRecord): Promise<void> {
  const { roundId, assigneeId: personId, tokenHash: linkHash, sessionsEnded } = link;
  const update: Action = {
    update: keys.link(linkHash),
    change: { add: { sessionsEnded: 1 }, when: { sessionsEnded: sessionsEnded ?? ABSENT } },
  };
  const by = personId.slice(0, 50) || '—';
  // Registers belong to no round, whose log it could stand in.
  if (roundId === undefined) await recorded(table, [update], null);
  else
    await recorded(table, [update], {
      ...{ entity: 'AccessEnd', roundId, what: 'sessions', personId, linkHash, by, at: nowUtc(), reason: '' },
    });
}

async function recorded(table: Table, actions: Action[], record: AccessEndRecord | null): Promise<Ended> {
  const log = record === null ? [] : [{ put: keys.accessEnd(record), item: record }];
  try {
    await table.transact([...actions, ...log]);
    return { status: 'ended', personId: record?.personId ?? '' };
  } catch (error) {
    // Done meanwhile, or the same click twice.
    if (error instanceof ConditionFailed) return { status: 'already' };
    throw error;
  }
}
