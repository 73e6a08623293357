import * as z from 'zod';
import {
  Category,
  District,
  Email,
  Fen,
  IdHash,
  LocalDate,
  Mobile,
  Scenario,
  TenthsOfPoints,
  Text,
  UsccShape,
} from './basics.ts';

/** Who represents a firm by law (法定代表人), for conflicts of experts alone; registers that do not know have no such column. */
const led = { legalPersonIdHash: IdHash.optional() };

/** When the firm was deregistered or closed down (注销、停业); registers that do not know have no such column. */
const ended = { closedOn: LocalDate.optional() };

/** Pilot enterprise with the result of its on-site acceptance (入企评测验收): the figures the plan goes by (三(一)1–2). */
export const PilotRow = z.strictObject({
  uscc: UsccShape,
  name: Text(100).min(1),
  district: District,
  /** One of the policy's sub-industries, by code. */
  industry: z.string().min(1).max(60),
  levelBefore: z.int().min(0).max(4),
  /** Whether it passed acceptance; level, score and grades are what the acceptance found. */
  passed: z.boolean(),
  level: z.int().min(0).max(4),
  /** Score of 100, in tenths. */
  pointsScore: TenthsOfPoints.max(1000),
  grades: z.record(Scenario, z.int().min(0).max(4)),
  investmentFen: Fen,
  batch: z.int().min(1).max(99),
  acceptedOn: LocalDate,
  /** The provider that served it, by credit code. */
  providerUscc: UsccShape.nullable(),
  ...ended,
  ...led,
});

export const PROVIDER_TYPES = ['integrator', 'light-product', 'chain-leader'] as const;
/** Provider in the recommended pool (推荐服务商资源池). */
export const ProviderRow = z.strictObject({
  uscc: UsccShape,
  name: Text(100).min(1),
  type: z.enum(PROVIDER_TYPES),
  /** In Qingdao by an entity, by a resident team, or not at all (二(二)). */
  presence: z.enum(['entity', 'resident-team', 'none']),
  /** District of the registered place or resident team; null where none is known. */
  district: District.nullable(),
  ...ended,
  ...led,
});

export const DishonestyRow = z.strictObject({
  uscc: UsccShape,
  listedOn: LocalDate,
  removedOn: LocalDate.nullable(),
  authority: Text(100).min(1),
});

export const AccidentRow = z.strictObject({
  uscc: UsccShape,
  happenedOn: LocalDate,
  kind: z.enum(['safety', 'network-security', 'data-security']),
  major: z.boolean(),
});

/** Past public subsidy. The cap of section 四 counts the kind `level-2-or-above`. */
export const SubsidyRow = z.strictObject({
  uscc: UsccShape,
  kind: z.enum(['level-2-or-above', 'other']),
  amountFen: Fen,
  paidOn: LocalDate,
  document: Text(100).min(1),
});

export const ParticipationRow = z.strictObject({
  uscc: UsccShape,
  activitiesHeld: z.int().min(1),
  activitiesAttended: z.int().min(0),
  materialsAsked: z.int().min(1),
  materialsDelivered: z.int().min(0),
});

/** How a person is reached beside mail, and in which language; registers that say nothing of it have no such column. */
const reached = {
  /** Mainland mobile number, for text messages. */
  mobile: Mobile.optional(),
  /** Letters in English, with the Chinese below, where it is `en`; else in Chinese. */
  language: z.enum(['zh', 'en']).optional(),
};

export const ExpertRow = z.strictObject({
  expertId: z.string().regex(/^[a-z0-9-]{1,32}$/),
  name: Text(50).min(1),
  email: Email,
  ...reached,
  employer: Text(100).min(1),
  employerUscc: UsccShape.nullable(),
  /** Industries (policy codes) and fields (value-chain links) of expertise. */
  industries: z.array(z.string()).max(20),
  fields: z.array(z.string()).max(20),
  /** Declared relations: applicants this expert must not score. */
  relatedUsccs: z.array(UsccShape).max(200),
  /** Applicants this expert may score although employer or relation speak against it: somebody looked into it. Whoever represents
   * a firm by law scores it in no case. */
  clearedUsccs: z.array(UsccShape).max(200).optional(),
  /** Of the expert's id: whoever represents a firm by law has the same. */
  idHash: IdHash.optional(),
  /** Firms whose legal representative the expert is. */
  legalPersonOf: z.array(UsccShape).max(200).optional(),
  /** Panels this expert will sit on at most; 0 is not available. */
  maxPanels: z.int().min(0).max(100_000).optional(),
});

/** Officers who act on task links. */
export const StaffRow = z.strictObject({
  staffId: z.string().regex(/^[a-z0-9-]{1,32}$/),
  role: z.enum(['district', 'bureau', 'finance']),
  district: District.nullable(),
  name: Text(50).min(1),
  email: Email,
  ...reached,
});

/** Who is invited to apply with what: one row is one upload slot. */
export const InvitationRow = z.strictObject({
  category: Category,
  uscc: UsccShape,
  /** Tells apart a provider's several solutions or cases. */
  applicationNo: z.int().min(1).max(99),
  name: Text(100).min(1),
  contactName: Text(50).min(1),
  email: Email,
  ...reached,
});

/** Every register by kind, with the schema of one row. */
export const REGISTERS = {
  pilots: PilotRow,
  providers: ProviderRow,
  dishonesty: DishonestyRow,
  accidents: AccidentRow,
  subsidies: SubsidyRow,
  participation: ParticipationRow,
  experts: ExpertRow,
  staff: StaffRow,
  invitations: InvitationRow,
} as const;
export const REGISTER_KINDS = Object.keys(REGISTERS) as RegisterKind[];
export type RegisterKind = keyof typeof REGISTERS;
export type RegisterRow<K extends RegisterKind> = z.infer<(typeof REGISTERS)[K]>;

export type PilotRow = z.infer<typeof PilotRow>;
export type ProviderRow = z.infer<typeof ProviderRow>;
export type DishonestyRow = z.infer<typeof DishonestyRow>;
export type AccidentRow = z.infer<typeof AccidentRow>;
export type SubsidyRow = z.infer<typeof SubsidyRow>;
export type ParticipationRow = z.infer<typeof ParticipationRow>;
export type ExpertRow = z.infer<typeof ExpertRow>;
export type StaffRow = z.infer<typeof StaffRow>;
export type InvitationRow = z.infer<typeof InvitationRow>;
