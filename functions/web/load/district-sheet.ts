import * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import { sheetCode, sheetLines } from '../../../shared/domain/district-sheet.ts';
import type { DistrictSheetView } from '../../../shared/http/pages/district-sheet.ts';
import type { TaskDetails } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { ApplicationRecord, RoundRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { loadGate } from '../../../shared/store/gates.ts';
import { keys, shards } from '../../../shared/store/keys.ts';
import { getMany, upTo } from '../../../shared/store/many.ts';
import { registerRow } from '../../../shared/store/registers.ts';
import { loadPinned, loadRound } from '../../../shared/store/rounds.ts';
import { MOST_APPLICATIONS } from './console.ts';
import type { Worker } from './worklist.ts';

const Line = ApplicationRecord.pick({
  applicationId: true,
  category: true,
  uscc: true,
  name: true,
  title: true,
  status: true,
  district: true,
  opinion: true,
  decidedAt: true,
});
const WithId = z.object({ applicationId: z.string() });

/** 推荐汇总表 of an officer's district as it stands now; null where the officer is of no district, or there are too many. */
export async function loadDistrictSheet(
  deps: Deps,
  { roundId, id }: Pick<Worker, 'roundId' | 'id'>,
): Promise<Omit<DistrictSheetView, 'back'> | null> {
  const { policy, registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const [officer, round, gate] = await Promise.all([
    registerRow(deps.table, 'staff', registers.staff, id),
    loadRound(deps.table, roundId),
    loadGate(deps.table, roundId, 'district'),
  ]);
  const district = policy.districts.find(({ code }) => code === officer?.district);
  if (district === undefined) return null;
  const partitions = shards.map((shard) => keys.rosterPk(roundId, shard));
  const roster = await upTo(deps.table, partitions, WithId, MOST_APPLICATIONS);
  if (roster.length > MOST_APPLICATIONS) return null;
  const found = await getMany(
    deps.table,
    roster.map(({ applicationId }) => keys.application(applicationId)),
    Line,
  );
  const lines = sheetLines(found, district.code);
  return {
    roundId,
    policy,
    district,
    lines,
    code: sheetCode(lines),
    stage: RoundRecord.shape.stage.parse(round.stage),
    closed: gate?.passedAt ?? null,
  };
}

/** @throws HttpProblem where the officer is of no district */
export async function loadSheetTask(deps: Deps, task: TaskRecord): Promise<TaskDetails['district-sheet']> {
  const view = await loadDistrictSheet(deps, { roundId: task.roundId, id: task.assignee.id });
  if (view === null) throw new HttpProblem('task.not-found');
  const { lines, code } = view;
  return { all: lines.length, recommended: lines.filter(({ status }) => status === 'recommended').length, code };
}
