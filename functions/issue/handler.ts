import { NotFound } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import { AwardRecord, type DisbursementRecord, type PlanRecord } from '../../shared/schemas/records.ts';
import { type Logged, transactLogged } from '../../shared/store/decision-log.ts';
import { keys, outboxIndex } from '../../shared/store/keys.ts';
import { loadPlan } from '../../shared/store/lists.ts';
import { getMany } from '../../shared/store/many.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { setStage } from '../../shared/store/rounds.ts';
import { type Action, ConditionFailed, type Table } from '../../shared/store/table.ts';

export const PAGE = 100;
const INSTALMENT = 1;
/** Three writes and an entry in the chain for each: as many as one transaction takes. */
const AT_ONCE = 25;

/** Issues an approved plan, a page at a time: record and event are one write, the stream publishes it. */
export async function issue(
  table: Table,
  { roundId, planNo, cursor }: { roundId: string; planNo: number; cursor: string | null },
): Promise<{ cursor: string | null }> {
  const plan = await loadPlan(table, roundId, planNo);
  if (plan === null || (plan.status !== 'approved' && plan.status !== 'issued'))
    throw new NotFound(`approved plan ${planNo} of ${roundId}`);
  const start = Number(cursor ?? 0);
  await issuePage(table, plan, plan.awardIds.slice(start, start + PAGE));
  if (start + PAGE < plan.awardIds.length) return { cursor: String(start + PAGE) };
  await table.update(keys.plan(roundId, planNo), { set: { status: 'issued' } });
  await setStage(table, roundId, 'settlement');
  return { cursor: null };
}

/** What is planned of these awards: several at once, and each by itself where one of them changed meanwhile. */
async function issuePage(table: Table, { roundId, planNo }: PlanRecord, ids: string[]): Promise<void> {
  const found = await getMany(
    table,
    ids.map((id) => keys.award(roundId, id)),
    AwardRecord,
  );
  const planned = found.filter((award) => award.status === 'planned' && award.planNo === planNo);
  for (let i = 0; i < planned.length; i += AT_ONCE) {
    const some = planned.slice(i, i + AT_ONCE);
    try {
      await issueTogether(table, some);
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      await forEachId(
        some.map(({ awardId }) => awardId),
        (awardId) => issueAgain(table, { roundId, planNo }, awardId),
      );
    }
  }
}

async function issueAgain(table: Table, { roundId, planNo }: Pick<PlanRecord, 'roundId' | 'planNo'>, awardId: string) {
  const award = await table.get(keys.award(roundId, awardId), AwardRecord);
  if (award === null || award.status !== 'planned' || award.planNo !== planNo) return;
  try {
    await issueTogether(table, [award]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Instructions of one round's awards with their entries in the chain, all or none. @throws ConditionFailed */
async function issueTogether(table: Table, awards: AwardRecord[]): Promise<void> {
  const [roundId = ''] = awards.map((award) => award.roundId);
  const records = awards.flatMap((award) => instructionOf(award, nowUtc()) ?? []);
  if (records.length > 0) await transactLogged(table, roundId, records.map(loggedOf), records.flatMap(writesOf));
}

/** The instruction to pay an award; null for one without an account. */
function instructionOf(award: AwardRecord, issuedAt: string): DisbursementRecord | null {
  const { awardId, roundId, category, planNo, attempt, uscc, payeeRef, amountFen } = award;
  if (planNo === null || payeeRef === null) return null;
  return {
    entity: 'Disbursement',
    disbursementId: `${awardId}.${INSTALMENT}.${attempt}`,
    ...{ roundId, awardId, category, planNo, instalment: INSTALMENT, attempt, payeeUscc: uscc, payeeRef, amountFen },
    ...{ issuedAt, status: 'issued', outbox: 'finance' },
  };
}

const loggedOf = (record: DisbursementRecord): Logged => ({
  ...{
    owner: record.awardId,
    about: `payment:${record.disbursementId}`,
    decision: 'issued',
    at: record.issuedAt,
    by: null,
  },
  facts: LOG_FACTS.payment(record),
});

function writesOf(record: DisbursementRecord): Action[] {
  const { roundId, awardId, planNo, disbursementId, issuedAt } = record;
  return [
    { put: keys.disbursement(roundId, disbursementId), item: { ...record, ...outboxIndex(disbursementId, issuedAt) } },
    {
      update: keys.award(roundId, awardId),
      change: { set: { status: 'issued' }, when: { status: 'planned', planNo } },
    },
    // A new attempt finds the row of the failed one still there.
    {
      put: keys.open(roundId, 'settlement', awardId),
      item: { entity: 'Open', roundId, stage: 'settlement', id: awardId },
      replace: true,
    },
  ];
}
