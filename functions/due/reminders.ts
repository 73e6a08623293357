import * as z from 'zod';
import { nowUtc } from '../../shared/clock.ts';
import { dueReminder, isRemindedOf, nextCallLook, nextReminder } from '../../shared/domain/notifications.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { ApplicationRecord, SlotRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { dueIndex, duePartitions, keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { ConditionFailed, type Key } from '../../shared/store/table.ts';
import { remindCall, remindEarly } from '../../shared/tasks/open.ts';
import type { DueDeps } from './deps.ts';
import { type Count, each } from './each.ts';

/** A task or an invitation that stands in the index for its reminder. */
const Standing = z.discriminatedUnion('entity', [
  TaskRecord.extend({ gsi1pk: z.string().optional(), gsi1sk: z.string().optional() }),
  SlotRecord.extend({ gsi1pk: z.string().optional(), gsi1sk: z.string().optional() }),
]);
type Standing = z.infer<typeof Standing>;

/** Reminds of whatever is due, the longest due first. */
export async function remindDue(deps: DueDeps, timeIsUp: () => boolean): Promise<Count> {
  const count = { done: 0, failed: 0 };
  for (const partition of duePartitions) {
    for await (const page of deps.table.keysInIndex(partition, nowUtc())) {
      if (timeIsUp()) return count;
      const { done, failed } = await each(
        page,
        (key) => key,
        (key) => lookAt(deps, key),
      );
      count.done += done;
      count.failed += failed;
    }
  }
  return count;
}

/** The index may lag behind; the record itself says whether anything is due. */
async function lookAt(deps: DueDeps, key: Key): Promise<boolean> {
  const record = await deps.table.get(key, Standing);
  if (record?.gsi1pk?.startsWith('DUE#') !== true || record.outbox !== undefined) return false;
  const { policy } = await loadPinned(deps.table, deps.evidence, record.roundId);
  const deadline = await deadlineOf(deps, record);
  if (deadline === null) return wait(deps, key, record, null);
  const now = nowUtc();
  const daysBefore = dueReminder(policy, deadline, now);
  // The deadline moved, or is over: others see to what is overdue.
  if (daysBefore === null) return wait(deps, key, record, nextLook(policy, record, deadline, now));
  const reminded = await remind(deps, record, deadline, daysBefore, now);
  // The same reminder was given before: what comes next is another one.
  if (!reminded) await wait(deps, key, record, nextLook(policy, record, deadline, now));
  return reminded;
}

const nextLook = (policy: Policy, { entity }: Standing, deadline: string, now: string): string | null =>
  entity === 'Task' ? (nextReminder(policy, deadline, now)?.at ?? null) : nextCallLook(policy, deadline, now);

const remind = ({ table }: DueDeps, record: Standing, deadline: string, daysBefore: number, now: string) =>
  record.entity === 'Task'
    ? remindEarly(table, record, daysBefore, now)
    : remindCall(table, record, deadline, daysBefore, now);

/** Until when an answer is awaited; null when none is any more. */
async function deadlineOf({ table }: DueDeps, record: Standing): Promise<string | null> {
  if (record.entity === 'Task') return record.status === 'open' && isRemindedOf(record) ? record.deadline : null;
  const { roundId, applicationId } = record;
  const [gate, application] = await Promise.all([
    loadGate(table, roundId, 'intake'),
    table.get(keys.application(applicationId), ApplicationRecord),
  ]);
  return gate === null || gate.closed || application !== null ? null : gate.deadline;
}

/** It stands in the index for its next reminder, or no longer. Somebody who changed it meanwhile has seen to that. */
async function wait({ table }: DueDeps, key: Key, record: Standing, next: string | null): Promise<boolean> {
  const id = record.entity === 'Task' ? record.taskId : record.applicationId;
  const when = { gsi1pk: record.gsi1pk, gsi1sk: record.gsi1sk };
  try {
    await table.update(key, next === null ? { remove: ['gsi1pk', 'gsi1sk'], when } : { set: dueIndex(id, next), when });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return false;
}
