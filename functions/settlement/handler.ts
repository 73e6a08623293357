import * as z from 'zod';
import { BadInput } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { LOG_FACTS } from '../../shared/domain/decision-log.ts';
import { countMetric, Retryable } from '../../shared/runtime/handler.ts';
import { DisbursementSettled } from '../../shared/schemas/events.ts';
import { AwardRecord, DisbursementRecord } from '../../shared/schemas/records.ts';
import { transactLogged } from '../../shared/store/decision-log.ts';
import { isEmpty, leaveAction } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { wakeLists } from '../../shared/store/places.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { type Action, ConditionFailed } from '../../shared/store/table.ts';
import { openTaskAction } from '../../shared/tasks/open.ts';

const DAY_MS = 86_400_000;

/** The bus's envelope around finance's answer. */
export const SettlementEvent = z.object({ detail: DisbursementSettled });

/**
 * Records what finance did. Paid settles the award; failed (退票) asks the winner for its account again, which makes a
 * new attempt. An answer to something unknown, with another sum or against an earlier one changes nothing and is parked.
 */
export async function settle(deps: Deps, { detail }: z.infer<typeof SettlementEvent>): Promise<void> {
  const { table } = deps;
  const { disbursementId, roundId, outcome } = detail;
  const record = await table.get(keys.disbursement(roundId, disbursementId), DisbursementRecord);
  if (record === null) throw new BadInput('settlement.unknown', `no disbursement ${disbursementId}`);
  if (record.amountFen !== detail.amountFen)
    throw new BadInput('settlement.amount', `${disbursementId} is over another amount`);
  if (record.status !== 'issued') {
    if (record.status !== outcome)
      throw new BadInput('settlement.contradicts', `${disbursementId} is ${record.status} already`);
    return wakeWhenSettled(deps, roundId);
  }
  try {
    const settled = {
      ...{ owner: record.awardId, about: `settlement:${disbursementId}`, decision: outcome, at: nowUtc(), by: null },
      facts: LOG_FACTS.payment(record),
    };
    await transactLogged(
      table,
      roundId,
      [settled],
      [
        {
          update: keys.disbursement(roundId, disbursementId),
          change: {
            set: {
              status: outcome,
              receivedAt: detail.receivedAt,
              settledAt: detail.settledAt,
              ...(detail.reason === undefined ? {} : { failure: detail.reason }),
            },
            when: { status: 'issued' },
          },
        },
        ...(outcome === 'paid' ? paid(record) : await failed(deps, record)),
      ],
    );
  } catch (error) {
    if (error instanceof ConditionFailed) throw new Retryable('the disbursement changed meanwhile');
    throw error;
  }
  countMetric(outcome === 'paid' ? 'DisbursementPaid' : 'DisbursementFailed');
  await wakeWhenSettled(deps, roundId);
}

/** The round looks again when nothing that was issued is open. */
async function wakeWhenSettled({ table }: Deps, roundId: string): Promise<void> {
  if (await isEmpty(table, roundId, 'settlement')) await wakeLists(table, roundId);
}

const paid = ({ roundId, awardId, attempt }: DisbursementRecord): Action[] => [
  { update: keys.award(roundId, awardId), change: { set: { status: 'paid' }, when: { status: 'issued', attempt } } },
  leaveAction(roundId, 'settlement', awardId),
];

async function failed(deps: Deps, { roundId, awardId, attempt }: DisbursementRecord): Promise<Action[]> {
  const { policy } = await loadPinned(deps.table, deps.evidence, roundId);
  const award = await deps.table.get(keys.award(roundId, awardId), AwardRecord);
  const task = {
    taskId: `${awardId}~payee.${attempt + 1}`,
    kind: 'payee' as const,
    roundId,
    applicationId: awardId,
    waitId: null,
    assignee: { role: 'applicant' as const, id: awardId },
    deadline: new Date(nowMs() + policy.payee.value.days * DAY_MS).toISOString(),
    subject: { listNo: award?.listNo ?? 0, attempt: attempt + 1 },
  };
  return [
    {
      update: keys.award(roundId, awardId),
      change: {
        set: { status: 'announced', attempt: attempt + 1, payeeRef: null, planNo: null },
        when: { status: 'issued', attempt },
      },
    },
    openTaskAction(task, nowUtc()),
  ];
}
