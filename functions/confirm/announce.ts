import { NotFound } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import { type AwardRecord, type ListRecord, PlaceRecord } from '../../shared/schemas/records.ts';
import { transactLogged } from '../../shared/store/decision-log.ts';
import { openAction } from '../../shared/store/gates.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { amountOf, listHash, loadList } from '../../shared/store/lists.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { openTaskAction } from '../../shared/tasks/open.ts';

const DAY_MS = 86_400_000;
export const PAGE = 100;

/** Announces a confirmed list, a page at a time: each award with its letter, which asks for the account. */
export async function announce(
  deps: Deps,
  roundId: string,
  listNo: number,
  cursor: string | null,
): Promise<{ cursor: string | null }> {
  const { table } = deps;
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  const list = await loadList(table, roundId, listNo);
  if (list === null || list.status === 'proposed') throw new NotFound(`confirmed list ${listNo} of ${roundId}`);
  if (cursor === null) await checkUnchanged(deps, list);
  const start = Number(cursor ?? 0);
  const deadline = new Date(nowMs() + policy.payee.value.days * DAY_MS).toISOString();
  await forEachId(list.applicationIds.slice(start, start + PAGE), (id) => announceOne(deps, list, id, deadline));
  if (start + PAGE < list.applicationIds.length) return { cursor: String(start + PAGE) };
  // Announced in an earlier execution: its day stands.
  if (list.status === 'confirmed')
    await table.update(keys.list(roundId, listNo), { set: { status: 'announced', announcedAt: nowUtc() } });
  return { cursor: null };
}

/** @throws if the list is not by hash what was confirmed: then nothing is announced, and the alarm rings. */
async function checkUnchanged(deps: Deps, list: ListRecord): Promise<void> {
  const lines = await forEachId(list.applicationIds, async (applicationId) => ({
    applicationId,
    amountFen: (await amountOf(deps, applicationId)).amount.amountFen,
  }));
  if (listHash(lines) !== list.hash)
    throw new Error(`list ${list.listNo} of ${list.roundId} is not what was confirmed`);
}

async function announceOne(
  deps: Deps,
  { roundId, listNo }: ListRecord,
  applicationId: string,
  deadline: string,
): Promise<void> {
  const { table } = deps;
  const now = nowUtc();
  const category = categoryOf(applicationId);
  const [{ application, amount, ownAwards }, place] = await Promise.all([
    amountOf(deps, applicationId),
    table.get(keys.place(roundId, category, applicationId), PlaceRecord),
  ]);
  const nothing = amount.amountFen === 0;
  const award: AwardRecord = {
    entity: 'Award',
    awardId: applicationId,
    roundId,
    category,
    uscc: application.uscc,
    name: application.name,
    title: application.title,
    rank: place?.rank ?? 1,
    listNo,
    ...amount,
    ...(ownAwards.length === 0 ? {} : { ownAwards }),
    status: 'announced',
    payeeRef: null,
    planNo: null,
    attempt: 1,
    announcedAt: now,
  };
  try {
    const awarded = {
      ...{ owner: applicationId, about: 'award', decision: 'awarded', at: now, by: null },
      facts: LOG_FACTS.award(award),
    };
    await transactLogged(
      table,
      roundId,
      [awarded],
      [
        { put: keys.award(roundId, applicationId), item: award },
        {
          update: keys.place(roundId, category, applicationId),
          change: { set: { state: 'confirmed', listNo }, when: { state: 'shortlisted' } },
        },
        // An award of nothing (the cap is used up) is an honour without a payment.
        ...(nothing
          ? []
          : [openTaskAction(payeeTask(award, deadline), now), openAction(roundId, `payee-${listNo}`, applicationId)]),
      ],
    );
  } catch (error) {
    // Announced in an earlier try.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** The winner's task: the letter with the amount and how it came about, and the account. */
function payeeTask({ roundId, awardId, attempt, listNo }: AwardRecord, deadline: string) {
  return {
    taskId: `${awardId}~payee.${attempt}`,
    kind: 'payee' as const,
    roundId,
    applicationId: awardId,
    waitId: null,
    assignee: { role: 'applicant' as const, id: awardId },
    deadline,
    subject: { listNo, attempt },
  };
}
