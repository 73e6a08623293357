import { keys } from '../keys.ts';
import { ABSENT, ConditionFailed, type Key, type Table } from '../table.ts';
import { MIGRATIONS, missingOf } from './index.ts';

/** The partition in which a round's records of a kind stand. @throws Error for a kind whose migration nobody has put here */
export function partitionOf(entity: string, roundId: string): string {
  const partition = { Notice: keys.roundPk }[entity];
  if (partition === undefined) throw new Error(`where records of the kind ${entity} stand is not known`);
  return partition(roundId);
}

export interface Migrated {
  /** Records of kinds that have migrations. */
  seen: number;
  /** Those that were completed; in a dry run, that would be. */
  completed: number;
}

/**
 * Writes what older records of a round lack. Done again, or stopped and begun again, it goes on with those that are left; whoever
 * changes a record meanwhile is not overwritten.
 */
export async function migrateRound(table: Table, roundId: string, dryRun = false): Promise<Migrated> {
  const entities = new Set(MIGRATIONS.map(({ entity }) => entity));
  const partitions = new Set([...entities].map((entity) => partitionOf(entity, roundId)));
  const done = { seen: 0, completed: 0 };
  for (const pk of partitions) {
    for (const record of (await table.stored(pk)).filter((one) => entities.has(String(one['entity'])))) {
      done.seen += 1;
      const missing = missingOf(record);
      if (missing === null) continue;
      if (dryRun || (await complete(table, record, missing))) done.completed += 1;
    }
  }
  return done;
}

async function complete(table: Table, { pk, sk }: Key, missing: Record<string, unknown>) {
  const when = Object.fromEntries(Object.keys(missing).map((name) => [name, ABSENT]));
  try {
    await table.update({ pk, sk }, { set: missing, when });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
