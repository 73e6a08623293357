import * as z from 'zod';
import { Policy } from '../policy/schema.ts';
import { ApplicationId, Instant } from '../schemas/basics.ts';
import { Certificate } from '../schemas/certificate.ts';
import { PlanSeen } from '../schemas/plan-seen.ts';
import {
  ApplicationRecord,
  AwardRecord,
  CalendarYearRecord,
  ConflictRecord,
  Correction,
  DirectiveRecord,
  DisbursementRecord,
  DrawRecord,
  FlagRecord,
  GateRecord,
  InquiryRecord,
  ListRecord,
  OverrideRecord,
  PlaceRecord,
  PlanRecord,
  RankingRecord,
  RecoveryReceiptRecord,
  RoundRecord,
  ScoreRecord,
  SeatRecord,
  SecondLookRecord,
  SheetContent,
  SheetRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
  VersionRecord,
} from '../schemas/records.ts';
import {
  AccidentRow,
  DishonestyRow,
  InvitationRow,
  ParticipationRow,
  PilotRow,
  ProviderRow,
  StaffRow,
  SubsidyRow,
} from '../schemas/registers.ts';
import { ExportedNotice } from './notice-schema.ts';
import { ExportedObjection } from './objection-schema.ts';
import { Maybe, Pseudonym } from './schema-parts.ts';

/**
 * All records of a round in one document, `awards-export/2`: enough to recompute every figure with the policy in it.
 *
 * Units: `…Fen` integer 分; `points…` integer tenths of points; `exact…` a rational ("n" or "n/d") in points, unrounded;
 * `shown` two decimals for people. Dates are the city's, instants UTC. (The policy inside keeps its own units, see there.)
 *
 * People: none. Experts are `expert-001`…, officers `staff-001`…; names, addresses, phones, accounts, tokens and file
 * contents are not here, nor the objectors. Everything is sorted by id and follows from the round's records alone: the
 * same round gives the same bytes (`exportText`).
 */
const Exact = z.string().regex(/^-?\d+(\/\d+)?$/);

/** Register rows as pinned. Experts and staff without their persons, invitations without their contacts. */
const Registers = z.strictObject({
  pilots: z.array(PilotRow.omit({ legalPersonIdHash: true })),
  providers: z.array(ProviderRow.omit({ legalPersonIdHash: true })),
  dishonesty: z.array(DishonestyRow),
  accidents: z.array(AccidentRow),
  subsidies: z.array(SubsidyRow),
  participation: z.array(ParticipationRow),
  experts: z.array(
    z.strictObject({
      expert: Pseudonym,
      /** Experts of one employer share it; the employer itself would tell who they are. */
      employer: z.string().regex(/^employer-\d{3,}$/),
      industries: z.array(z.string()),
      fields: z.array(z.string()),
      /** Panels at most; null where the register says nothing. */
      maxPanels: z.int().nullable(),
      /** Applications of the draw that this expert may not score (回避): by employer, declared relation or law, or because it was recorded; not which. */
      barredFrom: z.array(ApplicationId),
    }),
  ),
  staff: z.array(StaffRow.pick({ role: true, district: true }).extend({ staff: Pseudonym })),
  invitations: z.array(InvitationRow.pick({ category: true, uscc: true, applicationNo: true, name: true })),
});

const ExportedRound = RoundRecord.omit({ entity: true, secret: true, closedAt: true }).extend({
  /** Disclosed when the panels are drawn; its SHA-256 was committed at the opening. */
  secret: z.string().nullable(),
  closedAt: Maybe,
  /** Years whose days off were put in after the policy was pinned: deadlines are counted by them, too. */
  calendarYears: z.array(CalendarYearRecord.omit({ entity: true, roundId: true }).extend({ by: Pseudonym }).strict()),
  /** What closed it: whether everything agreed, or somebody signed the difference. */
  settlement: z.strictObject({ agrees: z.boolean(), signed: z.boolean(), at: Instant }).nullable(),
});

const Upload = UploadRecord.pick({
  applicationId: true,
  receivedAt: true,
  size: true,
  sha256: true,
  verdict: true,
  version: true,
  problems: true,
}).extend({ no: z.int().min(1), mailedAt: Maybe });

const Version = VersionRecord.pick({ version: true, sha256: true, size: true, receivedAt: true }).extend({
  files: z.array(VersionRecord.shape.files.element.omit({ path: true })),
});

