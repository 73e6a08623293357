import type { Deps } from '../deps.ts';
import { type DirectiveChoice, directivesOpen, stateAfter } from '../domain/directives.ts';
import { type DirectiveRecord, DisbursementRecord } from '../schemas/records.ts';
import { keys, outboxIndex } from '../store/keys.ts';
import { loadPinned } from '../store/rounds.ts';
import { otherOfficer } from '../store/staff.ts';
import { ABSENT, type Action, type Change, ConditionFailed, type Table } from '../store/table.ts';
import { openTaskAction } from '../tasks/open.ts';

const DAY_MS = 86_400_000;

/** Who says it, why and when. `looked`: how many things had been said when they looked; without it, as it is now. */
export interface Order {
  roundId: string;
  disbursementId: string;
  by: string;
  reason: string;
  at: string;
  looked?: number;
}

/** `not-now`: settled, or said already; `changed`: something was said or settled meanwhile; `nobody-else`: no second person. */
export type Directed = { ok: true; no: number } | { ok: false; why: 'unknown' | 'not-now' | 'changed' | 'nobody-else' };

/** Holds, releases or cancels an instruction: record and event are one write, and only while the instruction is as it was looked at. */
export async function direct(
  table: Table,
  order: Order & { kind: 'hold' | 'release' | 'cancel'; next?: 'correct' | 'end' | undefined },
): Promise<Directed> {
  const found = await look(table, order, order.kind);
  if (!found.ok) return found;
  const { record, no } = found;
  const item = { ...directiveOf(record, no, order), ...(order.next === undefined ? {} : { next: order.next }) };
  const leaving = { outbox: 'finance' as const, ...outboxIndex(item.directiveId, order.at) };
  return write(table, no, [
    { put: keys.directive(record.roundId, record.disbursementId, no), item: { ...item, ...leaving } },
    said(record, no, order.kind),
  ]);
}

/** What a person chose to say. */
export function say(deps: Deps, choice: DirectiveChoice, order: Order): Promise<Directed> {
  switch (choice) {
    case 'hold':
    case 'release':
      return direct(deps.table, { ...order, kind: choice });
    case 'cancel-correct':
      return direct(deps.table, { ...order, kind: 'cancel', next: 'correct' });
    case 'cancel-end':
      return direct(deps.table, { ...order, kind: 'cancel', next: 'end' });
    case 'recover':
      return proposeRevocation(deps, order);
    default:
      return choice satisfies never;
  }
}

/** Proposes that a paid award be revoked and its sum asked back: a second officer decides. */
export async function proposeRevocation(deps: Deps, order: Order): Promise<Directed> {
  const found = await look(deps.table, order, 'recover');
  if (!found.ok) return found;
  const proposal = await revocationActions(deps, found.record, found.no, order);
  if (proposal === null) return { ok: false, why: 'nobody-else' };
  return write(deps.table, found.no, [...proposal, said(found.record, found.no, 'recover')]);
}

/** The proposal and the task of the second officer; null where the register names nobody else. */
export async function revocationActions(
  deps: Deps,
  record: DisbursementRecord,
  no: number,
  order: Pick<Order, 'by' | 'reason' | 'at'>,
): Promise<Action[] | null> {
  const { roundId, awardId, disbursementId, attempt } = record;
  const { policy, registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const officer = await otherOfficer(deps.table, registers.staff, order.by);
  if (officer === null) return null;
  const task = {
    taskId: `${awardId}~revocation.${attempt}.${no}`,
    kind: 'revocation' as const,
    roundId,
    applicationId: awardId,
    waitId: null,
    assignee: { role: 'bureau' as const, id: officer.staffId },
    deadline: new Date(Date.parse(order.at) + policy.bureauTask.value.days * DAY_MS).toISOString(),
    subject: { disbursementId, no },
  };
  const item = directiveOf(record, no, { ...order, kind: 'recover' });
  return [{ put: keys.directive(roundId, disbursementId, no), item }, openTaskAction(task, order.at)];
}

type Looked = { ok: true; record: DisbursementRecord; no: number } | (Directed & { ok: false });

async function look(table: Table, order: Order, kind: DirectiveRecord['kind']): Promise<Looked> {
  const record = await table.get(keys.disbursement(order.roundId, order.disbursementId), DisbursementRecord);
  if (record === null) return { ok: false, why: 'unknown' };
  const before = record.directives ?? 0;
  if (order.looked !== undefined && order.looked !== before) return { ok: false, why: 'changed' };
  if (!directivesOpen(record).includes(kind)) return { ok: false, why: 'not-now' };
  return { ok: true, record, no: before + 1 };
}

const directiveOf = (
  { roundId, disbursementId, awardId, payeeUscc, amountFen }: DisbursementRecord,
  no: number,
  { kind, reason, by, at }: Pick<Order, 'by' | 'reason' | 'at'> & Pick<DirectiveRecord, 'kind'>,
): DirectiveRecord => ({
  entity: 'Directive',
  directiveId: `${disbursementId}.d${no}`,
  ...{ roundId, disbursementId, awardId, payeeUscc, amountFen, no, kind, reason, by, at },
  recoveredFen: 0,
});

/** The instruction counts what was said, if it still stands as it was looked at. */
function said(
  { roundId, disbursementId, status, state, directives }: DisbursementRecord,
  no: number,
  kind: DirectiveRecord['kind'],
): Action {
  const after = stateAfter(kind);
  const change: Change = {
    set: { directives: no, state: after },
    ...(after === undefined ? { remove: ['state'] } : {}),
    when: { status, state: state ?? ABSENT, directives: directives ?? ABSENT },
  };
  return { update: keys.disbursement(roundId, disbursementId), change };
}

async function write(table: Table, no: number, actions: Action[]): Promise<Directed> {
  try {
    await table.transact(actions);
    return { ok: true, no };
  } catch (error) {
    if (error instanceof ConditionFailed) return { ok: false, why: 'changed' };
    throw error;
  }
}
