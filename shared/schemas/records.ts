import * as z from 'zod';
import {
  ApplicationId,
  Category,
  District,
  Email,
  Instant,
  LocalDate,
  Mobile,
  RoundId,
  Sha256,
  UsccShape,
} from './basics.ts';
import { Finding, Problem } from './findings.ts';
import { ObjectionId } from './objections.ts';
import { REGISTER_KINDS } from './registers.ts';
import { TaskKind } from './task-kinds.ts';

/**
 * What stands in the table. Keys are the store's affair (`shared/store/keys.ts`); here is only what a record says.
 * A record with `outbox` is a fact that has still to leave: the stream publishes it, the publisher or the sender clears it.
 * `digest` is a letter that waits for the others to the same person.
 */
const outbox = { outbox: z.enum(['mail', 'digest', 'finance']).optional() };

export const ROUND_STAGES = [
  'call',
  'intake',
  'district',
  'experts',
  'ranking',
  'notice',
  'lists',
  'settlement',
  'closed',
] as const;
export const RoundRecord = z.object({
  entity: z.literal('Round'),
  roundId: RoundId,
  title: z.string(),
  policyId: z.string(),
  policyHash: Sha256,
  registers: z.record(z.enum(REGISTER_KINDS), Sha256),
  stage: z.enum(ROUND_STAGES),
  openedAt: Instant,
  callDate: LocalDate,
  /** Commitment to the secret that seeds the draw of panels: its SHA-256. The secret is disclosed by the export once panels are drawn. */
  secretHash: Sha256,
  secret: z.string(),
  closedAt: Instant.optional(),
});
export type RoundRecord = z.infer<typeof RoundRecord>;

/** Stands in the list of rounds until the round is closed. */
export const ActiveRoundRecord = z.object({ entity: z.literal('ActiveRound'), roundId: RoundId });

/** A stage's gate: when it ends by the clock, whether it is closed to newcomers, and whether it has been passed. */
export const GateRecord = z.object({
  entity: z.literal('Gate'),
  roundId: RoundId,
  stage: z.string(),
  deadline: Instant,
  closed: z.boolean(),
  passedAt: Instant.optional(),
  extensions: z
    .array(z.object({ by: z.string(), reason: z.string(), at: Instant, from: Instant, to: Instant }))
    .default([]),
});
export type GateRecord = z.infer<typeof GateRecord>;

/** One application still to be decided in a stage. The set is empty when the stage is done. */
export const OpenRecord = z.object({ entity: z.literal('Open'), roundId: RoundId, stage: z.string(), id: z.string() });

/**
 * Something an execution waits for. The token never leaves the server side. `settle` is there exactly while both
 * token and outcome are: the stream then completes the execution's task.
 */
export const WaitRecord = z.object({
  entity: z.literal('Wait'),
  waitId: z.string(),
  roundId: RoundId,
  deadline: Instant,
  token: z.string().optional(),
  outcome: z.looseObject({ decision: z.string() }).optional(),
  settle: z.literal('due').optional(),
  settledAt: Instant.optional(),
});
export type WaitRecord = z.infer<typeof WaitRecord>;

export const SlotRecord = z.object({
  entity: z.literal('Slot'),
  applicationId: ApplicationId,
  roundId: RoundId,
  category: Category,
  uscc: UsccShape,
  applicationNo: z.int(),
  name: z.string(),
  contactName: z.string(),
  email: Email,
  issuedAt: Instant,
  /** As the invitation says it. */
  mobile: Mobile.optional(),
  language: z.enum(['zh', 'en']).optional(),
  /** How often the call was reminded of. */
  reminders: z.int().optional(),
  mailedAt: Instant.optional(),
  ...outbox,
});
export type SlotRecord = z.infer<typeof SlotRecord>;

/** One object that arrived in the inbox for a slot, with what became of it. */
export const UploadRecord = z.object({
  entity: z.literal('Upload'),
  applicationId: ApplicationId,
  roundId: RoundId,
  uploadId: z.string(),
  /** Server time of the completed upload. */
  receivedAt: Instant,
  size: z.int(),
  sha256: Sha256.nullable(),
  verdict: z.enum(['accepted', 'refused', 'duplicate', 'late', 'closed']),
  version: z.int().nullable(),
  problems: z.array(Problem),
  mailedAt: Instant.optional(),
  ...outbox,
});
export type UploadRecord = z.infer<typeof UploadRecord>;