const Application = ApplicationRecord.omit({
  entity: true,
  roundId: true,
  waitId: true,
  opinion: true,
  decidedAt: true,
  decidedBy: true,
  shortages: true,
  secondLookAt: true,
  correction: true,
  refusal: true,
  review: true,
  conflicts: true,
}).extend({
  /** 补正: what later versions may change of this one. */
  correction: Correction.extend({ by: Pseudonym }).strict().nullable(),
  /** The district's decision in force; earlier looks stand among the tasks. */
  opinion: z.string().nullable(),
  decidedAt: Maybe,
  decidedBy: Pseudonym.nullable(),
  shortages: z.int(),
  /** The refusal, as it was, whatever became of it. */
  refusal: z
    .strictObject({ status: z.enum(['not-recommended', 'lapsed']), opinion: z.string(), by: Pseudonym, at: Instant })
    .nullable(),
  /** The review of it. What the applicant wrote is not here. */
  review: z
    .strictObject({
      requestedAt: Instant,
      ruling: z
        .strictObject({ decision: z.enum(['uphold', 'admit']), reason: z.string(), by: Pseudonym, at: Instant })
        .nullable(),
    })
    .nullable(),
  versions: z.array(Version),
  /** Findings that an officer let stand. */
  overrides: z.array(
    OverrideRecord.pick({ rule: true, version: true, at: true, reason: true }).extend({ by: Pseudonym }).strict(),
  ),
  /** 核实: which authority was asked, and what came back, in the order in which it was written down. */
  inquiries: z.array(
    InquiryRecord.omit({ entity: true, applicationId: true, roundId: true, inquiryId: true })
      .extend({ by: Pseudonym })
      .strict(),
  ),
});

const Seat = SeatRecord.pick({ applicationId: true, seat: true, status: true, turn: true }).extend({
  expert: Pseudonym.nullable(),
  past: z.array(z.strictObject({ expert: Pseudonym, left: z.enum(['recused', 'late']), at: Instant })),
});

const Sheet = SheetRecord.pick({
  applicationId: true,
  seat: true,
  pointsByItem: true,
  comment: true,
  comments: true,
  declaredAt: true,
  submittedAt: true,
}).extend({
  expert: Pseudonym,
  /** 复核打分: what was handed in first; only where the sheet was revised. */
  first: SheetContent.strict().optional(),
});

/** Panels that were asked once more, and what their first sheets came to. */
const SecondLook = SecondLookRecord.pick({
  applicationId: true,
  seats: true,
  openedAt: true,
  deadline: true,
  shown: true,
}).extend({ exactTotal: Exact, exactSpread: Exact });

const Score = ScoreRecord.pick({
  applicationId: true,
  category: true,
  uscc: true,
  shown: true,
  spreadFlag: true,
  passed: true,
  servedCount: true,
  acceptedOn: true,
  aggregatedAt: true,
}).extend({
  auto: z.array(ScoreRecord.shape.auto.element.omit({ points: true }).extend({ exact: Exact })),
  exactTotal: Exact,
  exactByIndicator: z.record(z.string(), Exact),
  sheetTotals: z.array(z.strictObject({ seat: z.int(), exact: Exact, dropped: z.boolean() })),
  exactSpread: Exact,
  exactResults: Exact,
  exactDigital: Exact.nullable(),
});

const Place = PlaceRecord.omit({ entity: true, roundId: true, total: true }).extend({ exactTotal: Exact });

const Task = TaskRecord.pick({
  taskId: true,
  kind: true,
  applicationId: true,
  status: true,
  openedAt: true,
  deadline: true,
  reminders: true,
  subject: true,
}).extend({
  role: TaskRecord.shape.assignee.shape.role,
  assignee: Pseudonym,
  decision: z
    .strictObject({
      decision: z.string(),
      /** Reason or opinion as written. */
      reason: z.string().nullable(),
      /** Place within a tie, 1 is first, by application. */
      order: z.record(z.string(), z.int()).nullable(),
      /** Points of a correction that was asked for. */
      asked: z.array(z.string()).nullable(),
      /** 联签: who wrote the opinion that the assignee signed; null where nobody else had to. */
      proposedBy: Pseudonym.nullable(),
    })
    .nullable(),
  decidedAt: Maybe,
  mailedAt: Maybe,
});

/** The version is that of the shape (`shared/schemas/shapes.json`); how older ones are read: `older.ts`. */
export const EXPORT_SCHEMA = 'awards-export/2';

