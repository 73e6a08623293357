import type {
  AwardRecord,
  DirectiveRecord,
  DisbursementRecord,
  NoticeRecord,
  NoticeVersion,
  ObjectionRecord,
  PlaceRecord,
} from '../schemas/records.ts';
import { by } from './order.ts';
import type { Pseudonyms } from './people.ts';
import type { RoundRecords } from './read.ts';

/** From the ranking to the settled money. */
export function assembleAwarding(records: RoundRecords, names: Pseudonyms) {
  const [notice] = records.notices;
  return {
    rankings: records.rankings.map(plain).sort(by(({ category }) => category)),
    places: records.places.map(assemblePlace).sort(by(({ applicationId }) => applicationId)),
    notice: notice === undefined ? null : assembleNotice(notice, names),
    objections: records.objections
      .map((objection) => assembleObjection(objection, names))
      .sort(by(({ objectionId }) => objectionId)),
    lists: records.lists
      .map(({ confirmedAt = null, confirmedBy, announcedAt = null, planned: _, ...list }) => ({
        ...plain(list),
        confirmedAt,
        confirmedBy: confirmedBy === undefined ? null : names.actor(confirmedBy),
        announcedAt,
      }))
      .sort((a, b) => a.listNo - b.listNo),
    awards: records.awards.map((award) => assembleAward(award, names)).sort(by(({ awardId }) => awardId)),
    plans: records.plans
      .map(({ decidedAt = null, decidedBy, firstApprovedAt = null, firstApprovedBy, seen = null, ...plan }) => ({
        ...plain(plan),
        ...{ decidedAt, firstApprovedAt, seen },
        decidedBy: decidedBy === undefined ? null : names.actor(decidedBy),
        firstApprovedBy: firstApprovedBy === undefined ? null : names.actor(firstApprovedBy),
      }))
      .sort((a, b) => a.planNo - b.planNo),
    disbursements: records.disbursements.map(assembleDisbursement).sort(by(({ disbursementId }) => disbursementId)),
    directives: records.directives
      .map((one) => assembleDirective(one, names))
      .sort(by(({ disbursementId, no }) => `${disbursementId} ${String(no).padStart(4, '0')}`)),
    recoveries: records.recoveries
      .map(plain)
      .sort(by(({ recoveryId, no }) => `${recoveryId} ${String(no).padStart(4, '0')}`)),
  };
}

/** A record without what every record of the round has. */
function plain<T extends { entity: string; roundId: string }>({ entity: _, roundId: _round, ...rest }: T) {
  return rest;
}

function assembleNotice({ earlier, ...notice }: NoticeRecord, names: Pseudonyms) {
  const version = <T extends NoticeVersion>({ correction, ...one }: T) => ({
    ...one,
    correction: correction === undefined ? null : { ...correction, by: names.actor(correction.by) },
  });
  return { ...version(plain(notice)), earlier: earlier.map(version) };
}

function assemblePlace({ total, ...place }: PlaceRecord) {
  return { ...plain(place), exactTotal: total };
}

/** The objector is hidden, and so are the words of the objection, which could tell who it is. */
function assembleObjection(objection: ObjectionRecord, names: Pseudonyms) {
  const { objectionId, applicationId, status, filedAt, dueAt, handlerDecided, steps, declined, ruling } = objection;
  return {
    objectionId,
    applicationId,
    status,
    filedAt,
    dueAt,
    handlerDecided,
    steps: steps.map(({ kind, at, by, until = null }) => ({
      ...{ kind, at, until },
      by: by === 'objector' ? by : names.actor(by),
    })),
    declined: declined ?? null,
    ruling: ruling === undefined ? null : { ...ruling, by: names.actor(ruling.by) },
  };
}

const assembleAward = ({ steps, declined, ...award }: AwardRecord, names: Pseudonyms) => ({
  ...plain(award),
  declined: declined === undefined ? null : { ...declined, filled: filledBy(declined, names) },
  steps: steps.map(({ text, fen }) => ({ text, amountFen: fen })),
});

const filledBy = ({ filled }: NonNullable<AwardRecord['declined']>, names: Pseudonyms) =>
  filled === null ? null : { ...filled, by: names.actor(filled.by) };

function assembleDisbursement(record: DisbursementRecord) {
  const { outbox: _, state: _state, directives: _directives, ...own } = record;
  const { publishedAt = null, receivedAt = null, settledAt = null, failure = null, ...rest } = own;
  return { ...plain(rest), publishedAt, receivedAt, settledAt, failure };
}

function assembleDirective(record: DirectiveRecord, names: Pseudonyms) {
  const { outbox: _, payeeUscc: _payee, by: proposer, confirmedBy, ...own } = record;
  const { next = null, confirmedAt = null, answer = null, answeredAt = null, publishedAt = null, ...rest } = own;
  return {
    ...plain(rest),
    ...{ next, confirmedAt, answer, answeredAt, publishedAt },
    by: names.actor(proposer),
    confirmedBy: confirmedBy === undefined ? null : names.actor(confirmedBy),
  };
}
