import * as z from 'zod';
import { CATEGORIES, Category, District, Fen, LocalDate, SCENARIOS, Scenario } from '../schemas/basics.ts';
import { DECLINE_GROUNDS } from '../schemas/objections.ts';
import { AttachmentKind } from '../schemas/package.ts';
import { TaskKind } from '../schemas/task-kinds.ts';
import { FORMULA_PARAMS, type FormulaName } from './formulas.ts';

/**
 * A value with the clause it rests on. `proposal` marks a default that the work plan does not state and the authority
 * has yet to confirm (“待主管部门确认”): people see that mark wherever the value is shown.
 */
const ruled = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, clause: z.string().min(1), proposal: z.boolean(), note: z.string().optional() });

const SubItemBase = {
  /** Key of the item on score sheets: unique within the category. */
  code: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  titleEn: z.string().min(1),
  points: z.int().min(1).max(100),
};

/** `auto` sub-item: computed from a register by the formula named, with that formula's params (`formulas.ts`). */
const auto = <F extends FormulaName>(formula: F) =>
  z.strictObject({
    ...SubItemBase,
    by: z.literal('auto'),
    formula: z.literal(formula),
    params: FORMULA_PARAMS[formula],
    /** Where the register has no row for the applicant: experts score it, or it is zero. */
    missing: z.enum(['expert', 'zero']),
  });

const AutoSubItem = z.discriminatedUnion('formula', [
  auto('digital-level'),
  auto('investment-bands'),
  auto('level-gain'),
  auto('acceptance-batch'),
  auto('activity-share'),
  auto('material-share'),
  auto('served-count'),
  auto('acceptance-pass-rate'),
]);
export type AutoSubItem = z.infer<typeof AutoSubItem>;

export const SubItem = z.discriminatedUnion('by', [
  z.strictObject({ ...SubItemBase, by: z.literal('expert'), guide: z.string().optional() }),
  AutoSubItem,
]);
export type SubItem = z.infer<typeof SubItem>;

export const Indicator = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  titleEn: z.string().min(1),
  clause: z.string().min(1),
  points: z.int().min(1).max(100),
  proposal: z.boolean(),
  items: z.array(SubItem).min(1),
});
export type Indicator = z.infer<typeof Indicator>;

const AwardRule = z.discriminatedUnion('kind', [
  /** 四: a share of verified investment under a cumulative cap per enterprise. */
  z.strictObject({
    kind: z.literal('share-of-investment'),
    sharePercent: z.int().min(1).max(100),
    capFen: Fen.min(1),
    reading: z.enum(['remaining-cap', 'total-half']),
    countedSubsidyKinds: z.array(z.enum(['level-2-or-above', 'other'])),
    /** New money is rounded down to a multiple of this. */
    roundDownToFen: Fen.min(1),
  }),
  z.strictObject({ kind: z.literal('fixed'), amountFen: Fen.min(1) }),
]);
export type AwardRule = z.infer<typeof AwardRule>;

export const TIE_BREAKS = ['results-indicator', 'digital-level', 'served-count', 'earlier-acceptance'] as const;

export const CategoryPolicy = z.strictObject({
  title: z.string().min(1),
  titleEn: z.string().min(1),
  quota: ruled(z.int().min(1)),
  award: ruled(AwardRule),
  /** Figures of the category's own conditions (二). */
  eligibility: ruled(
    z.strictObject({ minLevel: z.int().min(0).max(4).optional(), minServed: z.int().min(0).optional() }),
  ),
  indicators: z.array(Indicator).min(1),
  resultsIndicator: z.string(),
  tieBreaks: ruled(z.array(z.enum(TIE_BREAKS))),
  attachments: ruled(z.array(AttachmentKind)),
});
export type CategoryPolicy = z.infer<typeof CategoryPolicy>;

/** Types of files that an attachment may be; JPEG and PNG are one. */
export const FILE_TYPES = ['pdf', 'image', 'xlsx', 'docx'] as const;
const AttachmentLimit = z.strictObject({
  types: z.array(z.enum(FILE_TYPES)).min(1),
  /** How many files of the kind. */
  files: z.int().min(1),
  /** The most bytes of each. */
  fileBytes: z.int().min(1),
});

