/** The picture of the real round: from the table's records. */
import type { RoundRecords } from '../../shared/export/read.ts';
import type { TaskRecord } from '../../shared/schemas/records.ts';
import { ROUND } from './facts.ts';
import { minute, type Picture } from './picture.ts';

/** Ids in the order in which the model counts: of applications, and of objections as they were filed. */
interface Names {
  ids: string[];
  objections: string[];
}

export function pictureOfRecords(records: RoundRecords, names: Names, parked: number): Picture {
  const { ids } = names;
  const who = (id: string) => ids.indexOf(id);
  const mine = <T>(all: T[], idOf: (one: T) => string, of: (one: T) => string): Record<string, string> =>
    Object.fromEntries(all.map((one) => [who(idOf(one)), of(one)]));
  const applicationId = (one: { applicationId: string }) => one.applicationId;
  return {
    stage: records.round.stage,
    applications: mine(
      records.applications,
      applicationId,
      ({ status, version, correctedOnce }) => `${status} version ${version}${correctedOnce ? ' corrected' : ''}`,
    ),
    ...ofUploadsAndSeats(records, ids),
    tasks: Object.fromEntries(records.tasks.map((task) => [nameOf(names, task.taskId), ofTask(task)])),
    places: mine(
      records.places,
      applicationId,
      ({ rank, state, noticeEndsAt, listNo }) =>
        `rank ${rank} ${state} notice ${noticeEndsAt === null ? '-' : minute(Date.parse(noticeEndsAt))} list ${listNo ?? '-'}`,
    ),
    objections: Object.fromEntries(
      records.objections.map((one) => [
        names.objections.indexOf(one.objectionId),
        `against ${who(one.applicationId)} ${one.status}`,
      ]),
    ),
    ...ofMoney(records, who),
    parked,
  };
}

function ofUploadsAndSeats({ uploads, seats, applications }: RoundRecords, ids: string[]) {
  const own = (id: string) => uploads.filter((one) => one.applicationId === id);
  const known = ids.filter((id) => applications.some((one) => one.applicationId === id));
  const seated = (id: string) => seats.filter((one) => one.applicationId === id).toSorted((a, b) => a.seat - b.seat);
  return {
    uploads: Object.fromEntries(
      ids.map((id, i) => [
        i,
        own(id)
          .map((one) => one.verdict)
          .toSorted(),
      ]),
    ),
    seats: Object.fromEntries(
      known.map((id) => [ids.indexOf(id), seated(id).map(({ status, turn }) => `${status} turn ${turn}`)]),
    ),
  };
}

function ofMoney({ lists, awards, plans, disbursements }: RoundRecords, who: (id: string) => number) {
  return {
    lists: lists.map(({ status, applicationIds }) => `${status} ${applicationIds.map(who).toSorted()}`),
    awards: Object.fromEntries(
      awards.map(({ awardId, listNo, amountFen, status, attempt }) => [
        who(awardId),
        `list ${listNo} ${amountFen} ${status} attempt ${attempt}`,
      ]),
    ),
    plans: plans.map(({ status, awardIds }) => `${status} ${awardIds.map(who).toSorted()}`),
    payments: Object.fromEntries(
      disbursements.map(({ awardId, instalment, attempt, amountFen, status }) => [
        `${who(awardId)}.${instalment}.${attempt}`,
        `${amountFen} ${status}`,
      ]),
    ),
  };
}

function nameOf({ ids, objections }: Names, taskId: string): string {
  const [owner = '', rest = ''] = taskId.split('~');
  const objection = /^objection\.(.*)$/.exec(rest)?.[1];
  if (objection !== undefined) return `round~objection.${objections.indexOf(objection)}`;
  return `${owner === ROUND ? 'round' : ids.indexOf(owner)}~${rest}`;
}

function ofTask({ status, decision, assignee, deadline }: TaskRecord): string {
  const by = assignee.role === 'expert' || assignee.role === 'applicant' ? assignee.role : assignee.id;
  return `${status} ${decision?.decision ?? '-'} by ${by} until ${minute(Date.parse(deadline))}`;
}
