import { type ObjectionRecord, type ObjectionStep, ObjectorRecord } from '../schemas/records.ts';
import { categoryOf, keys, outboxIndex } from '../store/keys.ts';
import type { Action, Table } from '../store/table.ts';

/** Writes a step down, if the objection still is as it was looked at. */
export const stepAction = (
  objection: ObjectionRecord,
  steps: ObjectionStep[],
  set: Partial<ObjectionRecord> = {},
): Action => ({
  update: keys.objection(objection.roundId, objection.objectionId),
  change: {
    set: { steps: [...objection.steps, ...steps], revision: objection.revision + 1, ...set },
    when: { status: 'open', revision: objection.revision },
  },
});

/** The place is held up by one objection less. */
export const unfreezeAction = ({ roundId, applicationId }: ObjectionRecord): Action => ({
  update: keys.place(roundId, categoryOf(applicationId), applicationId),
  change: { add: { openObjections: -1 } },
});

/** Says by letter how the objection stands, where there is an address. */
export async function letterActions(table: Table, { objectionId }: ObjectionRecord, at: string): Promise<Action[]> {
  const objector = await table.get(keys.objector(objectionId), ObjectorRecord);
  if (objector === null || objector.email === null) return [];
  const set = { outbox: 'mail', ...outboxIndex(objectionId, at) };
  return [{ update: keys.objector(objectionId), change: { set, add: { letters: 1 } } }];
}

/** The task by which the applicant is heard about an objection. */
export const hearingTaskId = ({ applicationId, objectionId }: Pick<ObjectionRecord, 'applicationId' | 'objectionId'>) =>
  `${applicationId}~objection-hearing.${objectionId}`;
