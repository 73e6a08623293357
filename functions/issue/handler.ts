import { NotFound } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import { AwardRecord, type DisbursementRecord, type PlanRecord } from '../../shared/schemas/records.ts';
import { transactLogged } from '../../shared/store/decision-log.ts';
import { keys, outboxIndex } from '../../shared/store/keys.ts';
import { loadPlan } from '../../shared/store/lists.ts';
import { forEachId } from '../../shared/store/roster.ts';
import { setStage } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';

const PAGE = 100;
const INSTALMENT = 1;

/** Issues an approved plan, a page at a time: record and event are one write, the stream publishes it. */
export async function issue(
  table: Table,
  { roundId, planNo, cursor }: { roundId: string; planNo: number; cursor: string | null },
): Promise<{ cursor: string | null }> {
  const plan = await loadPlan(table, roundId, planNo);
  if (plan === null || (plan.status !== 'approved' && plan.status !== 'issued'))
    throw new NotFound(`approved plan ${planNo} of ${roundId}`);
  const start = Number(cursor ?? 0);
  await forEachId(plan.awardIds.slice(start, start + PAGE), (awardId) => issueOne(table, plan, awardId));
  if (start + PAGE < plan.awardIds.length) return { cursor: String(start + PAGE) };
  await table.update(keys.plan(roundId, planNo), { set: { status: 'issued' } });
  await setStage(table, roundId, 'settlement');
  return { cursor: null };
}

async function issueOne(table: Table, { roundId, planNo }: PlanRecord, awardId: string): Promise<void> {
  const award = await table.get(keys.award(roundId, awardId), AwardRecord);
  if (award === null || award.status !== 'planned' || award.planNo !== planNo || award.payeeRef === null) return;
  const issuedAt = nowUtc();
  const record: DisbursementRecord = {
    entity: 'Disbursement',
    disbursementId: `${awardId}.${INSTALMENT}.${award.attempt}`,
    roundId,
    awardId,
    category: award.category,
    planNo,
    instalment: INSTALMENT,
    attempt: award.attempt,
    payeeUscc: award.uscc,
    payeeRef: award.payeeRef,
    amountFen: award.amountFen,
    issuedAt,
    status: 'issued',
    outbox: 'finance',
  };
  try {
    const issued = {
      ...{ owner: awardId, about: `payment:${record.disbursementId}`, decision: 'issued', at: issuedAt, by: null },
      facts: LOG_FACTS.payment(record),
    };
    await transactLogged(
      table,
      roundId,
      [issued],
      [
        {
          put: keys.disbursement(roundId, record.disbursementId),
          item: { ...record, ...outboxIndex(record.disbursementId, issuedAt) },
        },
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
      ],
    );
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