const MOST_FORM_BYTES = 4 * 1024 * 1024;

const days = z.int().min(1).max(365);
/** Date and time on the wall in the city's zone, without an offset. */
const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)
  .refine((text) => LocalDate.safeParse(text.slice(0, 10)).success);

const Calendar = z.strictObject({
  /** By year: weekdays off and weekend days worked, as the State Council published them. A year that is not here is not known. */
  years: z.record(
    z.string().regex(/^\d{4}$/),
    z.strictObject({ source: z.string(), off: z.array(LocalDate), worked: z.array(LocalDate) }),
  ),
});
export type Calendar = z.infer<typeof Calendar>;

export const Notifications = z.strictObject({
  /** Whoever has a task, a correction, an account or an application to send in is reminded so many days before its deadline. */
  reminderDaysBefore: z.array(days).max(5),
  /** Letters about tasks to one person within a window go as one, at its end; null for each at once. */
  digest: z
    .strictObject({
      windowMinutes: z.int().min(5).max(1440),
      /** Applicants' letters say what has to be done: each goes by itself. */
      roles: z.array(z.enum(['district', 'bureau', 'expert', 'finance'])),
    })
    .nullable(),
  /** Every letter goes by mail, which has the link. The bureau's group robot and text messages only say that there is something. */
  robot: z.array(TaskKind),
  sms: z.array(TaskKind),
  /** Whose link opens only with a six-digit code that is sent to the mobile number in the register. */
  secondFactor: z.strictObject({
    district: z.boolean(),
    bureau: z.boolean(),
    expert: z.boolean(),
    applicant: z.boolean(),
    finance: z.boolean(),
  }),
});
export type Notifications = z.infer<typeof Notifications>;

