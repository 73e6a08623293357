import { decisionFacts } from '../domain/decision-log.ts';
import type {
  ApplicationRecord,
  ScoreRecord,
  SeatRecord,
  SheetRecord,
  TaskRecord,
  VersionRecord,
} from '../schemas/records.ts';
import { by } from './order.ts';
import type { Pseudonyms } from './people.ts';
import type { RoundRecords } from './read.ts';

/** From the district's look to the totals: applications, tasks, panels, sheets, scores. */
export function assembleReview(records: RoundRecords, names: Pseudonyms) {
  const versions = Map.groupBy(records.versions, ({ applicationId }) => applicationId);
  const overrides = Map.groupBy(records.overrides, ({ applicationId }) => applicationId);
  const inquiries = Map.groupBy(records.inquiries, ({ applicationId }) => applicationId);
  const [draw] = records.draws;
  return {
    applications: records.applications
      .map((application) => ({
        ...assembleApplication(application, versions.get(application.applicationId) ?? [], names),
        overrides: (overrides.get(application.applicationId) ?? [])
          .map(({ rule, version, at, reason, by: officer }) => ({
            rule,
            version,
            at,
            reason,
            by: names.actor(officer),
          }))
          .sort(by(({ rule }) => rule)),
        inquiries: (inquiries.get(application.applicationId) ?? [])
          .sort(by(({ at, inquiryId }) => `${at} ${inquiryId}`))
          .map(({ authority, matter, askedOn, answer, answeredOn, at, by: officer }) => ({
            ...{ authority, matter, askedOn, answer, answeredOn, at },
            by: names.actor(officer),
          })),
      }))
      .sort(by(({ applicationId }) => applicationId)),
    flags: records.flags
      .map(({ entity: _, roundId: _round, rev: _rev, ...flag }) => flag)
      .sort(by(({ applicationId, code, counterpartId }) => `${applicationId} ${code} ${counterpartId}`)),
    draw:
      draw === undefined
        ? null
        : {
            seed: draw.seed,
            drawnAt: draw.drawnAt,
            applications: draw.applications,
            seats: draw.seats,
            loads: renamed(draw.loads, names),
            prices: renamed(draw.prices, names),
            criteria: assembleCriteria(records.autos),
          },
    seats: records.seats.map((seat) => assembleSeat(seat, names)).sort(by(bySeat)),
    sheets: records.sheets.map((sheet) => assembleSheet(sheet, names)).sort(by(bySeat)),
    secondLooks: records.secondLooks
      .map(({ applicationId, seats, openedAt, deadline, shown, total, spread }) => ({
        ...{ applicationId, seats, openedAt, deadline, shown },
        ...{ exactTotal: total, exactSpread: spread },
      }))
      .sort(by(({ applicationId }) => applicationId)),
    ...assembleConflicts(records, names),
    scores: records.scores.map(assembleScore).sort(by(({ applicationId }) => applicationId)),
    tasks: records.tasks.map((task) => assembleTask(task, names)).sort(by(({ taskId }) => taskId)),
  };
}

/** What experts were matched by. */
export const assembleCriteria = (autos: RoundRecords['autos']) =>
  autos
    .map(({ applicationId, industry, fields }) => ({ applicationId, industry, fields: [...fields].sort() }))
    .sort(by(({ applicationId }) => applicationId));

function assembleSheet(record: Omit<SheetRecord, 'entity'>, names: Pseudonyms) {
  const { applicationId, seat, expertId, pointsByItem, comment, comments, declaredAt, submittedAt, first } = record;
  return {
    ...{ applicationId, seat, expert: names.expert(expertId), pointsByItem, comment, comments },
    ...(declaredAt === undefined ? {} : { declaredAt }),
    submittedAt,
    ...(first === undefined ? {} : { first }),
  };
}

