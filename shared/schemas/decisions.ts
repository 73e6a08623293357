import * as z from 'zod';
import { ApplicationId, LocalDate, Text } from './basics.ts';
import { DECLINE_GROUNDS } from './objections.ts';
import type { TaskKind } from './records.ts';

const reason = Text(2000).min(1);
/** Points as a person types them: at most one decimal. Kept in tenths. */
const typedPoints = z
  .string()
  .trim()
  .regex(/^\d{1,3}(\.\d)?$/)
  .transform((text) => Math.round(Number(text) * 10));

/** Points of a correction as boxes are ticked: `asked.contact.phone=yes`. Kept as a sorted list of their paths. */
const asked = z
  .record(z.string().max(100), z.literal('yes'))
  .transform((ticked) => Object.keys(ticked).sort())
  .pipe(z.array(z.string()).min(1).max(200));

/** Points of the policy's checklist as boxes are ticked: `checks.papers=yes`. Kept as a sorted list of their codes. */
const checks = z
  .record(z.string().max(40), z.literal('yes'))
  .transform((ticked) => Object.keys(ticked).sort())
  .optional();

/** A credit code whose check fails, confirmed against the original. */
const confirmation = { usccConfirmed: z.literal('yes').optional(), usccReason: Text(200).optional() };

/** 五(二): a district's opinion. */
const DISTRICT_OPINION = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('recommend'),
    opinion: reason,
    asked: asked.optional(),
    checks,
    ...confirmation,
  }),
  z.strictObject({
    decision: z.literal('not-recommend'),
    opinion: reason,
    asked: asked.optional(),
    checks,
    ...confirmation,
  }),
  /** 补正: everything to be mended, in one request; nothing else may change. */
  z.strictObject({ decision: z.literal('return'), opinion: reason, asked, checks, ...confirmation }),
]);

/** Dates as people paste them: one a line, or with spaces, commas or 、 between them. */
const dates = z
  .string()
  .max(4000)
  .transform((text) => text.split(/[\s,，、;；]+/).filter((date) => date !== ''))
  .pipe(z.array(LocalDate).max(200));

/** A year's days as the State Council published them, with its notice. */
export const CALENDAR_YEAR = {
  source: Text(200).min(4),
  off: dates.pipe(z.array(LocalDate).min(1)),
  worked: dates,
  reason,
};

/** What an expert writes on a sheet. */
const SHEET = {
  points: z.record(z.string(), typedPoints),
  /** By indicator. */
  comments: z.record(z.string().max(60), Text(1000)).optional(),
  comment: Text(4000),
};