export const Policy = z.strictObject({
  schema: z.literal('awards-policy/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,39}$/),
  version: z.int().min(1),
  title: z.string().min(1),
  titleEn: z.string().min(1),
  city: z.string().min(1),
  authority: z.string().min(1),
  zone: z.literal('Asia/Shanghai'),
  basis: z.array(z.strictObject({ title: z.string(), number: z.string().optional() })).min(1),
  implementationPeriod: ruled(z.strictObject({ from: LocalDate, to: LocalDate })),
  /** `proposal` here is about the office's name, which differs by district and is in no public list. */
  districts: z
    .array(
      z.strictObject({
        code: District,
        name: z.string().min(1),
        office: z.string().min(1),
        proposal: z.boolean(),
        note: z.string().optional(),
      }),
    )
    .min(1),
  industries: z.array(z.strictObject({ code: z.string().min(1).max(60), name: z.string().min(1) })).min(1),
  digitalLevels: ruled(
    z.strictObject({
      mandatoryScenarios: z.array(Scenario),
      thresholds: z
        .array(
          z.strictObject({
            level: z.int().min(1).max(4),
            /** Of 100, whole points. */
            minPoints: z.int().min(0).max(100),
            /** Scenarios graded at this level or above, and how many of them must be mandatory (★) ones. */
            minScenarios: z.int().min(0).max(SCENARIOS.length),
            minMandatory: z.int().min(0).max(SCENARIOS.length),
          }),
        )
        .min(1),
    }),
  ),
  commonConditions: ruled(z.strictObject({ accidentFreeYears: z.int().min(1) })),
  providerMayWinInSeveral: ruled(z.boolean()),
  categories: z.record(Category, CategoryPolicy),
  panel: ruled(
    z.strictObject({
      size: z.int().min(1).max(15),
      minimum: z.int().min(1),
      distinctEmployers: z.boolean(),
      stepTenths: z.int().min(1),
    }),
  ),
  scoring: ruled(
    z.strictObject({
      /** Drop one highest and one lowest total from this many valid sheets on; below it, the plain mean. */
      dropExtremesFrom: z.int().min(3),
      spreadFlagTenths: z.int().min(1),
      passMarkTenths: z.int().min(0).max(1000),
      /**
       * 复核打分: sheets further apart than `spreadFlagTenths` go to their panel once more, for so many days; each expert sees its own
       * sheet, and a summary of the panel's or nothing of it. Without it the spread is only shown.
       */
      secondLook: z.strictObject({ days: days, show: z.enum(['nothing', 'summary']) }).optional(),
    }),
  ),
  correction: ruled(z.strictObject({ times: z.literal(1), workingDays: days })),
  /** 复核: how long whoever was refused may ask for another look, and until when somebody else decides. */
  refusalReview: ruled(z.strictObject({ workingDays: days, rulingWorkingDays: days })),
  review: ruled(
    z.strictObject({
      districtDays: days,
      reReviewDays: days,
      escalationDays: days,
      /** 联签: whether a second officer of the district signs every opinion. */
      coSign: z.boolean().optional(),
      /** Days for sending in the signed 推荐汇总表 once the districts are done; without them nobody is asked for it. */
      sheetDays: days.optional(),
      /** What a district goes through point by point before it recommends: qualification (资格条件) and authenticity (真实性). */
      checklist: z
        .array(
          z.strictObject({
            code: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
            kind: z.enum(['qualification', 'authenticity']),
            title: z.string().min(1).max(200),
            clause: z.string().min(1),
            /** Of these categories only; else of all. */
            categories: z.array(z.enum(CATEGORIES)).min(1).optional(),
          }),
        )
        .max(40)
        .optional(),
    }),
  ),
  expertStage: ruled(
    z.strictObject({
      days: days,
      replacementDays: days,
      escalationDays: days,
      maxReplacements: z.int().min(0),
      /** Whether a sheet that was handed in may be changed until its deadline; it counts from then on. */
      changes: z.boolean().optional(),
    }),
  ),
  notice: ruled(
    z.strictObject({
      workingDays: days,
      startDayCounts: z.boolean(),
      /** Whether the public list says ranks, and stands in their order; without it, it does not. */
      showRanks: z.boolean().optional(),
      /** Whether a corrected notice begins its days anew; without it, it does. */
      correctionRestarts: z.boolean().optional(),
    }),
  ),
  /** 异议: its periods, why one is not taken on (不予受理), what may be handed in with it, and how many a day. */
  objection: ruled(
    z.strictObject({
      rulingWorkingDays: days,
      /** For what is asked of the objector (补充材料), and of the applicant (听取意见); never beyond the ruling's day. */
      supplementWorkingDays: days,
      hearingWorkingDays: days,
      declineGrounds: z.array(z.enum(DECLINE_GROUNDS)).min(1),
      /** Files come with a form, and a form takes 4 MB. */
      evidence: AttachmentLimit.extend({ fileBytes: z.int().min(1).max(MOST_FORM_BYTES) }),
      dailyByVisitor: z.int().min(1),
      dailyByApplication: z.int().min(1),
    }),
  ),
  payee: ruled(z.strictObject({ days: days })),
  bureauTask: ruled(z.strictObject({ days: days })),
  /** 资金拨付方案: whether two persons approve it, and what there is to spend; without a budget the most that the plan can cost stands for it. */
  plan: ruled(
    z.strictObject({
      coApproval: z.boolean(),
      budgetFen: z.partialRecord(Category, Fen.min(1)).optional(),
      totalBudgetFen: Fen.min(1).optional(),
    }),
  ).optional(),
  /** What files an attachment may be: what is usual, and where a kind differs. */
  attachmentLimits: ruled(
    z.strictObject({ usual: AttachmentLimit, kinds: z.partialRecord(AttachmentKind, AttachmentLimit.partial()) }),
  ),
  intake: ruled(
    z.strictObject({
      graceSeconds: z.int().min(0),
      maxPackageBytes: z.int().min(1),
      maxEntries: z.int().min(1),
      maxUnpackedBytes: z.int().min(1),
    }),
  ),
  /** How people are told; a policy that says nothing of it has mail only, at once, and no reminder before a deadline. */
  notifications: ruled(Notifications).optional(),
  timeline: ruled(
    z.strictObject({ callAt: LocalDateTime, intakeClosesAt: LocalDateTime, districtClosesAt: LocalDateTime }),
  ),
  calendar: Calendar,
});
export type Policy = z.infer<typeof Policy>;

/** All categories of a policy in the plan's order. */
export const policyCategories = (policy: Policy): [Category, CategoryPolicy][] =>
  CATEGORIES.map((c) => [c, policy.categories[c]]);
