import * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import {
  DrawRecord,
  GateRecord,
  type ListRecord,
  NoticeRecord,
  OpenRecord,
  RankingRecord,
  type RoundRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { keys, shards } from '../../../shared/store/keys.ts';
import { loadLists } from '../../../shared/store/lists.ts';
import { upTo } from '../../../shared/store/many.ts';
import { loadRound } from '../../../shared/store/rounds.ts';
import { needRound } from './round.ts';

/**
 * The most applications whose figures a page works out. Ten thousand are read in a few of the function's thirty seconds;
 * beyond that the export has the same figures, and no request begins what it cannot end.
 */
export const MOST_APPLICATIONS = 10_000;

/** A round with what stands in its own partition. */
export interface RoundFacts {
  round: RoundRecord;
  policy: Policy;
  gates: GateRecord[];
  draw: DrawRecord | null;
  notice: NoticeRecord | null;
  rankings: RankingRecord[];
  lists: ListRecord[];
  /** The bureau's own tasks and those of stages, decided or not. */
  tasks: TaskRecord[];
}

/** @throws HttpProblem for a round that is none */
export async function loadFacts(deps: Deps, roundId: string): Promise<RoundFacts> {
  const { round, policy } = await needRound(deps, roundId);
  const { table } = deps;
  const pk = keys.roundPk(roundId);
  const [gates, draw, notice, rankings, lists, tasks] = await Promise.all([
    table.all(pk, GateRecord, 'GATE#'),
    table.get(keys.draw(roundId), DrawRecord),
    table.get(keys.notice(roundId), NoticeRecord),
    table.all(pk, RankingRecord, 'RANKING#'),
    loadLists(table, roundId),
    table.all(pk, TaskRecord, 'TASK#'),
  ]);
  return { round, policy, gates, draw, notice, rankings, lists, tasks };
}

/** The stages that have open rows of applications: reviews, scoring, and the accounts of each list. */
export const openStages = ({ lists }: Pick<RoundFacts, 'lists'>): string[] => [
  'district',
  'experts',
  ...lists.map(({ listNo }) => `payee-${listNo}`),
];

/** Ids that are open in a stage; more than `limit` of them if there are more. */
export async function openUpTo({ table }: Deps, roundId: string, stage: string, limit: number): Promise<string[]> {
  const rows = await upTo(
    table,
    shards.map((shard) => keys.openPk(roundId, stage, shard)),
    OpenRecord,
    limit,
  );
  return rows.map(({ id }) => id).toSorted();
}

const WithId = z.object({ applicationId: z.string() });

/** Ids of all slots; more than `limit` of them if there are more. */
export async function slotsUpTo({ table }: Deps, roundId: string, limit: number): Promise<string[]> {
  const rows = await upTo(
    table,
    shards.map((shard) => keys.slotsPk(roundId, shard)),
    WithId,
    limit,
  );
  return rows.map(({ applicationId }) => applicationId).toSorted();
}

/** Whether the stage is over whose work must not be influenced by what it brought so far. */
export const scoresAreOut = (stage: RoundRecord['stage']): boolean =>
  !['call', 'intake', 'district', 'experts'].includes(stage);

/** The stage as it is now: what a page shows may depend on it. */
export const stageOf = async ({ table }: Deps, roundId: string): Promise<RoundRecord['stage']> =>
  (await loadRound(table, roundId)).stage;