export const APPLICATION_STATUSES = [
  'in-review',
  'returned',
  'recommended',
  'not-recommended',
  'lapsed',
  'withdrawn',
] as const;
/** 补正: the points that were asked for (paths as in `package/points.ts`), by whom, and of which version. */
export const Correction = z.object({
  asked: z.array(z.string().max(100)).min(1),
  by: z.string(),
  at: Instant,
  version: z.int().min(1),
  packageSha256: Sha256,
});
export type Correction = z.infer<typeof Correction>;

export const ApplicationRecord = z.object({
  entity: z.literal('Application'),
  applicationId: ApplicationId,
  roundId: RoundId,
  category: Category,
  uscc: UsccShape,
  name: z.string(),
  title: z.string(),
  applicationNo: z.int(),
  status: z.enum(APPLICATION_STATUSES),
  /** The version under review; earlier ones are kept. */
  version: z.int().min(1),
  packageSha256: Sha256,
  receivedAt: Instant,
  district: District.nullable(),
  /** Counts the district's looks: a new one for each new version or moved reviewer. */
  attempt: z.int(),
  /** What the execution waits for now, if anything. */
  waitId: z.string().nullable(),
  correctedOnce: z.boolean(),
  /** What the correction may change, and the version that it is compared with. Without it everything may change. */
  correction: Correction.optional(),
  findings: z.array(Finding),
  /** Applicants whose staff may not score this one. */
  conflictUsccs: z.array(UsccShape),
  opinion: z.string().optional(),
  /** Codes of the policy's checklist that whoever recommended it has gone through. */
  checks: z.array(z.string()).optional(),
  decidedAt: Instant.optional(),
  decidedBy: z.string().optional(),
  /** The refusal, as it was; it stays on record when somebody else admits the application after all. */
  refusal: z
    .object({ status: z.enum(['not-recommended', 'lapsed']), opinion: z.string(), by: z.string(), at: Instant })
    .optional(),
  /** The review (复核) of the refusal that the applicant asked for, and its ruling. */
  review: z
    .object({
      requestedAt: Instant,
      grounds: z.string(),
      ruling: z
        .object({ decision: z.enum(['uphold', 'admit']), reason: z.string(), by: z.string(), at: Instant })
        .optional(),
    })
    .optional(),
  /** Counts the conflicts that were recorded: who adds its sheets up while one is knows by it. */
  conflicts: z.int().optional(),
  /** How often its panel fell short of sheets. */
  shortages: z.int().optional(),
  /** The last shortage whose answer was carried out; a later one still waits for its answer, or for what comes of it. */
  shortagesAnswered: z.int().optional(),
  /** When its panel was asked once more. */
  secondLookAt: Instant.optional(),
});
export type ApplicationRecord = z.infer<typeof ApplicationRecord>;

/** One accepted package. Its files lie in the evidence bucket under `key`. */
/** What a look for malware brought: `none` where nobody looked, `unsupported` where the scanner could not look inside. */
export const ScanOutcome = z.enum(['none', 'clean', 'unsupported']);
export type ScanOutcome = z.infer<typeof ScanOutcome>;

export const VersionRecord = z.object({
  entity: z.literal('Version'),
  applicationId: ApplicationId,
  version: z.int(),
  sha256: Sha256,
  key: z.string(),
  size: z.int(),
  receivedAt: Instant,
  files: z.array(
    z.object({ kind: z.string(), path: z.string(), size: z.int(), sha256: Sha256, contentType: z.string() }),
  ),
  scan: ScanOutcome.default('none'),
});
export type VersionRecord = z.infer<typeof VersionRecord>;