/** What a person decides on a task, by the task's kind. The form's fields have these names; maps use `name.key`. */
export const DECISIONS = {
  'district-review': z.discriminatedUnion('decision', [
    ...DISTRICT_OPINION.options,
    /** 联签: a second officer agrees, or gives the opinion back. */
    z.strictObject({ decision: z.literal('sign'), reason }),
    z.strictObject({ decision: z.literal('send-back'), reason }),
  ]),
  'district-late': z.strictObject({ decision: z.enum(['extend', 'take-over', 'lapse']), reason }),
  /** 推荐汇总表 signed and stamped: the scan that was uploaded before, of the sheet with this 核验码. */
  'district-sheet': z.strictObject({
    decision: z.literal('hand-in'),
    scan: z.string().regex(/^[0-9a-f]{64}\.(pdf|jpg|png)$/),
    sheet: z.string().regex(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/),
    matches: z.literal('yes'),
  }),
  /** 复核: the applicant asks for another look at a refusal, and somebody else decides. */
  refusal: z.strictObject({ decision: z.literal('request'), reason }),
  'refusal-review': z.strictObject({ decision: z.enum(['uphold', 'admit']), reason }),
  score: z.discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('submit'),
      /** Said here by whoever has not said it before the first look. */
      noConflict: z.literal('yes').optional(),
      ...SHEET,
    }),
    z.strictObject({ decision: z.literal('recuse'), reason }),
  ]),
  /** 复核打分: an expert stands by its sheet, or hands in another one and says what changed its mind. */
  'second-look': z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('stand'), reason }),
    z.strictObject({
      decision: z.literal('revise'),
      ...SHEET,
      /** Beside the other form's `reason` on the same page. */
      change: reason,
    }),
  ]),
  'panel-shortage': z.strictObject({ decision: z.enum(['accept', 'redraw']), reason }),
  'tie-break': z.strictObject({
    decision: z.literal('order'),
    /** Place within the tie, 1 is first, by application. */
    order: z.record(ApplicationId, z.coerce.number().int().min(1).max(100)),
    reason,
  }),
  deliberate: z.strictObject({ decision: z.literal('approve'), reason }),
  /** A year's working days, without which no period is counted. */
  'calendar-year': z.strictObject({ decision: z.literal('publish'), checked: z.literal('yes'), ...CALENDAR_YEAR }),
  /** 五(四): a ruling, or 不予受理 with its ground. `seen` is what the page showed when it was filled in. */
  'objection-ruling': z.strictObject({
    decision: z.enum(['uphold', 'reject', 'decline']),
    ground: z.enum(DECLINE_GROUNDS).or(z.literal('')).optional(),
    reason,
    seen: z.string().max(60).optional(),
  }),
  /** 听取意见: what the applicant says to what is objected. */
  'objection-hearing': z.strictObject({ decision: z.literal('answer'), statement: Text(4000).min(1) }),
  confirm: z.strictObject({ decision: z.literal('confirm'), reason }),
  payee: z.discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('account'),
      accountName: Text(100).min(1),
      bank: Text(100).min(1),
      accountNumber: z.string().regex(/^[0-9 ]{8,30}$/),
      consent: z.literal('yes'),
    }),
    /** 放弃奖补, by the page's second form. */
    z.strictObject({ decision: z.literal('decline'), reason, confirm: z.literal('yes') }),
  ]),
  /** 递补: what becomes of a place that a winner gave back. `seen` is who would move up by the page, or `none`. */
  'fill-place': z.strictObject({
    decision: z.enum(['move-up', 'leave-empty']),
    reason,
    seen: z.string().max(60).optional(),
  }),
  /** `seen`: the flags that the page showed. */
  'approve-plan': z.strictObject({
    decision: z.enum(['approve', 'reject']),
    reason,
    seen: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional(),
  }),
  'settlement-difference': z.strictObject({ decision: z.literal('sign'), reason }),
  /** 撤销奖补: a second person on what one has proposed. */
  revocation: z.strictObject({ decision: z.enum(['revoke', 'keep']), reason }),
  overdue: z.strictObject({ decision: z.literal('noted'), reason }),
} as const;

/** Kinds that are decided by a form; a correction is answered by an upload instead. */
export type DecidableKind = keyof typeof DECISIONS;
export type Decision<K extends DecidableKind> = z.infer<(typeof DECISIONS)[K]>;

/** Kinds whose decision may end a stage or let the lists go on. */
export const FOLLOWED_KINDS = [
  'district-review',
  'refusal-review',
  'payee',
  'fill-place',
  'objection-ruling',
] as const satisfies DecidableKind[];
export type FollowedKind = (typeof FOLLOWED_KINDS)[number];
export const isDecidable = (kind: TaskKind): kind is DecidableKind => kind in DECISIONS;

/**
 * Form entries to an object: `points.a=8` becomes `{ points: { a: '8' } }`. Later entries of a name win. The objects have
 * no prototype, so that no name reaches one.
 */
export function formObject(entries: Iterable<[string, string]>): Record<string, unknown> {
  const result = bare<unknown>();
  const groups = bare<Record<string, unknown>>();
  for (const [name, value] of entries) {
    const dot = name.indexOf('.');
    if (dot < 0) {
      result[name] = value;
      continue;
    }
    const group = name.slice(0, dot);
    const map = groups[group] ?? bare<unknown>();
    map[name.slice(dot + 1)] = value;
    groups[group] = map;
    result[group] = map;
  }
  return result;
}

const bare = <T>(): Record<string, T> => Object.create(null);