/** 回避: what was recorded by hand, and the sheets that do not count for it. */
const assembleConflicts = ({ struckSheets, conflicts }: RoundRecords, names: Pseudonyms) => ({
  struckSheets: struckSheets
    .map((sheet) => ({ ...assembleSheet(sheet, names), turn: sheet.turn }))
    .sort(by((one) => `${bySeat(one)} ${String(one.turn).padStart(4, '0')}`)),
  conflicts: conflicts
    .map(({ applicationId, expertId, at, by: officer, reason, effect, seat }) => ({
      ...{ applicationId, expert: names.expert(expertId), at, by: names.actor(officer), reason, effect, seat },
    }))
    .sort(by(({ applicationId, expert }) => `${applicationId} ${expert}`)),
});

const renamed = <T>(byExpert: Record<string, T>, names: Pseudonyms): Record<string, T> =>
  Object.fromEntries(Object.entries(byExpert).map(([id, value]) => [names.expert(id), value]));

const bySeat = ({ applicationId, seat }: { applicationId: string; seat: number }) =>
  `${applicationId} ${String(seat).padStart(4, '0')}`;

function assembleApplication(application: ApplicationRecord, versions: VersionRecord[], names: Pseudonyms) {
  const {
    entity: _,
    roundId: _round,
    waitId: _wait,
    shortagesAnswered: _answered,
    secondLookAt: _at,
    conflicts: _count,
    ...rest
  } = application;
  const { opinion = null, decidedAt = null, decidedBy, shortages = 0, correction, refusal, review } = application;
  return {
    ...rest,
    opinion,
    decidedAt,
    decidedBy: decidedBy === undefined ? null : names.actor(decidedBy),
    shortages,
    correction: correction === undefined ? null : { ...correction, by: names.actor(correction.by) },
    refusal: refusal === undefined ? null : { ...refusal, by: names.actor(refusal.by) },
    review:
      review === undefined
        ? null
        : {
            requestedAt: review.requestedAt,
            ruling: review.ruling === undefined ? null : { ...review.ruling, by: names.actor(review.ruling.by) },
          },
    versions: versions
      .map(({ version, sha256, size, receivedAt, files }) => ({
        version,
        sha256,
        size,
        receivedAt,
        files: files
          .map(({ kind, size: bytes, sha256: hash, contentType }) => ({ kind, size: bytes, sha256: hash, contentType }))
          .sort(by((file) => `${file.kind} ${file.sha256} ${file.size}`)),
      }))
      .sort((a, b) => a.version - b.version),
  };
}

const assembleSeat = ({ applicationId, seat, status, turn, expertId, past }: SeatRecord, names: Pseudonyms) => ({
  applicationId,
  seat,
  status,
  turn,
  expert: expertId === null ? null : names.expert(expertId),
  past: past.map((one) => ({ expert: names.expert(one.expertId), left: one.left, at: one.at })),
});

function assembleScore(score: ScoreRecord) {
  const { entity: _, roundId: _round, total, byIndicator, spread, resultsPoints, digitalPoints, ...rest } = score;
  return {
    ...rest,
    auto: score.auto.map(({ points, ...item }) => ({ ...item, exact: points })),
    exactTotal: total,
    exactByIndicator: byIndicator,
    sheetTotals: score.sheetTotals.map(({ seat, points, dropped }) => ({ seat, exact: points, dropped })),
    exactSpread: spread,
    exactResults: resultsPoints,
    exactDigital: digitalPoints,
  };
}

function assembleTask(task: TaskRecord, names: Pseudonyms) {
  const { taskId, kind, applicationId, status, openedAt, deadline, reminders, assignee } = task;
  const { decision, decidedAt = null, mailedAt = null } = task;
  // The items of a score sheet follow from the policy and from what formulas gave.
  const { items: _, ...subject } = task.subject;
  return {
    taskId,
    kind,
    applicationId,
    status,
    openedAt,
    deadline,
    reminders,
    subject,
    role: assignee.role,
    assignee: assignee.role === 'expert' ? names.expert(assignee.id) : names.actor(assignee.id),
    decision: decision === undefined ? null : assembleDecision(decision, names),
    decidedAt,
    mailedAt,
  };
}

function assembleDecision(decision: NonNullable<TaskRecord['decision']>, names: Pseudonyms) {
  const { proposedBy } = decision;
  return { ...decisionFacts(decision), proposedBy: typeof proposedBy === 'string' ? names.actor(proposedBy) : null };
}