/** Anything a person must do. `assignee` is a reference; names and mail addresses stay in their registers. */
export const TaskRecord = z.object({
  entity: z.literal('Task'),
  taskId: z.string(),
  kind: TaskKind,
  roundId: RoundId,
  applicationId: ApplicationId.nullable(),
  /** Callback that the decision settles, if an execution waits for it. */
  waitId: z.string().nullable(),
  assignee: z.object({ role: z.enum(['district', 'bureau', 'expert', 'applicant', 'finance']), id: z.string() }),
  status: z.enum(['open', 'decided', 'superseded', 'reassigned', 'expired']),
  openedAt: Instant,
  deadline: Instant,
  /** 回避: when the expert declared that nothing ties it to the applicant. */
  declaredAt: Instant.optional(),
  reminders: z.int(),
  /** How many of them came before the deadline. */
  early: z.int().optional(),
  /** What this kind needs beside the application: seat, version, listNo … */
  subject: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])),
  /** 联签: the opinion that waits for a second officer, who has the task now. */
  proposal: z
    .object({
      by: z.string(),
      at: Instant,
      opinion: z.object({
        decision: z.enum(['recommend', 'not-recommend']),
        opinion: z.string(),
        checks: z.array(z.string()).optional(),
        usccConfirmed: z.literal('yes').optional(),
        usccReason: z.string().optional(),
      }),
    })
    .optional(),
  /** 五(五): the first of two approvals of a plan; the second one has the task now. */
  approval: z.object({ by: z.string(), at: Instant, reason: z.string() }).optional(),
  /** Why a second officer gave the last one back. */
  sentBack: z.object({ by: z.string(), at: Instant, reason: z.string() }).optional(),
  /** A sheet that was handed in and may be changed until the deadline: the last one counts then. Points in tenths by item. */
  handedIn: z
    .object({
      at: Instant,
      decision: z.object({
        decision: z.literal('submit'),
        noConflict: z.literal('yes').optional(),
        points: z.record(z.string(), z.int()),
        comments: z.record(z.string(), z.string()).optional(),
        comment: z.string(),
      }),
    })
    .optional(),
  decision: z.looseObject({ decision: z.string() }).optional(),
  decidedAt: Instant.optional(),
  /** Why it was superseded, where its page says more than usual. */
  endedFor: z.literal('conflict').optional(),
  mailedAt: Instant.optional(),
  ...outbox,
});
export type TaskRecord = z.infer<typeof TaskRecord>;

/** Whose tasks stand in a worklist: applicants have a page of their own. */
export const WorkerRole = z.enum(['district', 'bureau', 'expert', 'finance']);
export type WorkerRole = z.infer<typeof WorkerRole>;

/** A task link: the token's hash only. Opens one thing for one person until its deadline. */
export const LinkRecord = z.object({
  entity: z.literal('Link'),
  tokenHash: Sha256,
  /** What it opens belongs to this round; registers belong to none, and then it is the round whose staff the person is of. */
  roundId: RoundId.optional(),
  opens: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('task'), taskId: z.string() }),
    z.object({ kind: z.literal('slot'), applicationId: ApplicationId }),
    z.object({ kind: z.literal('registers') }),
    z.object({ kind: z.literal('console'), roundId: RoundId }),
    /** 待办: all tasks of one person in a round. */
    z.object({ kind: z.literal('work'), roundId: RoundId, role: WorkerRole }),
    /** 异议: where it stands, for whoever filed it. */
    z.object({ kind: z.literal('objection'), roundId: RoundId, objectionId: ObjectionId }),
  ]),
  assigneeId: z.string(),
  validUntil: Instant,
  revokedAt: Instant.optional(),
  /** How often all links of the person had been ended when this one was made; absent: never. */
  made: z.int().optional(),
  /** How often all its sessions were ended; absent: never. */
  sessionsEnded: z.int().optional(),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

/** What a link was exchanged for: a browser's pass for what the link opens. The link's own token is kept nowhere. */
export const SessionRecord = z.object({
  entity: z.literal('Session'),
  /** Of the link: when that ends or is revoked, so does this. */
  tokenHash: Sha256,
  /** Seconds since 1970 in real time, as cookies count it, also where the domain clock jumps. */
  expiresAt: z.int(),
  openedAt: z.int().optional(),
  /** How often all sessions of the link had been ended when this one was opened. */
  generation: z.int().optional(),
  /** Somebody signed out. */
  ended: z.literal(true).optional(),
});
export type SessionRecord = z.infer<typeof SessionRecord>;

export * from './access-records.ts';
export * from './actions.ts';
export * from './audits.ts';
export * from './award-records.ts';
export * from './deliveries.ts';
export * from './directive-records.ts';
export * from './flags.ts';
export * from './inquiries.ts';
export * from './ledger-records.ts';
export * from './mendings.ts';
export * from './notice-records.ts';
export * from './objections.ts';
export * from './payee-records.ts';
export * from './register-versions.ts';
export * from './result-records.ts';
export * from './scoring-records.ts';
export * from './task-kinds.ts';