export const RoundExport = z.strictObject({
  schema: z.literal(EXPORT_SCHEMA),
  round: ExportedRound.strict(),
  policy: Policy,
  registers: Registers,
  gates: z.array(
    z.strictObject({
      stage: z.string(),
      deadline: Instant,
      closed: z.boolean(),
      passedAt: Maybe,
      extensions: z.array(GateRecord.shape.extensions.unwrap().element.extend({ by: Pseudonym }).strict()),
    }),
  ),
  slots: z.array(
    SlotRecord.pick({
      applicationId: true,
      category: true,
      uscc: true,
      applicationNo: true,
      name: true,
      issuedAt: true,
    })
      .extend({ mailedAt: Maybe })
      .strict(),
  ),
  uploads: z.array(Upload.strict()),
  applications: z.array(Application.strict()),
  draw: DrawRecord.pick({ seed: true, drawnAt: true, applications: true, seats: true, loads: true, prices: true })
    .extend({
      /** What experts were matched by, of every application that was drawn for. */
      criteria: z.array(
        z.strictObject({ applicationId: ApplicationId, industry: z.string().nullable(), fields: z.array(z.string()) }),
      ),
    })
    .strict()
    .nullable(),
  /** What applications have in common, each from both sides; the values themselves are not here. */
  flags: z.array(FlagRecord.omit({ entity: true, roundId: true, rev: true }).strict()),
  seats: z.array(Seat.strict()),
  sheets: z.array(Sheet.strict()),
  secondLooks: z.array(SecondLook.strict()),
  /** Sheets that do not count: their experts turned out to have a conflict. */
  struckSheets: z.array(Sheet.extend({ turn: z.int() }).strict()),
  /** Conflicts that were recorded by hand. */
  conflicts: z.array(
    ConflictRecord.omit({ entity: true, roundId: true, expertId: true })
      .extend({ expert: Pseudonym, by: Pseudonym })
      .strict(),
  ),
  scores: z.array(Score.strict()),
  rankings: z.array(RankingRecord.omit({ entity: true, roundId: true }).strict()),
  places: z.array(Place.strict()),
  /** What each ranking rests on and why everybody stands where they stand; of the categories that are ranked. */
  certificates: z.array(Certificate),
  notice: ExportedNotice.strict().nullable(),
  objections: z.array(ExportedObjection.strict()),
  lists: z.array(
    ListRecord.pick({ listNo: true, status: true, applicationIds: true, hash: true, proposedAt: true })
      .extend({ confirmedAt: Maybe, confirmedBy: Pseudonym.nullable(), announcedAt: Maybe })
      .strict(),
  ),
  awards: z.array(
    AwardRecord.omit({ entity: true, roundId: true, steps: true, declined: true })
      .extend({
        /** 放弃: when and why it was given back, and what became of its place; null of the latter until somebody has decided. */
        declined: z
          .strictObject({
            ...AwardRecord.shape.declined.unwrap().shape,
            filled: AwardRecord.shape.declined
              .unwrap()
              .shape.filled.unwrap()
              .extend({ by: Pseudonym })
              .strict()
              .nullable(),
          })
          .nullable(),
        steps: z.array(z.strictObject({ text: z.string(), amountFen: z.int() })),
      })
      .strict(),
  ),
  plans: z.array(
    PlanRecord.pick({ planNo: true, status: true, awardIds: true, totalFen: true, proposedAt: true })
      .extend({
        decidedAt: Maybe,
        decidedBy: Pseudonym.nullable(),
        firstApprovedAt: Maybe,
        firstApprovedBy: Pseudonym.nullable(),
        /** What was to be seen of the payees at the decision. */
        seen: PlanSeen.nullable(),
      })
      .strict(),
  ),
  disbursements: z.array(
    DisbursementRecord.omit({
      entity: true,
      outbox: true,
      roundId: true,
      state: true,
      directives: true,
      publishedAt: true,
      receivedAt: true,
      settledAt: true,
      failure: true,
    })
      .extend({ publishedAt: Maybe, receivedAt: Maybe, settledAt: Maybe, failure: z.string().nullable() })
      .strict(),
  ),
  /** 暂缓、恢复、撤销、追回: what was said about instructions, in the order of each. */
  directives: z.array(
    DirectiveRecord.omit({ entity: true, outbox: true, roundId: true, payeeUscc: true })
      .extend({
        next: z.enum(['correct', 'end']).nullable(),
        by: Pseudonym,
        confirmedBy: Pseudonym.nullable(),
        confirmedAt: Maybe,
        answer: DirectiveRecord.shape.answer.unwrap().nullable(),
        answeredAt: Maybe,
        publishedAt: Maybe,
      })
      .strict(),
  ),
  /** What came back of what was asked back, part by part. */
  recoveries: z.array(RecoveryReceiptRecord.omit({ entity: true, roundId: true }).strict()),
  tasks: z.array(Task.strict()),
});
export type RoundExport = z.infer<typeof RoundExport>;
