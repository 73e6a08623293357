import * as z from 'zod';
import { Instant } from '../schemas/basics.ts';
import { DECLINE_GROUNDS, ObjectionRecord, ObjectionStep } from '../schemas/objections.ts';
import { Maybe, Pseudonym } from './schema-parts.ts';

/** An objection without who objects, the words and the files. */
export const ExportedObjection = ObjectionRecord.pick({
  objectionId: true,
  applicationId: true,
  status: true,
  filedAt: true,
  dueAt: true,
  handlerDecided: true,
}).extend({
  /** What was done, when and by whom, without the words. */
  steps: z.array(
    ObjectionStep.pick({ kind: true, at: true })
      .extend({ by: Pseudonym.or(z.literal('objector')), until: Maybe })
      .strict(),
  ),
  declined: z.enum(DECLINE_GROUNDS).nullable(),
  ruling: z
    .strictObject({
      reason: z.string(),
      by: Pseudonym,
      at: Instant,
      effect: z.strictObject({ out: z.string(), in: z.string().nullable() }).nullable(),
    })
    .nullable(),
});
