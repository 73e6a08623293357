import { digestOf, following, type LogHead } from '../domain/decision-log.ts';
import { LoggedRecord } from '../schemas/decision-log.ts';
import { keys } from './keys.ts';
import { sealedBy, sealSecret } from './seal-secret.ts';
import { type Action, ConditionFailed, type Table } from './table.ts';

/** A decision to be chained. */
export interface Logged {
  /** The application that it is about, or the round. */
  owner: string;
  about: string;
  decision: string;
  at: string;
  /** Id of the person; only a commitment to it is written. Null where no person did it. */
  by: string | null;
  /** Only their digest is written. */
  facts: object;
}

const last = async (table: Table, owner: string): Promise<LoggedRecord | null> =>
  (await table.page(keys.logPk(owner), LoggedRecord, { prefix: 'LOG#', limit: 1, backwards: true })).items[0] ?? null;

/** Number and hash of the last decision about an application or a round; null before the first. */
export const logHead = async (table: Table, owner: string): Promise<LogHead | null> => {
  const found = await last(table, owner);
  return found === null ? null : { no: found.no, hash: found.hash };
};

export const loadLog = (table: Table, owner: string): Promise<LoggedRecord[]> =>
  table.all(keys.logPk(owner), LoggedRecord, 'LOG#');

/** Several may decide about one application at the same moment, as a panel does. */
const TRIES = 12;

/**
 * Writes what a decision does and its entry in the chain, all or nothing. The entry's number must be free, so two at once
 * cannot both follow the same one: who comes second follows the first.
 * @throws ConditionFailed for the actions themselves, with their positions; never for the chain
 */
export async function transactLogged(
  table: Table,
  roundId: string,
  decisions: readonly Logged[],
  actions: readonly Action[],
): Promise<void> {
  const secret = await sealSecret(table, roundId);
  for (let attempt = 1; ; attempt += 1) {
    const entries = await Promise.all(decisions.map((one) => nextEntry(table, secret, one)));
    if (attempt > 1 && entries.every((entry) => entry === 'written')) return;
    const puts = entries.flatMap((entry): Action[] =>
      entry === 'written' ? [] : [{ put: keys.logEntry(entry.owner, entry.no), item: entry }],
    );
    try {
      await table.transact([...actions, ...puts]);
      return;
    } catch (error) {
      const raced = error instanceof ConditionFailed && error.failed.every((at) => at >= actions.length);
      if (!raced || attempt === TRIES) throw error;
    }
  }
}

/** `written` where this very decision is the last one already: its answer was lost. */
async function nextEntry(table: Table, secret: string, decided: Logged): Promise<LoggedRecord | 'written'> {
  const { owner, about, decision, at, by, facts } = decided;
  const known = await last(table, owner);
  const digest = digestOf(facts);
  if (known?.about === about && known.digest === digest) return 'written';
  const person = by === null ? null : sealedBy(secret, ['awards-person/1', owner, by]);
  return { entity: 'Logged', owner, ...following(owner, known, { about, decision, at, by: person, digest }) };
}
