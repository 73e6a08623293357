import { migrateRound } from '../../shared/store/migrations/bulk.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

/** Completes records of a round that an older version has written; see `docs/upgrading.md`. @throws NotFound without such a round */
export async function migrate(
  { table }: Place,
  values: { round: string; 'dry-run'?: boolean | undefined },
): Promise<Said> {
  const dryRun = values['dry-run'] === true;
  await loadRound(table, values.round);
  const { seen, completed } = await migrateRound(table, values.round, dryRun);
  const done = dryRun ? '需要补全' : '已补全';
  return { text: `${values.round}：查看 ${seen} 条记录，${done} ${completed} 条。\n`, good: true };
}
