import * as z from 'zod';
import { ApplicationId, Instant, LocalDate, RoundId, Text } from './basics.ts';

/**
 * 核实: which authority was asked about an application, and what came back. Rows are only ever added: an answer that comes later
 * is a row of its own.
 */
export const InquiryRecord = z.object({
  entity: z.literal('Inquiry'),
  applicationId: ApplicationId,
  roundId: RoundId,
  inquiryId: z.string().regex(/^[0-9a-f]{16}$/),
  authority: z.string(),
  matter: z.string(),
  askedOn: LocalDate,
  /** Empty while nothing has come back. */
  answer: z.string(),
  answeredOn: LocalDate.nullable(),
  by: z.string(),
  at: Instant,
});
export type InquiryRecord = z.infer<typeof InquiryRecord>;

/** As an officer writes one down. */
export const InquiryForm = z
  .strictObject({
    inquiryId: z.string().regex(/^[0-9a-f]{16}$/),
    authority: Text(100).min(2),
    matter: Text(500).min(2),
    askedOn: LocalDate,
    answer: Text(2000),
    answeredOn: z.union([LocalDate, z.literal('')]),
  })
  .refine(({ answer, answeredOn }) => (answer === '') === (answeredOn === ''), { path: ['answeredOn'] })
  .refine(({ askedOn, answeredOn }) => answeredOn === '' || askedOn <= answeredOn, { path: ['answeredOn'] });
