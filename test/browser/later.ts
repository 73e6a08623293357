import { confirm } from '../../functions/confirm/handler.ts';
import { notice } from '../../functions/notice/handler.ts';
import { openAwaited } from '../../functions/task-open/handler.ts';
import { autoScores, sheetItems } from '../../shared/domain/auto-scores.ts';
import { planMaximumFen } from '../../shared/domain/disbursement.ts';
import type {
  AwardRecord,
  ListRecord,
  PlaceRecord,
  PlanRecord,
  SeatRecord,
  SheetRecord,
} from '../../shared/schemas/records.ts';
import { ApplicationRecord } from '../../shared/schemas/records.ts';
import { loadAuto } from '../../shared/store/auto.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { amountOf, listHash } from '../../shared/store/lists.ts';
import { registerRow, servedPilots } from '../../shared/store/registers.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { lookWaitId } from '../../shared/store/seats.ts';
import { ensureWait } from '../../shared/store/waits.ts';
import type { Site } from './site.ts';

const DEADLINE = '2025-12-22T16:00:00.000Z';

/** Seats the first expert for the application and opens the task, as the draw and the scoring execution would. */
export async function seated(site: Site, applicationId: string): Promise<string> {
  const { table, roundId, policy } = site;
  const application = await table.get(keys.application(applicationId), ApplicationRecord);
  const [expert] = site.world.registers.experts;
  if (application === null || expert === undefined) throw new Error('nobody to seat, or nothing to score');
  const seat: SeatRecord = {
    entity: 'Seat',
    ...{ applicationId, roundId, seat: 1, status: 'assigned', expertId: expert.expertId, turn: 1, past: [] },
  };
  const { registers } = await loadPinned(table, site.evidence, roundId);
  const items = autoScores(policy, application.category, {
    pilot: await registerRow(table, 'pilots', registers.pilots, application.uscc),
    participation: await registerRow(table, 'participation', registers.participation, application.uscc),
    servedPilots: await servedPilots(table, registers.pilots, application.uscc),
  });
  const waitId = `${applicationId}~seat.1.1`;
  await table.put(keys.seat(applicationId, 1), seat);
  await table.put(keys.auto(applicationId), { entity: 'Auto', applicationId, items, industry: null, fields: [] });
  await ensureWait(table, waitId, roundId, DEADLINE);
  await openAwaited(site, { kind: 'score', roundId, applicationId, seat: 1, waitId, token: 'the-execution-waits' });
  return waitId;
}

/** Four experts have scored it, half of the points each, and the first one is asked once more, as the scoring execution would. */
export async function askedAgain(site: Site, applicationId: string): Promise<string> {
  await seated(site, applicationId);
  const { table, roundId, policy } = site;
  const asked = sheetItems(policy, categoryOf(applicationId), await loadAuto(table, applicationId));
  const pointsByItem = Object.fromEntries(asked.map(({ code, points }) => [code, points * 5]));
  for (const [i, { expertId }] of site.world.registers.experts.slice(0, 4).entries()) {
    const sheet: SheetRecord = {
      ...{ entity: 'Sheet', applicationId, roundId, seat: i + 1, expertId, pointsByItem },
      ...{ comment: '材料完整。', comments: {}, submittedAt: '2025-11-09T02:00:00.000Z' },
    };
    await table.put(keys.sheet(applicationId, i + 1), sheet);
  }
  const waitId = lookWaitId(applicationId, 1);
  await ensureWait(table, waitId, roundId, DEADLINE);
  await openAwaited(site, {
    kind: 'second-look',
    roundId,
    applicationId,
    seat: 1,
    waitId,
    token: 'the-execution-waits',
  });
  return waitId;
}

/** Opens one of the bureau's tasks on the round, as the round's execution would. */
export async function bureauTask(site: Site, kind: 'deliberate'): Promise<string> {
  const waitId = `${site.roundId}~${kind}`;
  await ensureWait(site.table, waitId, site.roundId, DEADLINE);
  await openAwaited(site, { kind, roundId: site.roundId, waitId, token: 'the-execution-waits' });
  return waitId;
}

/** Ranks the applications as given, all on the shortlist. */
export async function ranked(site: Site, applicationIds: string[]): Promise<void> {
  for (const [i, applicationId] of applicationIds.entries()) {
    const category = categoryOf(applicationId);
    const place: PlaceRecord = {
      entity: 'Place',
      ...{ roundId: site.roundId, category, applicationId, rank: i + 1, order: i + 1, total: '177/2', shown: '88.50' },
      ...{ decidedBy: null, state: 'shortlisted', noticeEndsAt: null, openObjections: 0, listNo: null },
    };
    await site.table.put(keys.place(site.roundId, category, applicationId), place);
  }
}

/** A plan over these awards, of which one enterprise stands on the dishonesty list, waits for its second approval. */
export async function planProposed(site: Site, applicationIds: string[]): Promise<string> {
  const { table, roundId } = site;
  const { registers, policy } = await loadPinned(table, site.evidence, roundId);
  for (const [i, awardId] of applicationIds.entries()) {
    const { application, amount } = await amountOf(site, awardId);
    const { uscc, category, name, title } = application;
    const award: AwardRecord = {
      ...{ entity: 'Award', awardId, roundId, uscc, category, name, title, rank: i + 1, listNo: 1, ...amount },
      ...{ status: 'planned', payeeRef: null, planNo: 1, attempt: 1, announcedAt: DEADLINE },
    };
    await table.put(keys.award(roundId, awardId), award);
    const listed = { uscc, listedOn: '2025-11-01', removedOn: null, authority: '示例市中级人民法院' };
    if (i === 0) await table.put(keys.registerRow('dishonesty', registers.dishonesty, `${uscc}#999999`), listed);
  }
  const plan: PlanRecord = {
    ...{ entity: 'Plan', roundId, planNo: 1, status: 'proposed', awardIds: applicationIds },
    ...{ totalFen: planMaximumFen(policy), proposedAt: DEADLINE },
  };
  await table.put(keys.plan(roundId, 1), plan);
  const waitId = `${roundId}~plan.1`;
  await ensureWait(table, waitId, roundId, DEADLINE);
  await openAwaited(site, { kind: 'approve-plan', roundId, waitId, planNo: 1, token: 'the-execution-waits' });
  const approval = { by: 'bureau-1', at: '2025-11-10T00:00:00.000Z', reason: '预算已安排。' };
  await table.update(keys.task(waitId), { set: { approval } });
  return waitId;
}

export const published = (site: Site) => notice(site, { op: 'publish', roundId: site.roundId });

/** Announces the applications as list no. 1, as its confirmation would: each has its award, and its letter. */
export async function announced(site: Site, applicationIds: string[]): Promise<void> {
  const { table, roundId } = site;
  const lines = await forEachId(applicationIds.toSorted(), async (applicationId) => ({
    applicationId,
    amountFen: (await amountOf(site, applicationId)).amount.amountFen,
  }));
  const list: ListRecord = {
    ...{ entity: 'List', roundId, listNo: 1, status: 'confirmed', hash: listHash(lines) },
    ...{ applicationIds: applicationIds.toSorted(), proposedAt: '2025-11-10T02:00:00.000Z' },
  };
  await table.put(keys.list(roundId, 1), list);
  await confirm(site, { op: 'announce', roundId, listNo: 1 });
}
